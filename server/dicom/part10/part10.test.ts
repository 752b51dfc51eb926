import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataSet, dataSetOf, decimalString, element } from './builder.ts';
import { decodeText } from './charset.ts';
import { itemsOf, numbersOf, textOf, textsOf, type DataSet } from './dataset.ts';
import { dicomJsonOf } from './json.ts';
import { readPart10, READ_LIMITS, type Part10 } from './reader.ts';
import { TAG } from './tag.ts';
import { SYNTAX } from './transfer-syntax.ts';
import { writePart10 } from './writer.ts';

const IDENTITY = { SOPClassUID: '1.2.840.10008.5.1.4.1.1.7', SOPInstanceUID: '1.2.3' };

function readBack(bytes: Uint8Array): Part10 {
  const read = readPart10(bytes);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

const written = (
  dataset: DataSet,
  frames: readonly Uint8Array[] = [],
  transferSyntax: string = SYNTAX.explicitLittle,
): Uint8Array => writePart10({ transferSyntax, dataset, frames }).bytes;

const sample = (): DataSet =>
  dataSetOf({
    ...IDENTITY,
    PatientName: 'Grüße^名前',
    Rows: 2,
    Columns: 3,
    BitsAllocated: 8,
    PixelSpacing: [0.5, 0.25],
    ReferencedImageSequence: [
      dataSetOf({ ReferencedSOPInstanceUID: '1.2.4' }),
      dataSetOf({ ReferencedSOPInstanceUID: '1.2.5' }),
    ],
  });

/** Implicit VR Little Endian element, by hand: the writer does not write it. */
function implicit(tag: number, value: Uint8Array, length = value.length): Uint8Array {
  const head = Buffer.alloc(8);
  head.writeUInt16LE(tag >>> 16, 0);
  head.writeUInt16LE(tag & 0xffff, 2);
  head.writeUInt32LE(length, 4);
  return Buffer.concat([head, value]);
}
const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('writing and reading', () => {
  test('[DI1] what was written is read again: text in any script, numbers, sequences', () => {
    const { dataset, transferSyntax } = readBack(written(sample()));
    expect(transferSyntax).toBe(SYNTAX.explicitLittle);
    expect(textOf(dataset, TAG.patientName)).toBe('Grüße^名前');
    expect(numbersOf(dataset, TAG.pixelSpacing)).toEqual([0.5, 0.25]);
    expect(itemsOf(dataset, 0x00081140).map((item) => textOf(item, 0x00081155))).toEqual(['1.2.4', '1.2.5']);
  });

  test('[DI1] any text and numbers survive a round trip', () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 40 })
      .filter((s) => !/[\\\0]/.test(s) && s.trim() === s && s !== '');
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 0, max: 65535 }), { minLength: 1 }), (name, numbers) => {
        const set = dataSet([
          ...dataSetOf(IDENTITY).elements.values(),
          element('PatientComments', name),
          element(0x00280121, numbers, 'US'),
        ]);
        const { dataset } = readBack(written(set));
        expect(textsOf(dataset, 0x00104000)).toEqual([name.toWellFormed()]);
        expect(numbersOf(dataset, 0x00280121)).toEqual(numbers);
      }),
    );
  });

  test('[DI2] each frame lies at the place that was reported, in native and encapsulated files', () => {
    const frames = [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5, 6), Uint8Array.of(7, 8, 9)];
    for (const transferSyntax of [SYNTAX.explicitLittle, SYNTAX.jpegBaseline]) {
      const out = writePart10({ transferSyntax, dataset: sample(), frames });
      expect(out.frames.map(({ offset, length }) => out.bytes.slice(offset, offset + length))).toEqual(frames);
      expect(out.bytes.length % 2).toBe(0);
      const pixels = readBack(out.bytes).dataset.elements.get(TAG.pixelData);
      expect(pixels?.kind).toBe(transferSyntax === SYNTAX.jpegBaseline ? 'fragments' : 'bytes');
    }
  });

  test('decimal strings fit sixteen characters', () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => decimalString(n).length <= 16));
  });

  test('the JSON model has empty attributes without value and binary ones in base64', () => {
    const json = dicomJsonOf(
      dataSet([element('PatientName', ''), element('LUTData', Uint8Array.of(1, 2)), element('Rows', 7)]),
    );
    expect(json).toEqual({
      '00100010': { vr: 'PN' },
      '00283006': { vr: 'OW', InlineBinary: 'AQI=' },
      '00280010': { vr: 'US', Value: [7] },
    });
  });
});

