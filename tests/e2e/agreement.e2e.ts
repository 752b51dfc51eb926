/** The page of agreement in each of its states, at both sizes, by keyboard, and without faults that axe can find. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { createDemo } from '#server/demo.ts';
import { lungProtocol } from '#server/demo/lung-protocol.ts';
import { valueOf } from '../factories/access.ts';
import { compareDemo, OUTSIDE } from '../factories/compared-demo.ts';
import { PASSWORD, startServer, type Running } from './server.ts';

let server: Running;
let project = '';
const others = { blank: '', unread: '' };

test.beforeAll(async () => {
  server = await startServer(async (services) => {
    await createDemo(services, () => undefined, { size: 128, count: 24 });
    project = await compareDemo(services);
    const { operator } = services.access;
    const lead = operator.actorOf(OUTSIDE.email);
    if (!lead) throw new Error('nobody is outside');
    others.blank = valueOf(operator.createProject({ name: 'Without a protocol', lead: lead.user })).id;
    const unread = valueOf(operator.createProject({ name: 'Without reads', lead: lead.user })).id;
    const leading = operator.actorOf(OUTSIDE.email) ?? lead;
    valueOf(services.protocol.publish(leading, unread, { content: lungProtocol, openReads: 'finish', basedOn: 0 }));
    others.unread = unread;
  });
});
test.afterAll(() => server.stop());

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
];

async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const faults = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return wide > 0 ? [...faults, `${String(wide)} px too wide`] : faults;
}

async function signInOutside(page: Page): Promise<void> {
  await page.goto(`${server.address}/sign-in`);
  await page.getByLabel('E-mail').fill(OUTSIDE.email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

async function signInAs(page: Page, name: string): Promise<void> {
  await page.goto(`${server.address}/sign-in`);
  await page.getByRole('button', { name }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

const agreement = (of: string): string => `${server.address}/projects/${of}/agreement`;

test('[AP17] every subject has its figures at both sizes, without faults and without scrolling sideways', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await signInOutside(page);
  const faults: string[] = [];
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.goto(agreement(project));
    const about = page.getByLabel('About');
    await expect(about).toBeVisible();
    const subjects = await about
      .locator('option')
      .evaluateAll((all) => all.map((one) => one.getAttribute('value') ?? ''));
    expect(subjects).toContain('lesion-field:nodule:malignancy');
    for (const subject of subjects) {
      await about.selectOption(subject);
      for (const fault of await faultsOf(page)) faults.push(`${String(size.width)} ${subject}: ${fault}`);
    }
  }
  expect(faults).toEqual([]);
});

test('[AP17][AP11] by keyboard alone from a subject to a cell, the cases behind it and their disagreements', async ({
  page,
}) => {
  await signInOutside(page);
  await page.goto(agreement(project));
  await page.getByLabel('About').focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('heading', { name: 'Readers, mark by mark' })).toBeVisible();
  const cell = page.getByRole('button', { name: /^not marked and marked: [1-9]/ });
  await page.getByLabel('Readers', { exact: true }).focus();
  await page.keyboard.press('Tab');
  await expect(cell).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  const show = page.getByRole('button', { name: /among the disagreements$/ });
  await expect(show).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/disagreements$/);
});

test('[AP17] what is withheld is said, what failed too, and where nothing can be compared stands what to do', async ({
  page,
}) => {
  await signInAs(page, 'Mary Okafor');
  await page.goto(agreement(project));
  await expect(page.getByText('1 case is withheld from you')).toBeVisible();
  await expect(page.getByText(/round 1: 12 cases/)).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);

  await page.context().clearCookies();
  await signInOutside(page);
  await page.goto(agreement(others.blank));
  await expect(page.getByText('Nothing to compare yet')).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);
  await page.goto(agreement(others.unread));
  await expect(page.getByText('No case can be compared yet')).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);

  await page.goto(`${server.address}/projects/${project}`);
  await page.route('**/agreement/__data.json*', async (route) => {
    const lines = (await (await route.fetch()).text()).trim().split('\n');
    const failed = lines.map((line) => {
      const { type, id } = JSON.parse(line) as { type: string; id?: number };
      return type === 'chunk' ? JSON.stringify({ type, id, error: [{ message: 1 }, 'no figures'] }) : line;
    });
    await route.fulfill({ body: `${failed.join('\n')}\n`, contentType: 'text/sveltekit-data' });
  });
  await page.getByRole('link', { name: 'Agreement', exact: true }).click();
  await expect(page.getByText('The figures could not be computed.')).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);
});

test('[AP17] a reader is told that the page belongs to another role', async ({ page }) => {
  await signInAs(page, 'Jonas Weber');
  const answer = await page.goto(agreement(project));
  expect(answer?.status()).toBe(403);
  await expect(page.getByRole('heading', { name: 'Not open to you' })).toBeVisible();
});
