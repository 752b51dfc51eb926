/** Screens have one, two or more of their own pixels to one of the page; what is drawn over an image lies on the same place of it. */
import { expect, test, type Browser, type Page } from '@playwright/test';
import { createDemo } from '#server/demo.ts';
import { startServer, type Running } from './server.ts';

let server: Running;
test.beforeAll(async () => {
  server = await startServer((services) => createDemo(services, () => undefined, { size: 128, count: 24 }));
});
test.afterAll(() => server.stop());

async function windowOf(browser: Browser, deviceScaleFactor: number): Promise<Page> {
  const context = await browser.newContext({
    baseURL: server.address,
    viewport: { width: 1280, height: 720 },
    deviceScaleFactor,
  });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Mary Okafor' }).click();
  await page.getByRole('link', { name: 'Open room' }).first().click();
  return page;
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();

/** Where the target is drawn, and how long the scale bar is: both are computed from where the image lies. */
async function places(page: Page): Promise<readonly string[]> {
  const box = await page.locator('polygon.line').first().boundingBox();
  const bar = await page
    .getByText(/^\d+ mm$/)
    .first()
    .textContent();
  if (!box) throw new Error('the target is not on screen');
  return [...[box.x, box.y, box.width, box.height].map((value) => (value / 4).toFixed(0)), bar ?? ''];
}

test('[SD23] the target lies on its place of the image on a dense screen, too, and after the window was resized', async ({
  browser,
}) => {
  const [plain, dense] = [await windowOf(browser, 1), await windowOf(browser, 2)];
  await press(plain, 'Take my place');
  await press(plain, 'Open the session');
  await press(plain, /^Open item/);
  for (const size of [
    { width: 1280, height: 720 },
    { width: 1100, height: 860 },
  ]) {
    for (const page of [plain, dense]) {
      await page.setViewportSize(size);
      await expect(page.getByText(/^Im \d+/).first()).toBeVisible({ timeout: 60_000 });
    }
    await expect.poll(() => places(dense)).toEqual(await places(plain));
  }
});
