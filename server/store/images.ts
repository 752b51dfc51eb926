/** Images in the store: studies, series, instances, frames. Rows are written once, at the end of an import. */
import { and, asc, eq, gt, inArray, lt, sql, type SQL } from 'drizzle-orm';
import { type FrameGeometry, type FrameKey } from '#domain/geometry/frame.ts';
import { idOf, type CaseId, type InstanceId, type ProjectId, type SeriesId, type StudyId } from '#domain/kernel/id.ts';
import type { CaseState } from '#domain/ingest/case.ts';
import type { Database, Transaction } from './database.ts';
import { newId } from './ids.ts';
import { cases, frames, instances, series, studies } from './schema/ingest.ts';

type Source = Database | Transaction;

export interface StoredInstance {
  readonly sop: string;
  readonly sopClass: string;
  readonly instanceNumber: number | null;
  readonly rows: number;
  readonly columns: number;
  readonly frameSyntax: string;
  readonly blob: string;
  readonly geometry: FrameGeometry;
  /** DICOM JSON text of the kept attributes. */
  readonly metadata: string;
  readonly frames: readonly StoredFrame[];
}

export interface StoredFrame {
  /** 1-based. */
  readonly number: number;
  readonly offset: number;
  readonly length: number;
  readonly sha256: string;
  /** Where it differs from the instance's. */
  readonly geometry: FrameGeometry | null;
}

export interface StoredSeries {
  readonly id: SeriesId;
  readonly uid: string;
  readonly modality: string;
  readonly label: string;
  readonly instances: readonly StoredInstance[];
}

/** One frame, with what has to be known before it may be served. */
export interface FramePlace {
  readonly blob: string;
  readonly offset: number;
  readonly length: number;
  readonly sha256: string;
  readonly frameSyntax: string;
  readonly project: ProjectId;
  readonly case: CaseId;
  readonly caseState: CaseState;
}

export const hasInstance = (on: Source, sop: string): boolean =>
  on.select({ id: instances.id }).from(instances).where(eq(instances.sop, sop)).get() !== undefined;

/** Per study, what is equal for studies of one patient. */
export const patientKeys = (on: Source, project: ProjectId): ReadonlyMap<StudyId, string> =>
  new Map(
    on
      .select({ id: studies.id, key: studies.patientKey })
      .from(studies)
      .where(eq(studies.projectId, project))
      .all()
      .map(({ id, key }) => [idOf<StudyId>(id), key]),
  );

/** Earlier studies of the same patient in the same project, the last one first. Empty where patient or date are unknown. */
export const earlierStudies = (on: Source, id: StudyId): StudyId[] =>
  otherStudies(on, id, (day) => lt(studies.shiftedDay, day)).toReversed();

/** The same for later ones, the next one first. */
export const laterStudies = (on: Source, id: StudyId): StudyId[] =>
  otherStudies(on, id, (day) => gt(studies.shiftedDay, day));

/** In the order they were made. */
function otherStudies(on: Source, id: StudyId, when: (day: number) => SQL): StudyId[] {
  const own = on.select().from(studies).where(eq(studies.id, id)).get();
  if (!own || own.patientKey === '' || own.shiftedDay === null) return [];
  const samePatient = and(eq(studies.projectId, own.projectId), eq(studies.patientKey, own.patientKey));
  return on
    .select({ id: studies.id })
    .from(studies)
    .where(and(samePatient, when(own.shiftedDay)))
    .orderBy(asc(studies.shiftedDay), asc(studies.id))
    .all()
    .map((row) => idOf<StudyId>(row.id));
}

/** Finds the study by its UID or inserts it. */
export function studyNamed(
  tx: Transaction,
  study: { project: ProjectId; uid: string; patientKey: string; shiftedDay?: number | null },
): { id: StudyId; known: boolean } {
  const one = and(eq(studies.projectId, study.project), eq(studies.uid, study.uid));
  const found = tx.select({ id: studies.id }).from(studies).where(one).get();
  if (found) return { id: idOf<StudyId>(found.id), known: true };
  const id = newId<StudyId>();
  const { project, uid, patientKey, shiftedDay } = study;
  tx.insert(studies).values({ id, projectId: project, uid, patientKey, shiftedDay }).run();
  return { id, known: false };
}

/** Finds the series of a study by its UID or inserts it. */
export function seriesNamed(
  tx: Transaction,
  row: { study: StudyId; uid: string; modality: string; number: number | null; label: string },
): SeriesId {
  const one = and(eq(series.studyId, row.study), eq(series.uid, row.uid));
  const found = tx.select({ id: series.id }).from(series).where(one).get();
  if (found) return idOf<SeriesId>(found.id);
  const id = newId<SeriesId>();
  const { study, ...rest } = row;
  tx.insert(series)
    .values({ id, studyId: study, ...rest })
    .run();
  return id;
}

