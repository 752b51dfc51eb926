/** A panel of three with an observer, on the wire: a session with its first vote open, asked by HTTP with tokens. */
import { v4 } from 'uuid';
import { instantOf } from '#domain/kernel/instant.ts';
import type { ItemId, SessionId } from '#domain/kernel/id.ts';
import type { SessionTemplate } from '#domain/plan/session-template.ts';
import { valueOf } from './access.ts';
import { panelTemplate, plannedItem } from './agenda.ts';
import { panel, type Panel } from './panel.ts';
import { comeIn, type Somebody } from './whole.ts';
import { wire, type Answer, type Wire } from './wire.ts';

export type Name = 'lead' | 'first' | 'second' | 'observer' | 'outsider';

export interface PanelOnWire extends Wire {
  readonly own: Panel;
  readonly session: SessionId;
  readonly items: readonly ItemId[];
  readonly people: Readonly<Record<Name, Somebody>>;
  /** One command over HTTP, with a fresh id unless it has one. */
  readonly command: (who: Name, command: Readonly<Record<string, unknown>>) => Promise<Answer>;
  /** The same. @throws Error when it is refused. */
  readonly send: (who: Name, command: Readonly<Record<string, unknown>>) => Promise<void>;
  /** Events of the session. */
  readonly events: () => string[];
}

/** Two items; everybody but `outsider` has a seat and has joined; the session and the first item's first vote are open. */
export async function panelOnWire(template: Partial<SessionTemplate> = {}): Promise<PanelOnWire> {
  const at = await wire();
  const { services } = at.whole;
  const own = panel(services.store, instantOf(Date.now()), { ...panelTemplate, ...template });
  const session = await scheduled(at, own);
  const { lead, first, second, observer, outsider } = own.people;
  const [a, b, c, d, e] = [lead, first, second, observer, outsider].map(({ email }) => comeIn(at.whole, email));
  if (!a || !b || !c || !d || !e) throw new Error('five people are needed');
  const people = { lead: a, first: b, second: c, observer: d, outsider: e };
  const items = services.session.state(session)?.items.map(({ content }) => content.id) ?? [];
  const command = (who: Name, asked: Readonly<Record<string, unknown>>): Promise<Answer> =>
    at.ask(`/api/v1/sessions/${session}/commands`, {
      token: people[who].token,
      json: { commandId: v4(), ...asked },
    });
  const send = async (who: Name, asked: Readonly<Record<string, unknown>>): Promise<void> => {
    const answer = await command(who, asked);
    if (answer.status !== 200) throw new Error(`${JSON.stringify(asked)}: ${JSON.stringify(answer)}`);
  };
  for (const who of ['lead', 'first', 'second', 'observer'] as const) await send(who, { type: 'join' });
  await send('lead', { type: 'open-session' });
  await send('lead', { type: 'open-item', item: items[0] });
  await send('lead', { type: 'open-vote', item: items[0] });
  const events = (): string[] => services.ledger.read(`session:${session}`).map(({ type }) => type);
  return { ...at, own, session, items, people, command, send, events };
}

async function scheduled({ whole }: Wire, { people, project, protocol, case: one }: Panel): Promise<SessionId> {
  const { lead, first, second, observer } = people;
  const draft = {
    ...{ project, title: 'Panel', protocol },
    people: [
      { user: lead.user, role: 'chair' as const },
      { user: first.user, role: 'panellist' as const },
      { user: second.user, role: 'panellist' as const },
      { user: observer.user, role: 'observer' as const },
    ],
    items: [plannedItem(one), plannedItem(one)],
  };
  return valueOf(await whole.services.session.schedule(lead, draft)).session;
}
