/** Four radiologists on one nodule: they agree that it exists, and on little else. */
import { describe, expect, it } from 'vitest';
import { disagreementsOf } from '#domain/agreement/disagreement.ts';
import { lesionGroups } from '#domain/agreement/lesion-group.ts';
import { edgeLetters } from '#domain/geometry/orientation.ts';
import { longestDiameter } from '#domain/geometry/measurement.ts';
import { pixelPoint } from '#domain/geometry/point.ts';
import type { FrameGeometry, FrameKey } from '#domain/geometry/frame.ts';
import { sheetFigures } from '#server/agreement/sheet-figures.ts';
import { jobNamed, sheetsOfCases } from '#tests/factories/sheeted-cases.ts';
import { annotations, chestGeometries, protocol, readsOf } from './lidc-reads.ts';
import { missing } from './test-data.ts';

const absent = missing('dicom', 'chest-ct-lidc-idri-0314') || missing('lidc', 'contours.json.gz');

describe.skipIf(absent)('LIDC-IDRI-0314', () => {
  const geometries = absent ? new Map<string, FrameGeometry>() : chestGeometries();
  const geometry = ({ sop }: FrameKey): FrameGeometry | undefined => geometries.get(sop);
  const reads = absent ? [] : readsOf('LIDC-IDRI-0314', annotations());
  const [group, ...others] = absent ? [] : lesionGroups(reads, protocol, geometry);
  const inReaderOrder = <T extends { read: string }>(values: readonly T[]): T[] =>
    reads.flatMap((read) => values.find((v) => v.read === read.id) ?? []);

  it('has geometry for all 162 slices', () => {
    expect(geometries.size).toBe(162);
    expect([...geometries.values()].every((g) => g.spacing?.kind === 'patient' && g.spacing.row === 0.78125)).toBe(
      true,
    );
    expect(edgeLetters(geometries.values().next().value?.plane)).toMatchObject({ left: 'R', top: 'A' });
  });

  it('is one lesion of all four readers', () => {
    expect(others).toEqual([]);
    expect([group?.seen.length, group?.unmarked]).toEqual([4, []]);
  });

  it('[GE4] measures 18, 23, 21 and 23 mm on the slices where the nodule is largest', () => {
    const diameters = inReaderOrder(group?.seen ?? []).map((s) => s.extent?.diameter);
    expect(diameters.map((d) => `${String(Math.round(d?.value ?? 0))} ${String(d?.unit)}`)).toEqual([
      '18 mm',
      '23 mm',
      '21 mm',
      '23 mm',
    ]);
  });

  it('would measure more if the most ragged outline of any slice decided', () => {
    const longest = reads.map((read) => {
      const lengths = read.content.marks.map((m) =>
        longestDiameter(
          m.points.map(([x, y]) => pixelPoint(x, y)),
          geometry(m.frame)?.spacing,
        ),
      );
      return Math.round(Math.max(...lengths.map((d) => d?.value ?? 0)));
    });
    expect(longest).toEqual([20, 23, 21, 23]);
  });

  it('[AG3][AG16] is disputed in extent and rating, not in existence', () => {
    const found = disagreementsOf(reads, protocol, geometry);
    expect(found.map((d) => d.kind)).toEqual(['extent', 'rating']);
    const ratings = found.find((d) => d.kind === 'rating');
    expect(ratings?.differences).toHaveLength(1);
    expect(inReaderOrder(ratings?.differences[0]?.values ?? []).map((v) => v.value)).toEqual([1, 5, 4, 3]);
  });

  it('[AG7] has no figures per reader: the slots are not the same people elsewhere', () => {
    const one = { case: reads[0]?.case ?? reads[1]?.case, reads, groups: group ? [group] : [] };
    if (one.case === undefined) throw new Error('four reads of a case');
    const sheets = sheetsOfCases([{ ...one, case: one.case }], protocol);
    expect(sheetFigures(jobNamed(sheets, 'marks:nodule'))).toMatchObject({ pairs: [], readers: [], limits: [] });
  });
});
