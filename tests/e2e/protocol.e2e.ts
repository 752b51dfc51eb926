/** Two leads write the next version at once, in one sentence and in different places, and publish it. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { enter } from './person.ts';
import { furnish, PROJECT, startServer, type Cast, type Running } from './server.ts';

const ANN: Cast = { name: 'Ann Lee', email: 'ann@example.org', roles: ['lead'] };
const BEN: Cast = { name: 'Ben Ode', email: 'ben@example.org', roles: ['lead'] };
const EVA: Cast = { name: 'Eva Stein', email: 'eva@example.org', roles: ['editor'] };
const QUESTION = 'Clinical question';

let server: Running;
test.beforeAll(async () => {
  server = await startServer((services) => furnish(services, [ANN, BEN, EVA]));
});
test.afterAll(() => server.stop());

async function openDraft(page: Page): Promise<void> {
  await page.goto('/projects');
  await page.getByRole('link', { name: PROJECT }).first().click();
  await page.getByRole('link', { name: 'Protocol', exact: true }).first().click();
  await page.getByRole('link', { name: /^Edit as version/ }).click();
  await expect(page.getByLabel(QUESTION)).toBeVisible();
}

test('[PT17] two leads write one sentence at once, see each other, take back their own letters, and publish', async ({
  browser,
}) => {
  const [ann, ben] = [await enter(browser, server, ANN), await enter(browser, server, BEN)];
  await openDraft(ann.page);
  await openDraft(ben.page);
  const [annsText, bensText] = [ann.page.getByLabel(QUESTION), ben.page.getByLabel(QUESTION)];
  const before = await annsText.inputValue();
  await expect(ann.page.getByText('Ben Ode is here')).toBeVisible();
  await annsText.press('ControlOrMeta+Home');
  await bensText.press('ControlOrMeta+End');
  await Promise.all([
    annsText.pressSequentially('In adults: ', { delay: 20 }),
    bensText.pressSequentially(' How sure?', { delay: 20 }),
  ]);
  for (const text of [annsText, bensText]) await expect(text).toHaveValue(`In adults: ${before} How sure?`);
  await annsText.press('ControlOrMeta+z');
  for (const text of [annsText, bensText]) await expect(text).toHaveValue(`${before} How sure?`);
  // A clause without its sentence is named, and the way to it is a button.
  await ben.page.getByRole('button', { name: 'Add a clause' }).click();
  await ann.page.getByRole('button', { name: 'Publish version 2' }).click();
  await ann.page
    .getByRole('alert')
    .getByRole('button', { name: /^Clause/ })
    .click();
  await ann.page.keyboard.press('Tab');
  await ann.page.keyboard.press('Tab');
  await ann.page.keyboard.type('Say how sure you are.');
  expect((await new AxeBuilder({ page: ann.page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
  await ann.page.getByRole('button', { name: 'Publish version 2' }).click();
  await expect(ann.page.getByText(/Published .* by Ann Lee/)).toBeVisible();
  await expect(ben.page.getByText('Draft of version 3')).toBeVisible();
  await ann.page.getByRole('link', { name: 'Compare version 2 with it' }).click();
  await expect(ann.page.getByRole('heading', { name: 'Version 2 against version 1' })).toBeVisible();
  await expect(ann.page.locator('ins', { hasText: 'Say how sure you are.' })).toBeVisible();
  expect([...ann.errors, ...ben.errors]).toEqual([]);
});

test('[RD9] an editor writes the draft beside a lead, learns what is missing, and publishes nothing', async ({
  browser,
}) => {
  const [ann, eva] = [await enter(browser, server, ANN), await enter(browser, server, EVA)];
  await openDraft(ann.page);
  await openDraft(eva.page);
  const { page } = eva;
  expect(
    await page.getByRole('navigation', { name: 'Pages of the project' }).getByRole('link').allInnerTexts(),
  ).toEqual(['Overview', 'Protocol']);
  await expect(ann.page.getByText('Eva Stein is here')).toBeVisible();
  await page.getByLabel(QUESTION).press('ControlOrMeta+End');
  await page.keyboard.type(' Says who?');
  await expect(ann.page.getByLabel(QUESTION)).toHaveValue(/ Says who\?$/);
  await expect(page.getByRole('button', { name: /^Publish/ })).toHaveCount(0);
  await expect(page.getByText('A lead of the project publishes.')).toBeVisible();
  await page.getByRole('button', { name: /^What is missing/ }).click();
  await expect(page.getByText('Nothing is missing: a lead can publish it.')).toBeVisible();
  for (const [width, height] of [
    [1280, 720],
    [1440, 900],
  ] as const) {
    await page.setViewportSize({ width, height });
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
  }
  expect([...ann.errors, ...eva.errors]).toEqual([]);
});
