/** `consilium agreement` as a statistician's scripts use it: what it prints, what it refuses, and how it says so. */
import { createWriteStream, existsSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  agreementCommand,
  agreementOf,
  coefficientsOf,
  type PrintedCoefficient,
} from '#tests/factories/agreement-command.ts';
import { testFolder } from '#tests/factories/folder.ts';

const HEADER = 'item,rater,value\n';
const THREE_READERS = `${HEADER}a,1,yes\na,2,yes\na,3,no\nb,1,no\nb,2,no\nb,3,no\nc,1,yes\nc,2,no\nc,3,yes\n`;

function fileOf(content: string | Uint8Array, name = 'ratings.csv'): string {
  const path = join(testFolder(), name);
  writeFileSync(path, content);
  return path;
}

const one = (all: readonly PrintedCoefficient[], id: string, weights?: string): PrintedCoefficient => {
  const found = all.find((c) => c.id === id && (weights === undefined || c.weights === weights));
  if (!found) throw new Error(`no ${id}`);
  return found;
};

/** @returns the exit code with the printed code and message */
async function refusal(path: string, ...options: string[]): Promise<[number, string, string]> {
  const { code, out } = await agreementCommand([path, ...options, '--json']);
  const printed = JSON.parse(out) as { code: string; message: string };
  return [code, printed.code, printed.message];
}

it('[CL5] one object with items, raters, categories and an entry for every coefficient', async () => {
  const answer = await agreementOf([fileOf(THREE_READERS)]);
  expect(answer).toMatchObject({ items: 3, raters: 3, categories: ['no', 'yes'] });
  expect([...new Set(answer.coefficients.map(({ id }) => id))]).toEqual(
    'percent-agreement cohen-kappa scott-pi fleiss-kappa conger-kappa light-kappa brennan-prediger gwet-ac krippendorff-alpha icc-1-1 icc-2-1 icc-3-1 icc-1-k icc-2-k icc-3-k lin-ccc bland-altman kendall-w dawid-skene'.split(
      ' ',
    ),
  );
  for (const { value, undefined: why } of answer.coefficients) {
    if (value === undefined) expect(why).toEqual(expect.any(String));
    else expect(Number.isFinite(value)).toBe(true);
  }
  const percent = one(answer.coefficients, 'percent-agreement');
  expect(percent).toMatchObject({ weights: 'unweighted', pe: 0, n: 3 });
  for (const figure of [percent.value, percent.pa]) expect(figure).toBeCloseTo(5 / 9, 12);
  expect(percent.ci95).toHaveLength(2);
  expect(percent.holdsFor).toBe('these-raters');
});

it('[CL5] needs no data folder and leaves none behind', async () => {
  const path = fileOf(THREE_READERS);
  const data = join(testFolder(), 'data');
  const { code } = await agreementCommand([path]);
  expect([code, existsSync(data)]).toEqual([0, false]);
});

it('[CL6] what is wrong with a table is refused with its code, the row and the column', async () => {
  const rows = (text: string): string => fileOf(`${HEADER}a,1,x\na,2,y\n${text}`);
  const cases: readonly (readonly [path: string, code: string, says: RegExp, options?: readonly string[]])[] = [
    [fileOf(''), 'empty-file', /empty/],
    [fileOf(' \n\n'), 'empty-file', /empty/],
    [fileOf(HEADER), 'no-ratings', /header and no ratings/],
    [fileOf('item;rater;value\na;1;x\n'), 'bad-header', /commas/],
    [fileOf('item,rater,value,note\na,1,x,y\n'), 'bad-header', /item,rater,value/],
    [fileOf(`${HEADER}a,1,x\nb,1,y\n`), 'one-rater', /“?1”?/],
    [rows('a,1,y\n'), 'rater-twice', /Row 4, column rater: “1” has rated “a”/],
    [rows('b,1\n'), 'column-count', /Row 4, column value/],
    [rows('b,1,x,y\n'), 'column-count', /Row 4, column 4/],
    [rows(',1,x\n'), 'empty-value', /Row 4, column item/],
    [rows('b,1,\n'), 'empty-value', /Row 4, column value: .*--missing/],
    [rows('b,1,NaN\n'), 'not-finite', /Row 4, column value: “NaN”/],
    [rows('b,1,-inf\n'), 'not-finite', /Row 4, column value/],
    [rows('b,1,∞\n'), 'not-finite', /Row 4, column value/],
    [rows('b,1,1e999\n'), 'not-finite', /Row 4, column value/],
    [rows('b,1,z\n'), 'unknown-category', /Row 4, column value: “z” is not one of x, y/, ['--categories', 'x,y']],
    [rows('b,"1,x\n'), 'bad-quote', /row 4 is never closed/],
    [rows('b,1"2,x"\n'), 'bad-quote', /Row 4, column 2/],
    [fileOf(Uint8Array.of(0xff, 0xfe, 0x69, 0x00, 0x74, 0x00)), 'bad-encoding', /not UTF-8/],
    [fileOf('item,rater,value,cluster\na,1,x,p\na,2,x,q\n'), 'cluster-differs', /Row 3, column cluster: .*“p”.*“q”/],
    [join(testFolder(), 'absent.csv'), 'not-found', /no file/],
  ];
  for (const [path, code, says, options = []] of cases) {
    expect(await refusal(path, ...options), code).toEqual([1, code, expect.stringMatching(says)]);
  }
});

