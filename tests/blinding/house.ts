/**
 * The whole server with everybody of the cast, a case that three people have read, a draft in progress, and a session about
 * what they disagree on. Everything that could betray somebody's work is odd enough to be searched for.
 */
import type { Actor } from '#domain/access/actor.ts';
import type { FrameKey } from '#domain/geometry/frame.ts';
import { seeded, type Random } from '#domain/kernel/random.ts';
import type {
  CaseId,
  ItemId,
  MarkId,
  ProjectId,
  ProtocolId,
  ReadId,
  Seat,
  SessionId,
  UserId,
} from '#domain/kernel/id.ts';
import { instantOf, type Instant } from '#domain/kernel/instant.ts';
import type { SessionTemplate } from '#domain/plan/session-template.ts';
import type { Example, ProtocolContent } from '#domain/protocol/protocol.ts';
import type { ItemState } from '#domain/session/state.ts';
import type { Mark, ReadContent } from '#domain/reading/mark.ts';
import { offer, type Services } from '#server/assemble.ts';
import { insertCase, setCaseContext } from '#server/store/cases.ts';
import type { Transaction } from '#server/store/database.ts';
import { newId } from '#server/store/ids.ts';
import { insertInstance, seriesNamed, studyNamed } from '#server/store/images.ts';
import { insertPerson } from '#server/store/people.ts';
import { insertMembership, insertProject } from '#server/store/projects.ts';
import { insertProtocol, insertProtocolVersion, type ProtocolVersion } from '#server/store/protocols.ts';
import { insertRead } from '#server/store/reads.ts';
import { valueOf } from '#tests/factories/access.ts';
import { panelProtocol } from '#tests/factories/agenda.ts';
import { testFolder } from '#tests/factories/folder.ts';
import { allOperations, type Operation } from '#tests/factories/route.ts';
import { wholeServer, type Whole } from '#tests/factories/whole.ts';
import { onTestFinished } from 'vitest';
import { ADMITTED, CAST, partOf, READERS, ROLES, SEATED, type Role, type Visitor } from './cast.ts';
import { letInGuest } from './guest.ts';
import { answering } from './pages.ts';

/** What one person wrote about the case, and what identifies it. */
export interface OneRead {
  readonly id: ReadId;
  readonly hash: string;
  readonly content: ReadContent;
}

export interface House {
  readonly whole: Whole;
  readonly services: Services;
  readonly operations: readonly Operation[];
  /** Whether pages come as the built application renders them, with their data apart as well. */
  readonly rendered: boolean;
  /** Runs when the test is over. */
  readonly atEnd: (run: () => void) => void;
  readonly project: ProjectId;
  readonly protocol: ProtocolVersion;
  /** The case that was read, and the one that is being read. */
  readonly cases: readonly [CaseId, CaseId];
  readonly frames: readonly [FrameKey, FrameKey];
  readonly actors: Readonly<Record<Role, Actor>>;
  readonly tokens: Readonly<Record<Role, string>>;
  readonly reads: ReadonlyMap<Role, OneRead>;
  readonly draft: ReadId;
  readonly history: string;
}

/** What a session needs besides: see `convene`. */
export interface Meeting extends House {
  readonly session: SessionId;
  /** The lesion at the upper left comes before the panel; the other one, where it is on the agenda, never does. */
  readonly item: ItemId;
  readonly waiting: ItemId;
  /** Whether what comes before the panel is the case as a whole. */
  readonly wholeCase: boolean;
  readonly seats: ReadonlyMap<Visitor, Seat>;
  /** What the guest's browser says who it is by. */
  readonly cookie: string;
}

const SOPS = ['1.2.840.99.1.1', '1.2.840.99.2.1'] as const;
/** An image of a case that nobody judges: the protocol shows its first frame to everybody. */
export const EXAMPLE_SOP = '1.2.840.99.3.1';

/** What the first reader tells the lead about the case that was read. */
export const FLAG_WORDS = 'Verwackelte Unterfelder beiderseits';

/** What one reader says about the case. */
export type Reading = (role: Role, random: Random) => ReadContent;

/** With pages as their loads answer them. */
export async function openHouse(
  template: SessionTemplate,
  reading: Reading = contentOf,
  content: Partial<ProtocolContent> = {},
): Promise<House> {
  const whole = await wholeServer(testFolder(), answering(await allOperations()));
  onTestFinished(() => whole.close());
  return houseOn(whole, { template, reading, content, rendered: false, atEnd: onTestFinished });
}

