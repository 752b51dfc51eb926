import { describe, expect, test } from 'vitest';
import { codesIn, codesMatching } from './code-list.ts';

const nodule = { scheme: 'SCT', value: '27925004', meaning: 'Nodule' };
const groups = (...codes: unknown[]) => JSON.stringify({ context_groups: { '6101': { name: 'Lung', codes } } });

test('[PT26] codes are taken by their own names and by those of DICOM, each once, with their group', () => {
  const dicom = {
    CodingSchemeDesignator: 'SCT',
    CodeValue: '4147007',
    CodeMeaning: 'Mass',
    cid: '6143',
    Type: [nodule],
  };
  expect(codesIn(groups(nodule, nodule))).toEqual({ ok: true, value: [{ ...nodule, group: 'CID 6101' }] });
  expect(codesIn(JSON.stringify([dicom]))).toEqual({
    ok: true,
    value: [
      { scheme: 'SCT', value: '4147007', meaning: 'Mass', group: 'CID 6143' },
      { ...nodule, group: '' },
    ],
  });
});

describe('[PT26] a bad list is refused as a whole, with the place of everything that is wrong', () => {
  test.each([
    ['{"a": 1,\n "b": }', 'line 2, column 7'],
    ['[{"value": "1", "scheme": "SCT"},\n\n {"value": "2" "scheme"}]', 'line 3, column 16'],
    ['[1, 2', 'line 1, column 6'],
    ['', 'line 1, column 1'],
    ['[]', 'the whole file'],
    [groups({ ...nodule, meaning: '' }), 'context_groups.6101.codes.0.meaning'],
    [groups(nodule, { scheme: 'SCT', value: '27925004' }), 'context_groups.6101.codes.1.meaning'],
    [groups({ value: '27925004', meaning: 'Nodule' }), 'context_groups.6101.codes.0.scheme'],
    [groups({ ...nodule, value: 27925004 }), 'context_groups.6101.codes.0.value'],
    [groups({ ...nodule, scheme: 'SNOMED' }), 'context_groups.6101.codes.0.scheme'],
    [groups({ ...nodule, value: '27925005' }), 'context_groups.6101.codes.0.value'],
  ])('%s', (text, at) => {
    const read = codesIn(text);
    expect(read.ok ? [] : read.error.map((problem) => problem.at)).toEqual([at]);
  });

  test('more than can be kept', () => {
    const many = Array.from({ length: 5001 }, (_, i) => ({ scheme: '99X', value: String(i), meaning: 'Many' }));
    expect(codesIn(JSON.stringify(many))).toMatchObject({ ok: false, error: [{ at: 'the whole file' }] });
  });
});

test('[PT26] a search finds what has all the words, first what begins with them', () => {
  const read = codesIn(
    groups({ ...nodule, value: '427359005', meaning: 'Solitary nodule of lung' }, nodule, {
      ...nodule,
      value: '4147007',
      meaning: 'Mass',
    }),
  );
  const codes = read.ok ? read.value : [];
  expect(codesMatching(codes, 'nodule', 9).map(({ meaning }) => meaning)).toEqual([
    'Nodule',
    'Solitary nodule of lung',
  ]);
  expect(codesMatching(codes, 'lung nod', 9)).toHaveLength(1);
  expect(codesMatching(codes, '6101 mass', 9)).toHaveLength(1);
  expect(codesMatching(codes, ' ', 9)).toEqual([]);
});