it('[CL6] what is wrong with JSON is refused with its code and the place', async () => {
  const json = (value: unknown): string => fileOf(typeof value === 'string' ? value : JSON.stringify(value), 'r.json');
  const cases: readonly (readonly [path: string, code: string, options?: readonly string[]])[] = [
    [json('{"ratings": [[1, NaN]]}'), 'bad-json'],
    [json('{"ratings": [[1, 1e999], [1, 2]]}'), 'not-finite'],
    [json({ layout: 'rows=units', data: {} }), 'unknown-shape'],
    [json({ ratings: [] }), 'unknown-shape'],
    [json({ ratings: [[1, { a: 1 }]] }), 'unknown-shape'],
    [json({ ratings: [[1, 2], [1]] }), 'ragged-table'],
    [json({ raters: ['A'], ratings: [[1, 2]] }), 'ragged-table'],
    [
      json({
        ratings: [
          [1, 'x'],
          [2, 'y'],
        ],
      }),
      'mixed-answers',
    ],
    [json({ ratings: [[1], [2]] }), 'one-rater'],
    [
      json({
        ratings: [
          [1, 9],
          [2, 2],
        ],
      }),
      'unknown-category',
      ['--categories', '1,2'],
    ],
    [json({ table: [[1, 2], [3]] }), 'ragged-table'],
    [
      json({
        table: [
          [1, 2],
          [3, -4],
        ],
      }),
      'unknown-shape',
    ],
    [
      json({
        table: [
          [1, 2],
          [3, 0.5],
        ],
      }),
      'unknown-shape',
    ],
    [
      json({
        table: [
          [1, 2],
          [3, 4],
        ],
      }),
      'category-count',
      ['--categories', 'a,b,c'],
    ],
    [json({ counts: [[1, 2], [3]] }), 'ragged-table'],
    [json({ file: 'absent.csv' }), 'not-found'],
  ];
  for (const [path, code, options = []] of cases) {
    expect((await refusal(path, ...options)).slice(0, 2), code).toEqual([1, code]);
  }
});

it('[CL7] wrong usage ends with 2 and an empty stdout', async () => {
  const path = fileOf(THREE_READERS);
  for (const options of [
    [],
    [path, path],
    [path, '--weights', 'cubic'],
    [path, '--only', 'pearson'],
    [path, '--bootstrap', 'many'],
    [path, '--bootstrap', '1'],
    [path, '--seed', '-1'],
    [path, '--raters', 'some'],
    [path, '--categories', 'a'],
    [path, '--categories', 'a,,b'],
    [path, '--categories', '1,1.0'],
    [path, '--frobnicate'],
  ]) {
    const { code, out } = await agreementCommand([...options, '--json']);
    expect([code, out], options.join(' ')).toEqual([2, '']);
  }
});

it('[CL9] a large table is read as it streams, and its last row is refused by name', async () => {
  const path = join(testFolder(), 'large.csv');
  const file = createWriteStream(path);
  file.write(HEADER);
  const rows = 400_000;
  for (let from = 0; from < rows; from += 20_000) {
    const lines = Array.from(
      { length: 20_000 },
      (_, i) => `case ${String((from + i) >> 1)},reader ${String(i & 1)},grade 2\n`,
    );
    if (!file.write(lines.join(''))) await once(file, 'drain');
  }
  file.end('case 1,reader 0\n');
  await once(file, 'close');
  expect(await refusal(path)).toEqual([
    1,
    'column-count',
    expect.stringContaining(`Row ${String(rows + 2)}, column value`),
  ]);
});

