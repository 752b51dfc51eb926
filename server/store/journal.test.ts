import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { idOf, type UserId } from '#domain/kernel/id.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { openDatabase, type Store } from './database.ts';
import { createJournal, type Journal, type NewEdit } from './journal.ts';
import { migrate } from './migration.ts';

const ann = idOf<UserId>('ann');
let folder: string;
let store: Store;
let journal: Journal;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
  store = openDatabase(join(folder, 'test.db'));
  migrate(store);
  journal = createJournal(store.connection, () => instantOf(1000));
});

afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const edit = (document: string, byte: number, clients: number[] = []): NewEdit => ({
  document,
  user: ann,
  data: Uint8Array.of(byte),
  clients,
});

test('[JN1] an edit is on the disk when its append resolves, numbered through all documents', async () => {
  const seqs = await Promise.all([
    journal.append(edit('a', 1, [7])),
    journal.append(edit('b', 2)),
    journal.append(edit('a', 3)),
  ]);
  expect(seqs).toEqual([1, 2, 3]);
  expect(journal.head()).toBe(3);
  const stored = journal.load('a');
  expect(stored.rows.map((row) => [row.seq, row.user, row.at, ...row.data])).toEqual([
    [1, ann, 1000, 1],
    [3, ann, 1000, 3],
  ]);
  expect([...stored.clients]).toEqual([[7, ann]]);
});

test('[JN2] all edits of one turn share one commit', async () => {
  // A commit asks the clock once, for all its rows.
  let asked = 0;
  const counting = createJournal(store.connection, () => instantOf(++asked));
  await Promise.all(Array.from({ length: 50 }, (_, i) => counting.append(edit(`d${String(i)}`, i))));
  expect(asked).toBe(1);
  expect(counting.head()).toBe(50);
});

test('[JN3] an edit that cannot be stored is rejected alone and leaves nothing', async () => {
  await journal.append(edit('a', 1, [7]));
  const [good, bad] = await Promise.allSettled([journal.append(edit('b', 2)), journal.append(edit('a', 3, [7]))]);
  expect(good.status).toBe('fulfilled');
  expect(bad.status).toBe('rejected');
  expect(journal.load('a').rows).toHaveLength(1);
});

test('[JN4] a keyframe stands for the rows before it, which stay', async () => {
  await journal.append(edit('a', 1));
  await journal.append(edit('a', 2));
  journal.keyframe('a', 1, Uint8Array.of(9));
  const stored = journal.load('a');
  expect([...(stored.keyframe ?? [])]).toEqual([9]);
  expect(stored.rows.map((row) => row.seq)).toEqual([2]);
  expect([...journal.rows('a')]).toHaveLength(2);
  expect(journal.load('unknown')).toEqual({ keyframe: null, rows: [], clients: new Map(), seq: 0 });
});

test('[JN5] rows are never changed nor removed', async () => {
  await journal.append(edit('a', 1));
  expect(() => store.connection.exec('UPDATE journal SET user = 1')).toThrow('append-only');
  expect(() => store.connection.exec('DELETE FROM journal')).toThrow('append-only');
});

test('[JN3] an edit that comes when the database is closed is refused, and nothing else happens', async () => {
  const late = journal.append(edit('a', 1));
  store.close();
  await expect(late).rejects.toThrow('could not store');
});
