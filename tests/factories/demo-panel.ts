/** The demo whose panel has come together: three real connections, the session open, the first item of the agenda known. */
import type { Actor } from '#domain/access/actor.ts';
import type { ItemId, ProjectId } from '#domain/kernel/id.ts';
import { createDemo, DEMO_PROJECT } from '#server/demo.ts';
import { valueOf } from './access.ts';
import type { Panel } from './panel-line.ts';
import type { Settling } from './panel-session.ts';
import { ask, comeIn, recordAt, wholeServer, type Somebody } from './whole.ts';

export interface DemoPanel extends Panel {
  /** The chair as the lead of the project. */
  readonly lead: Actor;
  readonly project: ProjectId;
  /** Chair, first and second. */
  readonly people: readonly [Somebody, Somebody, Somebody];
  readonly item: ItemId;
  /** The chair leaves the record, then the server closes. */
  close(): Promise<void>;
}

export async function demoPanel(dataFolder: string): Promise<DemoPanel> {
  const whole = await wholeServer(dataFolder);
  await createDemo(whole.services, () => undefined, { size: 160, count: 60 });
  const [chair, first, second] = ['mary', 'jonas', 'aiko'].map((name) => comeIn(whole, `${name}@demo.example`));
  const project = whole.services.access.operator.projectNamed(DEMO_PROJECT)?.id;
  if (!chair || !first || !second || !project) throw new Error('the demo is not complete');
  const session = valueOf(await whole.services.session.list(chair.actor, project)).at(-1)?.id;
  if (!session) throw new Error('the demo has no session');
  const people = [chair, first, second] as const;
  for (const who of people) await ask(whole, who, session, { type: 'join' });
  await ask(whole, chair, session, { type: 'open-session' });
  const record = chair.open({ kind: 'record', session });
  await record.saved();
  const item = recordAt(record).agenda[0]?.item;
  if (!item) throw new Error('the agenda is empty');
  const close = async (): Promise<void> => {
    record.leave();
    await whole.close();
  };
  return { whole, session, chair, others: [first, second], record, lead: chair.actor, project, people, item, close };
}

/** One of three sees no finding first and a texture of their own to the end; grades come together. */
export const COMING_TOGETHER: Settling = {
  first: [
    ['yes', 'yes', 'no'],
    ['solid', 'solid', 'part-solid'],
    [4, 5, 3],
  ],
  second: [
    ['yes', 'yes', 'yes'],
    ['solid', 'solid', 'part-solid'],
    [4, 4, 4],
  ],
};
