/**
 * What reading has to know of the later stages: whose read of a case cannot be called blind any more. A seat over the case is
 * enough, because the agenda says where to look; so is a look at how reads differ, or at the replay of a session about it.
 */
import * as v from 'valibot';
import { idOf, type CaseId, type ProjectId, type UserId } from '#domain/kernel/id.ts';
import type { Store } from './store/database.ts';
import type { Ledger } from './store/ledger.ts';
import { casesOfSession, casesSatOver, sessionsOfProject } from './store/sessions.ts';

interface Ground {
  readonly store: Store;
  readonly ledger: Ledger;
}

export function casesKnownTo(ground: Ground, user: UserId, project: ProjectId): ReadonlySet<CaseId> {
  const { db } = ground.store;
  return new Set([
    ...casesSatOver(db, user),
    ...comparedBy(ground, user, project),
    ...replayedBy(ground, user, project),
  ]);
}

const Looked = v.object({ cases: v.array(v.string()) });

const comparedBy = ({ ledger }: Ground, user: UserId, project: ProjectId): CaseId[] =>
  ledger
    .read(`project:${project}`)
    .filter(({ type, actor }) => type === 'agreement-looked' && actor === user)
    .flatMap(({ payload }) => v.parse(Looked, payload).cases.map((one) => idOf<CaseId>(one)));

const replayedBy = ({ store, ledger }: Ground, user: UserId, project: ProjectId): CaseId[] =>
  sessionsOfProject(store.db, project)
    .filter(({ id }) => ledger.read(`record:${id}`).some(({ actor }) => actor === user))
    .flatMap(({ id }) => casesOfSession(store.db, id));
