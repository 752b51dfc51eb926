/** A beating heart in the apical four-chamber view, as an ultrasound cine with a calibrated sector. */
import { dataSetOf } from '#server/dicom/part10/builder.ts';
import { seeded } from '#domain/kernel/random.ts';
import { beatAt, thrombusOutline } from './ultrasound/echo-heart.ts';
import { echoFrames, sectorOf, toPixel, type Sector } from './ultrasound/sector.ts';
import { commonAttributes, fileOf, uidOf, type Attributes, type Identity, type PhantomFile } from './study.ts';
import { diametersOf, type UsCineTruth } from './truth.ts';

/** 75 beats a minute at 30 frames a second: 24 frames a beat. */
const FRAME_TIME = 33.333;
const FRAMES_PER_BEAT = 24;

/** @param of.count frames; @param of.size columns, with three quarters as many rows. */
export function usCine(of: Identity): { files: PhantomFile[]; truth: UsCineTruth } {
  const sector = sectorOf(of.size);
  const random = seeded(of.seed);
  const beats = Array.from({ length: of.count }, (_, i) => beatAt((i % FRAMES_PER_BEAT) / FRAMES_PER_BEAT, of.seed));
  const frames = echoFrames(sector, beats, random);
  const outlines = beats.map((beat, i) => ({
    frame: i + 1,
    points: thrombusOutline(beat).map((p) => toPixel(sector, p)),
  }));
  const sop = uidOf(of, 'image');
  const longest = Math.max(...outlines.map((o) => diametersOf(o.points).longest)) * sector.mmPerPixel;
  return {
    files: [fileOf('US-0001.dcm', attributes(of, sector), frames)],
    truth: {
      kind: 'us-cine',
      seed: of.seed,
      studyInstance: uidOf(of, 'study'),
      seriesInstance: uidOf(of, 'series'),
      sop,
      pixelSpacingMm: sector.mmPerPixel,
      frameTimeMs: FRAME_TIME,
      lesion: { name: 'apical thrombus', longestMm: Math.round(longest * 100) / 100, outlines },
    },
  };
}

function attributes(of: Identity, sector: Sector): Attributes {
  return {
    ...commonAttributes(of, { modality: 'US', description: 'Apical four-chamber, synthetic' }),
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.3.1',
    SOPInstanceUID: uidOf(of, 'image'),
    ImageType: ['ORIGINAL', 'PRIMARY', 'TTE', '0001'],
    InstanceNumber: 1,
    PatientOrientation: '',
    BodyPartExamined: 'HEART',
    NumberOfFrames: of.count,
    FrameIncrementPointer: [0x00181063],
    FrameTime: FRAME_TIME,
    CineRate: 30,
    RecommendedDisplayFrameRate: 30,
    StartTrim: 1,
    StopTrim: of.count,
    HeartRate: 75,
    EffectiveDuration: decimalSeconds(of.count),
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: sector.rows,
    Columns: sector.columns,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PixelRepresentation: 0,
    SequenceOfUltrasoundRegions: [region(sector)],
  };
}

const decimalSeconds = (frames: number): string => ((frames * FRAME_TIME) / 1000).toFixed(3);

/** One tissue region in centimetres, its origin at the transducer (PS3.3 C.8.5.5). */
function region(sector: Sector): ReturnType<typeof dataSetOf> {
  return dataSetOf({
    RegionSpatialFormat: 1,
    RegionDataType: 1,
    RegionFlags: 2,
    RegionLocationMinX0: 0,
    RegionLocationMinY0: 0,
    RegionLocationMaxX1: sector.columns - 1,
    RegionLocationMaxY1: sector.rows - 1,
    ReferencePixelX0: Math.round(sector.apex[0]),
    ReferencePixelY0: Math.round(sector.apex[1]),
    PhysicalUnitsXDirection: 3,
    PhysicalUnitsYDirection: 3,
    ReferencePixelPhysicalValueX: 0,
    ReferencePixelPhysicalValueY: 0,
    PhysicalDeltaX: sector.mmPerPixel / 10,
    PhysicalDeltaY: sector.mmPerPixel / 10,
    TransducerFrequency: 3500,
  });
}
