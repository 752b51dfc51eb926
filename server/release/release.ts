/**
 * The native export: every read, round, ballot, decision and comment of a project, with who, when and under which protocol
 * version. Sessions are exported as `recordView` shows them, so an alias stays an alias here as well.
 */
import { commentsIn, type SeatedComment } from '#documents/comment.ts';
import type { DocumentName } from '#documents/names.ts';
import type { CaseId, ProjectId, SessionId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { recordView, showsNames } from '#domain/session/projection.ts';
import type { SessionState } from '#domain/session/state.ts';
import type { RecordView } from '#domain/session/view.ts';
import { recordedResolutions } from '#server/agreement/resolutions.ts';
import { casesOfProject, type Case } from '#server/store/cases.ts';
import type { Store } from '#server/store/database.ts';
import { seriesOfStudy } from '#server/store/images.ts';
import type { Ledger } from '#server/store/ledger.ts';
import { membersOf, projectNamed } from '#server/store/projects.ts';
import { protocolVersionsOf, type ProtocolVersion } from '#server/store/protocols.ts';
import { readsOfProject } from '#server/store/reads.ts';
import { sessionsOfProject } from '#server/store/sessions.ts';
import { exportedOpenings, type ExportedOpening } from './exported-openings.ts';
import { exportedReads, type ExportedRead } from './exported-reads.ts';
import { exportedResolutions, type ExportedResolution } from './exported-resolutions.ts';

export const EXPORT_FORMAT = 'consilium-export/1';

export interface ExportedProject {
  readonly format: typeof EXPORT_FORMAT;
  readonly exportedAt: Instant;
  readonly project: { readonly id: ProjectId; readonly name: string };
  /** Head of the ledger at the export: `consilium verify --head` proves that nothing before it was cut off. */
  readonly ledger: { readonly seq: number; readonly hash: string };
  readonly people: readonly { readonly user: string; readonly name: string; readonly roles: readonly string[] }[];
  readonly protocols: readonly ProtocolVersion[];
  readonly cases: readonly ExportedCase[];
  readonly reads: readonly ExportedRead[];
  readonly sessions: readonly ExportedSession[];
  /** What no panel discussed because a rule of the protocol resolves it. */
  readonly resolutions: readonly ExportedResolution[];
  /** Who was let into which document, when. */
  readonly openings: readonly ExportedOpening[];
}

export interface ExportedCase extends Pick<Case, 'id' | 'alias' | 'state' | 'context'> {
  readonly series: readonly {
    readonly uid: string;
    readonly modality: string;
    readonly label: string;
    readonly instances: readonly { readonly sop: string; readonly frames: number; readonly sha256: string }[];
  }[];
}

export interface ExportedSession {
  readonly record: RecordView;
  /** What stands on the tables, item by item. */
  readonly tables: readonly {
    readonly item: string;
    readonly comments: readonly SeatedComment[];
    /** Root → JSON: marks per seat, the joint outline, notes. */
    readonly roots: Readonly<Record<string, unknown>>;
  }[];
}

export interface ReleasePorts {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly now: () => Instant;
  readonly sessions: { readonly state: (id: SessionId) => SessionState | null };
  readonly readDocument: (name: DocumentName) => { readonly roots: Readonly<Record<string, unknown>> };
}

export interface Release {
  /** @param project id or exact name. For the command line; the export is an event in the ledger. */
  exportProject(project: string): Result<ExportedProject, Refusal>;
}

export function createRelease(ports: ReleasePorts): Release {
  return {
    exportProject(nameOrId) {
      const { store, ledger, now } = ports;
      const project = projectNamed(store.db, nameOrId);
      if (!project) return err(refusal('not-found'));
      const exportedAt = now();
      store.transact((tx) => {
        const payload = { format: EXPORT_FORMAT };
        ledger.append(tx, { actor: 'system', stream: `project:${project.id}`, type: 'project-exported', payload });
      });
      return ok({ format: EXPORT_FORMAT, exportedAt, project, ledger: ledger.head(), ...contentOf(ports, project.id) });
    },
  };
}

type Content = Omit<ExportedProject, 'format' | 'exportedAt' | 'project' | 'ledger'>;

function contentOf(ports: ReleasePorts, project: ProjectId): Content {
  const { db } = ports.store;
  const states = sessionsOfProject(db, project).flatMap(({ id }) => ports.sessions.state(id) ?? []);
  const members = Map.groupBy(membersOf(db, project), (member) => member.user);
  return {
    people: [...members].map(([user, rows]) => ({ user, name: rows[0]?.name ?? '', roles: rows.map((r) => r.role) })),
    protocols: protocolVersionsOf(db, project),
    cases: casesOfProject(db, project).map((one) => exportedCase(ports.store, one)),
    reads: exportedReads(readsOfProject(db, project), casesUnderAliases(states)),
    sessions: states.map((state) => exportedSession(ports, state)),
    resolutions: exportedResolutions(recordedResolutions(ports.ledger, project), casesUnderAliases(states)),
    openings: exportedOpenings(ports.ledger, { sessions: states, reads: readsOfProject(db, project) }),
  };
}

const casesUnderAliases = (states: readonly SessionState[]): ReadonlySet<CaseId> =>
  new Set(states.filter((state) => !showsNames(state)).flatMap((state) => state.items.map((i) => i.content.case)));

function exportedCase(store: Store, { id, alias, state, context, study }: Case): ExportedCase {
  const series = seriesOfStudy(store.db, study).map(({ uid, modality, label, instances }) => ({
    uid,
    modality,
    label,
    instances: instances.map((i) => ({ sop: i.sop, frames: i.frames.length, sha256: i.blob })),
  }));
  return { id, alias, state, context, series };
}

function exportedSession({ readDocument }: ReleasePorts, state: SessionState): ExportedSession {
  const tables = state.items.map(({ content }) => {
    const { roots } = readDocument({ kind: 'table', session: state.id, item: content.id });
    return { item: content.id, comments: commentsIn(roots), roots };
  });
  return { record: recordView(state), tables };
}
