/** The LIDC-IDRI outlines as submitted reads, and the geometry of the one scan whose images are at hand. */
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { v5 } from 'uuid';
import { inclusiveOutlines } from '#domain/geometry/exclusive-outline.ts';
import type { FrameGeometry } from '#domain/geometry/frame.ts';
import { pixelPoint } from '#domain/geometry/point.ts';
import { idOf, type CaseId, type ReadId } from '#domain/kernel/id.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import type { Field, FieldValues } from '#domain/protocol/field.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import type { Mark } from '#domain/reading/mark.ts';
import type { SubmittedRead } from '#domain/reading/read.ts';
import { geometryOf } from '#server/dicom/geometry.ts';
import { readPart10 } from '#server/dicom/part10/reader.ts';
import { numberOf, textOf } from '#server/dicom/part10/dataset.ts';
import { TAG } from '#server/dicom/part10/tag.ts';
import { panelProtocol } from '#tests/factories/agenda.ts';
import { dataPath } from './test-data.ts';

const malignancy: Field = {
  id: 'malignancy',
  label: 'Malignancy',
  required: true,
  kind: 'ordinal',
  anchors: [1, 2, 3, 4, 5].map((value) => ({ value, label: `Step ${String(value)}` })),
};

/** The limits of the published demonstration: 15 mm apart at most, 2 mm or 20 % in diameter. */
export const protocol: ProtocolContent = {
  ...panelProtocol(),
  findings: panelProtocol().findings.map((finding) => ({ ...finding, fields: [malignancy] })),
  agreement: {
    matching: { maximumMm: 15, maximumPixels: 20 },
    extent: { mm: 2, share: 0.2 },
    classFields: ['malignancy'],
  },
};

interface Contour {
  readonly z: number;
  readonly sop: string;
  readonly in: boolean;
  readonly pts: readonly (readonly [number, number])[];
}

export interface Annotation {
  readonly name: string;
  readonly patient: string;
  readonly reader: string;
  readonly lesion: string;
  readonly malignancy: number | undefined;
  readonly contours: readonly Contour[];
}

/** All nodules of at least 3 mm, with their outlines as drawn. */
export function annotations(): Annotation[] {
  const contours = JSON.parse(gunzipSync(readFileSync(dataPath('lidc', 'contours.json.gz'))).toString()) as Record<
    string,
    Contour[]
  >;
  const [header = '', ...lines] = readFileSync(dataPath('lidc', 'annotations.csv'), 'utf8').trim().split(/\r?\n/);
  const names = header.split(',');
  return lines.flatMap((line): Annotation[] => {
    const cells = line.split(',');
    const cell = (name: string): string => cells[names.indexOf(name)] ?? '';
    if (cell('size_class') !== '>=3mm') return [];
    return [
      {
        name: cell('annotation'),
        patient: cell('patient_id'),
        reader: cell('reader'),
        lesion: cell('lesion'),
        malignancy: cell('malignancy') === '' ? undefined : Number(cell('malignancy')),
        contours: contours[cell('annotation')] ?? [],
      },
    ];
  });
}

/** Every scan of the set, those without a nodule too. */
export const scans = (): string[] =>
  (JSON.parse(readFileSync(dataPath('lidc', 'scans.json'), 'utf8')) as { patient_id: string }[]).map(
    (scan) => scan.patient_id,
  );

/** Four reads of one scan; a reader without nodules is there too. Lesion ids are made from the annotations' names. */
export function readsOf(patient: string, all: readonly Annotation[]): SubmittedRead[] {
  return ['1', '2', '3', '4'].map((reader) => {
    const mine = all.filter((a) => a.patient === patient && a.reader === reader);
    return {
      id: idOf<ReadId>(uuid(`${patient}/R${reader}`)),
      case: idOf<CaseId>(uuid(patient)),
      reader: { kind: 'slot', label: `Reader ${reader}`, source: 'LIDC-IDRI' },
      round: 1,
      protocol: { protocol: uuid('protocol'), version: 1, hash: '00' },
      blinding: 'others-visible-anonymous',
      raters: 'interchangeable',
      state: 'submitted',
      at: instantOf(0),
      content: { marks: mine.flatMap(marksOf), answers: {} },
      hash: '00',
      journal: 0,
    };
  });
}

export const lesionId = (annotation: Annotation): string => uuid(annotation.name);

function marksOf(annotation: Annotation): Mark[] {
  const lesion = lesionId(annotation);
  const attributes: FieldValues = annotation.malignancy === undefined ? {} : { malignancy: annotation.malignancy };
  const bySlice = [...Map.groupBy(annotation.contours, (c) => c.sop)];
  return bySlice
    .flatMap(([sop, contours]) => {
      const drawn = contours.map((c) => ({ polygon: c.pts.map(([x, y]) => pixelPoint(x, y)), included: c.in }));
      return inclusiveOutlines(drawn).map((points) => ({
        sop,
        points: points.map(([x, y]): [number, number] => [x, y]),
      }));
    })
    .map(({ sop, points }, i) => ({
      id: i === 0 ? lesion : uuid(`${annotation.name}/${String(i)}`),
      lesion,
      frame: { sop, frame: 1 },
      tool: 'freehand',
      points,
      finding: 'nodule',
      attributes,
    }));
}

/** SOP Instance UID → geometry of the chest CT. */
export function chestGeometries(): Map<string, FrameGeometry> {
  const folder = dataPath('dicom', 'chest-ct-lidc-idri-0314');
  const geometries = new Map<string, FrameGeometry>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.dcm'))) {
    const part10 = readPart10(readFileSync(`${folder}/${file}`));
    if (!part10.ok) throw new Error(`${file}: ${part10.error.message}`);
    const { dataset } = part10.value;
    const size = { rows: numberOf(dataset, TAG.rows) ?? 0, columns: numberOf(dataset, TAG.columns) ?? 0 };
    geometries.set(textOf(dataset, TAG.sopInstance) ?? '', geometryOf(dataset, size));
  }
  return geometries;
}

const uuid = (name: string): string => v5(name, v5.URL);
