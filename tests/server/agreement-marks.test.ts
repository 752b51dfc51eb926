/** Marks against reference lesions, and masks, through `consilium agreement`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { agreementCommand, agreementOf, type PrintedCoefficient } from '#tests/factories/agreement-command.ts';
import { testFolder } from '#tests/factories/folder.ts';

interface Printed extends PrintedCoefficient {
  readonly rater?: string;
}

function fileOf(content: unknown): string {
  const path = join(testFolder(), 'study.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const coefficientsIn = async (path: string, ...options: string[]): Promise<readonly Printed[]> =>
  (await agreementOf([path, ...options])).coefficients;

const one = (all: readonly Printed[], id: string, rater?: string): Printed => {
  const found = all.find((entry) => entry.id === id && entry.rater === rater);
  if (!found) throw new Error(`no ${id} of ${String(rater)}`);
  return found;
};

async function refusal(content: unknown, ...options: string[]): Promise<[number, string]> {
  const { code, out } = await agreementCommand([fileOf(content), ...options, '--json']);
  return [code, out === '' ? '' : (JSON.parse(out) as { code: string }).code];
}

/** Two lesions in the first case, none in the second. */
const marks = (change: object = {}) => ({
  acceptanceRadius: 5,
  cases: [
    {
      case: 1,
      lesions: [{ at: [0, 0] }, { at: [50, 0], weight: 3 }],
      reads: [
        {
          rater: 'A',
          marks: [
            { at: [1, 0], confidence: 3 },
            { at: [20, 20], confidence: 1 },
          ],
        },
        { rater: 'B', marks: [{ at: [50, 2], confidence: 2 }] },
      ],
    },
    {
      case: 2,
      lesions: [],
      reads: [
        { rater: 'A', marks: [{ at: [9, 9], confidence: 2 }] },
        { rater: 'B', marks: [] },
      ],
    },
  ],
  ...change,
});

it('[CL15] marks have precision, recall, F1, false marks and areas, rater by rater, as counted by hand', async () => {
  const all = await coefficientsIn(fileOf(marks()));
  const values = (rater: string) =>
    [
      'lesion-precision',
      'lesion-recall',
      'lesion-f1',
      'false-marks-per-case',
      'froc',
      'wafroc',
      'wafroc-1',
      'jafroc',
    ].map((id) => one(all, id, rater).value);
  // A: one of two lesions, two false marks. The lesion of weight 1/4 beats the false mark 2, the other one does not.
  expect(values('A')).toEqual([1 / 3, 1 / 2, 2 / 5, 1, 1 / 2, 1 / 4, 1 / 4, 1 / 2]);
  // B: the heavy lesion, and no false mark: −∞ in the normal case, with which an unmarked lesion is level.
  expect(values('B')).toEqual([1, 1 / 2, 2 / 3, 0, 1 / 2, 3 / 4 + 1 / 8, 3 / 4 + 1 / 8, 3 / 4]);
  expect(one(all, 'froc', 'A').details).toMatchObject({
    curve: [
      { threshold: 3, falseMarksPerCase: 0, sensitivity: 0.5 },
      { threshold: 2, falseMarksPerCase: 0.5 },
      { threshold: 1, falseMarksPerCase: 1 },
    ],
  });
});

it('[CL15] a place in the patient has three coordinates, and a lesion may have a radius of its own', async () => {
  const recall = async (z: number, lesion: object = {}) => {
    const reads = [{ rater: 'A', marks: [{ at: [0, 0, z], confidence: 1 }] }];
    const all = await coefficientsIn(
      fileOf(marks({ cases: [{ case: 1, lesions: [{ at: [0, 0, 0], ...lesion }], reads }] })),
    );
    return one(all, 'lesion-recall', 'A').value;
  };
  expect([await recall(4), await recall(6), await recall(6, { radius: 7 })]).toEqual([1, 0, 1]);
});

it('[CL15] intervals of marks resample patients, and the same seed gives the same', async () => {
  const path = 'docs/examples/marks.json';
  const [first, again] = [
    await coefficientsIn(path, '--bootstrap', '300'),
    await coefficientsIn(path, '--bootstrap', '300'),
  ];
  expect(one(first, 'lesion-recall', 'A').ci95).toEqual(one(again, 'lesion-recall', 'A').ci95);
  const study = JSON.parse(readFileSync(path, 'utf8')) as { cases: object[] };
  const together = await coefficientsIn(
    fileOf({ ...study, cases: study.cases.map((each) => ({ ...each, cluster: 'one patient' })) }),
  );
  expect(one(together, 'lesion-recall', 'A')).toMatchObject({
    value: one(first, 'lesion-recall', 'A').value,
    ci95: null,
  });
});

