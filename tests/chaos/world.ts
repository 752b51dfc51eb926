/** What the storm falls on: a data folder with people and tokens, panels with many items, and drafts waiting for readers. */
import { v4 } from 'uuid';
import type { Actor } from '#domain/access/actor.ts';
import type { FrameKey } from '#domain/geometry/frame.ts';
import type { ItemId, ReadId, Seat, SessionId } from '#domain/kernel/id.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import type { SessionTemplate } from '#domain/plan/session-template.ts';
import { assemble, type Services } from '#server/assemble.ts';
import { configFrom } from '#server/config.ts';
import { insertCase } from '#server/store/cases.ts';
import type { Transaction } from '#server/store/database.ts';
import { newId } from '#server/store/ids.ts';
import { insertInstance, seriesNamed, studyNamed } from '#server/store/images.ts';
import { insertRead } from '#server/store/reads.ts';
import { valueOf } from '#tests/factories/access.ts';
import { panelTemplate, plannedItem } from '#tests/factories/agenda.ts';
import { panel, type Panel } from '#tests/factories/panel.ts';

export const MEMBERS = ['lead', 'first', 'second', 'observer'] as const;
export type Member = (typeof MEMBERS)[number];

export interface WorldPlan {
  readonly sessions: number;
  readonly itemsPerSession: number;
  /** Drafts of the one reader. */
  readonly reads: number;
  readonly template?: Partial<SessionTemplate>;
}

export interface PlannedSession {
  readonly id: SessionId;
  readonly items: readonly ItemId[];
  readonly seats: Readonly<Record<Member, Seat>>;
}

export interface PlannedRead {
  readonly read: ReadId;
  readonly frame: FrameKey;
}

export interface World {
  readonly folder: string;
  readonly tokens: Readonly<Record<Member | 'reader', string>>;
  readonly sessions: readonly PlannedSession[];
  readonly reads: readonly PlannedRead[];
  /** The frame every item of every session is about. */
  readonly tableFrame: FrameKey;
}

const SITTING = { lead: 'chair', first: 'panellist', second: 'panellist', observer: 'observer' } as const;
const TABLE_FRAME: FrameKey = { sop: '1.2.3', frame: 5 };

export async function makeWorld(folder: string, plan: WorldPlan): Promise<World> {
  const services = assemble(configFrom({ CONSILIUM_DATA: folder, CONSILIUM_LOG: 'error' }));
  try {
    const now = instantOf(Date.now());
    const own = panel(services.store, now, { ...panelTemplate, ...plan.template });
    const reads = services.store.transact((tx) => {
      const { id: study } = studyNamed(tx, { project: own.project, uid: '1.2', patientKey: 'k' });
      imageIn(tx, { study, frame: TABLE_FRAME });
      return Array.from({ length: plan.reads }, (_, n) => draftIn(tx, own, n));
    });
    const sessions: PlannedSession[] = [];
    for (let n = 0; n < plan.sessions; n++) sessions.push(await scheduled(services, own, plan.itemsPerSession));
    return { folder, tokens: tokensOf(services, own), sessions, reads, tableFrame: TABLE_FRAME };
  } finally {
    await services.closeConnections();
    await services.close();
  }
}

function tokensOf({ access }: Services, { people }: Panel): World['tokens'] {
  const token = ({ email }: Actor): string => valueOf(access.operator.createToken(email, 'chaos')).token;
  const { lead, first, second, observer, outsider } = people;
  return {
    lead: token(lead),
    first: token(first),
    second: token(second),
    observer: token(observer),
    reader: token(outsider),
  };
}

async function scheduled({ session }: Services, own: Panel, items: number): Promise<PlannedSession> {
  const draft = {
    ...{ project: own.project, title: 'Panel', protocol: own.protocol },
    people: MEMBERS.map((member) => ({ user: own.people[member].user, role: SITTING[member] })),
    items: Array.from({ length: items }, () => plannedItem(own.case)),
  };
  const { session: id } = valueOf(await session.schedule(own.people.lead, draft));
  const seatOf = (member: Member): Seat => {
    const seat = session.policy.seatOf(own.people[member].user, id);
    if (!seat) throw new Error(`${member} has no seat`);
    return seat;
  };
  return {
    id,
    items: session.state(id)?.items.map(({ content }) => content.id) ?? [],
    seats: { lead: seatOf('lead'), first: seatOf('first'), second: seatOf('second'), observer: seatOf('observer') },
  };
}

function draftIn(tx: Transaction, own: Panel, n: number): PlannedRead {
  const at = instantOf(Date.now());
  const { project, people } = own;
  const { id: study } = studyNamed(tx, { project, uid: `1.4.${String(n)}`, patientKey: v4() });
  const frame = { sop: `1.5.${String(n)}`, frame: 1 };
  imageIn(tx, { study, frame });
  const { protocol, version, hash } = own.protocol;
  const id = newId<ReadId>();
  const what = {
    id,
    case: insertCase(tx, { project, study, lookReason: '', at }),
    protocol: { protocol, version, hash },
  };
  const draft = { state: 'draft', round: 1, blinding: 'blind', raters: 'identified' } as const;
  insertRead(tx, { ...draft, ...what, reader: { kind: 'person', user: people.outsider.user } }, at);
  return { read: id, frame };
}

interface Image {
  readonly study: ReturnType<typeof studyNamed>['id'];
  readonly frame: FrameKey;
}

/** A row about an image; nobody asks for its pixels here. */
function imageIn(tx: Transaction, { study, frame: { sop, frame } }: Image): void {
  const series = seriesNamed(tx, { study, uid: `${sop}.1`, modality: 'CT', number: 1, label: 'chest' });
  const sha256 = 'a'.repeat(64);
  const frames = Array.from({ length: frame }, (_, i) => ({
    ...{ number: i + 1, offset: 0, length: 0, sha256, geometry: null },
  }));
  insertInstance(tx, series, {
    ...{ sop, sopClass: '1.2.840.10008.5.1.4.1.1.2', instanceNumber: 1, rows: 512, columns: 512 },
    ...{
      frameSyntax: '1.2.840.10008.1.2.1',
      blob: sha256,
      geometry: { rows: 512, columns: 512 },
      metadata: '{}',
      frames,
    },
  });
}
