/** A draft on a bad day and without a mouse: a server that goes, a version published elsewhere, an example chosen by keyboard. */
import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import type { Services } from '#server/assemble.ts';
import { lungProtocol } from '#server/demo/lung-protocol.ts';
import { generatePhantom } from '#server/dicom/phantom/phantom.ts';
import type { Incoming } from '#server/ingest/sources.ts';
import { enter } from './person.ts';
import { furnish, PROJECT, startServer, type Cast, type Running } from './server.ts';

const ANN: Cast = { name: 'Ann Lee', email: 'ann@example.org', roles: ['lead'] };
const QUESTION = 'Clinical question';

let server: Running;
test.beforeAll(async () => {
  server = await startServer(async (services) => {
    await furnish(services, [ANN]);
    await importCase(services);
  });
});
test.afterAll(() => server.stop());

async function importCase({ access, ingest }: Services): Promise<void> {
  const project = access.operator.projectNamed(PROJECT);
  if (!project) throw new Error('there is no project');
  async function* files(): AsyncGenerator<Incoming> {
    for (const { name, bytes } of generatePhantom({ kind: 'chest-ct', seed: 3, size: 128, count: 12 }).files)
      yield await Promise.resolve({ path: name, bytes });
  }
  await ingest.importFiles(null, { project: project.id, files: files() });
}

async function openDraft(page: Page): Promise<void> {
  await page.goto('/projects');
  await page.getByRole('link', { name: PROJECT }).first().click();
  await page.getByRole('link', { name: 'Protocol', exact: true }).click();
  await page.getByRole('link', { name: /^Edit as version/ }).click();
  await expect(page.getByLabel(QUESTION)).toBeVisible();
}

test('[PT27] an example is chosen, written and published by keyboard alone, and shown with its image', async ({
  browser,
}) => {
  const { page, errors } = await enter(browser, server, ANN);
  await openDraft(page);
  const card = page.getByRole('region', { name: 'Worked examples' });
  await card.getByLabel('Number of a case').focus();
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  await card.getByRole('button', { name: 'Show an image of it' }).press('Enter');
  await card.getByRole('button', { name: 'Open the images of example 1' }).press('Enter');
  // While the images are on their way the button is off, and the key would go to the one that opened them.
  const show = card.getByRole('button', { name: 'Show this image, without a mark' });
  await expect(show).toBeEnabled();
  await show.press('Enter');
  await expect(card.getByText('One image, without a mark.')).toBeVisible();
  await card.getByLabel('What it teaches').focus();
  await page.keyboard.type('Nothing to mark here.');
  for (const [width, height] of [
    [1280, 720],
    [1440, 900],
  ] as const) {
    await page.setViewportSize({ width, height });
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  }
  await page.getByRole('button', { name: 'Publish version 2' }).press('Enter');
  const shown = page.getByRole('img', { name: 'Example 1: not a finding. Nothing to mark here.' });
  await expect(shown).toHaveAttribute('aria-busy', 'false');
  await expect(shown.locator('canvas')).toHaveJSProperty('width', 128);
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
  expect(errors).toEqual([]);
});

test('[PT27] what is written while the server is away is kept, said so, and stored when it is back', async ({
  browser,
}) => {
  const { page } = await enter(browser, server, ANN);
  await openDraft(page);
  const question = page.getByLabel(QUESTION);
  await server.kill();
  await question.press('ControlOrMeta+End');
  await page.keyboard.type(' And how sure?');
  await expect(page.getByRole('alert').getByText('what you change is kept in this browser')).toBeVisible();
  await server.startAgain();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible({ timeout: 40_000 });
  await page.reload();
  await expect(page.getByLabel(QUESTION)).toHaveValue(/ And how sure\?$/);
});

test('[PT27] a version published elsewhere is said on the draft, which goes on as it stands once somebody keeps it', async ({
  browser,
}) => {
  const { page } = await enter(browser, server, ANN);
  await openDraft(page);
  const project = new URL(page.url()).pathname.split('/')[2] ?? '';
  const next = Number(/\d+/.exec(await page.getByText(/^Draft of version \d+$/).innerText())?.[0]);
  const content = { ...lungProtocol, question: 'Written elsewhere?' };
  const published = await page.request.post(`/api/v1/projects/${project}/protocol`, {
    data: { content, openReads: 'finish', basedOn: next - 1 },
  });
  expect(published.status()).toBe(201);
  await page.getByRole('button', { name: `Publish version ${String(next)}` }).click();
  const note = page.getByRole('alert').filter({ hasText: `Version ${String(next)} was published without this draft.` });
  await expect(note).toBeVisible();
  await note.getByRole('button', { name: 'Keep the draft' }).click();
  await expect(page.getByText(`Draft of version ${String(next + 1)}`)).toBeVisible();
  await expect(page.getByLabel(QUESTION)).not.toHaveValue('Written elsewhere?');
  await page.getByRole('button', { name: `Publish version ${String(next + 1)}` }).click();
  await expect(page.getByText(/Published .* by Ann Lee/)).toBeVisible();
});

test('[PT27] what the server does not take comes back with its reason, as a file too, until it is deleted', async ({
  browser,
}) => {
  const { page } = await enter(browser, server, ANN);
  await openDraft(page);
  const question = page.getByLabel(QUESTION);
  const before = await question.inputValue();
  // A page that does not know the limit.
  await question.evaluate((control) => control.removeAttribute('maxlength'));
  await question.fill('Too long. '.repeat(3000));
  const note = page.getByRole('alert').filter({ hasText: 'Not saved: ' });
  await expect(note).toContainText('Kept in this browser until you delete it or sign out.');
  await expect(question).toHaveValue(before);
  for (const [width, height] of [
    [1280, 720],
    [1440, 900],
  ] as const) {
    await page.setViewportSize({ width, height });
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
  }
  await page.reload();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    note.getByRole('button', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^not-saved-protocol-.*\.json$/);
  expect(readFileSync(await download.path(), 'utf8')).toContain('Too long. Too long.');
  await note.getByRole('button', { name: 'Delete' }).click();
  await note.getByRole('button', { name: 'Delete for good' }).click();
  await expect(note).toBeHidden();
  // The draft goes on.
  await question.press('ControlOrMeta+End');
  await page.keyboard.type(' How sure?');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await expect(question).toHaveValue(`${before} How sure?`);
});
