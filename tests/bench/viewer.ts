/**
 * How long a reader waits for images: the first one of a case in a cold, a reloaded and an open page, a jump, a scroll. Beside
 * every figure stands what the same browser needs to fetch the same bytes and draw nothing, measured in the same run.
 */
import { loadavg, availableParallelism, cpus } from 'node:os';
import type { BrowserContext, Page } from '@playwright/test';
import * as v from 'valibot';
import { CaseImagesSchema, type FrameSource } from '#contract/images.ts';
import { buildIfNeeded } from '#server/build.ts';
import type { BenchAnswer, BenchRequest } from './bench.ts';
import { spreadOf } from './figures.ts';
import { openHouse, SLICES, type House, type OpenRead } from './viewer-house.ts';
import { fetchLimit, type FetchLimit } from './viewer-limit.ts';
import type { Jump, Opened, Scroll } from './viewer-probe.ts';
import { figuresOf, tableOf } from './viewer-report.ts';

/** One time through: a profile that has never been here opens a case, scrolls, opens the next case, jumps, reloads. */
export interface Visit {
  readonly cold: Opened;
  /** From the beginning of the navigation until the last slice had arrived, ms. */
  readonly coldReceived: number;
  readonly scroll: Scroll;
  readonly next: Opened;
  readonly jumps: readonly Jump[];
  readonly reload: Opened;
  readonly limit: FetchLimit;
}

export async function benchViewer({ repetitions, say }: BenchRequest): Promise<BenchAnswer> {
  await buildIfNeeded(say);
  const house = await openHouse(say);
  try {
    const load = loadavg()[0] ?? 0;
    const frames = await framesOf(house);
    const visits: Visit[] = [];
    for (let i = 1; i <= repetitions; i++) {
      const made = await bounded(visit(house, frames));
      visits.push(made);
      say(`${i} of ${repetitions}: cold ${Math.round(made.cold.at)} ms, next case ${Math.round(made.next.at)} ms`);
    }
    const figures = figuresOf(visits);
    const about = { machine: await machineOf(house, visits, load), images: imagesOf(frames), repetitions };
    return { json: { bench: 'viewer', ...about, ...figures }, text: tableOf(about, figures) };
  } finally {
    await house.close();
  }
}

/** Far beyond any measurement worth having. */
const PATIENCE_MS = 120_000;

/** Fails when nothing comes or somebody interrupts, so that whatever was started is ended. */
function bounded<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('an image did not appear in time')), PATIENCE_MS);
    const interrupted = (): void => reject(new Error('interrupted'));
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
    const done = (): void => {
      clearTimeout(late);
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    };
    work.then(resolve, reject).finally(done);
  });
}

export interface About {
  readonly machine: Awaited<ReturnType<typeof machineOf>>;
  readonly images: ReturnType<typeof imagesOf>;
  readonly repetitions: number;
}

/** Of both cases, in display order. */
type Frames = readonly [readonly FrameSource[], readonly FrameSource[]];

const listOf = ({ case: id }: OpenRead): string => `/api/v1/cases/${id}/images`;

async function framesOf({ freshContext, reads }: House): Promise<Frames> {
  const context = await freshContext();
  const of = async (read: OpenRead): Promise<readonly FrameSource[]> => {
    const answer = await context.request.get(listOf(read));
    const { series } = v.parse(CaseImagesSchema, await answer.json());
    const frames = series[0]?.frames ?? [];
    if (frames.length !== SLICES) throw new Error(`${frames.length} slices instead of ${SLICES}`);
    return frames;
  };
  const both = [await of(reads[0]), await of(reads[1])] as const;
  await context.close();
  return both;
}

async function visit(house: House, frames: Frames): Promise<Visit> {
  const context = await house.freshContext();
  try {
    const page = await context.newPage();
    const made = await visitOf(page, house.reads, frames);
    const limit = await limitOf(context, house.reads[0], frames[0]);
    return { ...made, limit };
  } finally {
    await context.close();
  }
}

async function visitOf(page: Page, [first, second]: House['reads'], [, after]: Frames): Promise<Omit<Visit, 'limit'>> {
  const opened = ({ alias }: OpenRead): Promise<Opened> => page.evaluate((name) => window.bench.opened(name), alias);
  await page.goto(`/reads/${first.read}`, { waitUntil: 'commit' });
  const cold = await opened(first);
  const coldReceived = await page.evaluate((count) => window.bench.received(count, 0), SLICES);
  // The first time through fills the renderer's memory and proves that every slice looks different; the second is timed.
  const { changes } = await page.evaluate((count) => window.bench.scroll(count, true), SLICES);
  if (changes < SLICES - 1) throw new Error(`only ${changes + 1} of ${SLICES} slices looked different`);
  const scroll = await page.evaluate((count) => window.bench.scroll(count, false), SLICES);
  const next = await page.evaluate(({ read, alias }) => window.bench.goTo(read, alias), second);
  const jumps = await page.evaluate(
    (urls) => window.bench.jumps(urls),
    after.map(({ url }) => url),
  );
  await page.evaluate((count) => window.bench.received(count, 0), 2 * SLICES);
  await page.reload({ waitUntil: 'commit' });
  return { cold, coldReceived, scroll, next, jumps, reload: await opened(second) };
}

/** On a page with nothing on it, in the same profile, after everything else has come to rest. */
async function limitOf(context: BrowserContext, read: OpenRead, frames: readonly FrameSource[]): Promise<FetchLimit> {
  for (const page of context.pages()) await page.close();
  const page = await context.newPage();
  await page.goto('/healthz');
  return fetchLimit(
    page,
    listOf(read),
    frames.map(({ url }) => url),
  );
}

async function machineOf({ browser, freshContext }: House, visits: readonly Visit[], load: number) {
  const context = await freshContext();
  const page = await context.newPage();
  await page.goto('/healthz');
  const graphics = await page.evaluate(() => {
    const gl = document.createElement('canvas').getContext('webgl2');
    const names = gl?.getExtension('WEBGL_debug_renderer_info');
    return gl && names ? String(gl.getParameter(names.UNMASKED_RENDERER_WEBGL)) : 'none';
  });
  await context.close();
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    load: Math.round(load * 10) / 10,
    browser: browser.version(),
    graphics,
    drawnBy: visits[0]?.cold.drawnBy ?? 'unknown',
  };
}

function imagesOf([frames]: Frames) {
  const [first] = frames;
  return {
    count: frames.length,
    size: first ? `${first.columns} × ${first.rows}` : '',
    transferSyntax: first?.transferSyntax ?? '',
    bytesPerFrame: spreadOf(frames.map(({ bytes }) => bytes)).median,
  };
}
