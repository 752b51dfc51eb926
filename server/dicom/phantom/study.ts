/** What every phantom file says about patient, study and equipment: all invented, and obviously so. */
import { createHash } from 'node:crypto';
import { dataSetOf, type ElementValue } from '#server/dicom/part10/builder.ts';
import { SYNTAX } from '#server/dicom/part10/transfer-syntax.ts';
import { writePart10 } from '#server/dicom/part10/writer.ts';

export type PhantomKind = 'chest-ct' | 'us-cine' | 'chest-xray';

export interface PhantomFile {
  readonly name: string;
  /** A complete Part 10 file. */
  readonly bytes: Uint8Array;
}

/** What makes two phantoms different; equal identities give equal files. */
export interface Identity {
  readonly kind: PhantomKind;
  readonly seed: number;
  /** Pixels across. */
  readonly size: number;
  /** Slices or frames. */
  readonly count: number;
}

export type Attributes = Readonly<Record<string, ElementValue>>;

/** A UID derived from the identity and a name within it: 2.25 and 128 bits of SHA-256 (PS3.5 B.2). */
export function uidOf(of: Identity, what: string): string {
  const text = `consilium phantom/${of.kind}/${of.seed}/${of.size}/${of.count}/${what}`;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return `2.25.${BigInt(`0x${digest}`).toString()}`;
}

const NAMES = ['ZERO', 'ONE', 'TWO', 'THREE', 'FOUR', 'FIVE', 'SIX', 'SEVEN', 'EIGHT', 'NINE'] as const;

/** Patient, Study, Series and Equipment modules. There is a name, a number and dates for de-identification to remove. */
export function commonAttributes(of: Identity, series: { modality: string; description: string }): Attributes {
  const person = Math.abs(of.seed) % 10;
  const year = 1948 + (Math.abs(of.seed) % 37);
  return {
    PatientName: `PHANTOM^${NAMES[person] ?? 'TEN'}`,
    PatientID: `PHANTOM-${String(Math.abs(of.seed)).padStart(4, '0')}`,
    PatientBirthDate: `${year}0203`,
    PatientSex: person % 2 === 0 ? 'F' : 'M',
    PatientAge: `0${2024 - year}Y`,
    PatientComments: 'Synthetic. No such person exists.',
    StudyInstanceUID: uidOf(of, 'study'),
    StudyDate: '20240304',
    StudyTime: '101500',
    StudyID: '1',
    AccessionNumber: `PH${String(Math.abs(of.seed)).padStart(6, '0')}`,
    StudyDescription: 'Synthetic phantom',
    ReferringPhysicianName: 'NOBODY^NORA',
    SeriesInstanceUID: uidOf(of, 'series'),
    SeriesNumber: 1,
    SeriesDate: '20240304',
    SeriesTime: '101530',
    SeriesDescription: series.description,
    Modality: series.modality,
    Manufacturer: 'Consilium',
    ManufacturerModelName: 'Phantom',
    InstitutionName: 'Phantom Hospital',
    StationName: 'PHANTOM1',
    DeviceSerialNumber: '0',
    SoftwareVersions: '1',
    ContentDate: '20240304',
    ContentTime: '101530',
    AcquisitionDate: '20240304',
    AcquisitionTime: '101530',
    AcquisitionNumber: 1,
    LossyImageCompression: '00',
    BurnedInAnnotation: 'NO',
  };
}

export function fileOf(name: string, attributes: Attributes, frames: readonly Uint8Array[]): PhantomFile {
  return {
    name,
    bytes: writePart10({ transferSyntax: SYNTAX.explicitLittle, dataset: dataSetOf(attributes), frames }).bytes,
  };
}

/** A decimal string of at most 16 characters (PS3.5 §6.2). */
export const decimalText = (value: number): string => String(Number(value.toFixed(6)));
