/** What `consilium agreement` says about masks: the outline they probably mean, and how well each rater drew it. */
import type { Json } from '#domain/kernel/canonical-json.ts';
import { defined, undefinedBecause, type Figure } from '#domain/statistics/figure.ts';
import { staple, type StapleModel } from '#domain/statistics/label-model/staple.ts';
import { UsageError } from '../command.ts';
import { aboutJson, aboutLine, type AboutEntry } from './about-entry.ts';
import type { MaskSet } from './mask-set.ts';
import type { AgreementOptions } from './options.ts';

/** @throws UsageError for options that say nothing about masks */
export function maskReport(
  set: MaskSet,
  { weights, categories, bootstrap, interchangeable, positiveFrom }: AgreementOptions,
): { readonly object: Json; readonly text: string } {
  if (interchangeable)
    throw new UsageError('every figure of masks is kept per rater, so the raters must be the same people throughout');
  if (weights.length > 0 || categories || bootstrap || positiveFrom !== undefined) {
    throw new UsageError('--weights, --categories, --bootstrap and --positive-from do not apply to masks');
  }
  const model = staple(set.masks, set.prior === undefined ? {} : { prior: set.prior });
  const size = set.masks[0]?.length ?? 0;
  const entries = [
    entryOf('staple', {}, model.state === 'defined' ? defined(model.path.at(-1) ?? 0) : model, size),
    ...set.raters.flatMap((rater, i) => ofRater(set, model, { rater, i })),
  ];
  const [first, ...others] = entries;
  const details = model.state === 'defined' ? { details: outlineOf(set, model) } : {};
  const all = first ? [{ ...first, ...details }, ...others] : [];
  const head = `box of ${set.box.join(' × ')}, ${String(set.raters.length)} raters`;
  const note =
    model.state === 'defined'
      ? `\n\nmore likely inside than not: ${String(inside(model))} of ${String(size)}; the value of staple is the log likelihood, and figures hold for this box`
      : '';
  return {
    object: { items: size, box: [...set.box], raters: set.raters.length, coefficients: all.map(aboutJson) },
    text: [head, '', ...all.map(aboutLine)].join('\n') + note,
  };
}

function ofRater(
  { masks }: MaskSet,
  model: ReturnType<typeof staple>,
  { rater, i }: { readonly rater: string; readonly i: number },
): AboutEntry[] {
  const size = masks[i]?.length ?? 0;
  const figure = (value: (of: StapleModel) => number): Figure =>
    model.state === 'defined' ? defined(value(model)) : model;
  return [
    entryOf(
      'staple-sensitivity',
      { rater },
      figure(({ sensitivity }) => sensitivity[i] ?? 0),
      size,
    ),
    entryOf(
      'staple-specificity',
      { rater },
      figure(({ specificity }) => specificity[i] ?? 0),
      size,
    ),
  ];
}

function entryOf(id: string, about: AboutEntry['about'], figure: Figure, n: number): AboutEntry {
  const interval = figure.state === 'defined' ? undefinedBecause('no-published-interval') : figure;
  return { id, about, estimate: { figure, interval, n }, holdsFor: 'these-raters' };
}

const inside = ({ probability }: StapleModel): number => probability.filter((p) => p > 0.5).length;

/** Rows as the masks are written. */
function outlineOf({ box }: MaskSet, model: StapleModel): Json {
  const width = box[0] ?? 1;
  const rows = Array.from({ length: model.probability.length / width }, (_, row) =>
    [...model.probability.subarray(row * width, (row + 1) * width)].map((p) => Math.round(p * 1e6) / 1e6),
  );
  return { inside: inside(model), turns: model.path.length, probability: rows };
}