export interface Furniture {
  readonly template: SessionTemplate;
  readonly reading: Reading;
  /** What the protocol says otherwise than `panelProtocol`. */
  readonly content?: Partial<ProtocolContent>;
  readonly rendered: boolean;
  readonly atEnd: (run: () => void) => void;
}

export async function houseOn(whole: Whole, furniture: Furniture): Promise<House> {
  const { template, reading, content = {}, ...rest } = furniture;
  const operations = await allOperations();
  const { services } = whole;
  offer(services);
  const blob = await services.blobs.put(Buffer.alloc(512, 7));
  const built = services.store.transact((tx) => furnish(tx, { template, reading, content, blob: blob.sha256 }));
  const actors = byRole((role) => present(services.access.operator.actorOf(emailOf(role)), role));
  const tokens = byRole((role) => valueOf(services.access.operator.createToken(emailOf(role), 'test')).token);
  const flagged = present(built.reads.get('first'), 'first').id;
  valueOf(services.reports.flag(actors.first, flagged, { kind: 'image-quality', text: FLAG_WORDS }));
  return { whole, services, operations, actors, tokens, ...rest, ...built };
}

/** Schedules the session about the case that was read, as a lead does. */
export async function convene(house: House, by: Role = 'lead'): Promise<Meeting> {
  const people = SEATED.map((role) => ({ user: house.actors[role].user, role: partOf(role).seat ?? 'observer' }));
  const plan = { title: 'Panel on nodules', cases: [house.cases[0]], people };
  const { session } = valueOf(await house.services.agreement.schedule(house.actors[by], house.project, plan));
  const cookie = await letInGuest(house, session);
  await house.services.session.settled(session);
  const { items, people: seated } = present(house.services.session.state(session), 'session');
  // The agenda is shuffled; the lesion at the upper left comes before the panel, or the case as a whole, where that is on it.
  const placeOf = ({ content: { target } }: ItemState): number => target.box?.x ?? -1;
  const [disputed, other = disputed] = items.toSorted((a, b) => placeOf(a) - placeOf(b));
  const seatOf = (who: Visitor): Seat => {
    const person = seated.find(({ user, guest }) => (who in CAST ? user === house.actors[who as Role].user : guest));
    return present(person, who).seat;
  };
  const seats = new Map(ADMITTED.map((who) => [who, seatOf(who)]));
  const { id: item, finding } = present(disputed, 'disputed item').content;
  return {
    ...house,
    session,
    cookie,
    item,
    wholeCase: finding === null,
    waiting: present(other, 'other item').content.id,
    seats,
  };
}

export const emailOf = (role: Role): string => `${partOf(role).name.replace(' ', '.').toLowerCase()}@example.org`;

const byRole = <T>(value: (role: Role) => T): Record<Role, T> =>
  Object.fromEntries(ROLES.map((role) => [role, value(role)])) as Record<Role, T>;

export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`there is no ${what}`);
  return value;
}

interface Furnishing {
  readonly template: SessionTemplate;
  readonly reading: Reading;
  readonly content: Partial<ProtocolContent>;
  readonly blob: string;
}

function furnish(tx: Transaction, { template, reading: said, content, blob }: Furnishing) {
  const at = instantOf(Date.now());
  const random = seeded(1);
  const { id: project } = insertProject(tx, `Nodules ${String(random.int(0, 1e9))}`, at);
  const users = byRole((role) => {
    const { name, roles, administrator = false } = partOf(role);
    const { id } = insertPerson(tx, { name, email: emailOf(role), passwordHash: '-', administrator }, at);
    for (const held of roles) insertMembership(tx, { project, user: id, role: held }, at);
    return id;
  });
  const examples = [exampleOf(imagedCase(tx, { project, sop: EXAMPLE_SOP, number: 3, at, blob }))];
  const protocol = publish(tx, {
    ...{ project, at, by: users.lead },
    content: { ...panelProtocol(template), examples, ...content },
  });
  const history = `history-${token(random)}`;
  const cases = SOPS.map((sop, i) => {
    const one = imagedCase(tx, { project, sop, number: i + 1, at, blob });
    setCaseContext(tx, one, { age: '64 y', history: i === 0 ? history : 'none' });
    return one;
  });
  const [read, reading] = [present(cases[0], 'case'), present(cases[1], 'case')];
  const common = { round: 1, protocol: citationOf(protocol), blinding: 'blind', raters: 'identified' } as const;
  const reads = new Map(
    READERS.map((role, i): [Role, OneRead] => {
      const one = { id: newId<ReadId>(), hash: token(random).padEnd(64, '0'), content: said(role, random) };
      const by = { kind: 'person', user: users[role] } as const;
      const frozen = { state: 'submitted', at: instantOf(at - 1000 * (i + 1)), journal: 0 } as const;
      insertRead(tx, { ...common, ...frozen, ...one, case: read, reader: by }, at);
      return [role, one];
    }),
  );
  const draft = newId<ReadId>();
  const drafter = { kind: 'person', user: users.drafter } as const;
  insertRead(tx, { ...common, state: 'draft', id: draft, case: reading, reader: drafter }, at);
  const frames = SOPS.map((sop) => ({ sop, frame: 1 })) as [FrameKey, FrameKey];
  return { project, protocol, cases: [read, reading] as const, frames, reads, draft, history };
}

