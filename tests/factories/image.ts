/** Small DICOM files, each a study of its own unless told otherwise. */
import { dataSetOf, type ElementValue } from '#server/dicom/part10/builder.ts';
import { SYNTAX } from '#server/dicom/part10/transfer-syntax.ts';
import { writePart10 } from '#server/dicom/part10/writer.ts';

const SIDE = 8;

const CT = {
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
  ...{ Modality: 'CT', ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'] },
  ...{ ImagePositionPatient: [1, 2, 3], ImageOrientationPatient: [1, 0, 0, 0, 1, 0], PixelSpacing: [0.5, 0.5] },
} as const;
const ULTRASOUND = { SOPClassUID: '1.2.840.10008.5.1.4.1.1.6.1', Modality: 'US' } as const;

export const PATIENT = 'ROSSI^GIULIA';

/** The `n`-th slice of a CT. */
export const ctImage = (n: number, more: Readonly<Record<string, ElementValue>> = {}): Uint8Array =>
  image(n, { ...CT, ...more });

/** An ultrasound image: it waits for a look. */
export const ultrasoundImage = (n: number): Uint8Array =>
  image(n, {
    ...{ ...ULTRASOUND, StudyInstanceUID: '1.2.840.7', SeriesInstanceUID: '1.2.840.7.1' },
    SOPInstanceUID: `1.2.840.7.1.${String(n)}`,
  });

function image(n: number, more: Readonly<Record<string, ElementValue>>): Uint8Array {
  const dataset = dataSetOf({
    ...{ StudyInstanceUID: '1.2.840.3', SeriesInstanceUID: '1.2.840.3.1', SOPInstanceUID: `1.2.840.3.1.${String(n)}` },
    ...{ PatientName: PATIENT, PatientID: 'X1', InstanceNumber: n },
    ...{ SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2', Rows: SIDE, Columns: SIDE },
    ...{ BitsAllocated: 8, BitsStored: 8, HighBit: 7, PixelRepresentation: 0 },
    ...more,
  });
  const pixels = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => (i * n) % 251);
  return writePart10({ transferSyntax: SYNTAX.explicitLittle, dataset, frames: [pixels] }).bytes;
}
