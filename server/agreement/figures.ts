/** The figures of one look: compared cases become sheets, sheets become a job for the thread, its reply becomes the answer. */
import { randomInt } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { AgreementFigures, FigureGroup } from '#contract/agreement-figures.ts';
import type { CaseId, ProjectId } from '#domain/kernel/id.ts';
import { seeded } from '#domain/kernel/random.ts';
import { BLINDING_TEXT, type Blinding, type Raters } from '#domain/reading/read.ts';
import { patientKeys } from '#server/store/images.ts';
import type { Comparison } from './comparison.ts';
import type { DiscussedQuestion } from './convergence.ts';
import type { FiguresJob } from './figures-job.ts';
import type { Look, LookPorts, VersionSeen } from './looks.ts';
import { sheetsOf, type NamedJob, type Sheeting } from './sheets.ts';

export interface FiguresPorts extends Pick<LookPorts, 'store' | 'thread'> {
  /** What panels answered before and after discussing, in sessions that are over. */
  readonly discussed: (project: ProjectId) => readonly DiscussedQuestion[];
}

export async function figuresOf(ports: FiguresPorts, project: ProjectId, seen: Look): Promise<AgreementFigures> {
  // Sheets of a large project take a moment of their own; whoever waits for the loop comes first.
  await setImmediate();
  const patients = patientsOf(ports, project, seen);
  const patientOf: Sheeting['patientOf'] = (id) => patients.get(id) ?? id;
  const groups = [...groupsOf(seen, patientOf), ...repeatGroup(seen, patientOf)];
  const discussed = ports.discussed(project).flatMap(({ case: id, ...item }) => {
    const patient = patients.get(id);
    return patient === undefined ? [] : [{ ...item, patient }];
  });
  const reply = await ports.thread.figures({ subjects: groups.flatMap(jobsOf), discussed });
  const computed = reply.subjects.values();
  const { content: _, publishedAt: __, publishedBy: ___, ...citation } = seen.protocol;
  return {
    citation,
    withheld: seen.withheld,
    groups: groups.map((group): FigureGroup => ({
      ...group.about,
      subjects: group.subjects.flatMap(({ id, label, job }) => {
        const { value } = computed.next();
        return value ? [{ id, label, sheet: job.sheet, ...value }] : [];
      }),
    })),
    convergence: reply.convergence,
  };
}

interface Group {
  readonly about: Omit<FigureGroup, 'subjects'>;
  readonly version: number;
  readonly subjects: readonly NamedJob[];
  /** The same kind of reads under earlier versions, the oldest first. */
  readonly earlier: readonly { readonly version: number; readonly subjects: readonly NamedJob[] }[];
}

/** Who is behind each case that may be seen. */
function patientsOf({ store }: FiguresPorts, project: ProjectId, seen: Look): ReadonlyMap<CaseId, string> {
  const keys = patientKeys(store.db, project);
  const compared = [...[seen, ...seen.earlier].flatMap((version) => version.seen), ...seen.repeats];
  const cases = compared.map(({ one }) => one);
  return new Map(cases.map(({ id, study }) => [id, keys.get(study) ?? id]));
}

/** Unblinded reads agree more, and so do those of a later round: they never share a figure. */
function groupsOf(seen: Look, patientOf: Sheeting['patientOf']): Group[] {
  const random = seeded(randomInt(2 ** 31));
  const sheets = (version: VersionSeen, key: string): NamedJob[] => {
    const comparisons = version.seen.filter((one) => keyOf(one) === key);
    const { raters } = kindOf(comparisons);
    return comparisons.length > 0
      ? sheetsOf({ comparisons, protocol: version.protocol.content, raters, random, patientOf })
      : [];
  };
  return [...Map.groupBy(seen.seen, keyOf)].map(([key, comparisons]) => {
    const { blinding, raters, round } = kindOf(comparisons);
    const earlier = seen.earlier
      .toReversed()
      .map((past) => ({ version: past.protocol.version, subjects: sheets(past, key) }));
    return {
      about: { id: key, blinding: BLINDING_TEXT[blinding], round, raters, cases: comparisons.length },
      version: seen.protocol.version,
      subjects: sheets(seen, key),
      earlier,
    };
  });
}

const THEMSELVES = 'the same reader twice, not knowing it';

/** How far readers agree with themselves. Every two reads of one reader are an item of their own; none of others is in it. */
function repeatGroup({ repeats, protocol }: Look, patientOf: Sheeting['patientOf']): Group[] {
  if (repeats.length === 0) return [];
  const about = {
    id: 'repeats',
    blinding: THEMSELVES,
    round: 2,
    raters: 'interchangeable',
    cases: repeats.length,
  } as const;
  const sheeting = { comparisons: repeats, protocol: protocol.content, raters: about.raters, patientOf };
  const subjects = sheetsOf({ ...sheeting, random: seeded(randomInt(2 ** 31)) });
  return [{ about, version: protocol.version, subjects, earlier: [] }];
}

const jobsOf = ({ version, subjects, earlier }: Group): FiguresJob['subjects'] =>
  subjects.map(({ id, job }) => ({
    version,
    job,
    earlier: earlier.flatMap((past) =>
      past.subjects.filter((same) => same.id === id).map((same) => ({ version: past.version, job: same.job })),
    ),
  }));

interface Kind {
  readonly blinding: Blinding;
  readonly raters: Raters;
  readonly round: number;
}

function kindOf(comparisons: readonly Comparison[]): Kind {
  const read = comparisons[0]?.reads[0];
  return { blinding: read?.blinding ?? 'blind', raters: read?.raters ?? 'identified', round: read?.round ?? 1 };
}

const keyOf = (comparison: Comparison): string => {
  const { round, blinding, raters } = kindOf([comparison]);
  return `${String(round)} ${blinding} ${raters}`;
};
