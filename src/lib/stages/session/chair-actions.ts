/** What the chair can do now, at one fixed place: at most one action leads on, the others stand beside it. */
import type { SessionCommandType } from '#domain/session/command.ts';
import type { ItemPhase } from '#domain/session/view.ts';
import type { Room } from './room.svelte.ts';
import { counted } from './words.ts';

export interface ChairAction {
  readonly type: SessionCommandType;
  /** `aside` stands apart: it leads away from the item, not on. */
  readonly weight: 'on' | 'aside';
  readonly label: string;
  /** What cannot be taken back is asked once more, in these words. */
  readonly confirm?: string;
  readonly run: () => void;
}

/** The way forward comes first in each phase; a phase offers only what the server says is possible. */
const FORWARD: Readonly<Record<ItemPhase, readonly SessionCommandType[]>> = {
  waiting: ['open-item'],
  parked: ['open-item'],
  look: ['open-vote'],
  vote: ['close-stage'],
  reveal: ['discuss', 'decide'],
  discuss: ['open-revote', 'decide'],
  revote: ['close-stage'],
  decide: ['discuss', 'open-revote'],
  sealed: ['open-item', 'close-session'],
};

export function chairActions(room: Room): ChairAction[] {
  const { record } = room;
  if (!record || record.session.state === 'closed') return [];
  if (record.session.state === 'lobby') return offered(room, ['open-session']);
  const { phase } = record.floor;
  if (phase === 'reveal' && allPassed(room)) return offered(room, ['decide', 'discuss', 'park']);
  const forward = phase === null ? (['open-item', 'close-session'] as const) : FORWARD[phase];
  const aside: readonly SessionCommandType[] = phase === null || phase === 'sealed' ? [] : ['park'];
  return offered(room, [...forward, ...aside]);
}

function offered(room: Room, types: readonly SessionCommandType[]): ChairAction[] {
  return types.filter((type) => room.may(type)).flatMap((type) => actionOf(room, type) ?? []);
}

function actionOf(room: Room, type: SessionCommandType): ChairAction | null {
  switch (type) {
    case 'open-session':
      return { type, weight: 'on', label: 'Open the session', run: () => void room.ask({ type }) };
    case 'close-session':
      return {
        type,
        weight: 'on',
        label: 'Close the session',
        confirm: room.left === 0 ? 'Close for good' : `Close with ${counted(room.left, 'item')} left`,
        run: () => void room.ask({ type }),
      };
    case 'open-item':
      return openNext(room);
    case 'close-stage':
      return closeStage(room);
    case 'open-vote':
    case 'discuss':
    case 'open-revote':
    case 'decide':
    case 'park':
      return {
        type,
        weight: weightOf(type, room),
        label: LABELS[type],
        run: () => void room.askOnItem(type),
      };
    default:
      return null;
  }
}

/** While the result waits for its seal, every other way leads back. */
const weightOf = (type: SessionCommandType, room: Room): ChairAction['weight'] =>
  type === 'park' || room.record?.floor.phase === 'decide' ? 'aside' : 'on';

function allPassed(room: Room): boolean {
  const stages = room.floorItem?.revealed?.rounds.at(-1)?.stages ?? [];
  return stages.every(({ count }) => count.standing.kind === 'passed');
}

const LABELS = {
  'open-vote': 'Open the vote',
  discuss: 'Discuss',
  'open-revote': 'Open re-vote',
  decide: 'Decide',
  park: 'Put aside',
} as const;

function openNext(room: Room): ChairAction | null {
  const next = room.nextItem();
  if (!next) return null;
  const run = (): void => void room.askOnItem('open-item', next.item);
  return { type: 'open-item', weight: 'on', label: `Open item ${String(next.number)}`, run };
}

function closeStage(room: Room): ChairAction | null {
  const { voting } = room;
  const item = room.record?.floor.item;
  if (!voting || !item) return null;
  const run = (): void =>
    void room.ask({ type: 'close-stage', item, round: voting.round, stage: voting.question.stage });
  return { type: 'close-stage', weight: 'on', label: voting.cast < voting.of ? 'Reveal now' : 'Reveal', run };
}
