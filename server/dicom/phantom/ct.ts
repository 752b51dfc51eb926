/** A contrast-enhanced helical chest CT: the patient, sliced from the apices down. */
import { seeded } from '#domain/kernel/random.ts';
import {
  commonAttributes,
  decimalText,
  fileOf,
  uidOf,
  type Attributes,
  type Identity,
  type PhantomFile,
} from './study.ts';
import {
  areaOf,
  diametersOf,
  type ChestCtTruth,
  type NoduleOutline,
  type NoduleTruth,
  type PixelPair,
} from './truth.ts';
import { addTexture, soften, texture } from './volume/noise.ts';
import { outlineAt, type Nodule } from './volume/nodules.ts';
import { chestGrid, paintPatient, patient, LUNG_TOP } from './volume/patient.ts';
import { blankSlice, clearSlice, type Grid, type Slice } from './volume/raster.ts';

/** Field of view, mm: 512 pixels of 0.7 mm. */
const SPAN = 358.4;
/** Height covered, mm, from just above the apices down into the sulci. */
const EXTENT = 219;
const BOTTOM = LUNG_TOP - EXTENT;

interface CtSlice {
  readonly sop: string;
  readonly instance: number;
  readonly z: number;
}

/** @param of.count slices; @param of.size rows and columns. */
export function chestCt(of: Identity): { files: PhantomFile[]; truth: ChestCtTruth } {
  const who = patient(of.seed);
  const grid = chestGrid(of.size, SPAN);
  const spacing = EXTENT / of.count;
  const random = seeded(of.seed + 1);
  const grain = texture(random);
  const slice = blankSlice(grid, 0);
  const spare = new Float32Array(slice.hu.length);
  const outlines = who.nodules.map((): NoduleOutline[] => []);
  const places: CtSlice[] = [];
  const files: PhantomFile[] = [];
  for (let instance = 1; instance <= of.count; instance++) {
    const place = { sop: uidOf(of, `image ${instance}`), instance, z: BOTTOM + EXTENT - (instance - 0.5) * spacing };
    const at: Slice = { ...slice, z: place.z };
    clearSlice(at);
    paintPatient(at, who, { thickness: spacing, lying: true });
    collectOutlines(at, place, { nodules: who.nodules, outlines });
    soften(at, spare);
    addTexture(at, grain, random);
    places.push(place);
    files.push(
      fileOf(`CT-${String(instance).padStart(4, '0')}.dcm`, ctAttributes(of, place, { grid, spacing }), [
        storedValues(at.hu),
      ]),
    );
  }
  const nodules = who.nodules.map((nodule, i) => truthOf(nodule, i, { grid, places, outlines: outlines[i] ?? [] }));
  return {
    files,
    truth: {
      kind: 'chest-ct',
      seed: of.seed,
      studyInstance: uidOf(of, 'study'),
      seriesInstance: uidOf(of, 'series'),
      sliceSpacingMm: spacing,
      pixelSpacingMm: grid.dx,
      nodules,
    },
  };
}

const INTERCEPT = -1024;

function storedValues(hu: Float32Array): Uint8Array {
  const stored = new Int16Array(hu.length);
  for (let i = 0; i < hu.length; i++) stored[i] = Math.max(0, Math.min(4095, Math.round((hu[i] ?? 0) - INTERCEPT)));
  return littleEndian(stored);
}

/** Typed arrays have the machine's byte order; DICOM files here are little endian. */
export function littleEndian(values: Int16Array | Uint16Array): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? bytes : Buffer.from(bytes).swap16();
}

