/** A PA chest radiograph: the same kind of patient, standing and breathing in, seen through from behind. */
import { dataSetOf } from '#server/dicom/part10/builder.ts';
import { seeded, type Random } from '#domain/kernel/random.ts';
import { littleEndian } from './ct.ts';
import { presentation } from './radiograph/presentation.ts';
import { addBall, projectPatient, type Ball } from './radiograph/projection.ts';
import {
  commonAttributes,
  decimalText,
  fileOf,
  uidOf,
  type Attributes,
  type Identity,
  type PhantomFile,
} from './study.ts';
import type { ChestXrayTruth, PixelPair } from './truth.ts';

/** Width and height of the detector, mm. */
const DETECTOR = 400;

/** @param of.size rows and columns. */
export function chestXray(of: Identity): { files: PhantomFile[]; truth: ChestXrayTruth } {
  const random = seeded(of.seed + 2);
  const ball = nodule(random);
  const projection = projectPatient(of.seed, {
    width: Math.min(640, of.size),
    height: Math.min(480, of.size),
    detector: DETECTOR,
  });
  addBall(projection, ball);
  const pixels = presentation(projection, { size: of.size, random });
  const spacing = DETECTOR / of.size;
  const outline = Array.from({ length: 64 }, (_, i): PixelPair => {
    const t = (i / 64) * 2 * Math.PI;
    const r = ball.radiusAt(t);
    return toPixel(of.size, ball.x + r * Math.cos(t), ball.y + r * Math.sin(t));
  });
  return {
    files: [fileOf('DX-0001.dcm', attributes(of, spacing), [littleEndian(pixels)])],
    truth: {
      kind: 'chest-xray',
      seed: of.seed,
      studyInstance: uidOf(of, 'study'),
      seriesInstance: uidOf(of, 'series'),
      sop: uidOf(of, 'image'),
      imagerPixelSpacingMm: spacing,
      nodule: { at: toPixel(of.size, ball.x, ball.y), diameterMm: Math.round(ball.radius * 200) / 100, outline },
    },
  };
}

/** In the middle or lower zone of one lung, away from heart and hilum. */
function nodule(random: Random): Ball {
  const side = random.unit() < 0.6 ? -1 : 1;
  const radius = 8 + 3.5 * random.unit();
  const [a, b] = [random.unit() * 6, random.unit() * 6];
  return {
    x: side * (80 + 16 * random.unit()),
    y: -30 + 45 * random.unit(),
    radius,
    radiusAt: (t) => radius * (1 + 0.05 * Math.sin(2 * t + a) + 0.05 * Math.sin(3 * t + b)),
  };
}

/** Detector mm, centre (0, 0), to pixels. */
const toPixel = (size: number, x: number, y: number): PixelPair => {
  const rounded = (mm: number): number => Math.round(((mm / DETECTOR + 0.5) * size - 0.5) * 1000) / 1000;
  return [rounded(x), rounded(y)];
};

function attributes(of: Identity, spacing: number): Attributes {
  return {
    ...commonAttributes(of, { modality: 'DX', description: 'Chest PA, synthetic' }),
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.1.1',
    SOPInstanceUID: uidOf(of, 'image'),
    ImageType: ['ORIGINAL', 'PRIMARY', ''],
    InstanceNumber: 1,
    PresentationIntentType: 'FOR PRESENTATION',
    BodyPartExamined: 'CHEST',
    ViewPosition: 'PA',
    ImageLaterality: 'U',
    PatientOrientation: ['L', 'F'],
    AnatomicRegionSequence: [code('816094009', 'SCT', 'Chest')],
    ViewCodeSequence: [code('399348003', 'SCT', 'postero-anterior')],
    PatientOrientationCodeSequence: [code('10904000', 'SCT', 'erect')],
    AcquisitionContextSequence: [],
    KVP: 120,
    DetectorType: 'DIRECT',
    PositionerType: 'NONE',
    ImagerPixelSpacing: [spacing, spacing].map(decimalText),
    PixelIntensityRelationship: 'LOG',
    PixelIntensityRelationshipSign: 1,
    PresentationLUTShape: 'IDENTITY',
    RescaleIntercept: 0,
    RescaleSlope: 1,
    RescaleType: 'US',
    WindowCenter: 8192,
    WindowWidth: 16384,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: of.size,
    Columns: of.size,
    BitsAllocated: 16,
    BitsStored: 14,
    HighBit: 13,
    PixelRepresentation: 0,
  };
}

const code = (value: string, scheme: string, meaning: string): ReturnType<typeof dataSetOf> =>
  dataSetOf({ CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: meaning });
