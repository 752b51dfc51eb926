/**
 * Work without a connection, in a real browser: it goes on, it is kept when the window is closed, it arrives or comes back with
 * its reason, and a sign-out leaves nothing of it behind.
 */
import { readFileSync } from 'node:fs';
import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { createDemo } from '#server/demo.ts';
import { drawAround } from './person.ts';
import { startServer, type Running } from './server.ts';

let server: Running;
test.beforeEach(async () => {
  server = await startServer((services) => createDemo(services, () => undefined, { size: 128, count: 24 }));
});
test.afterEach(() => server.stop());

const READER = 'Lucía Romero';

async function enter(browser: Browser, name: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ baseURL: server.address, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await signIn(page, name);
  return { context, page };
}

async function signIn(page: Page, name: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByRole('button', { name }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** Opens the reader's next read. @returns its address. */
async function openRead(page: Page): Promise<string> {
  await page.goto('/');
  await page.getByRole('link', { name: /Next case/ }).click();
  await imageShown(page);
  await saved(page);
  return page.url();
}

const imageShown = (page: Page) => expect(page.getByText(/^Im \d+/).first()).toBeVisible({ timeout: 60_000 });
const saved = (page: Page) => expect(page.getByText('Saved', { exact: true })).toBeVisible();
const nodule = (page: Page, answer: 'Yes' | 'No') =>
  page.getByRole('radiogroup', { name: /Any nodule/ }).getByRole('radio', { name: answer });
const databases = (page: Page): Promise<string[]> =>
  page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? ''));

async function drawFinding(page: Page): Promise<void> {
  await imageShown(page);
  const box = await page.getByRole('application').first().boundingBox();
  if (!box) throw new Error('the image is not on screen');
  await page.keyboard.press('n');
  await expect(page.getByRole('status').filter({ hasText: 'Draw it on the image' })).toBeVisible();
  await drawAround(page, { x: box.x + box.width * 0.4, y: box.y + box.height * 0.45 }, 30);
  await page.getByRole('radio', { name: 'Solid', exact: true }).click();
  await page.getByRole('radio', { name: /Moderately suspicious/ }).click();
}

async function submitRead(page: Page): Promise<void> {
  await drawFinding(page);
  await nodule(page, 'Yes').click();
  await saved(page);
  await page.getByRole('button', { name: /Submit read/ }).click();
  await page.getByRole('button', { name: /Submit, freeze/ }).click();
  await expect(page.getByText(/This read is frozen/)).toBeVisible();
}

test('[SD14] what was read offline is there after the window was closed, and elsewhere', async ({ browser }) => {
  const { context, page } = await enter(browser, READER);
  const address = await openRead(page);
  await context.setOffline(true);
  await expect(page.getByText('Offline', { exact: true })).toBeVisible();
  await drawFinding(page);
  await nodule(page, 'Yes').click();
  await expect(page.getByText(/^Offline, \d+ waiting$/)).toBeVisible();
  await page.close();
  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(address);
  await saved(again);
  await expect(nodule(again, 'Yes')).toBeChecked();
  const elsewhere = await enter(browser, READER);
  await elsewhere.page.goto(address);
  await expect(nodule(elsewhere.page, 'Yes')).toBeChecked();
  await expect(elsewhere.page.getByText('Solid').first()).toBeVisible();
});