it('[CL10] byte order marks, CRLF, quotes, blank lines, spaces and the order of columns do not matter', async () => {
  const plain = await coefficientsOf([fileOf(THREE_READERS)]);
  const odd =
    '\uFEFFvalue,"item",rater\r\n' +
    THREE_READERS.split('\n')
      .slice(1, -1)
      .map((line) => {
        const [item = '', rater = '', value = ''] = line.split(',');
        return `"${value}", ${item} ,${rater}\r\n\r\n`;
      })
      .join('');
  expect(await coefficientsOf([fileOf(odd)])).toEqual(plain);
  const quoted = THREE_READERS.replaceAll('yes', '"yes, ""surely""\nor so"');
  const answer = await agreementOf([fileOf(quoted)]);
  expect(answer.categories).toEqual(['no', 'yes, "surely"\nor so']);
  expect(one(answer.coefficients, 'fleiss-kappa').value).toBe(one(plain, 'fleiss-kappa').value);
});

it('[CL11] missing ratings are absent rows, a token, or null, and all mean the same', async () => {
  const absent = fileOf(`${HEADER}a,1,1\na,2,1\nb,1,2\nc,1,2\nc,2,1\nd,1,2\nd,2,2\n`);
  const token = fileOf(`${HEADER}a,1,1\na,2,1\nb,1,2\nb,2,NaN\nc,1,2\nc,2,1\nd,1,2\nd,2,2\n`);
  const json = fileOf(
    JSON.stringify({
      ratings: [
        [1, 1],
        [2, null],
        [2, 1],
        [2, 2],
      ],
    }),
    'r.json',
  );
  const turned = fileOf(
    JSON.stringify({
      layout: 'rows=raters, columns=units',
      data: {
        ratings: [
          [1, 2, 2, 2],
          [1, null, 1, 2],
        ],
      },
    }),
    't.json',
  );
  const expected = await coefficientsOf([absent]);
  expect(one(expected, 'cohen-kappa', 'unweighted').n).toBe(3);
  expect(one(expected, 'cohen-kappa', 'unweighted').value).toBeCloseTo(0.4, 12);
  expect(await coefficientsOf([token, '--missing', 'NaN'])).toEqual(expected);
  expect(await coefficientsOf([json])).toEqual(expected);
  expect(await coefficientsOf([turned])).toEqual(expected);
});

it('[ST3] incomplete items are left out only when asked, and their number is said', async () => {
  const gappy = fileOf(`${THREE_READERS}d,1,yes\nd,2,no\n`);
  const [whole, complete] = [await agreementOf([gappy]), await agreementOf([gappy, '--complete-only'])];
  expect([whole.items, whole.leftOut]).toEqual([4, undefined]);
  expect([complete.items, complete.leftOut]).toEqual([3, 1]);
  const { out } = await agreementCommand([gappy, '--complete-only']);
  expect(out).toContain('3 items (1 incomplete, left out), 3 raters');
});

it('[CL11] declared categories give words an order and make room for those that nobody used', async () => {
  const path = fileOf(`${HEADER}a,1,low\na,2,high\nb,1,mid\nb,2,mid\nc,1,high\nc,2,high\n`);
  const kinds = (all: readonly PrintedCoefficient[]): unknown[] => [
    ...new Set(all.flatMap(({ weights }) => weights ?? [])),
  ];
  expect(kinds(await coefficientsOf([path]))).toEqual(['unweighted']);
  const answer = await agreementOf([path, '--categories', 'none,low,mid,high']);
  expect(answer.categories).toEqual(['none', 'low', 'mid', 'high']);
  expect(kinds(answer.coefficients)).toHaveLength(8);
  expect(one(answer.coefficients, 'brennan-prediger', 'unweighted').pe).toBe(1 / 4);
  const asked = await coefficientsOf([path, '--weights', 'linear']);
  expect(one(asked, 'gwet-ac')).toMatchObject({ weights: 'linear', reason: 'no-order' });
});

