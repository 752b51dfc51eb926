/** Cases as people meet them: the lead's list, the look that lets images in, clinical context, and who may see the pixels. */
import { belongsTo, type Actor } from '#domain/access/actor.ts';
import { can } from '#domain/access/policy.ts';
import type { CaseImages } from '#contract/images.ts';
import type { CaseListQuery, CaseStateCounts } from '#contract/ingest.ts';
import type { CaseState, ClinicalContext } from '#domain/ingest/case.ts';
import type { CaseId, ProjectId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { caseById, casesFrom, casesOfProject, setCaseContext, setCaseState, type Case } from '#server/store/cases.ts';
import type { Store } from '#server/store/database.ts';
import { seriesOfStudy, seriesShown, type SeriesShown } from '#server/store/images.ts';
import type { Ledger } from '#server/store/ledger.ts';
import { caseCounts, type CaseCount } from '#server/store/project-counts.ts';
import { imagesOf } from './series-images.ts';

export interface CasePorts {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly now: () => Instant;
  /** Stages that give somebody a reason to see a case (a read of it, a session about it) answer here. */
  readonly mayOpenCase: (actor: Actor, id: CaseId) => boolean;
}

export interface CaseLine {
  readonly id: CaseId;
  readonly alias: string;
  readonly state: CaseState;
  readonly lookReason: string;
  readonly context: ClinicalContext;
  readonly series: readonly SeriesShown[];
}

export interface CasePage {
  readonly cases: readonly CaseLine[];
  /** The number the next page begins with; null when this is the last one. */
  readonly next: number | null;
  readonly counts: CaseStateCounts;
}

/** Cases on one page. */
const PAGE = 50;

export interface CaseService {
  list(actor: Actor, project: ProjectId): Result<CaseLine[], Refusal>;
  page(actor: Actor, project: ProjectId, query: CaseListQuery): Result<CasePage, Refusal>;
  /** One line of the list. */
  line(actor: Actor, project: ProjectId, id: CaseId): Result<CaseLine, Refusal>;
  /** A lead has looked at every image and found no identity in the pixels. */
  confirmLook(actor: Actor, id: CaseId): Result<null, Refusal>;
  exclude(actor: Actor, id: CaseId, reason: string): Result<null, Refusal>;
  setContext(actor: Actor, id: CaseId, context: ClinicalContext): Result<null, Refusal>;
  /** What the viewer needs of a case's images. */
  images(actor: Actor, id: CaseId): Result<CaseImages, Refusal>;
  maySeePixels(actor: Actor, one: Pick<Case, 'id' | 'project' | 'state'>): boolean;
}

export function createCaseService(ports: CasePorts): CaseService {
  const { store, ledger } = ports;

  /** Images that still wait for a look are shown to those who may look, and to nobody else. */
  function maySeePixels(actor: Actor, one: Pick<Case, 'id' | 'project' | 'state'>): boolean {
    if (can(actor, 'images.confirm', { kind: 'project', project: one.project })) return true;
    const mayCome = belongsTo(actor, one.project) || actor.guestOf !== undefined;
    return one.state === 'ready' && mayCome && ports.mayOpenCase(actor, one.id);
  }

  function change(actor: Actor, id: CaseId, run: (one: Case) => Result<Change, Refusal>): Result<null, Refusal> {
    const one = caseById(store.db, id);
    if (!one || !can(actor, 'images.confirm', { kind: 'project', project: one.project }))
      return err(refusal('not-found'));
    const decided = run(one);
    if (!decided.ok) return decided;
    const { write, type, payload } = decided.value;
    store.transact((tx) => {
      write(tx);
      ledger.append(tx, { actor: actor.user, stream: `case:${id}`, type, payload });
    });
    return ok(null);
  }

  return {
    maySeePixels,
    list(actor, project) {
      if (!can(actor, 'case.list', { kind: 'project', project })) return err(refusal('not-allowed'));
      return ok(linesOf(store, casesOfProject(store.db, project)));
    },
    page(actor, project, { state, from }) {
      if (!can(actor, 'case.list', { kind: 'project', project })) return err(refusal('not-allowed'));
      const asked = { project, state: state === '' ? null : state, from, limit: PAGE + 1 };
      const found = casesFrom(store.db, asked);
      const counts = stateCounts(caseCounts(store.db, project));
      return ok({ cases: linesOf(store, found.slice(0, PAGE)), next: found[PAGE]?.number ?? null, counts });
    },
    line(actor, project, id) {
      if (!can(actor, 'case.list', { kind: 'project', project })) return err(refusal('not-allowed'));
      const one = caseById(store.db, id);
      const [line] = one?.project === project ? linesOf(store, [one]) : [];
      return line ? ok(line) : err(refusal('not-found'));
    },
    confirmLook: (actor, id) =>
      change(actor, id, (one) => {
        if (one.state !== 'awaiting-look') return err(refusal('look-not-needed'));
        const payload = { reason: one.lookReason };
        return ok({ write: (tx) => setCaseState(tx, id, 'ready', ''), type: 'look-confirmed', payload });
      }),
    exclude: (actor, id, reason) =>
      change(actor, id, () =>
        ok({ write: (tx) => setCaseState(tx, id, 'excluded', reason), type: 'case-excluded', payload: { reason } }),
      ),
    setContext: (actor, id, context) =>
      change(actor, id, () =>
        ok({
          write: (tx) => setCaseContext(tx, id, context),
          type: 'context-set',
          payload: { keys: Object.keys(context) },
        }),
      ),
    images(actor, id) {
      const one = caseById(store.db, id);
      if (!one || !maySeePixels(actor, one)) return err(refusal('not-found'));
      return ok({ case: one.id, alias: one.alias, series: imagesOf(seriesOfStudy(store.db, one.study)) });
    },
  };
}

interface Change {
  readonly write: (tx: Parameters<Parameters<Store['transact']>[0]>[0]) => void;
  readonly type: string;
  readonly payload: Parameters<Ledger['append']>[1]['payload'];
}

/** Studies of one statement. */
const SOME = 500;

function linesOf({ db }: Store, cases: readonly Case[]): CaseLine[] {
  const lines: CaseLine[] = [];
  for (let i = 0; i < cases.length; i += SOME) {
    const some = cases.slice(i, i + SOME);
    const shown = seriesShown(
      db,
      some.map(({ study }) => study),
    );
    for (const { id, alias, state, lookReason, context, study } of some)
      lines.push({ id, alias, state, lookReason, context, series: shown.get(study) ?? [] });
  }
  return lines;
}

function stateCounts(groups: readonly CaseCount[]): CaseStateCounts {
  const inState = (state: CaseState): number =>
    groups.reduce((sum, group) => sum + (group.state === state ? group.cases : 0), 0);
  return { 'awaiting-look': inState('awaiting-look'), ready: inState('ready'), excluded: inState('excluded') };
}
