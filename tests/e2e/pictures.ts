/** Takes the pictures of the README from the demo: `npm run pictures` writes docs/images. */
import { mkdirSync } from 'node:fs';
import { chromium, type Browser, type Locator, type Page } from '@playwright/test';
import { buildIfNeeded } from '#server/build.ts';
import { createDemo, DEMO_PROJECT } from '#server/demo.ts';
import { compareDemo, OUTSIDE } from '../factories/compared-demo.ts';
import { findBrowser } from './browser.ts';
import { drawAround } from './person.ts';
import { startServer, type Running } from './server.ts';

const FOLDER = 'docs/images';
const say = (line: string): void => console.error(line);

await buildIfNeeded(say);
mkdirSync(FOLDER, { recursive: true });
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath: findBrowser(), args });
let server: Running = await startServer((services) => createDemo(services, say));
try {
  await pages(browser);
  await room(browser);
  await server.stop();
  server = await startServer(async (services) => {
    await createDemo(services, say);
    await compareDemo(services);
  });
  await comparisons(browser);
} finally {
  await browser.close();
  await server.stop();
}

async function enter(on: Browser, name: string): Promise<Page> {
  const context = await on.newContext({ baseURL: server.address, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByRole('button', { name }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

/** JPEG keeps the repository small; the pictures are for looking at, not for measuring. */
async function take(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${FOLDER}/${name}.jpg`, type: 'jpeg', quality: 72, animations: 'disabled' });
}

async function imageShown(page: Page): Promise<void> {
  await page
    .getByText(/^Im \d+/)
    .first()
    .waitFor({ timeout: 60_000 });
}

async function pages(on: Browser): Promise<void> {
  const mary = await enter(on, 'Mary Okafor');
  await toProject(mary);
  await take(mary, 'project');
  await mary.getByRole('link', { name: 'Protocol', exact: true }).click();
  await mary.getByRole('link', { name: /^Edit as version/ }).click();
  await mary.getByText('Saved', { exact: true }).waitFor();
  await take(mary, 'protocol');
  const lucia = await enter(on, 'Lucía Romero');
  await lucia.getByRole('link', { name: /Next case/ }).click();
  await imageShown(lucia);
  const nodule = await noduleOn(lucia);
  await lucia.keyboard.press('n');
  await lucia.getByRole('status').filter({ hasText: 'Draw it on the image' }).waitFor();
  await drawAround(lucia, nodule, 23);
  await lucia.getByRole('radio', { name: 'Solid', exact: true }).click();
  await lucia.getByText('Saved', { exact: true }).waitFor();
  await take(lucia, 'read');
  await mary.context().close();
  await lucia.context().close();
}

/** A nodule of the second patient, as its phantom was made: image 28, 19 mm across. @returns where it is on screen. */
async function noduleOn(page: Page): Promise<{ x: number; y: number }> {
  const image = page.getByRole('application').first();
  await image.focus();
  await page.keyboard.press('Home');
  for (let i = 1; i < 28; i++) await page.keyboard.press('ArrowDown');
  await page.getByText('Im 28', { exact: true }).waitFor();
  const box = await image.boundingBox();
  if (!box) throw new Error('the image is not on screen');
  const scale = Math.min(box.width, box.height) / 512;
  return { x: box.x + box.width / 2 + (348 - 256) * scale, y: box.y + box.height / 2 + (226 - 256) * scale };
}

async function toProject(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Projects' }).click();
  await page.getByRole('heading', { name: 'Projects' }).waitFor();
  await page.getByRole('link', { name: DEMO_PROJECT }).first().click();
  await page.getByRole('link', { name: 'Overview', exact: true }).waitFor();
}

/** As a lead sees them who is outside of every blind set. */
async function comparisons(on: Browser): Promise<void> {
  const page = await enter(on, OUTSIDE.name);
  await toProject(page);
  await page.getByRole('link', { name: 'Agreement', exact: true }).click();
  await page.getByRole('heading', { name: 'Coefficients' }).waitFor({ timeout: 60_000 });
  await take(page, 'agreement');
  await page.getByRole('link', { name: 'Disagreements', exact: true }).click();
  await page.getByRole('list', { name: /what costs most first/ }).waitFor();
  await take(page, 'disagreements');
  await page.context().close();
}

async function room(on: Browser): Promise<void> {
  const [mary, jonas, aiko] = [
    await enter(on, 'Mary Okafor'),
    await enter(on, 'Jonas Weber'),
    await enter(on, 'Aiko Tanaka'),
  ];
  const panel = [mary, jonas, aiko];
  for (const page of panel) {
    await page.getByRole('link', { name: 'Open room' }).first().click();
    await page.getByRole('button', { name: 'Take my place' }).click();
  }
  await take(mary, 'room-lobby');
  await press(mary, 'Open the session');
  await press(mary, /^Open item/);
  for (const page of panel) await imageShown(page);
  await take(jonas, 'room-look');
  await press(mary, 'Open the vote');
  await vote(panel, [/^Yes/, /^Yes/, /^Yes/]);
  await vote(panel, [/^(1 )?Solid/, /^(1 )?Solid/, /Part-solid/]);
  await mary.getByRole('radio', { name: /Moderately suspicious/ }).click();
  await mary.getByRole('textbox', { name: /Reason/ }).fill('Spiculated margin on three images');
  await take(mary, 'room-vote');
  await vote(panel, [/Moderately suspicious/, /Highly suspicious/, /Indeterminate/]);
  await mary.getByRole('heading', { name: /revealed/ }).waitFor();
  await take(mary, 'room-reveal');
  await press(mary, 'Discuss');
  await jonas.getByRole('application').first().focus();
  await jonas.keyboard.press('j');
  const box = await centreOf(jonas.locator('svg.svg-layer :is(path, polyline, polygon)').first());
  await drawAround(jonas, box, 24);
  await jonas.getByRole('button', { name: 'Corner 1', exact: true }).waitFor();
  await comment(aiko, 'The margin is sharp here, without a halo.');
  await mary.getByText('without a halo').first().waitFor();
  await jonas.mouse.move(box.x + 60, box.y - 60, { steps: 8 });
  await mary.getByRole('button', { name: 'Corner 1', exact: true }).waitFor();
  await take(mary, 'room-discuss');
  await press(mary, 'Open re-vote');
  await vote(panel, [/^Yes/, /^Yes/, /^Yes/]);
  await vote(panel, [/^(1 )?Solid/, /^(1 )?Solid/, /Part-solid/]);
  await vote(panel, [/Moderately suspicious/, /Moderately suspicious/, /Moderately suspicious/]);
  await press(mary, 'Decide');
  await mary.getByLabel(/Cause/).selectOption('protocol-ambiguous');
  await mary.getByRole('textbox', { name: /Reason/ }).fill('Solid throughout; the clause on halos needs a sentence.');
  await take(mary, 'room-decide');
  await press(mary, /^Seal/);
  await press(mary, /^Seal$/);
  await mary.getByRole('button', { name: /^Open item/ }).waitFor();
  await take(mary, 'room-sealed');
}

async function press(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name }).first().click();
}

async function vote(panel: readonly Page[], answers: readonly RegExp[]): Promise<void> {
  for (const [i, page] of panel.entries()) {
    await page
      .getByRole('radio', { name: answers[i] ?? /^Yes/ })
      .first()
      .click();
    await page.getByRole('textbox', { name: /Reason/ }).fill('As discussed');
    await press(page, /Submit ballot/);
    await press(page, /^Submit/);
  }
}

/** The middle of what is drawn, on screen. */
async function centreOf(drawn: Locator): Promise<{ x: number; y: number }> {
  const box = await drawn.boundingBox();
  if (!box) throw new Error('it is not on screen');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function comment(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Comment here' }).fill(text);
  await page.keyboard.press('Enter');
}