export function insertInstance(tx: Transaction, seriesId: SeriesId, stored: StoredInstance): void {
  const id = newId<InstanceId>();
  const { geometry, frames: ofInstance, ...rest } = stored;
  tx.insert(instances)
    .values({ id, seriesId, ...rest, frames: ofInstance.length, geometry: JSON.stringify(geometry) })
    .run();
  for (const { geometry: own, ...frame } of ofInstance) {
    tx.insert(frames)
      .values({ instanceId: id, ...frame, geometry: own && JSON.stringify(own) })
      .run();
  }
}

/** All series of a study that have pixels, with their instances and frames. */
export function seriesOfStudy(on: Source, study: StudyId): StoredSeries[] {
  const rows = on
    .select({ series, instance: instances })
    .from(series)
    .innerJoin(instances, eq(instances.seriesId, series.id))
    .where(eq(series.studyId, study))
    .orderBy(asc(series.number), asc(series.uid), asc(instances.instanceNumber), asc(instances.sop))
    .all();
  const byInstance = framesByInstance(on, study);
  const found = new Map<string, StoredSeries & { instances: StoredInstance[] }>();
  for (const { series: s, instance } of rows) {
    const entry = found.get(s.id) ?? { ...s, id: idOf<SeriesId>(s.id), instances: [] };
    found.set(s.id, entry);
    entry.instances.push(instanceOf(instance, byInstance.get(instance.id) ?? []));
  }
  return [...found.values()];
}

export interface SeriesShown {
  readonly label: string;
  readonly frames: number;
}

/** What the series of some studies show and how many images they have: no pixel and no header is looked at for it. */
export function seriesShown(on: Source, of: readonly StudyId[]): ReadonlyMap<string, readonly SeriesShown[]> {
  const rows = on
    .select({ study: series.studyId, label: series.label, frames: sql<number>`SUM(${instances.frames})` })
    .from(series)
    .innerJoin(instances, eq(instances.seriesId, series.id))
    .where(inArray(series.studyId, [...of]))
    .groupBy(series.id)
    .orderBy(asc(series.number), asc(series.uid))
    .all();
  const byStudy = Map.groupBy(rows, ({ study }) => study);
  return new Map([...byStudy].map(([study, own]) => [study, own.map(({ label, frames }) => ({ label, frames }))]));
}

export interface KnownFrame {
  readonly key: FrameKey;
  readonly geometry: FrameGeometry;
  /** Id of its series. */
  readonly series: string;
}

/** The geometry of every frame of a study. */
export function frameGeometries(on: Source, study: StudyId): KnownFrame[] {
  return seriesOfStudy(on, study).flatMap((s) =>
    s.instances.flatMap((i) =>
      i.frames.map((f) => ({
        key: { sop: i.sop, frame: f.number },
        geometry: f.geometry ?? i.geometry,
        series: s.id,
      })),
    ),
  );
}

export function framePlace(on: Source, { sop, frame }: FrameKey): FramePlace | undefined {
  const row = on
    .select({ frame: frames, instance: instances, case: cases })
    .from(frames)
    .innerJoin(instances, eq(instances.id, frames.instanceId))
    .innerJoin(series, eq(series.id, instances.seriesId))
    .innerJoin(cases, eq(cases.studyId, series.studyId))
    .where(and(eq(instances.sop, sop), eq(frames.number, frame)))
    .get();
  if (!row) return undefined;
  return {
    blob: row.instance.blob,
    offset: row.frame.offset,
    length: row.frame.length,
    sha256: row.frame.sha256,
    frameSyntax: row.instance.frameSyntax,
    project: idOf<ProjectId>(row.case.projectId),
    case: idOf<CaseId>(row.case.id),
    caseState: row.case.state as CaseState,
  };
}

function framesByInstance(on: Source, study: StudyId): Map<string, StoredFrame[]> {
  const rows = on
    .select({ frame: frames })
    .from(frames)
    .innerJoin(instances, eq(instances.id, frames.instanceId))
    .innerJoin(series, eq(series.id, instances.seriesId))
    .where(eq(series.studyId, study))
    .orderBy(asc(frames.number))
    .all();
  const found = new Map<string, StoredFrame[]>();
  for (const { frame } of rows) {
    const { instanceId, geometry, ...rest } = frame;
    const list = found.get(instanceId) ?? [];
    found.set(instanceId, list);
    list.push({ ...rest, geometry: geometry === null ? null : (JSON.parse(geometry) as FrameGeometry) });
  }
  return found;
}

const instanceOf = (row: typeof instances.$inferSelect, ofInstance: readonly StoredFrame[]): StoredInstance => ({
  sop: row.sop,
  sopClass: row.sopClass,
  instanceNumber: row.instanceNumber,
  rows: row.rows,
  columns: row.columns,
  frameSyntax: row.frameSyntax,
  blob: row.blob,
  geometry: JSON.parse(row.geometry) as FrameGeometry,
  metadata: row.metadata,
  frames: ofInstance,
});

export function instanceNamed(on: Source, sop: string): { study: StudyId; metadata: string } | undefined {
  const row = on
    .select({ study: series.studyId, metadata: instances.metadata })
    .from(instances)
    .innerJoin(series, eq(series.id, instances.seriesId))
    .where(eq(instances.sop, sop))
    .get();
  return row && { study: idOf<StudyId>(row.study), metadata: row.metadata };
}
