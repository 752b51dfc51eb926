/**
 * What the protocol resolves by itself, recorded as such: the rule decided and no person did. A resolution is written once, when
 * the last read of a case comes in, when an agenda is made, or when a lead asks for it; never because somebody looked.
 */
import * as v from 'valibot';
import { disagreementQueue, type QueuedDisagreement } from '#domain/agreement/disagreement-queue.ts';
import type { ProjectId, ReadId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { DISAGREEMENT_KINDS } from '#domain/plan/disagreement-kind.ts';
import { ResolutionRuleSchema } from '#domain/plan/resolution-rule.ts';
import { FieldValueSchema } from '#domain/protocol/field.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import { caseById } from '#server/store/cases.ts';
import type { Database, Transaction } from '#server/store/database.ts';
import type { Ledger } from '#server/store/ledger.ts';
import { protocolVersion, type ProtocolVersion } from '#server/store/protocols.ts';
import { readById } from '#server/store/reads.ts';
import { comparisonsOfCase, type Comparison } from './comparison.ts';
import { preparedCase, type ComparingPorts } from './comparing.ts';
import { disagreementId, type Keyed } from './disagreement-id.ts';
import { usesIn, type AgendaUse } from './agenda-use.ts';

const RESOLVED = 'disagreement-resolved';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

const ResolvedSchema = v.object({
  /** The id under which the queue shows it. */
  disagreement: v.string(),
  case: v.string(),
  kind: v.picklist(DISAGREEMENT_KINDS),
  /** Id of the finding; null where it is about the case. */
  finding: v.nullable(v.string()),
  protocol: v.object({ protocol: v.string(), version: Count, hash: v.string() }),
  /** The rule as that version states it. */
  rule: ResolutionRuleSchema,
  answers: v.array(v.object({ about: v.string(), value: FieldValueSchema, votes: Count, of: Count })),
  /** The reads that were counted, with the hashes of what they say. */
  reads: v.array(v.object({ read: v.string(), hash: v.string() })),
});
type Resolved = v.InferOutput<typeof ResolvedSchema>;

export interface RecordedResolution extends Resolved {
  readonly at: Instant;
  /** Number of the event in the ledger. */
  readonly seq: number;
}

export interface ResolutionPorts extends ComparingPorts {
  readonly ledger: Ledger;
  readonly keyed: Keyed;
  readonly agendas: (project: ProjectId) => readonly AgendaUse[];
}

export const recordedResolutions = (
  ledger: Pick<Ledger, 'read'>,
  project: ProjectId,
  on?: Database | Transaction,
): RecordedResolution[] =>
  ledger
    .read(streamOf(project), on)
    .filter(({ type }) => type === RESOLVED)
    .map(({ at, seq, payload }) => ({ ...v.parse(ResolvedSchema, payload), at, seq }));

export interface Resolving {
  readonly project: ProjectId;
  readonly protocol: ProtocolVersion;
  readonly comparisons: readonly Comparison[];
}

/** Doing it again changes nothing. What a panel has on its agenda, or has settled, is left to the panel. */
export function recordResolutions(ports: ResolutionPorts, { project, protocol, comparisons }: Resolving): void {
  if (!hasRules(protocol.content)) return;
  const found = disagreementQueue(comparisons, protocol.content).filter(({ resolution }) => resolution);
  if (found.length === 0) return;
  const useOf = usesIn(ports.agendas(project));
  const idFor = disagreementId(ports.keyed, project, protocol);
  ports.store.transact((tx) => {
    const known = new Set(recordedResolutions(ports.ledger, project, tx).map(({ disagreement }) => disagreement));
    for (const one of found) {
      const id = idFor(one);
      if (known.has(id) || useOf(one)) continue;
      const payload = resolvedOf(one, { id, protocol });
      ports.ledger.append(tx, { actor: 'system', stream: streamOf(project), type: RESOLVED, payload });
    }
  });
}

/**
 * A read came in: where it was the last one of its case, the rules of the version it was made under are applied. The case is compared
 * in the thread; what is recorded rests on what there is when that is done.
 */
export async function resolveCaseOf(ports: ResolutionPorts, read: ReadId): Promise<void> {
  const about = ruledCaseOf(ports, read);
  if (!about) return;
  const ready = await preparedCase(ports, about.one, about.protocol);
  // The server ended meanwhile; before the next agenda is made rules are applied again.
  if (!ports.store.connection.open) return;
  const now = ruledCaseOf(ready, read);
  if (!now) return;
  const { one, protocol } = now;
  recordResolutions(ready, { project: one.project, protocol, comparisons: comparisonsOfCase(ready, one, protocol) });
}

/** Undefined where no rule could speak. */
function ruledCaseOf({ store: { db } }: ResolutionPorts, read: ReadId) {
  const submitted = readById(db, read);
  const one = submitted && caseById(db, submitted.case);
  const protocol = submitted && protocolVersion(db, submitted.protocol);
  return one && protocol && hasRules(protocol.content) ? { one, protocol } : undefined;
}

const hasRules = ({ agreement }: ProtocolContent): boolean => (agreement.resolve ?? []).length > 0;

const streamOf = (project: ProjectId): string => `agreement:${project}`;

interface Named {
  readonly id: string;
  readonly protocol: ProtocolVersion;
}

function resolvedOf(
  { case: one, compared, disagreement, resolution }: QueuedDisagreement,
  { id, protocol: { protocol, version, hash } }: Named,
) {
  const finding = 'group' in disagreement ? disagreement.group.finding : null;
  return {
    ...{ disagreement: id, case: one, kind: disagreement.kind, finding },
    protocol: { protocol, version, hash },
    rule: { ...resolution?.rule },
    answers: (resolution?.answers ?? []).map((answer) => ({ ...answer })),
    reads: compared.reads.map((read) => ({ read: read.id, hash: read.hash })),
  };
}
