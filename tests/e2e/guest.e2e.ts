/** Somebody without an account sits in one panel: by a link that works once, with the keyboard, until they are sent out. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { createDemo } from '#server/demo.ts';
import { startServer, type Running } from './server.ts';

let server: Running;
test.beforeAll(async () => {
  server = await startServer((services) => createDemo(services, () => undefined, { size: 128, count: 24 }));
});
test.afterAll(() => server.stop());

const windowOf = async (browser: Browser): Promise<Page> =>
  (await browser.newContext({ baseURL: server.address })).newPage();

async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes.map((n) => n.target.join(' ')).join(', ')}`);
}

/** The chair in the lobby, with the dialog of guests open and a link made. */
async function invited(browser: Browser): Promise<{ chair: Page; link: string }> {
  const chair = await windowOf(browser);
  await chair.goto('/sign-in');
  await chair.getByRole('button', { name: 'Mary Okafor' }).click();
  await chair.getByRole('link', { name: 'Open room' }).first().click();
  await chair.getByRole('button', { name: 'Invite a guest' }).click();
  await expect(chair.getByLabel('Who is invited')).toBeFocused();
  await chair.keyboard.type('Dr Ana Pereira');
  await chair.keyboard.press('Enter');
  const link = chair.getByLabel(/^Link for Dr Ana Pereira/);
  await expect(link).toBeVisible();
  expect(await faultsOf(chair)).toEqual([]);
  return { chair, link: await link.inputValue() };
}

test('[GU20] a link that is withdrawn is not shown any more, and the focus stays in sight', async ({ browser }) => {
  const { chair } = await invited(browser);
  await chair.getByRole('button', { name: /^Withdraw Dr Ana/ }).press('Enter');
  await chair.getByRole('button', { name: /^Withdraw now/ }).press('Enter');
  await expect(chair.getByText('withdrawn', { exact: true })).toBeVisible();
  await expect(chair.getByLabel(/^Link for Dr Ana Pereira/)).toBeHidden();
  await expect(chair.getByRole('group', { name: 'Invited' })).toBeFocused();
  expect(await faultsOf(chair)).toEqual([]);
  await chair.keyboard.press('Escape');
  await expect(chair.getByRole('button', { name: 'Invite a guest' })).toBeFocused();
});

test('a guest comes in by a link, takes a place, reaches nothing else, and is sent out', async ({ browser }) => {
  const { chair, link } = await invited(browser);
  // A mail program looks at the link before its reader does.
  for (let n = 0; n < 3; n++) expect((await fetch(link)).status).toBe(200);
  expect((await fetch(link, { method: 'HEAD' })).status).toBe(200);

  const guest = await windowOf(browser);
  await guest.goto(link);
  await expect(guest.getByRole('heading', { name: 'Join “Lung panel”' })).toBeVisible();
  await expect(guest.getByText('Mary Okafor invites you')).toBeVisible();
  expect(await faultsOf(guest)).toEqual([]);
  await guest.getByLabel('Your name').focus();
  await guest.keyboard.type('Ana Pereira');
  await guest.keyboard.press('Tab');
  await guest.keyboard.press('Space');
  await guest.keyboard.press('Tab');
  await guest.keyboard.press('Enter');
  await guest.getByRole('button', { name: 'Take my place' }).press('Enter');
  await expect(guest.getByText('You are in. The chair opens the session.')).toBeVisible();
  await expect(chair.getByText('Ana Pereira (guest)').first()).toBeAttached();
  const room = guest.url();

  const stranger = await windowOf(browser);
  expect((await stranger.goto(link))?.status()).toBe(410);
  await expect(stranger.getByText('This link has been used.')).toBeVisible();
  expect(await faultsOf(stranger)).toEqual([]);

  await guest.goto('/projects');
  await expect(guest).toHaveURL(/\/guest$/);
  expect(await faultsOf(guest)).toEqual([]);
  await guest.getByRole('link', { name: 'Back to the room' }).click();
  await expect(guest).toHaveURL(room);
  await expect(guest.getByText('You are in. The chair opens the session.')).toBeVisible();

  await chair.keyboard.press('Escape');
  await chair.getByRole('button', { name: 'Invite a guest' }).click();
  await chair.getByRole('button', { name: /^Send out Dr Ana/ }).press('Enter');
  await chair.getByRole('button', { name: /^Send out now/ }).press('Enter');
  await expect(guest.getByText('You are no longer a guest of this session.')).toBeVisible();
  await guest.reload();
  await expect(guest).toHaveURL(/\/sign-in/);
});
