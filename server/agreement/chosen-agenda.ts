/**
 * An agenda of disagreements that somebody chose from the queue. A panel settles a lesion, not one respect of it: of whatever is
 * chosen the lesion comes before the panel, once; of what was answered for a case as a whole, the case.
 */
import { disagreementQueue, type QueuedDisagreement } from '#domain/agreement/disagreement-queue.ts';
import type { LesionGroup } from '#domain/agreement/lesion-group.ts';
import { isPutToVote, itemAbout, itemAboutCase, type AgendaItem, type Rules } from './agenda.ts';
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
 * resolved by a rule, or is about nothing a panel votes on.
 * @param seen what the chooser may see; nobody chooses of the rest.
 */
export function chosenAgenda(seen: readonly Comparison[], rules: Rules, chosen: Chosen): AgendaItem[] | undefined {
  const wanted = new Set(chosen.ids);
  const items = new Map<LesionGroup | Comparison, AgendaItem>();
  for (const one of disagreementQueue(seen, rules.protocol)) {
    const item = wanted.has(chosen.idOf(one)) ? itemOf(one, rules) : undefined;
    if (!item || rules.isResolved(one) || chosen.isTaken(one)) continue;
    wanted.delete(chosen.idOf(one));
    items.set('group' in one.disagreement ? one.disagreement.group : one.compared, item);
  }
  return wanted.size > 0 ? undefined : [...items.values()];
}

function itemOf({ compared, disagreement }: QueuedDisagreement<Comparison>, rules: Rules): AgendaItem | undefined {
  if ('group' in disagreement) return itemAbout(compared, disagreement.group, rules);
  const item = itemAboutCase(compared, rules);
  return item && isPutToVote(item.fields, rules.protocol) ? item : undefined;
}
