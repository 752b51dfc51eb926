/**
 * An agenda of disagreements that somebody chose from the queue. A panel settles a lesion, not one respect of it: of whatever is
 * chosen the lesion comes before the panel, once.
 */
import { disagreementQueue } from '#domain/agreement/disagreement-queue.ts';
import type { LesionGroup } from '#domain/agreement/lesion-group.ts';
import { itemAbout, type AgendaItem, type Rules } from './agenda.ts';
import type { Comparison } from './comparison.ts';
import type { Named } from './disagreement-id.ts';

export interface Chosen {
  readonly ids: readonly string[];
  readonly idOf: (one: Named) => string;
  /** Whether a panel has it before itself. */
  readonly isTaken: (one: Named) => boolean;
}

/**
 * In the order of the queue, what costs most first. Undefined where one of them is not there any more, is before a panel, was
 * resolved by a rule, or is about no lesion.
 * @param seen what the chooser may see; nobody chooses of the rest.
 */
export function chosenAgenda(seen: readonly Comparison[], rules: Rules, chosen: Chosen): AgendaItem[] | undefined {
  const wanted = new Set(chosen.ids);
  const groups = new Map<LesionGroup, Comparison>();
  for (const one of disagreementQueue(seen, rules.protocol)) {
    if (!wanted.has(chosen.idOf(one)) || !('group' in one.disagreement)) continue;
    if (rules.isResolved(one) || chosen.isTaken(one)) continue;
    wanted.delete(chosen.idOf(one));
    groups.set(one.disagreement.group, one.compared);
  }
  if (wanted.size > 0) return undefined;
  return [...groups].map(([group, comparison]) => itemAbout(comparison, group, rules));
}
