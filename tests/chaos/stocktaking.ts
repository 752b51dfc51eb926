/**
 * Stock-taking after the storm, on a copy of the database as the dead process left it: the books against the journal, the
 * ledger, the ballot box and the reads. Answers sentences; none means that nothing is missing, doubled or half-written.
 */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as Y from 'yjs';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import type { SessionEvent } from '#domain/session/event.ts';
import { rootOf } from '#documents/entries.ts';
import { replayInto } from '#server/collab/room.ts';
import { auditBallots } from '#server/record/ballot-audit.ts';
import { sessionEventOf, streamOf } from '#server/session/session-log.ts';
import { openDatabase, type Store } from '#server/store/database.ts';
import { createJournal, type Journal } from '#server/store/journal.ts';
import { createLedger, type Ledger } from '#server/store/ledger.ts';
import { readById } from '#server/store/reads.ts';
import { verifyLedger } from '#server/store/verification.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { sightingFaults } from './sightings.ts';
import { keyOf, type AcknowledgedEdit, type AnsweredCommand, type Books } from './books.ts';
import type { World } from './world.ts';

export interface Stock {
  readonly faults: readonly string[];
  readonly head: string;
  readonly events: number;
  readonly rows: number;
  readonly keyframes: number;
  readonly reveals: number;
}

