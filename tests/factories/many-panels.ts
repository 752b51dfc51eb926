/** Many panels, or a large one, at work: in the middle of a discussion, or one ballot short of a reveal. */
import type { Actor } from '#domain/access/actor.ts';
import type { CaseId, CommandId, ItemId, ProjectId, SessionId } from '#domain/kernel/id.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import type { SessionCommand } from '#domain/session/command.ts';
import { textOf } from '#documents/names.ts';
import { marksRootOf } from '#documents/table.ts';
import type { Services } from '#server/assemble.ts';
import { newId } from '#server/store/ids.ts';
import { insertInstance, seriesNamed } from '#server/store/images.ts';
import { insertPerson } from '#server/store/people.ts';
import { insertMembership } from '#server/store/projects.ts';
import { caseById } from '#server/store/cases.ts';
import { valueOf } from './access.ts';
import { panelTemplate, plannedItem } from './agenda.ts';
import { panel } from './panel.ts';

/** A place at a table: everything a client needs to take it. */
export interface Place {
  readonly room: number;
  readonly document: string;
  readonly token: string;
  /** Root of the person's own marks. */
  readonly root: string;
}

interface Setting {
  readonly services: Services;
  readonly project: ProjectId;
  readonly case: CaseId;
  readonly lead: Actor;
  readonly protocol: Parameters<Services['session']['schedule']>[1]['protocol'];
}

export async function discussingPanels(
  services: Services,
  { rooms, people }: { readonly rooms: number; readonly people: number },
): Promise<Place[]> {
  const setting = settingOf(services);
  const places: Place[] = [];
  for (let room = 0; room < rooms; room++) places.push(...(await discussing(setting, room, people)));
  return places;
}

function settingOf(services: Services): Setting {
  const own = panel(services.store, instantOf(Date.now()), panelTemplate);
  const setting = { services, project: own.project, case: own.case, lead: own.people.lead, protocol: own.protocol };
  oneImage(setting);
  return setting;
}

async function discussing(setting: Setting, room: number, count: number): Promise<Place[]> {
  const { services } = setting;
  const sitting = await scheduled(setting, room, count);
  const { session, item, chair, people } = sitting;
  const ask = asking(services, session);
  await openVote(ask, sitting);
  for (const who of people) await ask(who, ballotOn(item));
  await ask(chair, { type: 'discuss', item });
  const document = textOf({ kind: 'table', session, item });
  return people.map((person) => placeOf(services, { session, document, room, person }));
}

/** One panel in which all have voted but the last; `reveal` casts that ballot. Places are at the record. */
export async function votingPanel(
  services: Services,
  people: number,
): Promise<{ readonly places: Place[]; readonly reveal: () => Promise<void> }> {
  const sitting = await scheduled(settingOf(services), 0, people);
  const { session, item } = sitting;
  const ask = asking(services, session);
  await openVote(ask, sitting);
  const [last, ...others] = sitting.people.toReversed();
  if (!last) throw new Error('a panel needs people');
  for (const who of others) await ask(who, ballotOn(item));
  const document = textOf({ kind: 'record', session });
  const places = sitting.people.map((person) => placeOf(services, { session, document, room: 0, person }));
  return { places, reveal: () => ask(last, ballotOn(item)) };
}

async function scheduled(setting: Setting, room: number, count: number): Promise<Sitting> {
  const { services, project, protocol, lead } = setting;
  const people = Array.from({ length: count }, (_, i) => personIn(setting, `person-${String(room)}-${String(i)}`));
  const seated = people.map(({ user }, i) => ({ user, role: i === 0 ? ('chair' as const) : ('panellist' as const) }));
  const items = [plannedItem(setting.case)];
  const draft = { project, title: `Panel ${String(room)}`, protocol, people: seated, items };
  const { session } = valueOf(await services.session.schedule(lead, draft));
  const item = services.session.state(session)?.items[0]?.content.id;
  const [chair] = people;
  if (!item || !chair) throw new Error('a panel needs an item and a chair');
  return { session, item, chair, people };
}

interface Sitting {
  readonly session: SessionId;
  readonly item: ItemId;
  readonly chair: Actor;
  readonly people: readonly Actor[];
}

type Ask = (who: Actor, command: object) => Promise<void>;

const asking =
  (services: Services, session: SessionId): Ask =>
  async (who, command) => {
    const whole = { ...command, commandId: newId<CommandId>() } as SessionCommand;
    valueOf(await services.session.command(who, session, whole));
  };

async function openVote(ask: Ask, { item, chair, people }: Sitting): Promise<void> {
  for (const who of people) await ask(who, { type: 'join' });
  await ask(chair, { type: 'open-session' });
  await ask(chair, { type: 'open-item', item });
  await ask(chair, { type: 'open-vote', item });
}

/** "No" of all: existence does not pass, nothing more is asked, and the round is revealed. */
const ballotOn = (item: ItemId): object => ({ type: 'cast-ballot', item, round: 1, stage: 0, answer: 'no' });

function placeOf(
  services: Services,
  { session, document, room, person }: Pick<Place, 'document' | 'room'> & { session: SessionId; person: Actor },
): Place {
  const seat = services.session.policy.seatOf(person.user, session);
  if (!seat) throw new Error('nobody without a seat');
  const { token } = valueOf(services.access.operator.createToken(person.email, 'bench'));
  return { room, document, token, root: marksRootOf(seat) };
}

function personIn({ services, project }: Setting, name: string): Actor {
  const email = `${name}@example.org`;
  services.store.transact((tx) => {
    const at = instantOf(Date.now());
    const { id: user } = insertPerson(tx, { name, email, passwordHash: '-', administrator: false }, at);
    insertMembership(tx, { project, user, role: 'panellist' }, at);
  });
  const actor = services.access.operator.actorOf(email);
  if (!actor) throw new Error(`${name} did not enter`);
  return actor;
}

/** The frame the marks lie on belongs to the case, as the guard asks. */
function oneImage({ services: { store }, case: id }: Setting): void {
  const one = caseById(store.db, id);
  if (!one) throw new Error('there is no case');
  store.transact((tx) => {
    const series = seriesNamed(tx, { study: one.study, uid: '1.2.1', modality: 'CT', number: 1, label: 'chest' });
    insertInstance(tx, series, {
      sop: '1.2.3',
      sopClass: '1.2.840.10008.5.1.4.1.1.2',
      instanceNumber: 1,
      rows: 512,
      columns: 512,
      frameSyntax: '1.2.840.10008.1.2.1',
      blob: 'a'.repeat(64),
      geometry: { rows: 512, columns: 512 },
      metadata: '{}',
      frames: [{ number: 1, offset: 0, length: 0, sha256: 'a'.repeat(64), geometry: null }],
    });
  });
}
