/**
 * The whole server side on a temporary folder, with a project in which everything exists once: a case with one image, a
 * reader's draft, a scheduled session; and one asker of every kind.
 */
import { onTestFinished } from 'vitest';
import type { Actor, ProjectRole } from '#domain/access/actor.ts';
import type { ItemId, ProjectId, ReadId, Seat, SessionId, UserId } from '#domain/kernel/id.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { assemble, offer, type Services } from '#server/assemble.ts';
import { configFrom } from '#server/config.ts';
import { newId } from '#server/store/ids.ts';
import { insertInstance, seriesNamed, studyNamed } from '#server/store/images.ts';
import { insertPerson } from '#server/store/people.ts';
import type { Example } from '#domain/protocol/protocol.ts';
import { insertMembership } from '#server/store/projects.ts';
import { insertProtocolVersion } from '#server/store/protocols.ts';
import { insertRead } from '#server/store/reads.ts';
import { callerFrom, valueOf, withCookie } from './access.ts';
import { plannedItem } from './agenda.ts';
import { testFolder } from './folder.ts';
import { panel, type Panel } from './panel.ts';

/** Everybody who may come to a door. Lead, panellist, observer and guest have a seat in the session; the others have none. */
export const ASKERS = [
  'nobody',
  'stranger',
  'administrator',
  'lead',
  'reader',
  'panellist',
  'observer',
  'oversight',
  'editor',
  'guest',
] as const;
export type Asker = (typeof ASKERS)[number];

export interface House {
  readonly services: Services;
  readonly project: ProjectId;
  readonly panel: Panel;
  readonly actors: Readonly<Record<Asker, Actor | null>>;
  readonly session: SessionId;
  readonly item: ItemId;
  /** The panellist's. */
  readonly seat: Seat;
  /** The reader's draft. */
  readonly read: ReadId;
  readonly sop: string;
}

/** @param examples of a version 2, under which the session works then. */
export async function testHouse(examples: readonly Example[] = []): Promise<House> {
  const services = assemble(configFrom({ CONSILIUM_DATA: testFolder(), CONSILIUM_LOG: 'silent' }));
  onTestFinished(async () => {
    await services.closeConnections();
    await services.close();
  });
  offer(services);
  services.access.operator.markMadeByDemo();
  const own = panel(services.store, instantOf(Date.now()));
  const { lead, first, second, observer, outsider } = own.people;
  const { content } = own.protocol;
  const showing = { ...own.protocol, version: 2, content: { ...content, examples: [...examples] } };
  if (examples.length > 0) services.store.transact((tx) => insertProtocolVersion(tx, showing));
  const scheduled = valueOf(
    await services.session.schedule(lead, {
      project: own.project,
      title: 'Lung panel',
      protocol: examples.length > 0 ? showing : own.protocol,
      people: [
        { user: lead.user, role: 'chair' },
        { user: first.user, role: 'panellist' },
        { user: second.user, role: 'panellist' },
        { user: observer.user, role: 'observer' },
      ],
      items: [plannedItem(own.case)],
    }),
  );
  const seat = services.session.policy.seatOf(first.user, scheduled.session);
  const item = services.session.state(scheduled.session)?.items[0]?.content.id;
  if (!seat || !item) throw new Error('the session has no seat or no item');
  const others = newcomers(services, own.project);
  const guest = await guestOf(services, lead, scheduled.session);
  const actors = { nobody: null, lead, reader: outsider, panellist: first, observer, ...others, guest };
  const { read, sop } = furnish(services, own, outsider.user);
  return { services, project: own.project, panel: own, actors, session: scheduled.session, item, seat, read, sop };
}

/** A panellist who came in by a link. */
async function guestOf(
  { access, guests, session: sessions }: Services,
  lead: Actor,
  session: SessionId,
): Promise<Actor> {
  const link = valueOf(await guests.invite(lead, session, { role: 'panellist', label: 'Ana', hours: 1 }));
  const at = { caller: callerFrom('203.0.113.9'), actor: null };
  const { cookie } = valueOf(await guests.enter(link.token, { name: 'Ana Pereira' }, at));
  const actor = await access.whoIs(withCookie(cookie));
  if (!actor) throw new Error('the guest did not enter');
  await sessions.settled(session);
  return actor;
}

function newcomers(
  { store, access }: Services,
  project: ProjectId,
): Record<'stranger' | 'administrator' | 'oversight' | 'editor', Actor> {
  const enter = (name: string, administrator: boolean, role?: ProjectRole): Actor => {
    const email = `${name}@example.org`;
    store.transact((tx) => {
      const at = instantOf(Date.now());
      const { id: user } = insertPerson(tx, { name, email, passwordHash: '-', administrator }, at);
      if (role) insertMembership(tx, { project, user, role }, at);
    });
    const actor = access.operator.actorOf(email);
    if (!actor) throw new Error(`${name} did not enter`);
    return actor;
  };
  return {
    stranger: enter('stranger', false),
    administrator: enter('administrator', true),
    oversight: enter('oversight', false, 'oversight'),
    editor: enter('editor', false, 'editor'),
  };
}

/** One image in the case of the panel, and a draft of its reader. */
function furnish({ store }: Services, own: Panel, reader: UserId): { read: ReadId; sop: string } {
  const read = newId<ReadId>();
  const sop = '1.2.3';
  store.transact((tx) => {
    const study = studyNamed(tx, { project: own.project, uid: '1.2', patientKey: 'k' }).id;
    const series = seriesNamed(tx, { study, uid: '1.2.1', modality: 'CT', number: 1, label: 'chest' });
    const geometry = { rows: 1, columns: 1 };
    const frames = [{ number: 1, offset: 0, length: 0, sha256: 'a'.repeat(64), geometry: null }];
    insertInstance(tx, series, {
      sop,
      sopClass: '1.2.840.10008.5.1.4.1.1.2',
      instanceNumber: 1,
      rows: 1,
      columns: 1,
      frameSyntax: '1.2.840.10008.1.2.1',
      blob: 'a'.repeat(64),
      geometry,
      metadata: '{}',
      frames,
    });
    const { protocol, version, hash } = own.protocol;
    const draft = { state: 'draft', round: 1, blinding: 'blind', raters: 'identified' } as const;
    const by = { kind: 'person', user: reader } as const;
    const what = { id: read, case: own.case, reader: by, protocol: { protocol, version, hash } };
    insertRead(tx, { ...draft, ...what }, instantOf(Date.now()));
  });
  return { read, sop };
}
