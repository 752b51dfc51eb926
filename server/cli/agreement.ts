import { analysis, type Analysis } from './agreement/analysis.ts';
import { entryJson } from './agreement/entry.ts';
import { readInput } from './agreement/input.ts';
import { markStudyReport } from './agreement/mark-study-report.ts';
import { maskReport } from './agreement/mask-report.ts';
import { optionsFrom, type AgreementOptions } from './agreement/options.ts';
import { readerStudyReport } from './agreement/reader-study-report.ts';
import { analysisText } from './agreement/text.ts';
import { UsageError, type Command, type Outcome } from './command.ts';

/** Needs no server and no database, so that a statistician can use it alone. */
export const agreement: Command = {
  usage:
    'agreement <file> [--only <ids>] [--weights <kinds or matrix file>] [--bootstrap <n> --seed <s>] [--raters fixed|random|interchangeable] ' +
    '[--categories a,b,c] [--missing <token>] [--complete-only] [--positive-from <rating>]',
  summary:
    'How far raters agree: coefficients with intervals, from a CSV of item,rater,value[,cluster], a reader study, or JSON; marks and masks against each other, too. ' +
    'docs/agreement.md has an example of each.',
  async run({ args }) {
    const options = optionsFrom(args);
    const input = await readInput(options.path, options);
    if (input.kind === 'reader-study') return readerStudyReport(input.study, options);
    if (input.kind === 'marks') return markStudyReport(input.study, options);
    if (input.kind === 'masks') return maskReport(input.set, options);
    if (options.positiveFrom !== undefined) throw new UsageError('--positive-from applies to reader studies only');
    return answerOf(
      input.sets.map((set) => analysis(set, options)),
      options,
    );
  },
};

function answerOf(analyses: readonly Analysis[], { bootstrap }: AgreementOptions): Outcome {
  const text = analyses.map(analysisText).join('\n\n');
  const coefficients = analyses.flatMap(({ name, entries }) => entries.map((entry) => entryJson(entry, name)));
  const [only, ...more] = analyses.map(headOf);
  const head = more.length === 0 ? { ...only } : { sets: [only ?? {}, ...more] };
  return { object: { ...head, ...(bootstrap && { bootstrap: { ...bootstrap } }), coefficients }, text };
}

function headOf({ name, items, leftOut, raters, categories, clusters, prevalence, warnings }: Analysis) {
  return {
    name,
    items,
    leftOut,
    raters,
    categories,
    clusters,
    prevalence,
    warnings: warnings.map((warning) => ({ ...warning })),
  };
}
