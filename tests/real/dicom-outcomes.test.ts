/** Admission on real files: what is broken or hostile, one slice in every transfer syntax, and every kind of image. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { admit, type Admitted } from '#server/dicom/admit.ts';
import { numberOf, type DataSet } from '#server/dicom/part10/dataset.ts';
import { readPart10 } from '#server/dicom/part10/reader.ts';
import { isNative } from '#server/dicom/part10/transfer-syntax.ts';
import { imagePixelOf } from '#server/dicom/pixels/image-pixel.ts';
import { createDecodePool } from '#server/dicom/pool.ts';
import { OUTCOMES } from './dicom-outcomes.ts';
import { dataPath, missing } from './test-data.ts';

const DATA = dataPath('dicom');
const absent = missing('dicom');

const KEY = new Uint8Array(32).fill(9);
const pool = createDecodePool({ workers: 2 });
afterAll(() => pool.close());

const bytesOf = (file: string): Uint8Array => readFileSync(join(DATA, file));
const outcomeOf = (file: string) => admit(bytesOf(file), { uidKey: KEY, pool });
async function admitted(file: string): Promise<Admitted> {
  const result = await outcomeOf(file);
  if (!result.ok) throw new Error(`${file}: ${result.error.code}`);
  return result.value;
}
function datasetOf(bytes: Uint8Array): DataSet {
  const read = readPart10(bytes);
  if (!read.ok) throw new Error(read.error.message);
  return read.value.dataset;
}

/** The pixels of a frame as they are stored in an admitted file, decoded. */
async function pixelsOf({ part10, frames, frameSyntax }: Admitted, number = 1): Promise<Uint8Array> {
  const { offset, length } = frames[number - 1] ?? { offset: 0, length: 0 };
  const frame = part10.slice(offset, offset + length);
  if (isNative(frameSyntax)) return frame;
  const image = imagePixelOf(datasetOf(part10));
  if (!image.ok) throw new Error(image.error.code);
  const decoded = await pool.decode({ frame, image: image.value, transferSyntax: frameSyntax });
  if (!decoded.ok) throw new Error(decoded.error);
  return decoded.value;
}

describe.skipIf(absent)('broken and hostile files', () => {
  test.each(OUTCOMES)('$file: $outcome ($why)', async ({ file, outcome, warnings }) => {
    const result = await outcomeOf(file);
    expect(result.ok ? 'admitted' : result.error.code).toBe(outcome);
    const said = result.ok ? result.value.warnings.map((warning) => warning.code) : [];
    expect(said).toEqual(expect.arrayContaining([...(warnings ?? [])]));
  });

  test('the table names every file there is', () => {
    const files = ['hostile', 'malformed'].flatMap((folder) =>
      readdirSync(join(DATA, folder)).map((name) => `${folder}/${name}`),
    );
    expect(OUTCOMES.map((one) => one.file).sort()).toEqual(files.sort());
  });

  test('nothing hostile gets through an admitted file', async () => {
    const polyglot = await admitted('hostile/html-polyglot-preamble.dcm');
    expect(polyglot.part10.subarray(0, 128).every((byte) => byte === 0)).toBe(true);
    const { part10 } = await admitted('hostile/script-in-patient-name.dcm');
    const text = Buffer.from(part10).toString('latin1').toLowerCase();
    for (const planted of ['<script', 'drop table', 'cmd|', 'onerror']) expect(text).not.toContain(planted);
  });
});

