/**
 * A collab server on a port of its own with a few people, as real as it gets: SQLite file, journal, WebSockets, providers.
 * The policies are small enough to see through: a read belongs to one person, tables are open to all with a seat.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Actor } from '#domain/access/actor.ts';
import { idOf, type ItemId, type ReadId, type Seat, type SessionId, type UserId } from '#domain/kernel/id.ts';
import { instantOf, type Instant } from '#domain/kernel/instant.ts';
import type { Mark } from '#domain/reading/mark.ts';
import { textOf, type DocumentName } from '#documents/names.ts';
import { ownerOf } from '#documents/table.ts';
import { createCollab, type Collab } from '#server/collab/collab.ts';
import { SOCKET_LIMITS, type SocketLimits } from '#server/collab/limits.ts';
import type { CollabPorts } from '#server/collab/ports.ts';
import { createJournal, type Journal } from '#server/store/journal.ts';
import type { Store } from '#server/store/database.ts';

export const uuid = (n: number): string => `018f6d2e-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** A point on the one frame of these tests, `x` pixels to the right. */
export const mark = (n: number, x = 1): Mark => ({
  id: uuid(n),
  lesion: uuid(n),
  frame: { sop: '1.2.3', frame: 1 },
  tool: 'probe',
  points: [[x, 2]],
  finding: 'nodule',
  attributes: {},
});

export const SESSION = idOf<SessionId>(uuid(900));
export const TABLE: DocumentName = { kind: 'table', session: SESSION, item: idOf<ItemId>(uuid(901)) };
export const RECORD: DocumentName = { kind: 'record', session: SESSION };

/** People and their seats. `guest` has no seat. */
const SEATS = new Map<string, Seat>([
  ['ann', idOf(uuid(801))],
  ['ben', idOf(uuid(802))],
  ['cleo', idOf(uuid(803))],
]);
export const seatOf = (user: string): Seat => SEATS.get(user) ?? idOf<Seat>(uuid(899));
export const readOf = (user: 'ann' | 'ben'): DocumentName => ({
  kind: 'read',
  read: idOf<ReadId>(user === 'ann' ? uuid(701) : uuid(702)),
});
export const seatDocumentOf = (user: string): DocumentName => ({ kind: 'seat', session: SESSION, seat: seatOf(user) });

/** What a test may change while the server runs. */
export interface Circumstances {
  /** Texts of documents nobody may write any more. */
  readonly frozen: Set<string>;
  /** People who lost their right to open anything. */
  readonly expelled: Set<string>;
  /** People whose tokens were revoked. */
  readonly revoked: Set<string>;
  /** When the sign-ins made from now on run out; null: never. */
  until: Instant | null;
  /** What everybody who is asked who they are has to wait for. */
  patience: Promise<unknown>;
  /** Private phase: nobody sees cursors. */
  cursors: boolean;
  presenter: string | null;
  /** Openings cannot be recorded. */
  ledgerBroken: boolean;
}

export interface CollabServer {
  readonly collab: Collab;
  readonly journal: Journal;
  readonly url: string;
  readonly circumstances: Circumstances;
  close(): Promise<void>;
}

/** Far fewer than in production, so that every longer test crosses a keyframe. */
export const ROWS_PER_KEYFRAME = 50;

/** What a test may choose before the server runs. */
export interface Choices {
  readonly limits?: Partial<SocketLimits>;
  readonly now?: () => Instant;
  readonly port?: number;
  readonly absentAfterMs?: number;
  readonly attended?: CollabPorts['attended'];
}

export async function serveCollab(store: Store, choices: Choices = {}): Promise<CollabServer> {
  const circumstances: Circumstances = {
    frozen: new Set(),
    expelled: new Set(),
    revoked: new Set(),
    until: null,
    patience: Promise.resolve(),
    cursors: true,
    presenter: null,
    ledgerBroken: false,
  };
  const { limits = {}, now = () => instantOf(Date.now()), port = 0, absentAfterMs } = choices;
  const attended = choices.attended ?? (() => undefined);
  const journal = createJournal(store.connection, now);
  const log = { info: () => undefined, error: () => undefined };
  const collab = createCollab({
    ...{ journal, ports: { ...portsOf(circumstances), attended }, now, log },
    ...(absentAfterMs !== undefined && { absentAfterMs }),
    rowsPerKeyframe: ROWS_PER_KEYFRAME,
    limits: { ...SOCKET_LIMITS, ...limits },
  });
  const http = createServer((_request, response) => response.end());
  http.on('upgrade', (request, socket, head) => collab.upgrade(request, socket, head));
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  const address = http.address() as AddressInfo;
  return {
    collab,
    journal,
    circumstances,
    url: `ws://127.0.0.1:${String(address.port)}/collab`,
    async close() {
      await collab.close();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

function portsOf(circumstances: Circumstances): Omit<CollabPorts, 'attended'> {
  return {
    async whoIs(credentials) {
      const { until } = circumstances;
      const actor = credentials.kind === 'token' ? actorOf(credentials.token) : cookieActor(credentials.headers);
      const known = actor && !circumstances.revoked.has(actor.user);
      await circumstances.patience;
      return known ? { actor, until } : null;
    },
    opened: () => (circumstances.ledgerBroken ? Promise.reject(new Error('disk full')) : Promise.resolve()),
    redeemTicket: () => null,
    mayOpen: ({ user }, name) => (circumstances.expelled.has(user) ? null : opening(user, name)),
    mayWriteRoot: ({ user }, name, { root }) =>
      !circumstances.frozen.has(textOf(name)) && (name.kind === 'read' || [seatOf(user), null].includes(ownerOf(root))),
    seatOf: ({ user }) => SEATS.get(user) ?? null,
    validate: () => null,
    presence: (_actor, name) => {
      if (name.kind === 'record') return 'seat';
      return name.kind === 'table' && circumstances.cursors ? 'cursor' : null;
    },
    mayPresent: ({ user }) => user === circumstances.presenter,
  };
}

function opening(user: string, name: DocumentName): 'read' | 'write' | null {
  const { kind } = name;
  if (kind === 'read')
    return textOf(name) === textOf(readOf(user === 'ann' ? 'ann' : 'ben')) && user !== 'cleo' ? 'write' : null;
  if (kind === 'seat') return name.seat === seatOf(user) ? 'read' : null;
  if (kind === 'table' && user === 'cleo') return 'read';
  return SEATS.has(user) ? 'write' : null;
}

function actorOf(user: string): Actor | null {
  if (!SEATS.has(user) && user !== 'guest') return null;
  return { user: idOf<UserId>(user), name: user, email: `${user}@example.org`, administrator: false, roles: new Map() };
}

const cookieActor = (headers: Headers): Actor | null =>
  actorOf(/session=(\w+)/.exec(headers.get('cookie') ?? '')?.[1] ?? '');
