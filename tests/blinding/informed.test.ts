/** A read is called blind only while its reader could not have seen what others made of the case. */
import { v4 } from 'uuid';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { proofOf } from '#documents/proof.ts';
import { idOf, type CommandId } from '#domain/kernel/id.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { usualPanel } from '#domain/plan/session-template.ts';
import type { Read } from '#domain/reading/read.ts';
import { insertMembership } from '#server/store/projects.ts';
import { readsOfCase } from '#server/store/reads.ts';
import { valueOf } from '#tests/factories/access.ts';
import { plannedItem } from '#tests/factories/agenda.ts';
import type { Role } from './cast.ts';
import { openHouse, present, type House } from './house.ts';

const house = (): Promise<House> => openHouse(usualPanel('Panel'));

function readOf({ services, cases, actors }: House, who: Role): Read {
  const all = readsOfCase(services.store.db, cases[0]);
  const own = all.find(({ reader }) => reader.kind === 'person' && reader.user === actors[who].user);
  return present(own, `read of ${who}`);
}

function assign({ services, actors, project, cases }: House, who: Role): void {
  valueOf(services.reading.assign(actors.lead, project, { cases: [cases[0]], readers: [actors[who].user] }));
}

async function seat({ services, actors, project, protocol, cases }: House, who: Role): Promise<void> {
  const people = [
    { user: actors.chair.user, role: 'chair' as const },
    { user: actors[who].user, role: 'observer' as const },
  ];
  const draft = { project, title: 'Panel', protocol, people, items: [plannedItem(cases[0])] };
  const { session } = valueOf(await services.session.schedule(actors.lead, draft));
  await services.session.settled(session);
}

async function submit({ services, actors }: House, who: Role, read: Read): Promise<void> {
  const submission = { commandId: idOf<CommandId>(v4()), proof: proofOf(new Y.Doc()), protocolVersion: 1 };
  valueOf(await services.reading.submit(actors[who], read.id, submission));
}

it('[BL13] a read that is asked for from somebody who sits over the case is no blind read', async () => {
  const at = await house();
  await seat(at, 'drafter');
  assign(at, 'drafter');
  expect(readOf(at, 'drafter').blinding).toBe('informed');
  const lines = valueOf(at.services.reading.list(at.actors.lead, at.project));
  expect(lines.find(({ read }) => read === readOf(at, 'drafter').id)?.blinding).toBe('informed');
  const whole = valueOf(at.services.release.exportProject(at.project));
  expect(whole.reads.filter(({ blinding }) => blinding === 'informed').map(({ blindingText }) => blindingText)).toEqual(
    ['made by somebody who could see work of others on the case'],
  );
});

it('[BL13] nor is one whose reader took a seat over the case before it was in', async () => {
  const at = await house();
  assign(at, 'drafter');
  expect(readOf(at, 'drafter').blinding).toBe('blind');
  await seat(at, 'drafter');
  await submit(at, 'drafter', readOf(at, 'drafter'));
  expect(readOf(at, 'drafter')).toMatchObject({ state: 'submitted', blinding: 'informed' });
  const [event] = at.services.ledger
    .read(`read:${readOf(at, 'drafter').id}`)
    .filter(({ type }) => type === 'read-submitted');
  expect(event?.payload).toMatchObject({ blinding: 'informed' });
});

it('[BL13] nor one of a lead who has looked at how the reads of the case differ', async () => {
  const at = await house();
  const { actors, services, project } = at;
  const membership = { project, user: actors.lead.user, role: 'reader' } as const;
  services.store.transact((tx) => insertMembership(tx, membership, instantOf(Date.now())));
  valueOf(await services.agreement.queue(actors.lead, project));
  assign(at, 'lead');
  expect(readOf(at, 'lead').blinding).toBe('informed');
});

it('[BL13] a read of somebody who could see nothing stays blind, also when others sit over the case', async () => {
  const at = await house();
  await seat(at, 'observer');
  assign(at, 'drafter');
  await submit(at, 'drafter', readOf(at, 'drafter'));
  expect(readOf(at, 'drafter')).toMatchObject({ state: 'submitted', blinding: 'blind' });
  const sets = valueOf(await at.services.agreement.queue(at.actors.lead, at.project));
  expect(sets.blindings).toEqual(['blind to all other reads']);
});
