/** A closed session with as many people as wanted, played on a store in memory, and its replay as a browser gets it. */
import * as v from 'valibot';
import { v4 } from 'uuid';
import { ReplaySchema, type Replay } from '#contract/replay.ts';
import type { Actor } from '#domain/access/actor.ts';
import type { SessionId } from '#domain/kernel/id.ts';
import type { SessionTemplate } from '#domain/plan/session-template.ts';
import { createReplay } from '#server/record/replay.ts';
import { createJournal } from '#server/store/journal.ts';
import { insertPerson } from '#server/store/people.ts';
import { insertMembership } from '#server/store/projects.ts';
import { valueOf } from './access.ts';
import { panelTemplate, plannedItem } from './agenda.ts';
import { panel, type Panel } from './panel.ts';
import { playSession, studio, type Studio } from './replay-hour.ts';
import { testStore } from './store.ts';

export interface PlayedPanel {
  readonly at: Studio;
  readonly own: Panel;
  readonly people: readonly Actor[];
  readonly session: SessionId;
  readonly replay: Replay;
  /** The answer as it travels. */
  readonly wire: string;
}

export interface PlayedPlan {
  readonly people: number;
  readonly items: number;
  readonly edits: number;
  readonly length: number;
  readonly template?: Partial<SessionTemplate>;
  readonly canary?: string;
}

export async function playedPanel(plan: PlayedPlan): Promise<PlayedPanel> {
  const test = testStore();
  const at = studio(test.store, test.now());
  const own = panel(test.store, test.now(), { ...panelTemplate, ...plan.template });
  const { lead } = own.people;
  const others = Array.from({ length: plan.people - 1 }, (_, i) =>
    test.store.transact((tx): Actor => {
      const [name, email] = [`Person Number ${String(i)}`, `${v4()}@example.org`];
      const { id: user } = insertPerson(tx, { name, email, passwordHash: '-', administrator: false }, test.now());
      insertMembership(tx, { project: own.project, user, role: 'panellist' }, test.now());
      return { user, name, email, administrator: false, roles: new Map([[own.project, ['panellist']]]) };
    }),
  );
  const people = [lead, ...others];
  const { session } = valueOf(
    await at.sessions.schedule(lead, {
      project: own.project,
      title: 'Lung panel',
      protocol: own.protocol,
      people: people.map(({ user }, i) => ({ user, role: i === 0 ? 'chair' : 'panellist' })),
      items: Array.from({ length: plan.items }, () =>
        plannedItem(own.case, { ...(plan.canary && { canary: plan.canary }) }),
      ),
    }),
  );
  await at.sessions.settled(session);
  await playSession(at, { session, people, edits: plan.edits, length: plan.length });
  const journal = createJournal(test.store.connection, at.now);
  const service = createReplay({ store: test.store, ledger: at.ledger, journal, sessions: at.sessions });
  const wire = JSON.stringify(valueOf(await service.open(lead, session)));
  return { at, own, people, session, wire, replay: v.parse(ReplaySchema, JSON.parse(wire)) };
}