test('[SD15] a read that was closed elsewhere comes back with its reason, as a file too, until it is deleted', async ({
  browser,
}) => {
  const { context, page } = await enter(browser, READER);
  const address = await openRead(page);
  await context.setOffline(true);
  await expect(page.getByText('Offline', { exact: true })).toBeVisible();
  await nodule(page, 'No').click();
  const elsewhere = await enter(browser, READER);
  await elsewhere.page.goto(address);
  await saved(elsewhere.page);
  await submitRead(elsewhere.page);
  await context.setOffline(false);
  const note = page.getByRole('alert').filter({ hasText: 'Not saved: the read was closed.' });
  await expect(note).toContainText('1 answer');
  await expect(page.getByText(/This read is frozen/)).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.reload();
  await expect(note).toContainText('1 answer');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    note.getByRole('button', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^not-saved-read-.*\.json$/);
  const file: unknown = JSON.parse(readFileSync(await download.path(), 'utf8'));
  expect(file).toMatchObject({
    why: 'Not saved: the read was closed.',
    unsent: { answers: expect.anything() as unknown },
  });
  await note.getByRole('button', { name: 'Delete' }).click();
  await note.getByRole('button', { name: 'Delete for good' }).click();
  await expect(note).toBeHidden();
  await page.reload();
  await expect(page.getByText(/This read is frozen/)).toBeVisible();
  await expect(note).toBeHidden();
});

test('[SD15] so does the work of a window that was closed before it could be sent', async ({ browser }) => {
  const { context, page } = await enter(browser, READER);
  const address = await openRead(page);
  await context.setOffline(true);
  await expect(page.getByText('Offline', { exact: true })).toBeVisible();
  await nodule(page, 'No').click();
  await page.close();
  const elsewhere = await enter(browser, READER);
  await elsewhere.page.goto(address);
  await saved(elsewhere.page);
  await submitRead(elsewhere.page);
  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(address);
  await expect(again.getByRole('alert').filter({ hasText: 'Not saved: the read was closed.' })).toContainText(
    '1 answer',
  );
});

test('[SD13] two windows offline, both back: each has what the other did', async ({ browser }) => {
  const { context, page } = await enter(browser, READER);
  const address = await openRead(page);
  const second = await context.newPage();
  await second.goto(address);
  await imageShown(second);
  await saved(second);
  await context.setOffline(true);
  await expect(page.getByText('Offline', { exact: true })).toBeVisible();
  await expect(second.getByText('Offline', { exact: true })).toBeVisible();
  await drawFinding(page);
  await nodule(second, 'Yes').click();
  await context.setOffline(false);
  await saved(page);
  await saved(second);
  await expect(nodule(page, 'Yes')).toBeChecked();
  await expect(second.getByText('Solid').first()).toBeVisible();
});

test('[SD16] a sign-out asks before it deletes work, leaves every window and nothing behind', async ({ browser }) => {
  const { context, page } = await enter(browser, READER);
  await openRead(page);
  await drawFinding(page);
  await saved(page);
  expect((await databases(page)).some((name) => name.includes(':read:'))).toBe(true);
  const home = await context.newPage();
  await home.goto('/');
  await server.kill();
  await expect(page.getByText('Offline', { exact: true })).toBeVisible();
  await nodule(page, 'Yes').click();
  await expect(page.getByText('Offline, 1 waiting')).toBeVisible();
  await home.getByRole('button', { name: 'Sign out' }).click();
  await expect(home.getByRole('alert')).toContainText('in this browser only');
  await server.startAgain();
  await saved(page);
  await home.reload();
  await home.getByRole('button', { name: 'Sign out' }).click();
  await expect(home).toHaveURL(/sign-in/);
  await expect(page).toHaveURL(/sign-in/);
  expect(await databases(home)).toEqual([]);
  await signIn(home, 'Jonas Weber');
  expect(await databases(home)).toEqual([]);
});

test('[SD17] whoever was signed out while working signs in again and finds the work saved', async ({ browser }) => {
  const { context, page } = await enter(browser, READER);
  const address = await openRead(page);
  await context.request.post('/sign-out', { headers: { origin: server.address }, maxRedirects: 0 });
  const note = page.getByRole('alert').filter({ hasText: 'You are signed out' });
  await expect(note).toBeVisible();
  await expect(page.getByText('Signed out', { exact: true })).toBeVisible();
  await nodule(page, 'Yes').click();
  await note.getByRole('button', { name: 'Sign in again' }).click();
  await page.getByRole('button', { name: READER }).click();
  await expect(page).toHaveURL(address);
  await saved(page);
  await expect(nodule(page, 'Yes')).toBeChecked();
  const elsewhere = await enter(browser, READER);
  await elsewhere.page.goto(address);
  await expect(nodule(elsewhere.page, 'Yes')).toBeChecked();
});

