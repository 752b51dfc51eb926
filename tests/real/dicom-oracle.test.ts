/** Other DICOM software judges the files we write: DCMTK's dcmdump and dicom3tools' dciodvfy, where they are installed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { admit } from '#server/dicom/admit.ts';
import { createDecodePool } from '#server/dicom/pool.ts';
import { dataPath, missing } from './test-data.ts';

const absent = missing('dicom');
const lacking = ['dcmdump', 'dciodvfy'].filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
if (lacking.length > 0) console.warn(`skipped: ${lacking.join(' and ')} not installed`);

const folder = mkdtempSync(join(tmpdir(), 'consilium-oracle-'));
const pool = createDecodePool({ workers: 1 });
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true });
});

/** What may be said about an image from which everything but display, geometry and technique was removed. */
const EXPECTED: readonly RegExp[] = [
  /<Laterality>/, // which side is unknown when the original did not say so
  /<AnatomicRegionSequence>.*BodyPartExamined|BodyPartExamined.*<AnatomicRegionSequence>/, // its code was empty already
  /<TriggerTime>/, // the same is said of the original
];

const FILES = [
  'chest-ct-lidc-idri-0314/000002.dcm',
  'mammography-ge/GH133.dcm',
  'chest-xray-dx-canon/966_fixed.dcm',
  'ultrasound-cine-sonosite/examples_ybr_color.dcm',
  'angiography-xa-cine/HasFragmentSequence.dcm',
  'sarcoma-mr-t2-sts-001/T2-1-01.dcm',
  'colour-us-sc-vl-op-sm/SC_rgb.dcm',
  'phi-fictitious/ct-header-phi.dcm',
  'phi-fictitious/us-burned-in-name.dcm',
];

describe.skipIf(absent || lacking.length > 0)('[DI9] admitted files are valid DICOM', () => {
  test.each(FILES)('%s', async (file) => {
    const result = await admit(readFileSync(dataPath('dicom', file)), { uidKey: new Uint8Array(32), pool });
    if (!result.ok) throw new Error(result.error.code);
    const path = join(folder, 'image.dcm');
    writeFileSync(path, result.value.part10);
    const dump = spawnSync('dcmdump', [path], { encoding: 'utf8' });
    expect([dump.status, dump.stderr]).toEqual([0, '']);
    const errors = spawnSync('dciodvfy', [path], { encoding: 'utf8' })
      .stderr.split('\n')
      .filter((line) => line.startsWith('Error'));
    expect(errors.filter((line) => !EXPECTED.some((known) => known.test(line)))).toEqual([]);
  });
});
