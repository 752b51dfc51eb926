/**
 * What a reader withheld because it may show who the patient is. Any reader can do that, at once and alone, because a name that
 * is seen cannot be unseen; so a lead can undo it as fast, and can stop a reader whose flags withhold too much.
 */
import type { NewRelease } from '#contract/reports.ts';
import type { Actor } from '#domain/access/actor.ts';
import { can } from '#domain/access/policy.ts';
import type { CaseId, ProjectId, ReadId, UserId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { RELEASE_TEXT, withholdsImages } from '#domain/reading/report.ts';
import { casesById, setCaseState, type Case } from '#server/store/cases.ts';
import type { Database, Store, Transaction } from '#server/store/database.ts';
import { flagsOfProject, settleFlag, type Flag } from '#server/store/flags.ts';
import type { Ledger } from '#server/store/ledger.ts';
import { membersOf } from '#server/store/projects.ts';
import { readsOfCase } from '#server/store/reads.ts';
import { allowWithholding, stopWithholding } from '#server/store/withholding.ts';

export interface WithholdingPorts {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly now: () => Instant;
  /** Its reader may do more, or less, than before: open connections are asked again. */
  readonly reconsider: (read: ReadId) => void;
}

/** What waits for a lead because of one reader. */
export interface Withheld {
  readonly reader: UserId;
  readonly name: string;
  readonly cases: readonly CaseId[];
}

export interface Withholding {
  /** Who withholds what, for those who can let it in again; nothing for anybody else. */
  waiting(actor: Actor, project: ProjectId): Withheld[];
  /** Lets the cases of these flags in again, all of them or none. */
  release(actor: Actor, project: ProjectId, release: NewRelease): Result<{ released: number }, Refusal>;
  /** Whether the flags of a reader withhold images from now on, or only tell. What is withheld stays so. */
  allow(actor: Actor, project: ProjectId, whom: { user: UserId; allowed: boolean }): Result<null, Refusal>;
}

/** Why the case waits, when nothing but a reader's flag withholds it. */
export const READER_SAW_IDENTITY = 'reader-saw-identity';

export const isWithheld = ({ state, lookReason }: Pick<Case, 'state' | 'lookReason'>): boolean =>
  state === 'awaiting-look' && lookReason === READER_SAW_IDENTITY;

export function createWithholding(ports: WithholdingPorts): Withholding {
  const { store, ledger, now } = ports;
  const mayDecide = (actor: Actor, project: ProjectId): boolean =>
    can(actor, 'images.confirm', { kind: 'project', project });
  return {
    waiting(actor, project) {
      if (!mayDecide(actor, project)) return [];
      const names = new Map(membersOf(store.db, project).map(({ user, name }) => [user, name]));
      const byReader = Map.groupBy(withholdingFlags(store.db, project), ({ user }) => user);
      return [...byReader].map(([reader, flags]) => ({
        reader,
        name: names.get(reader) ?? 'Somebody who left',
        cases: [...new Set(flags.map((flag) => flag.case))],
      }));
    },
    release(actor, project, { flags, reason }) {
      if (!mayDecide(actor, project)) return err(refusal('not-allowed'));
      const wanted = new Set<string>(flags);
      const released = store.transact((tx): Result<CaseId[], Refusal> => {
        const waiting = withholdingFlags(tx, project);
        const named = waiting.filter(({ id }) => wanted.has(id));
        if (named.length < wanted.size) return err(refusal('version-conflict'));
        const of = new Set(named.map((flag) => flag.case));
        for (const id of of) {
          const settled = waiting.filter((flag) => flag.case === id).map((flag) => flag.id);
          for (const flag of settled) settleFlag(tx, flag, { at: now(), note: RELEASE_TEXT[reason] });
          setCaseState(tx, id, 'ready', '');
          const payload = { reason, flags: settled };
          ledger.append(tx, { actor: actor.user, stream: `case:${id}`, type: 'case-released', payload });
        }
        return ok([...of]);
      });
      if (!released.ok) return released;
      for (const id of released.value) for (const read of readsOfCase(store.db, id)) ports.reconsider(read.id);
      return ok({ released: released.value.length });
    },
    allow(actor, project, { user, allowed }) {
      if (!mayDecide(actor, project)) return err(refusal('not-allowed'));
      const isMember = membersOf(store.db, project).some((member) => member.user === user);
      if (!isMember) return err(refusal('not-found'));
      return store.transact((tx) => {
        const reader = { project, user };
        const changed = allowed ? allowWithholding(tx, reader) : stopWithholding(tx, reader, now());
        const type = allowed ? 'withholding-allowed' : 'withholding-stopped';
        if (changed) ledger.append(tx, { actor: actor.user, stream: `project:${project}`, type, payload: { user } });
        return ok(null);
      });
    },
  };
}

/** Flags that wait, of cases that nothing else withholds. */
function withholdingFlags(on: Database | Transaction, project: ProjectId): Flag[] {
  const waiting = flagsOfProject(on, project).filter(({ kind, settled }) => withholdsImages(kind) && settled === null);
  const withheld = new Set(
    casesById(on, [...new Set(waiting.map((flag) => flag.case))])
      .filter(isWithheld)
      .map(({ id }) => id),
  );
  return waiting.filter((flag) => withheld.has(flag.case));
}