const citationOf = ({ protocol, version, hash }: ProtocolVersion) => ({ protocol, version, hash });

function publish(
  tx: Transaction,
  { project, content, at, by }: { project: ProjectId; content: ProtocolContent; at: Instant; by: UserId },
): ProtocolVersion {
  const protocol: ProtocolVersion = {
    ...{ protocol: newId<ProtocolId>(), version: 1, hash: 'f'.repeat(64), content },
    ...{ publishedAt: at, publishedBy: by },
  };
  insertProtocol(tx, { id: protocol.protocol, project, at });
  insertProtocolVersion(tx, protocol);
  return protocol;
}

interface Imaged {
  readonly project: ProjectId;
  readonly sop: string;
  readonly number: number;
  readonly at: Instant;
  readonly blob: string;
}

function imagedCase(tx: Transaction, { project, sop, number, at, blob }: Imaged): CaseId {
  const study = studyNamed(tx, { project, uid: `1.2.840.99.${String(number)}`, patientKey: `k${String(number)}` }).id;
  const series = seriesNamed(tx, { study, uid: `${sop}.9`, modality: 'CT', number: 1, label: 'chest' });
  insertInstance(tx, series, imageOf(sop, blob));
  return insertCase(tx, { project, study, lookReason: '', at });
}

const exampleOf = (shown: CaseId): Example => ({
  ...{ id: 'small', case: shown, frame: { sop: EXAMPLE_SOP, frame: 1 }, finding: 'nodule' },
  mark: { tool: 'probe', points: [[200, 200]] },
  commentary: 'Small, and it counts.',
});

const imageOf = (sop: string, blob: string) => ({
  sop,
  sopClass: '1.2.840.10008.5.1.4.1.1.2',
  instanceNumber: 1,
  frameSyntax: '1.2.840.10008.1.2.1',
  ...{ rows: 512, columns: 512, blob, metadata: '{}' },
  geometry: { rows: 512, columns: 512, spacing: { row: 0.7, column: 0.7, kind: 'patient' } as const },
  frames: [1, 2].map((number) => ({ number, offset: 0, length: 512, sha256: blob, geometry: null })),
});

/** What a protocol says that asks one question about the case, so that a panel of the script can answer it. */
export const ONE_QUESTION: Partial<ProtocolContent> = {
  caseFields: [
    {
      ...{ id: 'complete', label: 'Is the chest complete?', required: false, kind: 'choice' },
      options: ['yes', 'no'].map((value) => ({ value, label: value })),
    },
    { id: 'remark', label: 'Remark', required: false, kind: 'text', maximumLength: 100 },
  ],
};

/** The second reader misses one lesion and sees another texture in the other one. */
export function contentOf(role: Role, random: Random): ReadContent {
  const missed = role === 'second' ? [] : [outlineAt([150, 150], 'solid', random)];
  const texture = role === 'second' ? 'part-solid' : 'solid';
  return {
    marks: [...missed, outlineAt([350, 350], texture, random)],
    answers: { remark: `remark-${token(random)}` },
  };
}

export function outlineAt(centre: readonly [number, number], texture: string, random: Random): Mark {
  const id = newId<MarkId>();
  const points = Array.from({ length: 7 }, (_, i): [number, number] => {
    const angle = (2 * Math.PI * i) / 7;
    return [oddly(centre[0] + 9 * Math.cos(angle), random), oddly(centre[1] + 9 * Math.sin(angle), random)];
  });
  const attributes = { texture, note: `note-${token(random)}` };
  const where = { frame: { sop: SOPS[0], frame: 1 }, tool: 'freehand', finding: 'nodule' } as const;
  return { id, lesion: id, points, attributes, ...where };
}

/** Near the value, with three decimals of which the last is not 0: as text it is found nowhere by chance. */
export const oddly = (value: number, random: Random): number =>
  (Math.round(value) * 1000 + random.int(11, 98) * 10 + random.int(1, 9)) / 1000;

export const token = (random: Random): string =>
  Array.from({ length: 12 }, () => random.int(0, 15).toString(16)).join('');