describe.skipIf(absent)('one slice in every transfer syntax', () => {
  const folder = 'one-ct-in-every-transfer-syntax';
  const fileOf = (prefix: string, syntax: string) =>
    `${folder}/${readdirSync(join(DATA, folder)).find((name) => name.startsWith(prefix) && name.endsWith(`_${syntax}.dcm`)) ?? syntax}`;
  const ct = (suffix: string) => fileOf('CTImage', `1.2.840.10008.1.2${suffix}`);

  test.each(['', '.1.99', '.2', '.4.57', '.4.70', '.4.80', '.4.90', '.5'])(
    'lossless 1.2.840.10008.1.2%s equals the reference slice bit for bit',
    async (suffix) => {
      expect(await pixelsOf(await admitted(ct(suffix)))).toEqual(await pixelsOf(await admitted(ct('.1'))));
    },
  );

  /** Largest difference in HU. JPEG of 8 or 12 bits spreads 4096 or 8192 HU over its range: one step is 32 or 2 HU. */
  test.each([
    ['.4.81', 1],
    ['.4.91', 5],
    ['.4.51', 36],
    ['.4.50', 65],
  ])('lossy 1.2.840.10008.1.2%s stays within %d HU of the reference', async (suffix, bound) => {
    const lossy = await admitted(ct(suffix));
    const values = await hounsfield(lossy);
    const reference = await hounsfield(await admitted(ct('.1')));
    const largest = values.reduce((most, value, i) => Math.max(most, Math.abs(value - (reference[i] ?? 0))), 0);
    expect(largest).toBeGreaterThan(0);
    expect(largest).toBeLessThanOrEqual(bound);
  });

  async function hounsfield(one: Admitted): Promise<Float64Array> {
    const set = datasetOf(one.part10);
    const slope = numberOf(set, 0x00281053) ?? 1;
    const intercept = numberOf(set, 0x00281052) ?? 0;
    const pixels = await pixelsOf(one);
    const view = new DataView(pixels.buffer, pixels.byteOffset, pixels.byteLength);
    const wide = numberOf(set, 0x00280100) === 16;
    const signed = numberOf(set, 0x00280103) === 1;
    const at = (i: number): number => {
      if (!wide) return view.getUint8(i);
      return signed ? view.getInt16(2 * i, true) : view.getUint16(2 * i, true);
    };
    return Float64Array.from({ length: pixels.length / (wide ? 2 : 1) }, (_, i) => at(i) * slope + intercept);
  }

  test.each(['.4.53', '.4.55'])('1.2.840.10008.1.2%s is quarantined', async (suffix) => {
    expect(await outcomeOf(ct(suffix))).toMatchObject({ ok: false, error: { code: 'unsupported-transfer-syntax' } });
  });

  test('the small MR is the same in all its syntaxes', async () => {
    const reference = await pixelsOf(await admitted(`${folder}/MR_small.dcm`));
    for (const name of ['RLE', 'jp2klossless', 'jpeg_ls_lossless', 'bigendian', 'implicit']) {
      expect(await pixelsOf(await admitted(`${folder}/MR_small_${name}.dcm`))).toEqual(reference);
    }
  });

  test.each(['HTJ2KLossless_08_RGB.dcm', 'HTJ2K_08_RGB.dcm'])('%s names no study and is quarantined', async (name) => {
    expect(await outcomeOf(`${folder}/${name}`)).toMatchObject({ ok: false, error: { code: 'missing-uid' } });
  });
});

describe.skipIf(absent)('every kind of image', () => {
  test.each([
    ['ultrasound-cine-sonosite/examples_ybr_color.dcm', 'US', 30, true, 'ultrasound-region'],
    ['ultrasound-cine-cardiac/DIRW0007.dcm', 'US', 65, true, 'ultrasound-region'],
    ['angiography-xa-cine/HasFragmentSequence.dcm', 'XA', 96, true, undefined],
    ['mammography-ge/GH133.dcm', 'MG', 1, false, 'imager'],
    ['chest-xray-cr-small/CR-MONO1-10-chest.dcm', 'CR', 1, true, undefined],
    ['cr-modality-lut/CR-ModalitySequenceLUT.dcm', 'CR', 1, true, 'imager'],
    ['chest-xray-dx-canon/966_fixed.dcm', 'DX', 1, false, 'imager'],
    ['enhanced-multiframe/eCT_Supplemental.dcm', 'CT', 2, false, 'patient'],
    ['enhanced-multiframe/MOVEKNEE.dcm', 'MR', 19, false, 'patient'],
    ['enhanced-multiframe/IM-0001-9600-0001.dcm', 'MR', 32, false, 'patient'],
    ['chest-ct-lidc-idri-0314/000002.dcm', 'CT', 1, false, 'patient'],
    ['colour-us-sc-vl-op-sm/OBXXXX1A.dcm', 'US', 1, true, 'ultrasound-region'],
    ['colour-us-sc-vl-op-sm/US1_J2KR.dcm', 'US', 1, true, undefined],
  ])('%s', async (file, modality, frames, look, spacing) => {
    const one = await admitted(file);
    expect([one.modality, one.frames.length, one.lookReason !== null]).toEqual([modality, frames, look]);
    expect(one.attributes.geometry.spacing?.kind).toBe(spacing);
    expect(readPart10(one.part10).ok).toBe(true);
  });

  test('frames of an enhanced object have places of their own: eight slices at four times', async () => {
    const { frames } = await admitted('enhanced-multiframe/IM-0001-9600-0001.dcm');
    expect(new Set(frames.map((frame) => frame.geometry?.plane?.position.join()))).toHaveProperty('size', 8);
  });
});
