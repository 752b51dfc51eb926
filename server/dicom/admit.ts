/**
 * Everything that happens to one file before it may enter: read, classified, decoded once, de-identified by allow-list
 * and written anew. Pure computation: it stores nothing, opens nothing, and leaves the bytes it was given alone.
 */
import { createHash } from 'node:crypto';
import type { FrameGeometry } from '#domain/geometry/frame.ts';
import type { LookReason } from '#domain/ingest/look-reason.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { geometryOf, hasFrameGeometry } from './geometry.ts';
import { imageElements } from './image-elements.ts';
import { keepAllowed, type Kept } from './keep.ts';
import { lookReasonOf } from './look.ts';
import { numberOf, textOf, textsOf, type DataSet } from './part10/dataset.ts';
import { dicomJsonOf, type DicomJson } from './part10/json.ts';
import { readPart10, type Part10 } from './part10/reader.ts';
import { TAG, type Tag } from './part10/tag.ts';
import { SYNTAX } from './part10/transfer-syntax.ts';
import { writePart10, type WrittenPart10 } from './part10/writer.ts';
import { admitPixels, type AdmittedPixels } from './pixels/admission.ts';
import { quarantine, type Quarantine } from './pixels/quarantine.ts';
import type { DecodePool } from './pool.ts';
import { seriesLabelOf } from './series-label.ts';
import { kindOf } from './sop-class.ts';
import { isUid, patientKeyOf, shiftedDayOf } from './uid.ts';
import { warningsOf, type AdmissionWarning } from './warnings.ts';

export type { Quarantine, QuarantineCode } from './pixels/quarantine.ts';

export interface AdmitOptions {
  /** The project's secret: UIDs and patients of different projects cannot be matched. */
  readonly uidKey: Uint8Array;
  readonly pool: DecodePool;
  /** Most bytes a file may have; 1 GiB when absent. */
  readonly maxBytes?: number;
}

export interface Uids {
  readonly study: string;
  readonly series: string;
  readonly instance: string;
  readonly sopClass: string;
}

export interface AdmittedFrame {
  /** 1-based. */
  readonly number: number;
  /** Place of the frame's bytes in `part10`. */
  readonly offset: number;
  readonly length: number;
  /** SHA-256 of these bytes, lower-case hexadecimal. */
  readonly sha256: string;
  readonly rows: number;
  readonly columns: number;
  /** Only where frames of one object lie in different places. */
  readonly geometry?: FrameGeometry;
}

export interface AdmittedAttributes {
  readonly rows: number;
  readonly columns: number;
  readonly frames: number;
  readonly instanceNumber: number | null;
  readonly seriesNumber: number | null;
  readonly frameOfReference: string | null;
  readonly contrast: boolean;
  readonly geometry: FrameGeometry;
}

export interface Admitted {
  /** The de-identified file. */
  readonly part10: Uint8Array;
  /** SHA-256 of `part10`, lower-case hexadecimal. */
  readonly sha256: string;
  /** Remapped; the SOP Class is as it was. */
  readonly uids: Uids;
  /** As in the file: for mapping other imports in memory, never to be stored. */
  readonly originalUids: Uids;
  /** Equal for files of one patient within a project; '' when the file names none. */
  readonly patientKey: string;
  /** Orders the studies of one patient; tells no date. */
  readonly shiftedDay: number | null;
  readonly modality: string;
  readonly seriesLabel: string;
  readonly attributes: AdmittedAttributes;
  /** DICOM JSON (PS3.18 annex F) of the kept dataset without pixel data. */
  readonly metadata: DicomJson;
  readonly frames: readonly AdmittedFrame[];
  readonly frameSyntax: string;
  /** Why a person has to look at the pixels first, or null. */
  readonly lookReason: LookReason | null;
  readonly warnings: readonly AdmissionWarning[];
}

const MAX_BYTES = 1024 * 1024 * 1024;

export async function admit(bytes: Uint8Array, options: AdmitOptions): Promise<Result<Admitted, Quarantine>> {
  if (bytes.length > (options.maxBytes ?? MAX_BYTES)) return err(quarantine('too-large'));
  const read = readPart10(bytes);
  if (!read.ok) return err(quarantine(read.error.code));
  const { dataset } = read.value;
  const originalUids = uidsOf(dataset);
  if (originalUids === undefined) return err(quarantine('missing-uid'));
  const pixels = await pixelsOf(read.value, originalUids.sopClass, options.pool);
  if (!pixels.ok) return pixels;
  return ok(admitted({ file: read.value, originalUids, pixels: pixels.value, uidKey: options.uidKey }));
}

interface Accepted {
  readonly file: Part10;
  readonly originalUids: Uids;
  /** Undefined for objects that are stored without pixels. */
  readonly pixels: AdmittedPixels | undefined;
  readonly uidKey: Uint8Array;
}

