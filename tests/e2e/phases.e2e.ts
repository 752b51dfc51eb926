/** A panel goes through all phases with keys alone; in each of them the room is free of the faults axe can find, large and zoomed. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { createDemo } from '#server/demo.ts';
import { startServer, type Running } from './server.ts';

let server: Running;
test.beforeAll(async () => {
  server = await startServer((services) => createDemo(services, () => undefined, { size: 128, count: 24 }));
});
test.afterAll(() => server.stop());

/** The smallest window that is promised, and the same at 200 %. */
const SIZES = [
  { width: 1280, height: 720 },
  { width: 640, height: 360 },
];

async function faultsOf(page: Page): Promise<string[]> {
  const faults: string[] = [];
  for (const size of SIZES) {
    await page.setViewportSize(size);
    const { violations } = await new AxeBuilder({ page }).analyze();
    faults.push(...violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.target.join(' ')).join(', ')}`));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) faults.push(`at ${String(size.width)} the page is ${String(wide)} px too wide`);
  }
  await page.setViewportSize({ width: 1280, height: 720 });
  return faults;
}

async function seated(browser: Browser, name: string): Promise<Page> {
  const context = await browser.newContext({
    baseURL: server.address,
    viewport: { width: 1280, height: 720 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByRole('button', { name }).press('Enter');
  await page.getByRole('link', { name: 'Open room' }).first().press('Enter');
  await page.getByRole('button', { name: 'Take my place' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Take my place' })).toBeHidden();
  return page;
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().press('Enter');

/** One question answered with the first answer by everybody. */
async function vote(panel: readonly Page[], heading: RegExp): Promise<void> {
  for (const page of panel) {
    await expect(page.getByRole('heading', { name: heading })).toBeVisible();
    await page.keyboard.press('Alt+1');
    await page.getByRole('textbox', { name: /Reason/ }).focus();
    await page.keyboard.type('as seen');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('group', { name: 'Read-back' }).waitFor();
    await page.keyboard.press('Control+Enter');
  }
}

async function voteOnAll(panel: readonly Page[]): Promise<void> {
  for (const heading of [/Is there a finding/, /Texture/, /Malignancy/]) await vote(panel, heading);
}

test('[SD21] the room in every phase, with keys alone, at 1280 × 720 and at 200 %', async ({ browser }) => {
  const panel = [await seated(browser, 'Mary'), await seated(browser, 'Jonas'), await seated(browser, 'Aiko')];
  const [chair] = panel;
  if (!chair) throw new Error('a panel needs a chair');
  const faults: string[] = [];
  const look = async (phase: string): Promise<void> => {
    faults.push(...(await faultsOf(chair)).map((fault) => `${phase}: ${fault}`));
  };
  await look('lobby');
  await press(chair, 'Open the session');
  await expect(chair.getByText('No item is open')).toBeVisible();
  await look('between items');
  await press(chair, /^Open item/);
  await expect(chair.getByText(/^Im \d+/).first()).toBeVisible({ timeout: 60_000 });
  await look('look');
  await press(chair, 'Open the vote');
  await expect(chair.getByRole('heading', { name: /Is there a finding/ })).toBeVisible();
  await look('vote');
  await voteOnAll(panel);
  await expect(chair.getByRole('heading', { name: /revealed/ })).toBeVisible();
  await look('reveal');
  await press(chair, 'Discuss');
  await chair.keyboard.press('m');
  await expect(chair.getByRole('textbox', { name: 'Comment here' })).toBeFocused();
  await chair.keyboard.type('The margin is sharp here.');
  await chair.keyboard.press('Enter');
  await expect(chair.getByRole('tabpanel').getByText('The margin is sharp here.')).toBeVisible();
  await look('discuss');
  for (const tab of ['History', 'Protocol']) {
    await chair.getByRole('tab', { name: tab }).press('Enter');
    await look(tab);
  }
  await press(chair, 'Decide');
  await chair.getByLabel(/Cause/).selectOption('protocol-ambiguous');
  await chair.getByRole('textbox', { name: /Reason/ }).fill('Sharp throughout.');
  await look('decide');
  await press(chair, /^Seal/);
  await press(chair, /^Seal$/);
  await expect(chair.getByRole('heading', { name: 'Sealed' })).toBeVisible();
  await look('sealed');
  await press(chair, 'Close the session');
  await press(chair, /^Close/);
  await expect(chair.getByRole('heading', { name: 'The session is closed' })).toBeFocused();
  await look('closed');
  expect(faults).toEqual([]);
});