describe('files that are not quite as they should be', () => {
  test('[DI3] a dataset without preamble and meta group is recognised', () => {
    const bare = Buffer.concat([
      implicit(TAG.sopClass, ascii('1.2.840.10008.5.1.4.1.1.7\0')),
      implicit(TAG.rows, Uint8Array.of(4, 0)),
    ]);
    const file = readBack(bare);
    expect(file.transferSyntax).toBe(SYNTAX.implicitLittle);
    expect([...file.oddities].sort()).toEqual(['missing-meta', 'missing-preamble', 'missing-transfer-syntax']);
    expect(numbersOf(file.dataset, TAG.rows)).toEqual([4]);
  });

  test('[DI4] UN of undefined length is an implicit sequence (CP-246), and known tags in UN get their VR back', () => {
    const item = Buffer.concat([
      implicit(0xfffee000, implicit(0x00081155, ascii('1.2.9\0'))),
      implicit(0xfffee0dd, ascii('')),
    ]);
    const un = Buffer.concat([
      Buffer.from([0x08, 0, 0x40, 0x11]),
      ascii('UN\0\0'),
      Buffer.from([0xff, 0xff, 0xff, 0xff]),
      item,
    ]);
    const known = Buffer.concat([Buffer.from([0x28, 0, 0x10, 0]), ascii('UN\0\0'), Buffer.from([2, 0, 0, 0, 9, 0])]);
    const { dataset } = readBack(Buffer.concat([written(dataSetOf(IDENTITY)), un, known]));
    expect(textOf(itemsOf(dataset, 0x00081140)[0] ?? dataset, 0x00081155)).toBe('1.2.9');
    expect(numbersOf(dataset, TAG.rows)).toEqual([9]);
  });

  test('[DI5] a deflated dataset is inflated, a bomb is refused before it goes off', () => {
    const plain = written(dataSetOf(IDENTITY), [], SYNTAX.explicitLittle);
    const meta = Buffer.from(plain.slice(0, 132 + 12 + (plain[140] ?? 0)));
    const at = meta.indexOf('1.2.840.10008.1.2.1\0');
    expect(at).toBeGreaterThan(0);
    const deflated = Buffer.concat([
      meta.subarray(0, at - 2),
      Buffer.from([22, 0]),
      ascii('1.2.840.10008.1.2.1.99'),
      meta.subarray(at + 20),
    ]);
    const body = plain.slice(meta.length);
    expect(textOf(readBack(Buffer.concat([deflated, deflateRawSync(body)])).dataset, TAG.sopInstance)).toBe('1.2.3');
    const bomb = readPart10(Buffer.concat([deflated, deflateRawSync(Buffer.alloc(1_000_000))]), {
      ...READ_LIMITS,
      inflatedBytes: 1000,
    });
    expect(bomb).toMatchObject({ ok: false, error: { code: 'inflate-bomb' } });
  });

  test('[DI6] nesting and the number of elements are limited', () => {
    let set = dataSetOf(IDENTITY);
    for (let i = 0; i < 20; i++)
      set = dataSet([...dataSetOf(IDENTITY).elements.values(), element('ReferencedImageSequence', [set])]);
    const bytes = written(set);
    expect(readPart10(bytes).ok).toBe(true);
    expect(readPart10(bytes, { ...READ_LIMITS, depth: 10 })).toMatchObject({ ok: false, error: { code: 'too-deep' } });
    expect(readPart10(bytes, { ...READ_LIMITS, elements: 30 })).toMatchObject({
      ok: false,
      error: { code: 'too-many-elements' },
    });
  });

  test('[DI7] a file cut anywhere is read up to a whole element or refused, never thrown at', () => {
    const whole = written(sample(), [new Uint8Array(6)], SYNTAX.jpegBaseline);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), (length) => {
        const read = readPart10(whole.subarray(0, length));
        return read.ok ? !read.value.dataset.elements.has(TAG.pixelData) : read.error.code !== 'malformed';
      }),
    );
  });

  test('[DI7] random bytes and flipped bits give a result, never an exception', () => {
    const whole = written(sample(), [new Uint8Array(6)]);
    const flips = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(flips, fc.uint8Array({ maxLength: 200 }), (changes, noise) => {
        const broken = new Uint8Array(whole);
        for (const [at, value] of changes) broken[at] = value;
        return [broken, noise, Buffer.concat([whole.subarray(0, 132), noise])].every(
          (bytes) => typeof readPart10(bytes).ok === 'boolean',
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('character sets', () => {
  test.each([
    ['ISO_IR 100', 'Grüße', [0x47, 0x72, 0xfc, 0xdf, 0x65]],
    ['ISO_IR 144', 'Люк', [0xbb, 0xee, 0xda]],
    ['GB18030', '王', [0xcd, 0xf5]],
  ])('[DI8] %s', (charset, text, bytes) => {
    expect(decodeText(Uint8Array.from(bytes), [charset])).toEqual({ text, faithful: true });
  });

  test('[DI8] ISO 2022 escapes switch sets within a name (PS3.5 annex H.3.1)', () => {
    const bytes = Buffer.from('Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B', 'latin1');
    expect(decodeText(bytes, ['', 'ISO 2022 IR 87'])).toEqual({ text: 'Yamada^Tarou=山田^太郎', faithful: true });
  });

  test('[DI8] an unknown character set is said, not guessed', () => {
    expect(decodeText(Uint8Array.of(0xe9), ['ISO_IR 999']).faithful).toBe(false);
  });
});