/** The database as it lies there, its write-ahead log included, opened somewhere else. */
export function onCopy<T>(folder: string, look: (store: Store) => T): T {
  const scratch = mkdtempSync(join(tmpdir(), 'consilium-stock-'));
  try {
    for (const file of ['consilium.db', 'consilium.db-wal'])
      if (existsSync(join(folder, file))) copyFileSync(join(folder, file), join(scratch, file));
    const store = openDatabase(join(scratch, 'consilium.db'));
    try {
      return look(store);
    } finally {
      store.close();
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

export interface StockOptions {
  /** What an earlier stock-taking found: the ledger must still contain it. */
  readonly head?: string;
  /** How many events there may be beyond the accepted commands of one place: those whose answer nobody has heard yet. */
  readonly unheard?: number;
  /** Another folder than the world's, such as a restored one. */
  readonly folder?: string;
}

export function takeStock(world: World, books: Books, options: StockOptions = {}): Stock {
  const { head, unheard = 1, folder = world.folder } = options;
  return onCopy(folder, (store) => {
    const now = (): ReturnType<typeof instantOf> => instantOf(0);
    const journal = createJournal(store.connection, now);
    const ledger = createLedger({ store, now, journalSeq: () => 0 });
    const verified = verifyLedger(store, head === undefined ? {} : { head });
    const faults = [
      ...(verified.intact ? [] : [`the ledger: ${verified.message}`]),
      ...databaseFaults(store),
      ...documentFaults(store, journal, books),
      ...world.sessions.flatMap(({ id }) => commandFaults(ledger, id, { books, unheard })),
      ...submissionFaults(store, ledger, books),
    ];
    const count = (sql: string): number => Number(store.connection.prepare(sql).pluck().get());
    return {
      faults,
      head: ledger.head().hash,
      events: ledger.head().seq,
      rows: count('SELECT count(*) FROM journal'),
      keyframes: count('SELECT count(*) FROM keyframe'),
      reveals: count("SELECT count(*) FROM ledger WHERE type = 'revealed'"),
    };
  });
}

/** What clients saw of every session, against the whole ledger. */
export function sessionFaults(world: World, books: Books): string[] {
  return onCopy(world.folder, (store) => {
    const ledger = createLedger({ store, now: () => instantOf(0), journalSeq: () => 0 });
    return world.sessions.flatMap(({ id }) => sightingFaults(id, ledger.read(streamOf(id)).map(sessionEventOf), books));
  });
}

function databaseFaults({ connection }: Store): string[] {
  const found = connection.pragma('quick_check', { simple: true });
  const dangling = connection.pragma('foreign_key_check') as readonly unknown[];
  return [
    ...(found === 'ok' ? [] : [`SQLite: ${String(found)}`]),
    ...(dangling.length === 0 ? [] : [`${String(dangling.length)} references point nowhere`]),
  ];
}

function documentFaults(store: Store, journal: Journal, books: Books): string[] {
  const names = store.connection.prepare<[], string>('SELECT DISTINCT document FROM journal').pluck().all();
  const byDocument = Map.groupBy(books.edits.values(), ({ document }) => document);
  const unknown = [...byDocument.keys()].filter((name) => !names.includes(name));
  return [
    ...unknown.map((name) => `lost: ${name}, the whole document`),
    ...names.flatMap((name) => [
      ...replayFaults(journal, name),
      ...(byDocument.get(name) ?? [])
        .filter((edit) => !isThere(journal, edit, books))
        .map((edit) => `lost: ${keyOf(edit)}`),
    ]),
  ];
}

const replayed = new WeakMap<Journal, Map<string, Y.Doc>>();

/** As the server loads it: keyframe and rows after it. */
function documentIn(journal: Journal, name: string): Y.Doc {
  const docs = replayed.get(journal) ?? new Map<string, Y.Doc>();
  replayed.set(journal, docs);
  const doc = docs.get(name) ?? new Y.Doc();
  if (!docs.has(name)) replayInto(doc, journal.load(name));
  docs.set(name, doc);
  return doc;
}

/** No hole, the same from the keyframe as from all rows, and no piece of work in two rows. */
function replayFaults(journal: Journal, name: string): string[] {
  const loaded = documentIn(journal, name);
  const whole = new Y.Doc();
  const rows = [...journal.rows(name)];
  replayInto(whole, { keyframe: null, rows });
  const faults: string[] = [];
  if (loaded.store.pendingStructs ?? whole.store.pendingStructs) faults.push(`${name} has a hole`);
  if (loaded.store.pendingDs ?? whole.store.pendingDs) faults.push(`${name} deletes what is not there`);
  if (textOf(loaded) !== textOf(whole)) faults.push(`${name} differs between keyframe and rows`);
  if (Buffer.compare(Y.encodeStateVector(loaded), Y.encodeStateVector(whole)) !== 0)
    faults.push(`${name}: two state vectors`);
  const clocks = new Map<number, number>();
  for (const { seq, data } of rows) {
    const { from, to } = Y.parseUpdateMeta(data);
    for (const [client, end] of to) {
      if ((from.get(client) ?? 0) < (clocks.get(client) ?? 0)) faults.push(`${name}: row ${String(seq)} repeats work`);
      clocks.set(client, end);
    }
  }
  return faults;
}

const textOf = (doc: Y.Doc): string =>
  canonicalJson(Object.fromEntries([...doc.share.keys()].sort().map((root) => [root, rootOf(doc, root).toJSON()])));

/** The acknowledged value, or one that was written over it and is not acknowledged yet. */
function isThere(journal: Journal, edit: AcknowledgedEdit, books: Books): boolean {
  const found = (rootOf(documentIn(journal, edit.document), edit.root).toJSON() as Record<string, unknown>)[edit.key];
  const possible = [edit.value, ...(books.underWay.get(keyOf(edit)) ?? [])];
  return possible.some((value) => canonicalJson(value ?? null) === canonicalJson(found ?? null));
}

const EVENT_OF: Readonly<Record<string, SessionEvent['type']>> = {
  join: 'joined',
  'open-session': 'session-opened',
  'close-session': 'session-closed',
  'open-item': 'item-opened',
  'open-vote': 'voting-opened',
  'open-revote': 'voting-opened',
  'cast-ballot': 'ballot-cast',
  discuss: 'discussion-opened',
  decide: 'decision-opened',
  seal: 'sealed',
};

/** Every accepted command is one event, but for taking a place one has already, which is none. */
function commandFaults(
  ledger: Ledger,
  session: World['sessions'][number]['id'],
  { books, unheard }: { readonly books: Books; readonly unheard: number },
): string[] {
  const events = ledger.read(streamOf(session)).map((row) => ({ actor: row.actor, event: sessionEventOf(row) }));
  const found = Map.groupBy(events, ({ event }) => placeOf(event));
  const accepted = Map.groupBy(
    books.acceptedCommands.filter((one) => one.session === session),
    placeOfCommand,
  );
  const faults = [...accepted].flatMap(([place, commands]) => {
    const stored = found.get(place)?.length ?? 0;
    const asked = place.startsWith('joined') ? 1 : commands.length;
    if (stored < asked) return [`lost: ${String(asked)} × ${place}, found ${String(stored)}`];
    return stored > asked + unheard ? [`twice: ${place}, found ${String(stored)}`] : [];
  });
  const { broken } = auditBallots(ledger, session);
  return [...faults, ...broken.map((place) => `a published ballot is not the sealed one: ${place}`)];
}

function placeOf(event: SessionEvent): string {
  const item = 'item' in event ? event.item : '';
  const round = 'round' in event ? String(event.round) : '';
  const stage = 'stage' in event ? String(event.stage) : '';
  return `${event.type} ${item} ${round} ${stage} ${'seat' in event ? String(event.seat) : ''}`;
}

const ROUND_OF: Readonly<Record<string, number>> = { 'open-vote': 1, 'open-revote': 2 };

/** Where the event of a command stands; the seat of a voter is told by the people's own books. */
function placeOfCommand({ command, seat }: AnsweredCommand): string {
  const { type } = command;
  const { item = '', stage = '' } = command as { item?: string; stage?: number };
  const { round = ROUND_OF[type] ?? '' } = command as { round?: number };
  const seated = type === 'join' || type === 'cast-ballot' ? seat : '';
  return `${EVENT_OF[type] ?? type} ${item} ${String(round)} ${String(stage)} ${seated}`;
}

function submissionFaults(store: Store, ledger: Ledger, books: Books): string[] {
  return books.submissions.flatMap(({ read: id, content, hash }) => {
    const read = readById(store.db, id);
    if (read?.state !== 'submitted') return [`lost: the submission of ${id}`];
    const events = ledger.read(`read:${id}`).filter(({ type }) => type === 'read-submitted').length;
    const same = read.hash === hash && canonicalJson(read.content) === canonicalJson(content);
    return [
      ...(events === 1 ? [] : [`${String(events)} submissions of ${id}`]),
      ...(same ? [] : [`the frozen read ${id} is not what its reader saw`]),
    ];
  });
}
