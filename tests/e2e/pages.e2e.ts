/** What every page owes: it says what it could not get, keeps what is on it, and leaves nothing outside of its box. */
import { expect, test, type Page } from '@playwright/test';
import { createDemo, DEMO_PROJECT } from '#server/demo.ts';
import { valueOf } from '../factories/access.ts';
import { startServer, type Running } from './server.ts';

const LONG = 'Schilddrüsenknotenfeinnadelaspirationszytologiebefundungsstudie';

let server: Running;
test.beforeAll(async () => {
  server = await startServer(async (services) => {
    await createDemo(services, () => undefined, { size: 128, count: 24 });
    const { operator } = services.access;
    const lead = operator.actorOf('mary@demo.example');
    if (lead) valueOf(operator.createProject({ name: LONG, lead: lead.user }));
  });
});
test.afterAll(() => server.stop());

async function signIn(page: Page, name: string): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(`${server.address}/sign-in`);
  await page.getByRole('button', { name }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

async function toProject(page: Page, name = DEMO_PROJECT): Promise<void> {
  await page.getByRole('link', { name: 'Projects' }).click();
  await expect(page.getByRole('heading', { name: 'Projects' })).toBeVisible();
  await page.getByRole('link', { name }).first().click();
  await expect(page.getByRole('link', { name: 'Overview', exact: true })).toBeVisible();
}

test('[PX3] a page whose image viewer does not load says so, and shows the image when it is loaded anew', async ({
  page,
}) => {
  await signIn(page, 'Lucía Romero');
  const read = await page.getByRole('link', { name: /Next case/ }).getAttribute('href');
  // The library that draws is by far the largest file.
  await page.route('**/_app/immutable/**/*.js', async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    await (body.length > 800_000 ? route.abort() : route.fulfill({ response, body }));
  });
  await page.goto(`${server.address}${read ?? ''}`);
  await expect(page.getByRole('alert').filter({ hasText: 'The image viewer did not load' })).toBeVisible();
  await page.unrouteAll();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText(/^Im \d+/).first()).toBeVisible({ timeout: 60_000 });
});

test('[PX4] without a connection a page stays as it is, and goes on afterwards', async ({ page, context }) => {
  await signIn(page, 'Mary Okafor');
  await toProject(page);
  await context.setOffline(true);
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await expect(page.getByText('There is no connection. This page stays')).toBeVisible();
  await expect(page.getByRole('heading', { name: DEMO_PROJECT })).toBeVisible();
  await context.setOffline(false);
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await expect(page.getByRole('cell', { name: 'jonas@demo.example' })).toBeVisible();
});

test('[PX5] a page that is not open to somebody says so among the others and leads back to its project', async ({
  page,
}) => {
  await signIn(page, 'Jonas Weber');
  await toProject(page);
  await page.goto(`${page.url()}/people`);
  await expect(page.getByRole('heading', { name: 'Not open to you' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await page.getByRole('link', { name: 'The project' }).click();
  await expect(page.getByRole('heading', { name: DEMO_PROJECT })).toBeVisible();
});

test('[PX6] a name of one long word stays in its box', async ({ page }) => {
  await signIn(page, 'Mary Okafor');
  const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(await tooWide()).toBe(0);
  await page.getByRole('link', { name: 'Projects' }).click();
  const title = page.getByRole('heading', { name: LONG });
  const [words, card] = [await title.boundingBox(), await title.locator('..').boundingBox()];
  if (!words || !card) throw new Error('the project is not on screen');
  expect(words.x + words.width).toBeLessThanOrEqual(card.x + card.width);
  expect(await title.evaluate((heading) => heading.scrollWidth - heading.clientWidth)).toBe(0);
});

test('[PX7] no tool under an image lies on another', async ({ page }) => {
  await signIn(page, 'Lucía Romero');
  await page.getByRole('link', { name: /Next case/ }).click();
  const tools = page.getByRole('toolbar', { name: 'Image tools' }).getByRole('button');
  await expect(tools.first()).toBeEnabled({ timeout: 60_000 });
  for (const width of [1280, 1440, 1920]) {
    await page.setViewportSize({ width, height: 900 });
    // Also what a button holds, such as its key.
    const reach = await tools.evaluateAll((buttons) =>
      buttons.map((button) => [button.getBoundingClientRect().left, button.scrollWidth] as const),
    );
    const overlapping = reach.filter(([left, own], i) => left + own > (reach[i + 1]?.[0] ?? Infinity) + 0.5);
    expect(overlapping).toEqual([]);
  }
});
