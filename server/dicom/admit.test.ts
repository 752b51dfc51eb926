import { createHash } from 'node:crypto';
import codecs from 'dcmjs-codecs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seeded } from '#domain/kernel/random.ts';
import { admit, type Admitted, type QuarantineCode } from './admit.ts';
import { dataSetOf, type ElementValue } from './part10/builder.ts';
import type { DataSet } from './part10/dataset.ts';
import { readPart10 } from './part10/reader.ts';
import { SYNTAX } from './part10/transfer-syntax.ts';
import { writePart10 } from './part10/writer.ts';
import { createDecodePool } from './pool.ts';

const SIDE = 24;
const KEY = new Uint8Array(32).fill(3);
const pool = createDecodePool({ workers: 2, timeLimit: 3000 });

beforeAll(() => codecs.NativeCodecs.initializeAsync({ logCodecsInfo: false }));
afterAll(() => pool.close());

function ct(more: Readonly<Record<string, ElementValue>> = {}): DataSet {
  return dataSetOf({
    ...{
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
      SOPInstanceUID: '1.2.3.1',
      StudyInstanceUID: '1.2.3',
      SeriesInstanceUID: '1.2.3.4',
    },
    ...{ Modality: 'CT', ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'], PatientID: 'X1', InstanceNumber: 5 },
    ...{ ImagePositionPatient: [1, 2, 3], ImageOrientationPatient: [1, 0, 0, 0, 1, 0], PixelSpacing: [0.5, 0.7] },
    ...{ SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2', Rows: SIDE, Columns: SIDE },
    ...{ BitsAllocated: 16, BitsStored: 12, HighBit: 11, PixelRepresentation: 0 },
    ...more,
  });
}

function noise(seed: number): Uint8Array {
  const random = seeded(seed);
  return new Uint8Array(Uint16Array.from({ length: SIDE * SIDE }, () => random.int(0, 4095)).buffer);
}

type Encoder = 'encodeRle' | 'encodeJpegLs' | 'encodeJpeg2000' | 'encodeHtJpeg2000' | 'encodeJpegXl' | 'encodeJpeg';

function encoded(pixels: Uint8Array, encoder: Encoder): Uint8Array {
  const context = new codecs.Context({
    ...{ width: SIDE, height: SIDE, bitsAllocated: 16, bitsStored: 12, samplesPerPixel: 1, pixelRepresentation: 0 },
    ...{ planarConfiguration: 0, photometricInterpretation: 'MONOCHROME2', decodedBuffer: pixels },
  });
  const bytes = codecs.NativeCodecs[encoder](context, { lossy: false }).getEncodedBuffer();
  if (bytes === undefined) throw new Error('nothing was encoded');
  return new Uint8Array(bytes);
}

const file = (frames: readonly Uint8Array[], transferSyntax: string, dataset = ct()): Uint8Array =>
  writePart10({ transferSyntax, dataset, frames }).bytes;

async function admitted(bytes: Uint8Array): Promise<Admitted> {
  const result = await admit(bytes, { uidKey: KEY, pool });
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}
async function refusal(bytes: Uint8Array): Promise<QuarantineCode | 'admitted'> {
  const result = await admit(bytes, { uidKey: KEY, pool });
  return result.ok ? 'admitted' : result.error.code;
}

const LOSSLESS: readonly (readonly [string, Encoder])[] = [
  [SYNTAX.rle, 'encodeRle'],
  [SYNTAX.jpegLosslessFirstOrder, 'encodeJpeg'],
  [SYNTAX.jpegLsLossless, 'encodeJpegLs'],
  [SYNTAX.jpeg2000Lossless, 'encodeJpeg2000'],
  [SYNTAX.htj2kLossless, 'encodeHtJpeg2000'],
  [SYNTAX.jpegXlLossless, 'encodeJpegXl'],
];

describe('what is admitted', () => {
  test('[IN1] the frames in the new file are where it says, with their digest', async () => {
    const frames = [noise(1), noise(2)];
    const result = await admitted(file(frames, SYNTAX.explicitLittle, ct({ NumberOfFrames: 2 })));
    expect(result.frames.map((f) => f.number)).toEqual([1, 2]);
    for (const [i, { offset, length, sha256 }] of result.frames.entries()) {
      const bytes = result.part10.slice(offset, offset + length);
      expect(bytes).toEqual(frames[i]);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    }
    expect(result.sha256).toBe(createHash('sha256').update(result.part10).digest('hex'));
    expect(readPart10(result.part10).ok).toBe(true);
  });

  test('[IN1] admitting twice gives the same bytes', async () => {
    const bytes = file([noise(1)], SYNTAX.explicitLittle);
    expect((await admitted(bytes)).part10).toEqual((await admitted(bytes)).part10);
  });

  test.each(LOSSLESS)('[IN2] %s decodes to exactly the pixels that were encoded', async (transferSyntax, encoder) => {
    const pixels = noise(7);
    const result = await admitted(file([encoded(pixels, encoder)], transferSyntax));
    expect(result.frameSyntax).toBe(transferSyntax);
    const { offset, length } = result.frames[0] ?? { offset: 0, length: 0 };
    const image = { rows: SIDE, columns: SIDE, samples: 1, bitsAllocated: 16, bitsStored: 12 } as const;
    const rest = { signed: false, photometric: 'MONOCHROME2', planar: false, frames: 1 };
    const decoded = await pool.decode({
      frame: result.part10.slice(offset, offset + length),
      image: { ...image, ...rest },
      transferSyntax,
    });
    expect(decoded).toEqual({ ok: true, value: pixels });
  });

  test('metadata always says what a viewer hangs without', async () => {
    const { metadata, attributes } = await admitted(file([noise(1)], SYNTAX.explicitLittle));
    for (const tag of [
      '00080060',
      '00080016',
      '00280002',
      '00280004',
      '00280010',
      '00280011',
      '00280100',
      '00280101',
      '00280102',
      '00280103',
    ]) {
      expect(metadata[tag]?.Value).toHaveLength(1);
    }
    expect(Object.keys(metadata)).not.toContain('7FE00010');
    expect(attributes.geometry.spacing).toEqual({ row: 0.5, column: 0.7, kind: 'patient' });
    expect(attributes.geometry.plane?.position).toEqual([1, 2, 3]);
  });

  test('patients are told apart and recognised without being named', async () => {
    const key = async (id: string) =>
      (await admitted(file([noise(1)], SYNTAX.explicitLittle, ct({ PatientID: id })))).patientKey;
    expect(await key('X1')).toBe(await key('X1'));
    expect(await key('X1')).not.toBe(await key('X2'));
    expect(await key('')).toBe('');
  });

  test('[IN3] a comment inside a codestream does not get in, the pixels do', async () => {
    const plain = encoded(noise(5), 'encodeJpegLs');
    const remark = Buffer.from('\xff\xfe\x00\x0eROSSI GIULIA', 'latin1');
    const result = await admitted(
      file([Buffer.concat([plain.slice(0, 2), remark, plain.slice(2), Buffer.from('ROSSI!')])], SYNTAX.jpegLsLossless),
    );
    expect(Buffer.from(result.part10).includes('ROSSI')).toBe(false);
    expect(result.frames[0]?.length).toBe(plain.length);
  });

  test('uncompressed YBR_FULL_422 is stored as RGB', async () => {
    const colour = {
      SamplesPerPixel: 3,
      PhotometricInterpretation: 'YBR_FULL_422',
      BitsAllocated: 8,
      BitsStored: 8,
      HighBit: 7,
    };
    const grey = new Uint8Array(SIDE * SIDE * 2).fill(128);
    const result = await admitted(file([grey], SYNTAX.explicitLittle, ct({ ...colour, PlanarConfiguration: 0 })));
    expect(result.metadata['00280004']?.Value).toEqual(['RGB']);
    expect(result.part10.slice(result.frames[0]?.offset, (result.frames[0]?.offset ?? 0) + 3)).toEqual(
      Uint8Array.of(128, 128, 128),
    );
    expect(result.warnings.map((w) => w.code)).toContain('converted-colours');
  });

  test('a report is stored without pixels', async () => {
    const result = await admitted(
      file([], SYNTAX.explicitLittle, ct({ SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.33', Modality: 'SR' })),
    );
    expect(result.frames).toEqual([]);
    expect(result.lookReason).toBeNull();
  });
});

describe('what stays outside, and why', () => {
  const raw = SYNTAX.explicitLittle;
  test.each<[QuarantineCode, () => Uint8Array]>([
    ['not-dicom', () => Buffer.from('hello, this is a text file and nothing else')],
    ['truncated', () => file([noise(1)], raw).slice(0, -20)],
    ['missing-uid', () => file([noise(1)], raw, ct({ StudyInstanceUID: '' }))],
    ['no-pixels', () => file([], raw)],
    ['unsupported-object', () => file([], raw, ct({ SOPClassUID: '1.2.840.10008.5.1.4.1.1.104.1' }))],
    ['inconsistent-dimensions', () => file([noise(1)], raw, ct({ NumberOfFrames: 2 }))],
    ['too-large', () => file([noise(1)], raw, ct({ Rows: 65535, Columns: 65535 }))],
    ['unsupported-pixel-format', () => file([noise(1)], raw, ct({ BitsAllocated: 12 }))],
    ['unsupported-transfer-syntax', () => file([noise(1)], '1.2.840.10008.1.2.4.55')],
    [
      'inconsistent-dimensions',
      () => file([encoded(noise(1), 'encodeJpegLs')], SYNTAX.jpegLsLossless, ct({ Rows: SIDE + 1 })),
    ],
    ['undecodable-pixels', () => file([noise(1)], SYNTAX.jpeg2000Lossless)],
    ['undecodable-pixels', () => file([Uint8Array.of(1, 0, 0, 0, 64, 0, 0, 0)], SYNTAX.rle)],
  ])('[IN4] %s', async (code, bytes) => {
    expect(await refusal(bytes())).toBe(code);
  });

  test('[IN5] a broken stream is never admitted with the pixels of the frame before it', async () => {
    const good = encoded(noise(11), 'encodeJpeg2000');
    await admitted(file([good], SYNTAX.jpeg2000Lossless));
    const half = Buffer.concat([good.slice(0, good.length >> 1), Buffer.from([0xff, 0xd9])]);
    const codes = [
      await refusal(file([half], SYNTAX.jpeg2000Lossless)),
      await refusal(file([good.slice(0, 60)], SYNTAX.jpeg2000Lossless)),
    ];
    expect(codes).toEqual(['undecodable-pixels', 'truncated']);
    expect(await refusal(file([good], SYNTAX.jpeg2000Lossless))).toBe('admitted');
  });

  test.each(LOSSLESS)('[IN6] %s cut or damaged anywhere ends in a result', async (transferSyntax, encoder) => {
    const whole = file([encoded(noise(3), encoder)], transferSyntax);
    const damage = fc.tuple(fc.nat(whole.length - 1), fc.nat(255), fc.boolean());
    await fc.assert(
      fc.asyncProperty(damage, async ([at, value, cut]) => {
        const broken = cut ? whole.slice(0, at) : new Uint8Array(whole).fill(value, at, at + 1);
        expect(typeof (await refusal(broken))).toBe('string');
      }),
      { numRuns: 25 },
    );
  });
});
