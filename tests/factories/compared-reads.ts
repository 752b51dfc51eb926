/** Reads to be compared: round marks of readers on frames of a stack, with or without millimetres. */
import { panelTemplate } from './agenda.ts';
import { comparedCase, type ComparedCase } from '#domain/agreement/compared-case.ts';
import type { GeometryOf } from '#domain/geometry/extent.ts';
import type { FrameGeometry, FrameKey } from '#domain/geometry/frame.ts';
import { patientPoint } from '#domain/geometry/point.ts';
import { idOf, type CaseId, type ReadId } from '#domain/kernel/id.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import type { Mark } from '#domain/reading/mark.ts';
import type { SubmittedRead } from '#domain/reading/read.ts';

/** Findings that differ in kind, and what readers of them are compared by. */
export const comparedProtocol: ProtocolContent = {
  title: 'Nodules',
  question: 'Are there nodules?',
  findings: [
    { id: 'nodule', name: 'Nodule', definition: 'Round', tools: ['freehand'], minimumMm: 3, fields: [] },
    { id: 'scar', name: 'Scar', definition: 'Not round', tools: ['freehand'], fields: [] },
  ],
  caseFields: [{ id: 'quality', label: 'Quality', required: true, kind: 'yes-no' }],
  clauses: [],
  contextBeforeRead: [],
  agreement: {
    matching: { maximumMm: 10, maximumPixels: 15 },
    extent: { mm: 2, share: 0.2 },
    classFields: ['malignancy'],
  },
  session: panelTemplate,
};

export const uuid = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
let count = 0;

export interface Circle {
  readonly x: number;
  readonly y: number;
  readonly d: number;
  readonly frame?: number;
  readonly finding?: string;
  readonly malignancy?: number;
}

export function circle({ x, y, d, frame = 1, finding = 'nodule', malignancy }: Circle): Mark {
  const id = uuid(++count);
  const points = [
    [x, y + d / 2],
    [x, y - d / 2],
    [x - d / 2, y],
    [x + d / 2, y],
  ] as [number, number][];
  const attributes = malignancy === undefined ? {} : { malignancy };
  return { id, lesion: id, frame: { sop: '1.2.3', frame }, tool: 'ellipse', points, finding, attributes };
}

/** The n-th reader's submitted read. */
export function submitted(n: number, marks: Mark[], extra: Partial<SubmittedRead> = {}): SubmittedRead {
  return {
    id: idOf<ReadId>(uuid(900 + n)),
    case: idOf<CaseId>(uuid(1)),
    reader: { kind: 'slot', label: `Reader ${String(n)}`, source: 'test' },
    round: 1,
    protocol: { protocol: uuid(2), version: 1, hash: '00' },
    blinding: 'blind',
    raters: 'identified',
    state: 'submitted',
    at: instantOf(0),
    content: { marks, answers: { quality: true } },
    hash: '00',
    journal: 0,
    ...extra,
  };
}

/** Compared on the stack, where nothing else is said. */
export function comparedReads(
  reads: readonly SubmittedRead[],
  protocol: ProtocolContent = comparedProtocol,
  geometry: GeometryOf = stack,
): ComparedCase {
  const [first, ...others] = reads;
  if (!first) throw new Error('nothing to compare');
  return comparedCase([first, ...others], protocol, geometry);
}

/** Slices 5 mm apart, half a millimetre per pixel. */
export const stack = ({ frame }: FrameKey): FrameGeometry => ({
  rows: 512,
  columns: 512,
  spacing: { row: 0.5, column: 0.5, kind: 'patient' },
  plane: {
    position: patientPoint(0, 0, 5 * frame),
    alongRow: patientPoint(1, 0, 0),
    alongColumn: patientPoint(0, 1, 0),
  },
  frameOfReference: '1.2',
});
export const uncalibrated = (): undefined => undefined;
