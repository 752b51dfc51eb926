/** Asking one person to read one case: a new draft, or the draft they had before, with what they had written. */
import type { CaseId, ProjectId, ReadId, UserId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { ProtocolCitation } from '#domain/protocol/protocol.ts';
import type { Blinding, DraftRead } from '#domain/reading/read.ts';
import type { Store, Transaction } from '#server/store/database.ts';
import { newId } from '#server/store/ids.ts';
import type { Ledger } from '#server/store/ledger.ts';
import { endedReadsOfCase, insertReadIn, resumeRead, type Standing } from '#server/store/reads.ts';

export interface AskPorts {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly now: () => Instant;
  /** Cases of which this person could have seen what others made of them; later stages know. */
  readonly casesKnownTo: (user: UserId, project: ProjectId) => ReadonlySet<CaseId>;
}

/** What is the same for everybody who is asked in one go. */
export interface Asking {
  readonly by: UserId;
  readonly at: Instant;
  readonly protocol: ProtocolCitation;
  readonly blindingOf: (user: UserId, one: CaseId) => Blinding;
}

export interface Asked {
  readonly case: CaseId;
  readonly user: UserId;
  readonly standing: Standing;
}

/** @returns the read, which is a draft now. */
export function askForRead(
  { ledger }: AskPorts,
  tx: Transaction,
  { asking, asked }: { asking: Asking; asked: Asked },
): ReadId {
  const { by, at } = asking;
  const { case: one, user, standing } = asked;
  const ended = endedReadsOfCase(tx, one).find((read) => read.user === user);
  const read = { ...draftFor(asking, asked), ...(ended && { id: ended.read }) };
  const { protocol, blinding } = read;
  if (ended) resumeRead(tx, read);
  else insertReadIn(tx, { read, assignedAt: at, standing });
  const type = ended ? 'read-resumed' : 'read-assigned';
  const payload = { read: read.id, reader: user, protocol: { ...protocol }, blinding };
  ledger.append(tx, { actor: by, stream: `case:${one}`, type, payload });
  return read.id;
}

/** @param repeats the read of the same person that comes again with this one. */
export function draftFor(
  { protocol, blindingOf }: Asking,
  { case: one, user }: Pick<Asked, 'case' | 'user'>,
  repeats?: ReadId,
): DraftRead {
  return {
    id: newId<ReadId>(),
    case: one,
    reader: { kind: 'person', user },
    round: repeats ? 2 : 1,
    protocol,
    blinding: blindingOf(user, one),
    raters: 'identified',
    ...(repeats && { repeats }),
    state: 'draft',
  };
}

export function blindingBy(ports: AskPorts, project: ProjectId): Asking['blindingOf'] {
  const known = new Map<UserId, ReadonlySet<CaseId>>();
  return (user, one) => {
    const cases = known.get(user) ?? ports.casesKnownTo(user, project);
    known.set(user, cases);
    return cases.has(one) ? 'informed' : 'blind';
  };
}
