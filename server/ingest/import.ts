/**
 * Importing: every file is admitted or quarantined on its own; the admitted ones are archived as blobs and, when all files
 * were seen, indexed in one transaction. A failed import leaves no row behind; blobs without a row are never reachable.
 */
import type { Actor } from '#domain/access/actor.ts';
import { can } from '#domain/access/policy.ts';
import type { CaseId, ProjectId, UserId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { admit, type Admitted } from '#server/dicom/admit.ts';
import type { DecodePool } from '#server/dicom/pool.ts';
import type { Blobs } from '#server/store/blobs.ts';
import { caseOfStudy, insertCase, insertImport, setCaseState } from '#server/store/cases.ts';
import type { Store, Transaction } from '#server/store/database.ts';
import { hasInstance, insertInstance, seriesNamed, studyNamed } from '#server/store/images.ts';
import type { Ledger } from '#server/store/ledger.ts';
import type { Incoming } from './sources.ts';

export interface ImportReport {
  readonly files: number;
  /** Files that became instances. */
  readonly imported: number;
  readonly quarantined: readonly { readonly path: string; readonly code: string; readonly message: string }[];
  readonly warnings: readonly { readonly path: string; readonly code: string; readonly message: string }[];
  readonly studies: number;
  readonly series: number;
  readonly instances: number;
  readonly frames: number;
  readonly cases: number;
  readonly seconds: number;
}

export interface ImportPorts {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly blobs: Blobs;
  readonly pool: DecodePool;
  /** The secret by which a project's UIDs are remapped. */
  readonly uidKey: (project: ProjectId) => Uint8Array;
  readonly now: () => Instant;
}

export interface ImportRequest {
  readonly project: ProjectId;
  readonly files: AsyncIterable<Incoming>;
  /** Told after every file. */
  readonly progress?: (done: FileOutcome) => void;
}

export type FileOutcome =
  | { readonly path: string; readonly outcome: 'admitted' | 'known' }
  | { readonly path: string; readonly outcome: 'quarantined'; readonly code: string; readonly message: string };

type Kept = Omit<Admitted, 'part10' | 'originalUids'> & { readonly path: string };

/** By the command line (`by` null) or by a person who may import into the project. */
export async function importFiles(
  ports: ImportPorts,
  by: Actor | null,
  request: ImportRequest,
): Promise<Result<ImportReport, Refusal>> {
  if (by && !can(by, 'images.import', { kind: 'project', project: request.project }))
    return err(refusal('not-allowed'));
  const began = performance.now();
  const seen = await admitAll(ports, request);
  const { files, quarantined, warnings } = seen;
  const counts = ports.store.transact((tx) => {
    // Another import may have brought the same images in while this one was reading them.
    const [late, kept] = split(seen.kept, ({ uids }) => hasInstance(tx, uids.instance));
    warnings.push(...late.map(({ path }) => alreadyHere(path)));
    return indexAll(ports, tx, { project: request.project, by: by?.user ?? null, at: ports.now(), kept });
  });
  const seconds = Math.round(performance.now() - began) / 1000;
  return ok({ files, imported: counts.instances, quarantined, warnings, ...counts, seconds });
}

const split = <T>(all: readonly T[], test: (one: T) => boolean): readonly [T[], T[]] => [
  all.filter(test),
  all.filter((one) => !test(one)),
];

const alreadyHere = (path: string) => ({
  path,
  code: 'already-here',
  message: 'This image is in the project already. It was not stored twice.',
});

interface Seen {
  files: number;
  readonly kept: Kept[];
  readonly quarantined: { path: string; code: string; message: string }[];
  readonly warnings: { path: string; code: string; message: string }[];
}

/** A few files at a time: one is decoded in the pool while the next is parsed. */
async function admitAll(ports: ImportPorts, { project, files, progress }: ImportRequest): Promise<Seen> {
  const seen: Seen = { files: 0, kept: [], quarantined: [], warnings: [] };
  const uidKey = ports.uidKey(project);
  const known = new Set<string>();
  const running = new Set<Promise<void>>();

  async function one(file: Incoming): Promise<void> {
    const outcome = await admitOne(file);
    if (outcome.outcome === 'quarantined') {
      seen.quarantined.push({ path: outcome.path, code: outcome.code, message: outcome.message });
    }
    progress?.(outcome);
  }

  async function admitOne(file: Incoming): Promise<FileOutcome> {
    const { path } = file;
    if ('failed' in file) return { path, outcome: 'quarantined', code: file.failed, message: UNREADABLE[file.failed] };
    const admitted = await admit(file.bytes, { uidKey, pool: ports.pool });
    if (!admitted.ok) return { path, outcome: 'quarantined', ...admitted.error };
    const { part10, originalUids: _originals, ...kept } = admitted.value;
    seen.warnings.push(...kept.warnings.map((warning) => ({ path, ...warning })));
    const { instance } = kept.uids;
    if (known.has(instance) || hasInstance(ports.store.db, instance)) {
      seen.warnings.push(alreadyHere(path));
      return { path, outcome: 'known' };
    }
    known.add(instance);
    await ports.blobs.put(part10);
    seen.kept.push({ ...kept, path });
    return { path, outcome: 'admitted' };
  }

  try {
    for await (const file of files) {
      seen.files += 1;
      const work = one(file).finally(() => running.delete(work));
      running.add(work);
      if (running.size >= AT_ONCE) await Promise.race(running);
    }
    await Promise.all(running);
    return seen;
  } finally {
    // A failure ends the import, but not before the files under way have ended: theirs would be nobody's to catch.
    await Promise.allSettled(running);
  }
}

const AT_ONCE = 3;

const UNREADABLE = {
  'too-large': 'The file is larger than 1 GiB. It was not read.',
  'no-access': 'The file could not be read. It was passed over.',
  unreadable: 'The archive is damaged. What could be read of it was imported.',
} as const;

interface Index {
  readonly project: ProjectId;
  readonly by: UserId | null;
  readonly at: Instant;
  readonly kept: readonly Kept[];
}

type Counts = Pick<ImportReport, 'studies' | 'series' | 'instances' | 'frames' | 'cases'>;

function indexAll(ports: ImportPorts, tx: Transaction, { project, by, at, kept }: Index): Counts {
  const studyIds = new Set<string>();
  const seriesIds = new Set<string>();
  let cases = 0;
  for (const [uid, ofStudy] of Map.groupBy(kept, (k) => k.uids.study)) {
    const patientKey = ofStudy[0]?.patientKey ?? '';
    const shiftedDay = ofStudy[0]?.shiftedDay ?? null;
    const study = studyNamed(tx, { project, uid, patientKey, shiftedDay });
    studyIds.add(study.id);
    for (const one of ofStudy) {
      const { modality, seriesLabel: label, attributes } = one;
      const series = seriesNamed(tx, {
        study: study.id,
        uid: one.uids.series,
        modality,
        number: attributes.seriesNumber,
        label,
      });
      seriesIds.add(series);
      insertInstance(tx, series, storedOf(one));
    }
    const lookReason = ofStudy.find((k) => k.lookReason !== null)?.lookReason ?? '';
    const withPixels = ofStudy.some((k) => k.frames.length > 0);
    const existing = caseOfStudy(tx, study.id);
    if (existing) {
      if (lookReason !== '' && existing.state !== 'excluded')
        takeBack(ports, tx, { case: existing.id, lookReason, by });
    } else if (withPixels) {
      const id = insertCase(tx, { project, study: study.id, lookReason, at });
      ports.ledger.append(tx, {
        actor: by ?? 'system',
        stream: `case:${id}`,
        type: 'case-made',
        payload: { project, lookReason },
      });
      cases += 1;
    }
  }
  const frames = kept.reduce((sum, k) => sum + k.frames.length, 0);
  const counts = { studies: studyIds.size, series: seriesIds.size, instances: kept.length, frames, cases };
  if (kept.length > 0) {
    insertImport(tx, { project, by, at, summary: counts });
    ports.ledger.append(tx, {
      actor: by ?? 'system',
      stream: `project:${project}`,
      type: 'images-imported',
      payload: counts,
    });
  }
  return counts;
}

/** New images that nobody has looked at take the whole case back behind the look. */
function takeBack(
  { ledger }: ImportPorts,
  tx: Transaction,
  { case: id, lookReason, by }: { readonly case: CaseId; readonly lookReason: string; readonly by: UserId | null },
): void {
  setCaseState(tx, id, 'awaiting-look', lookReason);
  ledger.append(tx, { actor: by ?? 'system', stream: `case:${id}`, type: 'look-needed', payload: { lookReason } });
}

const storedOf = (kept: Kept) => ({
  sop: kept.uids.instance,
  sopClass: kept.uids.sopClass,
  instanceNumber: kept.attributes.instanceNumber,
  rows: kept.attributes.rows,
  columns: kept.attributes.columns,
  frameSyntax: kept.frameSyntax,
  blob: kept.sha256,
  geometry: kept.attributes.geometry,
  metadata: JSON.stringify(kept.metadata),
  frames: kept.frames.map((f) => ({
    number: f.number,
    offset: f.offset,
    length: f.length,
    sha256: f.sha256,
    geometry: f.geometry ?? null,
  })),
});
