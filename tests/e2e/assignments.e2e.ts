/**
 * A lead plans who reads what: crossed reads, then balanced blocks with hidden repeats; a plan that cannot be is refused in words,
 * dates move, one read is withdrawn and one given to somebody else. Readers see what they have to read, and nothing tells a repeat.
 */
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { instantOf } from '#domain/kernel/instant.ts';
import type { Services } from '#server/assemble.ts';
import { insertCase } from '#server/store/cases.ts';
import { seriesNamed, studyNamed } from '#server/store/images.ts';
import { enter } from './person.ts';
import { furnish, PROJECT, startServer, type Cast, type Running } from './server.ts';

const LEAD: Cast = { name: 'Ann Lead', email: 'ann@example.org', roles: ['lead'] };
const READERS: readonly Cast[] = ['Cleo', 'Dan', 'Eve', 'Finn'].map((name) => ({
  name: `${name} Reader`,
  email: `${name.toLowerCase()}@example.org`,
  roles: ['reader'],
}));
const [CLEO, DAN, EVE] = READERS as [Cast, Cast, Cast];
const CASES = 130;

let server: Running;
test.beforeAll(async () => {
  server = await startServer(async (services) => {
    await furnish(services, [LEAD, ...READERS]);
    bringIn(services);
  });
});
test.afterAll(() => server.stop());

/** Ready cases of two kinds; nobody opens one here, so they have no images. */
function bringIn({ store, access: { operator } }: Services): void {
  const [project] = operator.actorOf(LEAD.email)?.roles.keys() ?? [];
  if (!project) throw new Error('no project');
  store.transact((tx) => {
    for (let i = 1; i <= CASES; i++) {
      const study = studyNamed(tx, { project, uid: `1.3.${String(i)}`, patientKey: String(i) }).id;
      const label = i % 2 === 0 ? 'Chest radiograph' : 'Chest CT, 1.0 mm';
      seriesNamed(tx, { study, uid: `1.3.${String(i)}.1`, modality: 'CT', number: 1, label });
      insertCase(tx, { project, study, lookReason: '', at: instantOf(Date.now()) });
    }
  });
}

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
];

async function expectFine(page: Page): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  }
}