it('[CL11] a matrix file is a set of weights, in either way of writing', async () => {
  const table = fileOf(
    JSON.stringify({
      table: [
        [88, 14, 18],
        [10, 40, 10],
        [2, 6, 12],
      ],
    }),
    'table.json',
  );
  const matrix = async (content: string): Promise<PrintedCoefficient> =>
    one(
      await coefficientsOf([table, '--weights', fileOf(content, 'weights'), '--only', 'cohen-kappa']),
      'cohen-kappa',
      'custom',
    );
  expect((await matrix('[[0,1,3],[1,0,6],[3,6,0]]')).value).toBeCloseTo(0.347826, 6);
  expect((await matrix('0 1 4\n1 0 6\n2 2 0\n')).value).toBeCloseTo(0.353383, 6);
  expect((await matrix('1,0.5,0\n0.5,1,0.5\n0,0.5,1')).value).toBeCloseTo(0.473684, 6);
  for (const bad of ['[[0,1],[1,0]]', '1 2\n3 4', '1 0\n', 'x'])
    expect((await refusal(table, '--weights', fileOf(bad, 'weights'))).slice(0, 2)).toEqual([1, 'bad-matrix']);
});

it('[CL12] a seed gives the same interval again; patients are drawn whole; raters too, if asked', async () => {
  const lines = Array.from({ length: 60 }, (_, i) =>
    [1, 2, 3, 4]
      .map((r) => `i${String(i)},r${String(r)},${String((i * 7 + (i % r === 0 ? r : 0)) % 3)},p${String(i % 20)}\n`)
      .join(''),
  );
  const clustered = fileOf(`item,rater,value,cluster\n${lines.join('')}`);
  const plain = fileOf(`item,rater,value\n${lines.join('').replaceAll(/,p\d+\n/g, '\n')}`);
  const ac = async (path: string, ...options: string[]): Promise<PrintedCoefficient> =>
    one(await coefficientsOf([path, '--only', 'gwet-ac', ...options]), 'gwet-ac', 'unweighted');

  const first = await ac(plain, '--bootstrap', '500', '--seed', '7');
  expect(first).toMatchObject({ method: 'bca', holdsFor: 'these-raters' });
  expect(await ac(plain, '--bootstrap', '500', '--seed', '7')).toEqual(first);
  expect((await ac(plain, '--bootstrap', '500', '--seed', '8')).ci95).not.toEqual(first.ci95);
  expect((await ac(plain)).method).toBe('analytic');

  const answer = await agreementOf([clustered, '--only', 'gwet-ac']);
  expect(answer.clusters).toBe(20);
  expect(one(answer.coefficients, 'gwet-ac')).toMatchObject({ method: 'bca', value: first.value });

  const general = await ac(plain, '--raters', 'random');
  expect(general).toMatchObject({ holdsFor: 'raters-in-general', value: first.value });
  expect(general.se).toBeGreaterThan((await ac(plain)).se ?? NaN);
});

it('[CL12] raters who are not the same people get no figure that rests on one of them', async () => {
  const all = await coefficientsOf([
    fileOf(`${HEADER}a,1,1\na,2,1\nb,1,2\nb,2,1\nc,1,2\nc,2,2\n`),
    '--raters',
    'interchangeable',
  ]);
  for (const id of ['cohen-kappa', 'conger-kappa', 'light-kappa', 'icc-2-1', 'icc-3-1', 'dawid-skene'])
    expect(one(all, id).reason, id).toBe('interchangeable-raters');
  expect(one(all, 'fleiss-kappa').value).toBeCloseTo(1 / 3, 12);
  expect(one(all, 'icc-1-1').value).toEqual(expect.any(Number));
});

it('[CL13] the text for people has a table, the reasons, and the paradox in a sentence', async () => {
  const skewed = fileOf(
    JSON.stringify({
      categories: ['yes', 'no'],
      table: [
        [80, 10],
        [5, 5],
      ],
    }),
    'table.json',
  );
  const { code, out } = await agreementCommand([skewed]);
  expect(code).toBe(0);
  expect(out).toMatch(/^100 items, 2 raters, categories yes, no\n/);
  expect(out).toMatch(/cohen-kappa +unweighted +0\.318 +0\.053 to 0\.583 +100 +these raters/);
  expect(out).toMatch(/undefined, because the answers are not numbers:\n {2}icc-1-1, /);
  expect(out).toMatch(/Raters agree on 85 %, yet κ is 0\.31: because 88 % of the answers are “yes”/);
  expect(out).not.toMatch(/linear|NaN|undefined to/);
});