test('[SD16] whoever comes next in the same browser sees nothing of it, and the work waits for its owner', async ({
  browser,
}) => {
  const { context, page } = await enter(browser, READER);
  const address = await openRead(page);
  await context.setOffline(true);
  await expect(page.getByText('Offline', { exact: true })).toBeVisible();
  await nodule(page, 'Yes').click();
  await expect(page.getByText('Offline, 1 waiting')).toBeVisible();
  await page.close();
  await context.setOffline(false);
  await context.clearCookies();
  const other = await context.newPage();
  await signIn(other, 'Jonas Weber');
  await other.goto(address);
  await expect(other.getByText('Any nodule')).toBeHidden();
  await expect(other.getByRole('heading', { level: 1 })).not.toContainText('Case');
  await context.clearCookies();
  await signIn(other, READER);
  await other.goto(address);
  await saved(other);
  await expect(nodule(other, 'Yes')).toBeChecked();
});

test('[SD8] a server that dies in the middle of a session: both are back within three seconds', async ({ browser }) => {
  const [mary, jonas] = [await enter(browser, 'Mary Okafor'), await enter(browser, 'Jonas Weber')];
  const panel = [mary.page, jonas.page];
  await toTheTable(panel);
  for (const page of panel) await saved(page);
  await server.kill();
  for (const page of panel) await expect(page.getByText('Offline', { exact: true })).toBeVisible();
  await say(mary.page, 'said while the server was away');
  await expect(mary.page.getByText('Offline, 1 waiting')).toBeVisible();
  await server.startAgain();
  const back = performance.now();
  for (const page of panel) await saved(page);
  await expect(jonas.page.getByText('said while the server was away')).toBeVisible();
  const took = performance.now() - back;
  console.info(`both saved and in agreement after ${took.toFixed(0)} ms`);
  expect(took).toBeLessThan(3000);
});

test('[SD15] what was said offline before a session was closed stands beside its summary', async ({ browser }) => {
  const [mary, jonas] = [await enter(browser, 'Mary Okafor'), await enter(browser, 'Jonas Weber')];
  await toTheTable([mary.page, jonas.page]);
  await jonas.context.setOffline(true);
  await expect(jonas.page.getByText('Offline', { exact: true })).toBeVisible();
  await say(jonas.page, 'said too late');
  await expect(jonas.page.getByText('Offline, 1 waiting')).toBeVisible();
  await press(mary.page, 'Put aside');
  await press(mary.page, 'Close the session');
  await press(mary.page, /^Close with/);
  await expect(mary.page.getByRole('heading', { name: 'The session is closed' })).toBeVisible();
  await jonas.context.setOffline(false);
  await expect(jonas.page.getByRole('heading', { name: 'The session is closed' })).toBeVisible();
  const note = jonas.page.getByRole('alert').filter({ hasText: 'Not saved: the table was closed.' });
  await expect(note).toContainText('1 comment');
  expect((await new AxeBuilder({ page: jonas.page }).analyze()).violations).toEqual([]);
});

