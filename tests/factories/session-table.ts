/** A scheduled session on a store in memory, its people, and a way to send commands. */
import { v4 } from 'uuid';
import { onTestFinished } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { idOf, type CommandId, type ItemId, type SessionId } from '#domain/kernel/id.ts';
import type { SessionCommand } from '#domain/session/command.ts';
import { textOf, type DocumentName } from '#documents/names.ts';
import type { Room } from '#server/session/room.ts';
import { createSessions, type Sessions } from '#server/session/sessions.ts';
import { panelTemplate, plannedItem } from './agenda.ts';
import { panel, type Panel } from './panel.ts';
import type { Asked } from './pure-room.ts';
import { testStore, type TestStore } from './store.ts';

export interface MemoryRoom extends Room {
  readonly wire: string[];
  readonly joint: Record<string, unknown>;
}

/** Documents as a map; what was published is kept in order, as bytes on a wire would be. */
export function memoryRoom(): MemoryRoom {
  const wire: string[] = [];
  const joint: Record<string, unknown> = {};
  return {
    wire,
    joint,
    publish: (name: DocumentName, _root, view) => {
      wire.push(`${textOf(name)} ${JSON.stringify(view)}`);
      return Promise.resolve();
    },
    withLock: async (_name, run) => await run(),
    readDocument: () => ({ roots: Object.keys(joint).length > 0 ? { joint } : {}, journalSeq: 41 }),
    reconsider: () => Promise.resolve(),
    presentingEnded: () => undefined,
  };
}

export interface SessionTable<R extends Room = MemoryRoom> {
  readonly test: TestStore;
  readonly sessions: Sessions;
  readonly room: R;
  readonly panel: Panel;
  readonly id: SessionId;
  readonly item: ItemId;
  /** @throws when the command is refused. */
  readonly send: (actor: Actor, command: Asked) => Promise<void>;
  readonly attempt: (actor: Actor, command: Asked) => ReturnType<Sessions['command']>;
}

export const numbered = (command: Asked): SessionCommand => ({ ...command, commandId: idOf<CommandId>(v4()) });

export const sessionTable = (options: { readonly canary?: string } = {}): Promise<SessionTable> =>
  sessionTableOn(testStore(), memoryRoom(), options);

export async function sessionTableOn<R extends Room>(
  test: TestStore,
  room: R,
  { canary = 'solid' }: { readonly canary?: string } = {},
): Promise<SessionTable<R>> {
  const own = panel(test.store, test.now(), panelTemplate);
  const sessions = createSessions({
    ...test,
    room,
    showingFailed: (_id, cause) => {
      throw cause;
    },
  });
  onTestFinished(() => sessions.close());
  const { lead, first, second, observer } = own.people;
  const scheduled = await sessions.schedule(lead, {
    project: own.project,
    title: 'Lung panel',
    protocol: own.protocol,
    people: [
      { user: lead.user, role: 'chair' },
      { user: first.user, role: 'panellist' },
      { user: second.user, role: 'panellist' },
      { user: observer.user, role: 'observer' },
    ],
    items: [plannedItem(own.case, { canary })],
  });
  if (!scheduled.ok) throw new Error(scheduled.error.code);
  const id = scheduled.value.session;
  const item = sessions.state(id)?.items[0]?.content.id ?? idOf<ItemId>('none');
  const attempt = (actor: Actor, command: Asked): ReturnType<Sessions['command']> => {
    test.advance(2000);
    return sessions.command(actor, id, numbered(command));
  };
  const send = async (actor: Actor, command: Asked): Promise<void> => {
    const answer = await attempt(actor, command);
    if (!answer.ok) throw new Error(`${command.type}: ${answer.error.code}`);
  };
  return { test, sessions, room, panel: own, id, item, send, attempt };
}

/** Everybody joins, and the first vote is opened. */
export async function openVote<R extends Room>(at: SessionTable<R>): Promise<SessionTable<R>> {
  const { lead, first, second, observer } = at.panel.people;
  for (const person of [lead, first, second, observer]) await at.send(person, { type: 'join' });
  await at.send(lead, { type: 'open-session' });
  await at.send(lead, { type: 'open-item', item: at.item });
  await at.send(lead, { type: 'open-vote', item: at.item });
  return at;
}

export const ballot = (item: ItemId, stage: number, answer: string, round = 1): Asked => ({
  type: 'cast-ballot',
  item,
  round,
  stage,
  answer,
  reason: `because-${answer}`,
});
