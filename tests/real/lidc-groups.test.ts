/** 150 scans, 943 nodules: the groups found here against the lesion numbers that came with the data. */
import { describe, expect, it } from 'vitest';
import { agreementSummary } from '#domain/agreement/agreement-summary.ts';
import { lesionGroups } from '#domain/agreement/lesion-group.ts';
import { annotations, lesionId, protocol, readsOf } from './lidc-reads.ts';
import { missing } from './test-data.ts';

const absent = missing('lidc', 'contours.json.gz');

/** Every two of them, as one text each. */
function pairsOf(ids: readonly string[]): string[] {
  const sorted = ids.toSorted();
  return sorted.flatMap((a, i) => sorted.slice(i + 1).map((b) => `${a} ${b}`));
}

describe.skipIf(absent)('LIDC-IDRI lesions', () => {
  const all = absent ? [] : annotations();
  const patients = [...new Set(all.map((a) => a.patient))];
  // No spacing is known for these scans: matching works in pixels of shared slices and by overlap.
  const cases = patients.map((patient) => {
    const reads = readsOf(patient, all);
    return { case: reads[0]?.case, reads, groups: lesionGroups(reads, protocol, () => undefined) };
  });

  it('[AG8] agree with the given groups: precision and recall of pairs at least 0.97', () => {
    const given = new Set(
      [...Map.groupBy(all, (a) => `${a.patient}/${a.lesion}`).values()].flatMap((g) => pairsOf(g.map(lesionId))),
    );
    const found = cases.flatMap((c) => c.groups).flatMap((g) => pairsOf(g.seen.map((s) => s.lesion.id)));
    const right = found.filter((pair) => given.has(pair)).length;
    const [precision, recall] = [right / found.length, right / given.size];
    console.info(
      `lesion pairs: precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}, ${String(given.size)} given`,
    );
    expect(precision).toBeGreaterThanOrEqual(0.97);
    expect(recall).toBeGreaterThanOrEqual(0.97);
  });

  it('[ST4] share marks as the given groups do: positive agreement near 0.7235', () => {
    const compared = cases.flatMap(({ case: id, reads, groups }) =>
      id === undefined ? [] : [{ case: id, reads, groups }],
    );
    const [lesions] = agreementSummary(compared, protocol, { seed: 1 }).lesions;
    if (lesions?.positive.figure.state !== 'defined' || lesions.positive.interval.state !== 'defined')
      throw new Error('undefined');
    const { lower, upper } = lesions.positive.interval;
    console.info(
      `positive agreement ${lesions.positive.figure.value.toFixed(4)} (${lower.toFixed(3)} to ${upper.toFixed(3)})`,
    );
    expect(lesions.positive.figure.value).toBeCloseTo(0.7235, 2);
  });
});