const HAS_PIXELS: readonly Tag[] = [TAG.pixelData, TAG.floatPixelData, TAG.doublePixelData];

async function pixelsOf(
  file: Part10,
  sopClass: string,
  pool: DecodePool,
): Promise<Result<AdmittedPixels | undefined, Quarantine>> {
  const { dataset } = file;
  const kind = kindOf(
    sopClass,
    HAS_PIXELS.some((tag) => dataset.elements.has(tag)),
  );
  if (kind === 'without-pixels') return ok(undefined);
  if (kind === 'unsupported') return err(quarantine('unsupported-object'));
  if (dataset.elements.has(TAG.floatPixelData) || dataset.elements.has(TAG.doublePixelData)) {
    return err(quarantine('unsupported-pixel-format'));
  }
  return dataset.elements.has(TAG.pixelData) ? admitPixels(file, pool) : err(quarantine('no-pixels'));
}

function admitted(accepted: Accepted): Admitted {
  const { file, originalUids, pixels, uidKey } = accepted;
  const kept = keepAllowed(file.dataset, uidKey);
  const dataset = completed(kept, pixels);
  const frameSyntax = pixels?.frameSyntax ?? SYNTAX.explicitLittle;
  const written = writePart10({ transferSyntax: frameSyntax, dataset, frames: pixels?.frames ?? [] });
  const patient = [TAG.patientId, TAG.issuerOfPatientId, TAG.patientName].map((tag) => textOf(file.dataset, tag) ?? '');
  const ofPatient = patientKey(patient, uidKey);
  return {
    part10: written.bytes,
    sha256: sha256(written.bytes),
    uids: uidsOf(dataset) ?? originalUids,
    originalUids,
    patientKey: ofPatient,
    shiftedDay: shiftedDayOf(textOf(file.dataset, TAG.studyDate) ?? '', ofPatient, uidKey),
    modality: textOf(dataset, TAG.modality) ?? 'OT',
    seriesLabel: seriesLabelOf(dataset),
    attributes: attributesOf(dataset, pixels),
    metadata: dicomJsonOf(dataset),
    frames: framesIn(written, dataset, pixels),
    frameSyntax,
    lookReason: pixels === undefined ? null : lookReasonOf(file.dataset),
    warnings: warningsOf({ file, kept, pixels }),
  };
}

/** The same id with another issuer is another patient; a name alone is better than nothing. */
function patientKey([id = '', issuer = '', name = '']: readonly string[], key: Uint8Array): string {
  if (id !== '') return patientKeyOf(JSON.stringify([id, issuer]), key);
  return name === '' ? '' : patientKeyOf(JSON.stringify([name]), key);
}

/** Attributes without which a viewer hangs or shows nothing are always there, and say what was really stored. */
function completed(kept: Kept, pixels: AdmittedPixels | undefined): DataSet {
  const elements = new Map(kept.dataset.elements);
  for (const one of imageElements(kept.dataset, pixels)) elements.set(one.tag, one);
  return { ...kept.dataset, elements };
}

function uidsOf(set: DataSet): Uids | undefined {
  // Identifiers that are no valid UIDs still tell objects apart; remapping makes valid ones of them.
  const uid = (tag: Tag): string | undefined => textsOf(set, tag).find((text) => text !== '');
  const study = uid(TAG.studyInstance);
  const series = uid(TAG.seriesInstance);
  const instance = uid(TAG.sopInstance);
  const sopClass = textsOf(set, TAG.sopClass).find(isUid);
  if (study === undefined || series === undefined || instance === undefined || sopClass === undefined) return undefined;
  return { study, series, instance, sopClass };
}

function attributesOf(set: DataSet, pixels: AdmittedPixels | undefined): AdmittedAttributes {
  const size = { rows: pixels?.image.rows ?? 0, columns: pixels?.image.columns ?? 0 };
  return {
    ...size,
    frames: pixels?.frames.length ?? 0,
    instanceNumber: numberOf(set, TAG.instanceNumber) ?? null,
    seriesNumber: numberOf(set, TAG.seriesNumber) ?? null,
    frameOfReference: textOf(set, TAG.frameOfReference) ?? null,
    contrast: textOf(set, TAG.contrastBolusAgent) === 'YES',
    geometry: geometryOf(set, size),
  };
}

function framesIn(written: WrittenPart10, set: DataSet, pixels: AdmittedPixels | undefined): AdmittedFrame[] {
  if (pixels === undefined) return [];
  const { rows, columns } = pixels.image;
  const own = hasFrameGeometry(set);
  return written.frames.map(({ offset, length }, i) => ({
    number: i + 1,
    ...{ offset, length, rows, columns },
    sha256: sha256(written.bytes.subarray(offset, offset + length)),
    ...(own && { geometry: geometryOf(set, { rows, columns }, i + 1) }),
  }));
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
