/** A session without a server: the pure decider, its events and its ballot box, driven by hand or by fast-check. */
import {
  idOf,
  type CaseId,
  type CommandId,
  type ItemId,
  type ProjectId,
  type SessionId,
  type UserId,
} from '#domain/kernel/id.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { seeded } from '#domain/kernel/random.ts';
import type { Refusal } from '#domain/kernel/refusal.ts';
import type { Result } from '#domain/kernel/result.ts';
import type { SessionTemplate } from '#domain/plan/session-template.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import { schedule, type PlannedItem } from '#domain/session/agenda.ts';
import type { GuestRole } from '#domain/access/guest.ts';
import type { SessionCommand } from '#domain/session/command.ts';
import { decide, type Decision } from '#domain/session/decide.ts';
import { seatGuest, sendGuestOut } from '#domain/session/guests.ts';
import type { SealedBallot, SessionEvent } from '#domain/session/event.ts';
import type { OutlineSnapshot } from '#domain/session/outcome.ts';
import type { Chance } from '#domain/session/revealing.ts';
import { evolve, personOf, type ItemState, type SessionState } from '#domain/session/state.ts';
import { panelProtocol, panelTemplate, plannedItem } from './agenda.ts';

/** A command without its id. */
export type Asked = SessionCommand extends infer C ? (C extends SessionCommand ? Omit<C, 'commandId'> : never) : never;

export const userOf = (name: string): UserId => idOf<UserId>(`user-${name}`);

export interface PureRoom {
  readonly id: SessionId;
  readonly state: () => SessionState;
  readonly events: () => readonly SessionEvent[];
  /** All ballots that were ever put into the box, the newest of each seat and question. */
  readonly box: () => readonly SealedBallot[];
  readonly item: (number?: number) => ItemState;
  readonly seat: (name: string) => string;
  readonly ask: (name: string, command: Asked) => Result<Decision, Refusal>;
  /** @throws Error when the command is refused. */
  readonly send: (name: string, command: Asked) => void;
  readonly letIn: (name: string, role: GuestRole) => Result<readonly SessionEvent[], Refusal>;
  readonly sendOut: (name: string) => Result<readonly SessionEvent[], Refusal>;
}

export interface PureRoomOptions {
  readonly template?: Partial<SessionTemplate>;
  readonly items?: readonly PlannedItem[];
  readonly protocol?: (template: SessionTemplate) => ProtocolContent;
  readonly panellists?: readonly string[];
  readonly seed?: number;
  readonly outline?: OutlineSnapshot | null;
}

export function pureRoom(options: PureRoomOptions = {}): PureRoom {
  const { panellists = ['first', 'second'], items = [plannedItem(idOf<CaseId>('case'))], outline = null } = options;
  const { protocol = panelProtocol } = options;
  const template = { ...panelTemplate, ...options.template };
  const chance = pureChance(options.seed ?? 1);
  const id = idOf<SessionId>('session');
  const people = [
    { name: 'chair', role: 'chair' as const },
    ...panellists.map((name) => ({ name, role: 'panellist' as const })),
    { name: 'observer', role: 'observer' as const },
  ].map((person) => ({ ...person, user: userOf(person.name) }));
  const citation = { protocol: 'protocol', version: 1, hash: 'f' };
  const plan = { title: 'Panel', template, citation, protocol: protocol(template), people, items };
  const scheduled = schedule({ ...plan, project: idOf<ProjectId>('project') }, chance, instantOf(1));
  if (!scheduled.ok) throw new Error(scheduled.error.message);
  const events: SessionEvent[] = [scheduled.value];
  let state = evolve(null, scheduled.value, id);
  let box: SealedBallot[] = [];
  let clock = 1;

  function ask(name: string, asked: Asked): Result<Decision, Refusal> {
    clock += 1;
    const command = { ...asked, commandId: idOf<CommandId>(String(clock)) } as SessionCommand;
    const decision = decide(state, command, {
      user: userOf(name),
      now: instantOf(clock),
      chance,
      ballots: box,
      outline,
    });
    if (!decision.ok) return decision;
    const { ballot } = decision.value;
    if (ballot) box = [...box.filter((other) => slotOf(other) !== slotOf(ballot)), ballot];
    follow(decision.value.events);
    return decision;
  }

  function follow(happened: readonly SessionEvent[]): void {
    for (const event of happened) {
      events.push(event);
      state = evolve(state, event, id);
    }
  }

  function guest(decided: Result<readonly SessionEvent[], Refusal>): Result<readonly SessionEvent[], Refusal> {
    if (decided.ok) follow(decided.value);
    return decided;
  }

  return {
    id,
    state: () => state,
    events: () => events,
    box: () => box,
    item: (number = 1) => {
      const found = state.items.find((item) => item.content.number === number);
      if (!found) throw new Error(`no item ${String(number)}`);
      return found;
    },
    seat: (name) => personOf(state, userOf(name))?.seat ?? 'none',
    ask,
    send: (name, command) => {
      const answer = ask(name, command);
      if (!answer.ok) throw new Error(`${name} ${command.type}: ${answer.error.code}`);
    },
    letIn: (name, role) => guest(seatGuest(state, { user: userOf(name), name, role }, chance)),
    sendOut: (name) => guest(sendGuestOut(state, userOf(name), { ballots: box, chance })),
  };
}

/** Everybody has joined and the first vote on the first item is open. */
export function votingRoom(options: PureRoomOptions = {}): PureRoom & { readonly on: ItemId } {
  const room = pureRoom(options);
  for (const name of ['chair', ...(options.panellists ?? ['first', 'second']), 'observer'])
    room.send(name, { type: 'join' });
  const on = room.item().content.id;
  room.send('chair', { type: 'open-session' });
  room.send('chair', { type: 'open-item', item: on });
  room.send('chair', { type: 'open-vote', item: on });
  return { ...room, on };
}

const slotOf = ({ item, round, stage, seat }: SealedBallot): string => [item, round, stage, seat].join('|');

/** Repeatable chance; its commitments say nothing, its ids are UUIDs. */
function pureChance(seed: number): Chance {
  const random = seeded(seed);
  let sealed = 0;
  const hex = (length: number): string => Array.from({ length }, () => random.int(0, 15).toString(16)).join('');
  return {
    shuffled: (values) => random.shuffled(values),
    id: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
    seal: () => {
      sealed += 1;
      return { nonce: `nonce-${String(sealed)}`, commitment: `commitment-${String(sealed)}` };
    },
  };
}
