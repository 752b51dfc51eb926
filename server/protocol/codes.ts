/** Coded terms that those who write a protocol have brought along, to choose from. A version keeps the codes it uses; the list is no part of it. */
import type { Actor } from '#domain/access/actor.ts';
import { can } from '#domain/access/policy.ts';
import type { ProjectId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { isKnownScheme, isValueOfScheme } from '#domain/protocol/code.ts';
import { codeListOf, keepCodeList, type CodeList } from '#server/store/code-lists.ts';
import type { Store } from '#server/store/database.ts';
import type { Ledger } from '#server/store/ledger.ts';

export interface CodePorts {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly now: () => Instant;
}

export interface Codes {
  /** Empty while nothing was brought along. */
  list(actor: Actor, project: ProjectId): Result<CodeList, Refusal>;
  /** In the place of what was kept before. */
  keep(actor: Actor, project: ProjectId, list: CodeList): Result<{ readonly kept: number }, Refusal>;
}

export function createCodes({ store, ledger, now }: CodePorts): Codes {
  const mayWrite = (actor: Actor, project: ProjectId): boolean =>
    can(actor, 'protocol.write', { kind: 'project', project });
  return {
    list(actor, project) {
      if (!mayWrite(actor, project)) return err(refusal('not-allowed'));
      return ok(codeListOf(store.db, project) ?? { name: '', codes: [] });
    },
    keep(actor, project, { name, codes }) {
      if (!mayWrite(actor, project)) return err(refusal('not-allowed'));
      const wrong = codes.flatMap((code, i) =>
        isKnownScheme(code.scheme) && isValueOfScheme(code) ? [] : [`codes.${String(i)}`],
      );
      if (wrong.length > 0) return err(refusal('bad-request', { issues: wrong.slice(0, 100) }));
      store.transact((tx) => {
        keepCodeList(tx, { project, name, codes, at: now(), by: actor.user });
        const payload = { name, codes: codes.length };
        ledger.append(tx, { actor: actor.user, stream: `project:${project}`, type: 'codes-kept', payload });
      });
      return ok({ kept: codes.length });
    },
  };
}
