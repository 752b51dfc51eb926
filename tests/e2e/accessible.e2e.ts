/** Every page people work on is free of the faults axe can find, and a ballot can be cast with the keyboard alone. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { createDemo, DEMO_PROJECT } from '#server/demo.ts';
import { startServer, type Running } from './server.ts';

let server: Running;
test.beforeAll(async () => {
  server = await startServer((services) => createDemo(services, () => undefined, { size: 128, count: 24 }));
});
test.afterAll(() => server.stop());

async function signIn(page: Page, name: string): Promise<void> {
  await page.goto(`${server.address}/sign-in`);
  await page.getByRole('button', { name }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes.map((n) => n.target.join(' ')).join(', ')}`);
}

/** As it is, and at 200 % in the smallest window that is promised: nothing is cut off, and nothing scrolls sideways. */
async function faultsOfPage(page: Page): Promise<string[]> {
  const faults = await faultsOf(page);
  const size = page.viewportSize();
  await page.setViewportSize({ width: 640, height: 360 });
  faults.push(...(await faultsOf(page)));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) faults.push(`${page.url()} is ${String(wide)} px too wide at 200 %`);
  if (size) await page.setViewportSize(size);
  return faults;
}

test('pages have no faults axe can find, also at 200 %', async ({ page }) => {
  const faults: string[] = [];
  const look = async (path: string): Promise<void> => {
    await page.goto(server.address + path);
    faults.push(...(await faultsOfPage(page)));
  };
  for (const path of ['/sign-in', '/join/none', '/invite/none', '/set-up/none']) await look(path);
  await page.goto(`${server.address}/sign-in`);
  await page.getByLabel('E-mail').fill('nobody@example.org');
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  faults.push(...(await faultsOfPage(page)));
  await signIn(page, 'Mary Okafor');
  for (const path of ['/', '/nowhere', '/worklist', '/projects']) await look(path);
  await page.getByRole('link', { name: DEMO_PROJECT }).first().click();
  await expect(page.getByRole('link', { name: 'Overview', exact: true })).toBeVisible();
  for (const tab of ['Overview', 'Cases', 'Protocol', 'People', 'Reads', 'Agreement', 'Disagreements', 'Sessions']) {
    await page.getByRole('link', { name: tab, exact: true }).click();
    await expect(page.getByRole('link', { name: tab, exact: true })).toHaveAttribute('aria-current', 'page');
    faults.push(...(await faultsOfPage(page)));
  }
  await page.getByRole('link', { name: 'Protocol', exact: true }).click();
  await page.getByRole('link', { name: /^Edit as version/ }).click();
  await expect(page.getByLabel('Question')).toBeVisible();
  faults.push(...(await faultsOfPage(page)));
  await page.getByRole('link', { name: 'Home' }).click();
  await page.getByRole('link', { name: 'Look', exact: true }).click();
  await expect(page.getByRole('heading', { name: /Is anybody named/ })).toBeVisible();
  faults.push(...(await faultsOfPage(page)));
  expect(faults).toEqual([]);
});

test('a reader workspace has no faults axe can find', async ({ page }) => {
  await signIn(page, 'Lucía Romero');
  await page.getByRole('link', { name: /Next case/ }).click();
  await expect(page.getByText(/^Im \d+/).first()).toBeVisible({ timeout: 60_000 });
  expect(await faultsOfPage(page)).toEqual([]);
  await page.getByRole('tab', { name: 'Protocol' }).click();
  expect(await faultsOfPage(page)).toEqual([]);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  expect(await faultsOfPage(page)).toEqual([]);
});

test('[SD19] a ballot is cast with the keyboard alone, also when the window is reloaded meanwhile', async ({
  page,
}) => {
  await signIn(page, 'Mary Okafor');
  await page.getByRole('link', { name: 'Open room' }).first().click();
  for (const name of ['Take my place', 'Open the session', /^Open item/, 'Open the vote']) {
    const button = page.getByRole('button', { name }).first();
    await expect(button).toBeEnabled();
    await button.focus();
    await page.keyboard.press('Enter');
  }
  await expect(page.getByRole('heading', { name: /Is there a finding/ })).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press('Alt+1');
  await page.getByRole('textbox', { name: /Reason/ }).focus();
  await page.keyboard.type('seen on three images');
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Yes' })).toBeChecked();
  await expect(page.getByRole('textbox', { name: /Reason/ })).toHaveValue('seen on three images');
  await page.getByRole('textbox', { name: /Reason/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('0 of 1 submitted')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Yes: submit?')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: 'Texture' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Texture' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: /Reason/ })).toHaveValue('');
});
