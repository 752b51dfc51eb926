/** 150 scans, 943 marks of nodules: the groups found here against the lesion numbers that came with the data. */
import { describe, expect, it } from 'vitest';
import { lesionGroups } from '#domain/agreement/lesion-group.ts';
import type { AgreementPlan } from '#domain/plan/agreement-plan.ts';
import type { Figure } from '#domain/statistics/figure.ts';
import { positiveAgreement } from '#domain/statistics/detection/positive-agreement.ts';
import { headline } from '#server/agreement/sheet-figures.ts';
import { jobNamed, sheetsOfCases } from '#tests/factories/sheeted-cases.ts';
import { annotations, lesionId, protocol, readsOf, scans } from './lidc-reads.ts';
import { missing } from './test-data.ts';

const absent = missing('lidc', 'contours.json.gz') || missing('lidc', 'scans.json');

/** Every two of them, as one text each. */
function pairsOf(ids: readonly string[]): string[] {
  const sorted = ids.toSorted();
  return sorted.flatMap((a, i) => sorted.slice(i + 1).map((b) => `${a} ${b}`));
}

/** No spacing is known for these scans: distance in pixels, or as the given groups were made, within half a diameter. */
const GATES: Readonly<Record<string, AgreementPlan['matching']>> = {
  pixels: protocol.agreement.matching,
  'half a diameter': { ...protocol.agreement.matching, maximumShare: 0.5 },
};

describe.skipIf(absent)('LIDC-IDRI lesions', () => {
  const all = absent ? [] : annotations();
  const given = [...Map.groupBy(all, (a) => `${a.patient}/${a.lesion}`).values()];
  const compared = (matching: AgreementPlan['matching']) =>
    scans().flatMap((patient) => {
      const reads = readsOf(patient, all);
      const agreement = { ...protocol.agreement, matching };
      const groups = lesionGroups(reads, { ...protocol, agreement }, () => undefined);
      return reads[0] ? [{ case: reads[0].case, reads, groups }] : [];
    });
  const valueOf = (figure: Figure): number => (figure.state === 'defined' ? figure.value : NaN);

  it.each(Object.entries(GATES))(
    '[AG8] agree with the given groups: precision and recall of pairs at least 0.97, gated by %s',
    (name, matching) => {
      const cases = compared(matching);
      expect(cases).toHaveLength(150);
      const expected = new Set(given.flatMap((group) => pairsOf(group.map(lesionId))));
      const found = cases.flatMap((c) => c.groups).flatMap((g) => pairsOf(g.seen.map((s) => s.lesion.id)));
      const right = found.filter((pair) => expected.has(pair)).length;
      const [precision, recall] = [right / found.length, right / expected.size];
      console.info(
        `lesion pairs, gated by ${name}: precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}, ${String(expected.size)} given`,
      );
      expect(precision).toBeGreaterThanOrEqual(0.97);
      expect(recall).toBeGreaterThanOrEqual(0.97);
    },
  );

  it('[ST4] share marks as the given groups do: positive agreement 0.7235', () => {
    // A reader who marked twice in one given lesion counts once there.
    const marked = given.map((group) => new Set(group.map((a) => a.reader)).size);
    expect(valueOf(positiveAgreement([{ readers: 4, marked }]))).toBeCloseTo(0.7235, 4);

    const cases = compared(protocol.agreement.matching);
    // As the page of agreement has it.
    const shown = headline(jobNamed(sheetsOfCases(cases, protocol), 'marks:nodule'))?.estimate;
    if (shown?.interval.state !== 'defined') throw new Error('undefined');
    const { lower, upper } = shown.interval;
    const value = valueOf(shown.figure);
    console.info(`positive agreement ${value.toFixed(4)} (${lower.toFixed(3)} to ${upper.toFixed(3)})`);
    // Here the second mark of a reader is a lesion of its own, which three of them are.
    expect(Math.abs(value - 0.7235)).toBeLessThan(0.003);
  });
});
