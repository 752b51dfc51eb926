/** The answer as people read it in a terminal. */
import { UNDEFINED_REASONS } from '#domain/statistics/figure.ts';
import type { Analysis } from './analysis.ts';
import { numberText, type Entry } from './entry.ts';

export function analysisText(analysis: Analysis): string {
  const entries = analysis.categories.length === 2 ? analysis.entries.filter(isPlain) : analysis.entries;
  const lines = entries.filter((entry) => entry.estimate.figure.state === 'defined').map(cellsOf);
  const widths = HEAD.map((head, i) => {
    const longest = Math.max(0, ...lines.map((line) => line[i]?.length ?? 0));
    return longest > 0 ? Math.max(head.length, longest) : 0;
  });
  /** Columns in which nothing stands are left out. */
  const row = (cells: readonly string[]): string =>
    cells
      .flatMap((cell, i) => (widths[i] ? [cell.padEnd(widths[i])] : []))
      .join('  ')
      .trimEnd();
  return [
    headline(analysis),
    '',
    ...(lines.length > 0 ? [row(HEAD), ...lines.map(row), ''] : []),
    ...notes(entries),
    ...undefinedLines(entries),
    ...footnotes(entries),
    ...analysis.warnings.map(({ message }) => `Note: ${message}`),
  ].join('\n');
}

/** Between two categories all kinds of weights are the same. */
const isPlain = ({ weights }: Entry): boolean => weights === undefined || weights === 'unweighted';

const HEAD = ['coefficient', 'weights', 'value', '95 % interval', 'n', 'for'];

function headline({ name, items, leftOut, raters, categories, clusters }: Analysis): string {
  const scale = categories.length > 0 ? `, categories ${categories.join(', ')}` : '';
  const grouped = clusters === undefined ? '' : ` in ${count(clusters)} clusters`;
  const without = leftOut === undefined ? '' : ` (${count(leftOut)} incomplete, left out)`;
  return `${name === undefined ? '' : `${name}: `}${count(items)} items${grouped}${without}, ${count(raters)} raters${scale}`;
}

function cellsOf({ id, weights = '', metric, estimate, holdsFor }: Entry): string[] {
  const { figure, interval, n } = estimate;
  const bounds =
    interval.state === 'defined'
      ? `${numberText(interval.lower)} to ${numberText(interval.upper)}${MARKS[interval.method]}`
      : `none: ${UNDEFINED_REASONS[interval.because]}`;
  const scale = metric === undefined || metric === weights ? weights : `${weights} (${metric})`;
  const value = figure.state === 'defined' ? numberText(figure.value) : '';
  return [id, scale, value, bounds, String(n), interval.state === 'defined' ? holdsFor.replaceAll('-', ' ') : ''];
}

const MARKS = { analytic: '', bca: ' *', percentile: ' **' } as const;

function notes(entries: readonly Entry[]): string[] {
  const lines = entries.flatMap(({ id, note }) => (note === undefined ? [] : [`${id}: ${note}`]));
  return lines.length > 0 ? [...lines, ''] : [];
}

/** A reason once, with the coefficients it concerns, and their weights unless it is all of them. */
function undefinedLines(entries: readonly Entry[]): string[] {
  const byReason = new Map<string, Set<string>>();
  for (const { id, weights, estimate } of entries) {
    if (estimate.figure.state === 'defined') continue;
    const reason = UNDEFINED_REASONS[estimate.figure.because];
    const some = entries.some((other) => other.id === id && other.estimate.figure.state === 'defined');
    const ids = byReason.get(reason) ?? new Set();
    byReason.set(reason, ids.add(some && weights !== undefined ? `${id} (${weights})` : id));
  }
  const lines = [...byReason].map(([reason, ids]) => `undefined, because ${reason}:\n  ${[...ids].join(', ')}`);
  return lines.length > 0 ? [...lines, ''] : [];
}

function footnotes(entries: readonly Entry[]): string[] {
  const intervals = entries.flatMap(({ estimate: { interval } }) => (interval.state === 'defined' ? [interval] : []));
  const resampled = intervals.flatMap((interval) => (interval.method === 'analytic' ? [] : [interval.resamples]));
  const warnings = new Set(
    entries.flatMap(({ estimate, warning }) =>
      warning !== undefined && estimate.figure.state === 'defined' ? [warning] : [],
    ),
  );
  return [
    ...resampled.slice(0, 1).map((n) => `* BCa bootstrap, ** percentile bootstrap; ${count(n)} resamples`),
    ...[...warnings].map((warning) => `Note: ${warning}.`),
  ];
}

const count = (value: number): string => value.toLocaleString('en-GB');
