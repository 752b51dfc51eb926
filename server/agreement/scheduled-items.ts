/** The items of one session that is being scheduled: those chosen from the queue, or those of the named cases, and the controls. */
import type { Schedule } from '#contract/agreement.ts';
import type { Actor } from '#domain/access/actor.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { agendaOf, type AgendaItem, type Rules } from './agenda.ts';
import { usesIn } from './agenda-use.ts';
import { chosenAgenda } from './chosen-agenda.ts';
import type { Comparison } from './comparison.ts';
import { withControls } from './controls.ts';
import { disagreementId } from './disagreement-id.ts';
import { isInside, type LookPorts } from './looks.ts';
import { recordedResolutions, recordResolutions, type ResolutionPorts, type Resolving } from './resolutions.ts';

export interface Scheduling extends Resolving {
  readonly actor: Actor;
  readonly schedule: Pick<Schedule, 'cases' | 'disagreements'>;
}

/** What the rules resolve is recorded first, so that no panel is asked about it. */
export function scheduledItems(
  ports: ResolutionPorts & Pick<LookPorts, 'deliberatesOver'>,
  scheduling: Scheduling,
): Result<AgendaItem[], Refusal> {
  const { actor, project, protocol, comparisons, schedule } = scheduling;
  recordResolutions(ports, scheduling);
  const idOf = disagreementId(ports.keyed, project, protocol);
  const resolved = new Set(recordedResolutions(ports.ledger, project).map(({ disagreement }) => disagreement));
  const rules: Rules = { protocol: protocol.content, isResolved: (one) => resolved.has(idOf(one)) };
  const inside = (one: Comparison): boolean => isInside(ports, actor, one);
  const ids = schedule.disagreements ?? [];
  const useOf = usesIn(ports.agendas(project));
  const items =
    ids.length > 0
      ? chosenAgenda(
          comparisons.filter((one) => !inside(one)),
          rules,
          { ids, idOf, isTaken: (one) => useOf(one)?.state === 'on-agenda' },
        )
      : agendaOf(comparisons, rules, { named: [...new Set(schedule.cases)], isInside: inside });
  if (!items) return err(refusal('disagreement-gone'));
  if (items.length === 0) return err(refusal('no-disagreements'));
  const drawn = (text: string): string => ports.keyed(project, text);
  return ok(withControls(items, comparisons, { protocol: protocol.content, drawn }));
}
