/**
 * The journal: every accepted edit is on the disk before anybody hears of it. All edits of one turn of the event loop, of
 * whatever documents, share one durable commit (`synchronous=FULL`), so many rooms cost one flush.
 */
import type Sqlite from 'better-sqlite3';
import type { UserId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';

export type Author = UserId | 'server';

export interface NewEdit {
  /** Name of the document, as text. */
  readonly document: string;
  readonly user: Author;
  /** A Yjs update. */
  readonly data: Uint8Array;
  /** Client ids that appear for the first time and belong to `user` from now on; bound in the same commit. */
  readonly clients: readonly number[];
}

export interface JournalRow {
  readonly seq: number;
  readonly user: Author;
  readonly at: Instant;
  readonly data: Uint8Array;
}

export interface StoredDocument {
  readonly keyframe: Uint8Array | null;
  /** The rows after the keyframe, in order. */
  readonly rows: readonly JournalRow[];
  /** Client id → the person it belongs to. */
  readonly clients: ReadonlyMap<number, Author>;
  /** Number of the document's last row; 0 when it has none. */
  readonly seq: number;
}

export interface Journal {
  /** Resolves with the row's number when it is durable. Rejects when it could not be stored; then nothing was. */
  append(edit: NewEdit): Promise<number>;
  load(document: string): StoredDocument;
  /** Stores the whole document as it is after row `upTo`. */
  keyframe(document: string, upTo: number, data: Uint8Array): void;
  /** All rows of a document, for replay. */
  rows(document: string): IterableIterator<JournalRow>;
  /** The highest number in the whole journal; 0 while it is empty. */
  head(): number;
  /** Commits what is waiting, at once. */
  flush(): void;
}

interface Waiting {
  readonly edit: NewEdit;
  readonly resolve: (seq: number) => void;
  readonly reject: (cause: unknown) => void;
}

type Commit = (edits: readonly NewEdit[]) => number[];

/** @param connection has the tables of `schema/collab.ts` and `synchronous=FULL`. */
export function createJournal(connection: Sqlite.Database, now: () => Instant): Journal {
  const commit = committer(connection, now);
  const reads = readers(connection);
  let waiting: Waiting[] = [];
  let turn: NodeJS.Immediate | null = null;

  function flush(): void {
    if (turn) clearImmediate(turn);
    turn = null;
    const batch = waiting;
    waiting = [];
    if (batch.length > 0) settle(commit, batch);
  }

  return {
    ...reads,
    append: (edit) =>
      new Promise<number>((resolve, reject) => {
        waiting.push({ edit, resolve, reject });
        turn ??= setImmediate(flush);
      }),
    flush,
  };
}

/** One commit for all; if it fails, each on its own, so that one bad edit does not refuse those of others. */
function settle(commit: Commit, batch: readonly Waiting[]): void {
  try {
    const seqs = commit(batch.map(({ edit }) => edit));
    for (const [i, { resolve }] of batch.entries()) resolve(seqs[i] ?? 0);
  } catch (cause) {
    const [only] = batch;
    if (only && batch.length === 1) only.reject(new Error('the journal could not store an edit', { cause }));
    else for (const one of batch) settle(commit, [one]);
  }
}

function committer(connection: Sqlite.Database, now: () => Instant): Commit {
  const insert = connection.prepare('INSERT INTO journal (document, user, at, data) VALUES (?, ?, ?, ?)');
  const bind = connection.prepare('INSERT INTO client_binding (document, client, user, at) VALUES (?, ?, ?, ?)');
  const write = connection.transaction((edits: readonly NewEdit[]) => {
    const at = now();
    return edits.map(({ document, user, data, clients }) => {
      for (const client of clients) bind.run(document, client, user, at);
      return Number(insert.run(document, user, at, data).lastInsertRowid);
    });
  });
  return (edits) => write.immediate(edits);
}

function readers(connection: Sqlite.Database): Pick<Journal, 'load' | 'keyframe' | 'rows' | 'head'> {
  const keyframe = connection.prepare<[string], { upTo: number; data: Uint8Array }>(
    'SELECT up_to AS upTo, data FROM keyframe WHERE document = ?',
  );
  const after = connection.prepare<[string, number], JournalRow>(
    'SELECT seq, user, at, data FROM journal WHERE document = ? AND seq > ? ORDER BY seq',
  );
  const clients = connection.prepare<[string], { client: number; user: Author }>(
    'SELECT client, user FROM client_binding WHERE document = ?',
  );
  const head = connection.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM journal');
  const put = connection.prepare(
    `INSERT INTO keyframe (document, up_to, data) VALUES (?, ?, ?)
     ON CONFLICT (document) DO UPDATE SET up_to = excluded.up_to, data = excluded.data`,
  );
  return {
    load(document) {
      const frame = keyframe.get(document);
      const rows = after.all(document, frame?.upTo ?? 0);
      return {
        keyframe: frame?.data ?? null,
        rows,
        clients: new Map(clients.all(document).map(({ client, user }) => [client, user])),
        seq: rows.at(-1)?.seq ?? frame?.upTo ?? 0,
      };
    },
    keyframe: (document, upTo, data) => void put.run(document, upTo, data),
    rows: (document) => after.iterate(document, 0),
    head: () => head.get()?.seq ?? 0,
  };
}
