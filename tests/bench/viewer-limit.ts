/** What the same browser needs for the same bytes when nothing is drawn: the limit no viewer can pass. */
import type { Page } from '@playwright/test';

export interface FetchLimit {
  /** The list of images, then the middle frame: what has to arrive before a first image. Ms. */
  readonly first: number;
  /** Single frames, one after the other, ms each. */
  readonly single: readonly number[];
  /** All frames, as many at once as the viewer fetches ahead. Ms. */
  readonly all: number;
  /** Between two animation frames of an idle page, ms. */
  readonly display: readonly number[];
}

/** As many as the viewer fetches ahead at once. */
const AT_ONCE = 4;

/** @param page any page of the same server; its HTTP cache is not used. */
export const fetchLimit = (page: Page, list: string, urls: readonly string[]): Promise<FetchLimit> =>
  page.evaluate(measure, { list, urls, atOnce: AT_ONCE });

interface Plan {
  readonly list: string;
  readonly urls: readonly string[];
  readonly atOnce: number;
}

/** Runs in the page; it travels as text. */
async function measure({ list, urls, atOnce }: Plan): Promise<FetchLimit> {
  const bytesOf = async (url: string): Promise<number> => {
    const response = await fetch(url, { cache: 'no-store' });
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return (await response.arrayBuffer()).byteLength;
  };
  const timed = async (run: () => Promise<unknown>): Promise<number> => {
    const begun = performance.now();
    await run();
    return performance.now() - begun;
  };
  const first = await timed(async () => {
    await (await fetch(list, { cache: 'no-store' })).json();
    await bytesOf(urls[Math.floor(urls.length / 2)] ?? '');
  });
  const single: number[] = [];
  for (const url of urls.slice(0, 30)) single.push(await timed(() => bytesOf(url)));
  const waiting = [...urls];
  const lane = async (): Promise<void> => {
    for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) await bytesOf(url);
  };
  const all = await timed(() => Promise.all(Array.from({ length: atOnce }, lane)));
  const frame = (): Promise<number> =>
    new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())));
  const display: number[] = [];
  let before = await frame();
  for (let i = 0; i < 30; i++) {
    const now = await frame();
    display.push(now - before);
    before = now;
  }
  return { first, single, all, display };
}