async function toReads(page: Page): Promise<void> {
  await page.goto('/projects');
  await page.getByRole('link', { name: PROJECT }).first().click();
  await page.getByRole('link', { name: 'Reads', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Plan reads' })).toBeVisible();
}

const planIn = (page: Page): Locator => page.getByRole('region', { name: 'Plan reads' });
const matrixIn = (page: Page): Locator => page.getByRole('region', { name: 'Reads by case and reader' });
const rowOf = (page: Page, number: number): Locator =>
  matrixIn(page).getByRole('row', { name: new RegExp(`^Case ${String(number)} `) });

interface Range {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

async function fill(page: Page, { name, from, to }: Range): Promise<void> {
  const plan = planIn(page);
  await plan.getByLabel('Name of the batch').fill(name);
  await plan.getByLabel('From case').fill(String(from));
  await plan.getByLabel('To case').fill(String(to));
}

const look = (page: Page): Promise<void> => planIn(page).getByRole('button', { name: 'Look at the plan' }).click();

test('[AS5] a lead plans, is refused in words, sets dates, withdraws and reassigns; readers see no repeat', async ({
  browser,
}) => {
  const lead = await enter(browser, server, LEAD);
  const { page } = lead;
  await toReads(page);
  await test.step('two readers are noted to be of one house', async () => {
    for (const { name } of [CLEO, DAN]) {
      await page.getByRole('button', { name: `Note about ${name}` }).click();
      const dialog = page.getByRole('dialog', { name: `Note about ${name}` });
      await dialog.getByLabel('Institution').fill('St. Elsewhere');
      await dialog.getByRole('button', { name: 'Keep' }).click();
      await expect(dialog).toHaveCount(0);
    }
    await expect(page.getByText('St. Elsewhere')).toHaveCount(2);
  });
  await test.step('everybody reads the first four cases', () => planCrossed(page));
  await test.step('a plan that cannot be says why', () => beRefused(page));
  await test.step('two readers a case, balanced, with hidden repeats', () => planBlocks(page));
  await test.step('a date that has passed, and another one for one reader', () => moveDates(page));
  await test.step('one read is withdrawn, one given to somebody else, and both are kept', () => endReads(page));
  await expectFine(page);
  expect(lead.errors).toEqual([]);

  const reader = await enter(browser, server, CLEO);
  await reader.page.goto('/worklist');
  await test.step('the reader sees what is to be read, and nothing tells a repeat', () => lookThrough(reader.page));
  expect(reader.received()).not.toMatch(/"(repeats|again|round)"|hidden repeats/);
  await expectFine(reader.page);
  expect(reader.errors).toEqual([]);
});

async function planCrossed(page: Page): Promise<void> {
  const plan = planIn(page);
  await fill(page, { name: 'Everybody', from: 1, to: 4 });
  await look(page);
  await expect(plan.getByRole('status')).toContainText('4 cases, 16 reads.');
  await expect(plan.getByText('Cleo Reader and Dan Reader are both of St. Elsewhere')).toBeVisible();
  await expectFine(page);
  await plan.getByRole('button', { name: 'Ask for 16 reads' }).click();
  await expect(page.getByText('0 of 16 submitted')).toBeVisible();
}

async function beRefused(page: Page): Promise<void> {
  await fill(page, { name: 'Again', from: 1, to: 4 });
  await look(page);
  const said = planIn(page).getByRole('alert');
  await expect(said).toContainText('No ready case in this range is without a reader.');
  await expect(said).toContainText('Nobody was asked.');
  await expectFine(page);
  await expect(planIn(page).getByLabel('Name of the batch')).toHaveValue('Again');
}

async function planBlocks(page: Page): Promise<void> {
  const plan = planIn(page);
  await fill(page, { name: 'Pairs', from: 5, to: 124 });
  await plan.getByLabel('Who reads what').selectOption('blocks');
  await plan.getByLabel('Readers for each case').fill('2');
  await plan.getByLabel('Some cases come again, hidden').check();
  await plan.getByLabel('Share that comes again, %').fill('10');
  await plan.getByLabel('Other reads between, at least').fill('5');
  await look(page);
  await expect(plan.getByRole('status')).toContainText('120 cases, 264 reads, 24 of them repeats.');
  await expect(plan.getByRole('status')).toContainText('Every reader gets 60 cases; every two have 20 in common');
  await plan.getByRole('button', { name: 'Ask for 264 reads' }).click();
  await expect(page.getByText('0 of 264 submitted, with hidden repeats')).toBeVisible();
}

async function moveDates(page: Page): Promise<void> {
  await page.getByLabel('Everybody is due').fill('2026-01-05');
  const readers = page.getByRole('region', { name: 'Readers', exact: true });
  await expect(readers.getByText('4 late')).toHaveCount(4);
  await readers.getByRole('checkbox', { name: EVE.name }).check();
  await readers.getByRole('button', { name: 'New date for one reader' }).click();
  const dialog = page.getByRole('dialog', { name: 'New date' });
  await expect(dialog).toContainText('Eve Reader: 4 open reads.');
  await expectFine(page);
  await dialog.getByLabel('Due').fill('2099-01-05');
  await dialog.getByRole('button', { name: 'Set the date' }).click();
  await expect(readers.getByText('4 late')).toHaveCount(3);
  await readers.getByLabel('Only the 3 who are late').check();
  await expect(readers.getByRole('row', { name: /Eve Reader/ })).toHaveCount(0);
  await readers.getByLabel('Only the 3 who are late').uncheck();
}

async function endReads(page: Page): Promise<void> {
  await page.getByRole('button', { name: `Change that ${CLEO.name} reads Case 1`, exact: true }).click();
  await page.getByLabel('Why').fill('On leave');
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
  await expect(rowOf(page, 1)).toContainText('withdrawn');
  const change = rowOf(page, 5).getByRole('button', { name: /^Change that .* reads Case 5$/ });
  await expect(change).toHaveCount(2);
  await change.first().click();
  const dialog = page.getByRole('dialog');
  const others = dialog.getByLabel('Who reads it instead').getByRole('option');
  await expect(others).toHaveCount(3);
  await dialog.getByLabel('Who reads it instead').selectOption({ index: 1 });
  await dialog.getByLabel('Why').fill('Knows the patient');
  await dialog.getByRole('button', { name: 'Give to somebody else' }).click();
  await expect(rowOf(page, 5)).toContainText('given away');
  await expect(change).toHaveCount(2);
}

async function lookThrough(page: Page): Promise<void> {
  await expect(page.getByText('3 reads are late.')).toBeVisible();
  const list = page.getByRole('list', { name: /^Reads, / });
  await expect(list.getByRole('listitem').first()).toContainText('Case 2');
  await expect(list.getByText('Case 1', { exact: true })).toHaveCount(0);
  await page.getByLabel('Batch').selectOption({ label: await pairsOf(page) });
  await expect(page).toHaveURL(/batch=/);
  await expect(list.getByRole('listitem').first()).toContainText(/^Read \d+/);
  await expect(list.getByText(/^Case /)).toHaveCount(0);
  await page.getByRole('link', { name: /^Submitted 0/ }).click();
  await expect(page.getByText('Nothing fits')).toBeVisible();
  await page.getByRole('link', { name: 'Show everything open' }).click();
  await expect(list.getByRole('listitem').first()).toContainText('Case 2');
}

const pairsOf = async (page: Page): Promise<string> =>
  (await page
    .getByLabel('Batch')
    .getByRole('option', { name: /^Pairs / })
    .textContent()) ?? '';

test('[AS7] a further page of a worklist that does not come is said, and is offered again', async ({ browser }) => {
  const reader = await enter(browser, server, DAN);
  const { page } = reader;
  await page.route('**/api/v1/reads?*', (route) => route.abort());
  await page.goto('/worklist');
  const list = page.getByRole('list', { name: /^Reads, more than 50/ });
  await expect(list).toBeVisible();
  await list.locator('..').evaluate((box) => (box.scrollTop = box.scrollHeight));
  const said = page.getByRole('alert');
  await expect(said).toContainText('The server did not answer.');
  await expectFine(page);
  await page.unroute('**/api/v1/reads?*');
  await said.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('list', { name: /^Reads, (6|7)\d$/ })).toBeVisible();
  await expect(said).toHaveCount(0);
  expect(reader.errors).toEqual([]);
});
