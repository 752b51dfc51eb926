/**
 * A look at how reads agree: who may, at which cases, and the event that says so. Every answer about agreement, queue or figures,
 * is made of a look, so that nothing is told without its event.
 */
import { can } from '#domain/access/policy.ts';
import type { Actor } from '#domain/access/actor.ts';
import type { CaseId, ProjectId, UserId } from '#domain/kernel/id.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { ProtocolVersion } from '#server/store/protocols.ts';
import type { Ledger } from '#server/store/ledger.ts';
import {
  comparisonsByVersion,
  newestComparisons,
  repeatComparisonsOf,
  type Compared,
  type Comparison,
} from './comparison.ts';
import { prepared, type ComparingPorts, type VersionsMeant } from './comparing.ts';

export interface LookPorts extends ComparingPorts {
  readonly ledger: Ledger;
  /** Whether a session that is not over makes this person part of the blind set. */
  readonly deliberatesOver: (user: UserId, id: CaseId) => boolean;
}

export interface VersionSeen {
  readonly protocol: ProtocolVersion;
  /** Cases whose blind set the asker is not part of. */
  readonly seen: readonly Comparison[];
}

export interface Look extends VersionSeen {
  /** Cases of the newest version that the asker is inside of. */
  readonly withheld: number;
  /** Of cases that came again: the two reads of one reader each. */
  readonly repeats: readonly Comparison[];
  /** The versions before, the newest first, as far as anything of them was compared. */
  readonly earlier: readonly VersionSeen[];
}

/** Whether this person must learn nothing of the case here. */
export const isInside = (
  { deliberatesOver }: Pick<LookPorts, 'deliberatesOver'>,
  { user }: Actor,
  { readers, case: one }: Comparison,
): boolean => readers.has(user) || deliberatesOver(user, one);

export interface LookRequest {
  readonly actor: Actor;
  readonly project: ProjectId;
  /** Nothing of earlier versions is told, or noted as looked at, unless it is asked for. */
  readonly versions: VersionsMeant;
}

export async function look(ports: LookPorts, request: LookRequest): Promise<Result<Look, Refusal>> {
  const { actor, project, versions } = request;
  if (!can(actor, 'agreement.see', { kind: 'project', project })) return err(refusal('not-allowed'));
  return lookAt(await prepared(ports, project, versions), request);
}

/** Who is inside of what is asked when everything is at hand, and the event is written in the same breath. */
function lookAt(ports: LookPorts, { actor, project, versions }: LookRequest): Result<Look, Refusal> {
  const newest = newestComparisons(ports, project);
  if (!newest) return err(refusal('protocol-missing'));
  const earlier = versions === 'all' ? comparisonsByVersion(ports, project, newest.protocol.version) : [];
  const outside = ({ protocol, comparisons }: Compared): VersionSeen => ({
    protocol,
    seen: comparisons.filter((one) => !isInside(ports, actor, one)),
  });
  const [now, before] = [outside(newest), earlier.map(outside)];
  const again = repeatComparisonsOf(ports, project, newest.protocol).filter((one) => !isInside(ports, actor, one));
  const looked = [...[now, ...before].flatMap(({ seen }) => seen), ...again];
  const cases = [...new Set(looked.map((one) => one.case))];
  ports.store.transact((tx) => {
    ports.ledger.append(tx, {
      actor: actor.user,
      stream: `project:${project}`,
      type: 'agreement-looked',
      payload: { cases },
    });
  });
  return ok({ ...now, withheld: newest.comparisons.length - now.seen.length, repeats: again, earlier: before });
}