it('[CL16] without normal cases the classic JAFROC area and the weighted one are undefined, and that of all cases is not', async () => {
  const [diseased] = marks().cases;
  const all = await coefficientsIn(fileOf(marks({ cases: [diseased, { ...diseased, case: 2 }] })));
  for (const id of ['wafroc', 'jafroc']) expect(one(all, id, 'A').reason).toBe('no-normal-cases');
  expect(one(all, 'wafroc-1', 'A').value).toBeGreaterThan(0);
  const healthy = await coefficientsIn(fileOf(marks({ cases: [marks().cases[1]] })));
  for (const id of ['lesion-recall', 'froc', 'wafroc', 'wafroc-1'])
    expect(one(healthy, id, 'A').reason).toBe('no-lesions');
});

it('[CL16] marks that do not say how sure they are have no curve, and still precision and recall', async () => {
  const sure = JSON.parse(JSON.stringify(marks()).replaceAll(/,"confidence":\d/g, '')) as object;
  const all = await coefficientsIn(fileOf(sure));
  expect(one(all, 'lesion-recall', 'A').value).toBe(1 / 2);
  for (const id of ['froc', 'wafroc', 'wafroc-1', 'jafroc']) expect(one(all, id, 'A').reason).toBe('no-confidence');
});

const masks = (change: object = {}) => ({
  box: [4, 2],
  masks: { A: ['0110', '0110'], B: ['0110', '0010'], C: ['0111', '0110'] },
  ...change,
});

it('[CL17] masks give the outline they probably mean, and how well each rater drew it in the declared box', async () => {
  const all = await coefficientsIn(fileOf(masks()));
  expect(one(all, 'staple').details).toMatchObject({ inside: 4 });
  expect(one(all, 'staple-sensitivity', 'A').value).toBeGreaterThan(0.99);
  expect(one(all, 'staple-specificity', 'C').value).toBeCloseTo(3 / 4, 2);
  expect(one(all, 'staple-sensitivity', 'B').value).toBeCloseTo(3 / 4, 2);
  expect(one(all, 'staple').ci95).toBeNull();
  const wide = await coefficientsIn(
    fileOf(
      masks({
        box: [4, 2, 5],
        masks: Object.fromEntries(
          Object.entries(masks().masks).map(([rater, rows]) => [rater, [...rows, ...Array<string>(8).fill('0000')]]),
        ),
      }),
    ),
  );
  expect(one(wide, 'staple-specificity', 'C').value).toBeGreaterThan(0.95);
});

it('[CL18] what is wrong with marks or masks is refused with its code, and options that say nothing about them end with 2', async () => {
  const [first, second] = marks().cases;
  const cases: readonly (readonly [unknown, string])[] = [
    [marks({ acceptanceRadius: 0 }), 'bad-marks'],
    [marks({ acceptanceRadius: '5' }), 'bad-marks'],
    [marks({ cases: [] }), 'bad-marks'],
    [marks({ cases: [{ ...first, lesions: [{ at: [0] }] }] }), 'bad-marks'],
    [marks({ cases: [{ ...first, lesions: [{ at: [0, 0], weight: -1 }] }] }), 'bad-marks'],
    [marks({ cases: [first, first] }), 'case-twice'],
    [marks({ cases: [{ ...first, reads: [first?.reads[0], first?.reads[0]] }, second] }), 'rater-twice'],
    [marks({ cases: [first, { ...second, reads: [{ rater: 'A', marks: [{ at: [9, 9] }] }] }] }), 'mixed-confidence'],
    [{ masks: masks().masks }, 'box-undeclared'],
    [masks({ box: [4, 3] }), 'mask-size'],
    [masks({ box: [5, 2] }), 'mask-size'],
    [masks({ box: [4] }), 'bad-masks'],
    [masks({ prior: 1 }), 'bad-masks'],
    [masks({ masks: { A: ['01x0', '0110'], B: ['0110', '0010'] } }), 'bad-masks'],
    [masks({ masks: { A: ['0110', '0110'] } }), 'one-rater'],
    [
      masks({ masks: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`r${String(i)}`, ['0110', '0110']])) }),
      'too-many-raters',
    ],
    [JSON.stringify(marks()).replace('"confidence":3', '"confidence":NaN'), 'bad-json'],
  ];
  for (const [content, code] of cases) expect(await refusal(content), code).toEqual([1, code]);
  expect(await refusal(marks(), '--weights', 'linear')).toEqual([2, '']);
  expect(await refusal(masks(), '--bootstrap', '500')).toEqual([2, '']);
  for (const study of [marks(), masks()]) expect(await refusal(study, '--raters', 'interchangeable')).toEqual([2, '']);
  const empty = await coefficientsIn(fileOf(masks({ masks: { A: ['0000', '0000'], B: ['0000', '0000'] } })));
  expect(one(empty, 'staple').reason).toBe('no-marks');
});
