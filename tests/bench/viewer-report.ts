/** From visits to figures, and from figures to a table: ours, the limit, and how many times the limit ours is. */
import { quantile, spreadOf, type Spread } from './figures.ts';
import type { Opened } from './viewer-probe.ts';
import type { About, Visit } from './viewer.ts';

/** All in ms, except `fps`. Lower is better, except for `fps`. */
export interface Line {
  readonly name: string;
  readonly ours: Spread;
  /** What the same browser needs at least, where there is such a thing. */
  readonly limit?: Spread;
  /** Median of ours / median of the limit. */
  readonly ratio?: number;
  readonly budget?: number;
  readonly met?: boolean;
}

export interface Figures {
  readonly lines: readonly Line[];
  /** Medians, ms from the navigation or click: where the time to a first image goes. */
  readonly milestones: Readonly<Record<'cold' | 'reload' | 'next', Milestones>>;
  /** How many of the jumps went to slices that had not arrived. */
  readonly jumps: { readonly uncached: number; readonly all: number };
}

type Milestones = Readonly<Record<'code' | 'list' | 'frame' | 'shown', number | null>>;

const BUDGET = { cold: 1000, warm: 250 } as const;

export function figuresOf(visits: readonly Visit[]): Figures {
  const per = (of: (visit: Visit) => number): Spread => spreadOf(visits.map(of));
  const first = per(({ limit }) => limit.first);
  const single = per(({ limit }) => quantile(limit.single, 0.5));
  const display = per(({ limit }) => quantile(limit.display, 0.5));
  const jumps = visits.flatMap((visit) => visit.jumps);
  const uncached = jumps.filter((jump) => jump.uncached).map(({ ms }) => ms);
  return {
    lines: [
      line(
        'first image, cold page',
        per(({ cold }) => cold.at),
        { limit: first, budget: BUDGET.cold },
      ),
      line(
        'first image, page reloaded',
        per(({ reload }) => reload.at),
        { limit: first },
      ),
      line(
        'first image, next case in an open page',
        per(({ next }) => next.at),
        { limit: first, budget: BUDGET.warm },
      ),
      line(
        'whole stack received, cold page',
        per((visit) => visit.coldReceived),
        { limit: per(({ limit }) => limit.all) },
      ),
      ...(uncached.length > 0 ? [line('jump to a slice not yet received', spreadOf(uncached), { limit: single })] : []),
      line('scroll, received slices, p50', scrolled(visits, 0.5), { limit: display }),
      line('scroll, received slices, p95', scrolled(visits, 0.95), { limit: display }),
      line(
        'scroll, received slices, fps',
        per(({ scroll }) => 1000 / mean(scroll.intervals)),
        {},
      ),
    ],
    milestones: {
      cold: milestonesOf(visits.map(({ cold }) => cold)),
      reload: milestonesOf(visits.map(({ reload }) => reload)),
      next: milestonesOf(visits.map(({ next }) => next)),
    },
    jumps: { uncached: uncached.length, all: jumps.length },
  };
}

function line(name: string, ours: Spread, { limit, budget }: { limit?: Spread; budget?: number }): Line {
  const ratio = limit && Math.round((ours.median / limit.median) * 100) / 100;
  return {
    name,
    ours,
    ...(limit && { limit }),
    ...(ratio !== undefined && { ratio }),
    ...(budget !== undefined && { budget, met: ours.median <= budget }),
  };
}

const scrolled = (visits: readonly Visit[], share: number): Spread =>
  spreadOf(visits.map(({ scroll }) => quantile(scroll.intervals, share)));

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function milestonesOf(opened: readonly Opened[]): Milestones {
  const median = (key: 'code' | 'list' | 'frame'): number | null => {
    const known = opened.flatMap(({ milestones }) => milestones[key] ?? []);
    return known.length > 0 ? spreadOf(known).median : null;
  };
  const shown = spreadOf(opened.map(({ at }) => at)).median;
  return { code: median('code'), list: median('list'), frame: median('frame'), shown };
}

export function tableOf({ machine, images, repetitions }: About, { lines, milestones, jumps }: Figures): string {
  const rows = lines.map(({ name, ours, limit, ratio, budget, met }) => [
    name,
    spreadText(ours),
    limit ? spreadText(limit) : '',
    ratio === undefined ? '' : `${ratio} ×`,
    budget === undefined ? '' : `≤ ${budget} ${met ? 'met' : 'MISSED'}`,
  ]);
  const table = [['ms, median (min–max)', 'ours', 'limit', 'ours / limit', 'budget'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const words = [
    `${images.count} slices of ${images.size}, ${images.bytesPerFrame} bytes each (${images.transferSyntax}); ${repetitions} repetitions`,
    `${machine.cores} cores of ${machine.processor}, load ${machine.load}; ${machine.browser}, ${machine.graphics}; drawn by the ${machine.drawnBy}`,
    '',
    ...table.map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    ),
    '',
    ...Object.entries(milestones).map(([name, at]) => `${name}: ${milestoneText(at)}`),
    `jumps: ${jumps.uncached} of ${jumps.all} went to slices not yet received`,
    'limit: the same bytes fetched in the same browser and run, nothing drawn; for scrolling, the distance of two frames of the display',
  ];
  return words.join('\n');
}

const spreadText = ({ median, min, max }: Spread): string => `${median} (${min}–${max})`;

const milestoneText = ({ code, list, frame, shown }: Milestones): string =>
  `largest script ${code ?? '–'}, list of images ${list ?? '–'}, first frame ${frame ?? '–'}, shown ${shown ?? '–'}`;