test('[UN1] in the room everybody takes back the own step with a key or a button', async ({ browser }) => {
  const [mary, jonas] = [await enter(browser, 'Mary Okafor'), await enter(browser, 'Jonas Weber')];
  await toTheTable([mary.page, jonas.page]);
  await say(mary.page, 'from Mary');
  await say(jonas.page, 'from Jonas');
  await expect(mary.page.getByText('from Jonas')).toBeVisible();
  const undo = mary.page.getByRole('button', { name: 'Undo my last step' });
  await expect(undo).toBeEnabled();
  await undo.click();
  await expect(jonas.page.getByText('from Mary')).toBeHidden();
  await expect(jonas.page.getByText('from Jonas')).toBeVisible();
  await expect(undo).toBeDisabled();
  await mary.page.keyboard.press('Control+Shift+Z');
  await expect(jonas.page.getByText('from Mary')).toBeVisible();
  await mary.page.keyboard.press('Control+Z');
  await expect(jonas.page.getByText('from Mary')).toBeHidden();
  await mary.page.keyboard.press('Control+Y');
  await expect(jonas.page.getByText('from Mary')).toBeVisible();
  expect((await new AxeBuilder({ page: mary.page }).analyze()).violations).toEqual([]);
});

test('[PR7] one key leads away and back, latecomers land where the presenter is, and the lead is handed on or given up', async ({
  browser,
}) => {
  const [mary, jonas] = [await enter(browser, 'Mary Okafor'), await enter(browser, 'Jonas Weber')];
  await toTheTable([mary.page, jonas.page]);
  await press(mary.page, 'Present');
  await expect(jonas.page.getByText('Following Mary Okafor')).toBeVisible();
  const place = (page: Page, image: number) => expect(page.getByText(`Im ${String(image)} `).first()).toBeVisible();
  const begin = Number(
    /Im (\d+)/.exec(
      (await mary.page
        .getByText(/^Im \d+/)
        .first()
        .textContent()) ?? '',
    )?.[1],
  );
  await step(mary.page, 'ArrowUp', 3);
  await place(mary.page, begin - 3);
  await place(jonas.page, begin - 3);
  await jonas.page.keyboard.press('f');
  await step(jonas.page, 'ArrowDown', 2);
  await place(jonas.page, begin - 1);
  await jonas.page.keyboard.press('f');
  await place(jonas.page, begin - 3);
  await jonas.page.reload();
  await place(jonas.page, begin - 3);
  await expect(jonas.page.getByText('Following Mary Okafor')).toBeVisible();
  await mary.page.getByLabel('Hand the lead to').selectOption({ label: 'to Jonas Weber' });
  await expect(jonas.page.getByText('You present')).toBeVisible();
  await expect(mary.page.getByText('Following Jonas Weber')).toBeVisible();
  await jonas.page.close();
  await expect(mary.page.getByRole('button', { name: 'Present', exact: true })).toBeVisible();
});

async function step(page: Page, key: 'ArrowUp' | 'ArrowDown', times: number): Promise<void> {
  await page.getByRole('application').first().focus();
  for (let n = 0; n < times; n++) await page.keyboard.press(key);
}

const press = (page: Page | undefined, name: string | RegExp) =>
  page?.getByRole('button', { name }).first().click() ?? Promise.reject(new Error('nobody is there'));

/** Two people settle that there is nothing, which is the shortest way to a table. */
async function toTheTable(panel: readonly Page[]): Promise<void> {
  for (const page of panel) {
    await page.goto('/');
    await page.getByRole('link', { name: 'Open room' }).first().click();
    await page.getByRole('button', { name: 'Take my place' }).click();
  }
  await press(panel[0], 'Open the session');
  await press(panel[0], /^Open item/);
  await press(panel[0], 'Open the vote');
  for (const page of panel) {
    await page.getByRole('radio', { name: /^No/ }).first().click();
    await page.getByRole('textbox', { name: /Reason/ }).fill('Nothing there');
    await press(page, /Submit ballot/);
    await press(page, /^Submit/);
  }
  for (const page of panel) await expect(page.getByRole('heading', { name: /revealed/ })).toBeVisible();
  for (const page of panel) await expect(page.getByRole('textbox', { name: 'Comment here' })).toBeVisible();
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Comment here' }).fill(text);
  await page.keyboard.press('Enter');
}
