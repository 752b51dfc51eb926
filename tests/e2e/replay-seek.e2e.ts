/** How long it takes to turn the page to any moment of an hour; without a trace, whose snapshots would be measured too. */
import { expect, test, type Page } from '@playwright/test';
import { seeded } from '#domain/kernel/random.ts';
import { playDemo } from '../factories/replay-demo.ts';
import { seekTimes } from '../factories/seek-times.ts';
import { startServer, type Running } from './server.ts';

test.use({ trace: 'off' });

const HOUR_MS = 3_600_000;
const SEEKS = 120;

let server: Running;
let session = '';
test.beforeAll(async () => {
  server = await startServer(async (services) => {
    ({ session } = await playDemo(services, { guests: 7, edits: 4100, length: HOUR_MS }));
  });
});
test.afterAll(() => server.stop());

test('[RP13] any moment of an hour is on the page within 200 ms', async ({ page }) => {
  await page.goto(`${server.address}/sign-in`);
  await page.getByRole('button', { name: 'Mary Okafor' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.goto(`${server.address}/sessions/${session}/replay`);
  await expect(page.getByText(/^(Im \d+|No item is open)/).first()).toBeVisible({ timeout: 60_000 });
  const length = Number(await page.getByRole('slider').getAttribute('aria-valuemax'));
  const random = seeded(3);
  const moments = Array.from({ length: SEEKS }, () => random.int(0, length));
  // The time of the page's thread does not depend on who else keeps the machine busy; the time on the wall is told beside it.
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const spent = async (): Promise<number> => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Infinity) * 1000;
  };
  const [wall, cost]: [number[], number[]] = [[], []];
  for (const second of moments) {
    const before = await spent();
    wall.push(await seek(page, second));
    cost.push((await spent()) - before);
  }
  console.info(`replay: in a page ${seekTimes([wall]).text}; work of the page: ${seekTimes([cost]).text}`);
  expect(Math.max(...cost)).toBeLessThan(200);
  expect(seekTimes([wall]).half).toBeLessThan(200);
});

/** Goes to a moment by its address. @returns how long it took until the page was painted, in ms. */
const seek = (page: Page, moment: number): Promise<number> =>
  page.evaluate(async (second) => {
    const slider = document.querySelector('[role=slider]');
    const start = performance.now();
    location.hash = `#t=${String(second)}`;
    await new Promise<void>((resolve) => {
      const look = (): void => {
        // Once the page has it, one frame more: then it is painted.
        if (slider?.getAttribute('aria-valuenow') === String(second)) requestAnimationFrame(() => setTimeout(resolve));
        else setTimeout(look);
      };
      setTimeout(look);
    });
    return performance.now() - start;
  }, moment);