function collectOutlines(
  slice: Slice,
  place: CtSlice,
  into: { nodules: readonly Nodule[]; outlines: NoduleOutline[][] },
): void {
  const { grid, lung } = slice;
  const share = (x: number, y: number): number => {
    const column = Math.round((x - grid.left) / grid.dx);
    const row = Math.round((y - grid.top) / grid.dy);
    return lung[row * grid.columns + column] ?? 0;
  };
  for (const [i, nodule] of into.nodules.entries()) {
    if (Math.abs(slice.z - nodule.centre[2]) > nodule.radius * 1.8) continue;
    const mm = outlineAt(nodule, slice.z, share);
    if (mm === undefined) continue;
    const points = Array.from({ length: mm.length / 2 }, (_, k) => pixelOf(grid, mm[2 * k] ?? 0, mm[2 * k + 1] ?? 0));
    into.outlines[i]?.push({ sop: place.sop, instance: place.instance, points });
  }
}

/** Thousandths of a pixel are enough, and equal on every machine. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000;
const pixelOf = (grid: Grid, x: number, y: number): PixelPair => [
  rounded((x - grid.left) / grid.dx),
  rounded((y - grid.top) / grid.dy),
];

function truthOf(
  nodule: Nodule,
  index: number,
  on: { grid: Grid; places: readonly CtSlice[]; outlines: readonly NoduleOutline[] },
): NoduleTruth {
  const [x, y, z] = nodule.centre;
  const nearest = on.places.reduce((a, b) => (Math.abs(b.z - z) < Math.abs(a.z - z) ? b : a));
  const largest = on.outlines.reduce<readonly PixelPair[]>((a, o) => (areaOf(o.points) > areaOf(a) ? o.points : a), []);
  const size = diametersOf(largest);
  return {
    id: `N${index + 1}`,
    kind: nodule.kind,
    margin: nodule.margin,
    attachment: nodule.attachment,
    centreMm: [rounded(x), rounded(y), rounded(z)],
    centrePixel: { sop: nearest.sop, instance: nearest.instance, at: pixelOf(on.grid, x, y) },
    diameterMm: rounded(nodule.radius * 2),
    longestMm: rounded(size.longest * on.grid.dx),
    acrossMm: rounded(Math.max(0, size.across) * on.grid.dx),
    outlines: on.outlines,
  };
}

function ctAttributes(of: Identity, place: CtSlice, on: { grid: Grid; spacing: number }): Attributes {
  const { grid, spacing } = on;
  return {
    ...commonAttributes(of, { modality: 'CT', description: 'Chest with contrast, synthetic' }),
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
    SOPInstanceUID: place.sop,
    ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
    InstanceNumber: place.instance,
    BodyPartExamined: 'CHEST',
    PatientPosition: 'HFS',
    ProtocolName: 'PHANTOM CHEST',
    FrameOfReferenceUID: uidOf(of, 'frame of reference'),
    PositionReferenceIndicator: '',
    ImagePositionPatient: [grid.left, grid.top, place.z].map(decimalText),
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    PixelSpacing: [grid.dy, grid.dx].map(decimalText),
    SliceThickness: decimalText(spacing),
    SpacingBetweenSlices: decimalText(spacing),
    SliceLocation: decimalText(place.z),
    ...scanAttributes(),
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: grid.rows,
    Columns: grid.columns,
    BitsAllocated: 16,
    BitsStored: 16,
    HighBit: 15,
    PixelRepresentation: 1,
    RescaleIntercept: INTERCEPT,
    RescaleSlope: 1,
    RescaleType: 'HU',
    WindowCenter: [-600, 40],
    WindowWidth: [1500, 400],
    WindowCenterWidthExplanation: ['LUNG', 'MEDIASTINUM'],
  };
}

function scanAttributes(): Attributes {
  return {
    ScanOptions: 'HELICAL MODE',
    KVP: 120,
    DataCollectionDiameter: 500,
    ReconstructionDiameter: decimalText(SPAN),
    GantryDetectorTilt: 0,
    RotationDirection: 'CW',
    ExposureTime: 500,
    XRayTubeCurrent: 220,
    Exposure: 110,
    ConvolutionKernel: 'PHANTOM',
    ContrastBolusAgent: 'SIMULATED IODINE',
    ContrastBolusRoute: 'INTRAVENOUS',
  };
}
