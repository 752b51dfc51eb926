/** Everything that takes long about a look, as one job: each sheet with its earlier versions, and what discussions changed. */
import type { Convergence, SheetFigures, TrendPoint } from '#contract/agreement-figures.ts';
import { convergenceOf, type DiscussedItem } from './convergence.ts';
import { headline, sheetFigures } from './sheet-figures.ts';
import type { SheetJob } from './sheet-job.ts';

export interface FiguresJob {
  readonly subjects: readonly SubjectJob[];
  readonly discussed: readonly DiscussedItem[];
}

export interface SubjectJob {
  readonly version: number;
  readonly job: SheetJob;
  /** The same subject under earlier versions, the oldest first. */
  readonly earlier: readonly { readonly version: number; readonly job: SheetJob }[];
}

export interface FiguresReply {
  readonly subjects: readonly { readonly figures: SheetFigures; readonly trend: readonly TrendPoint[] }[];
  readonly convergence: readonly Convergence[];
}

export const figuresOfJob = ({ subjects, discussed }: FiguresJob): FiguresReply => ({
  subjects: subjects.map(({ version, job, earlier }) => {
    const figures = sheetFigures(job);
    const before = earlier.flatMap((past) => pointOf(past.version, headline(past.job, job.planned)));
    return { figures, trend: [...before, ...pointOf(version, headline(job))] };
  }),
  convergence: convergenceOf(discussed),
});

const pointOf = (version: number, figure: ReturnType<typeof headline>): TrendPoint[] =>
  figure ? [{ version, id: figure.id, estimate: figure.estimate }] : [];
