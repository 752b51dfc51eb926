/**
 * What survives a loss of power is what the disk has been told to keep. Nobody can pull the plug in a test; shown here is the
 * order: SQLite flushes at every commit, and whoever is told of something can find it committed at that very moment.
 */
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { v4 } from 'uuid';
import { expect, it, onTestFinished } from 'vitest';
import { putMark } from '#documents/marks.ts';
import { textOf } from '#documents/names.ts';
import { projectionOf } from '#documents/projection.ts';
import { MARKS } from '#documents/read.ts';
import { RECORD } from '#documents/record.ts';
import { assemble } from '#server/assemble.ts';
import { configFrom } from '#server/config.ts';
import { testFolder } from '#tests/factories/folder.ts';
import { drawing } from './panel-at-work.ts';
import { Storm } from './storm.ts';
import { makeWorld } from './world.ts';

it('[DU5] the connection of the server flushes at every commit', async () => {
  const services = assemble(configFrom({ CONSILIUM_DATA: testFolder(), CONSILIUM_LOG: 'silent' }));
  const { connection } = services.store;
  const pragma = (name: string): unknown => connection.pragma(name, { simple: true });
  const [OFF, FULL] = [0, 2];
  expect([pragma('journal_mode'), pragma('synchronous'), pragma('read_uncommitted')]).toEqual(['wal', FULL, OFF]);
  await services.closeConnections();
  await services.close();
});

/** Commits take long, so whoever were told before the commit would look in vain. */
const SLOW_MS = 30;

it('[DU5] whoever is told that something is kept finds it committed at that moment', async () => {
  const world = await makeWorld(join(testFolder(), 'data'), { sessions: 1, itemsPerSession: 1, reads: 1 });
  const storm = new Storm({ world, seed: 1 });
  onTestFinished(() => storm.abandon());
  await storm.serve();
  const disk = new Sqlite(join(world.folder, 'consilium.db'), { readonly: true });
  onTestFinished(() => void disk.close());
  const count = (sql: string, of: string): number => Number(disk.prepare<[string], number>(sql).pluck().get(of));
  const { people } = storm;
  const [session] = world.sessions;
  const [read] = world.reads;
  if (!session || !read) throw new Error('an empty world');
  await storm.server.fault({ fault: 'commit-takes', ms: SLOW_MS });

  const draft = people.reader.open({ kind: 'read', read: read.read });
  for (let n = 1; n <= 20; n++) {
    const mark = drawing(read.frame, n);
    await people.reader.write(draft, [{ root: MARKS, key: mark.id, apply: (doc) => putMark(doc, MARKS, mark) }]);
    expect(count('SELECT count(*) FROM journal WHERE document = ?', textOf(draft.name))).toBe(n);
  }
  expect(storm.books.acknowledgedEdits).toBe(20);

  const record = people.observer.open({ kind: 'record', session: session.id });
  const seenWithoutEvent: string[] = [];
  record.onReplaced((doc) => doc.on('update', look));
  record.peek().on('update', look);
  function look(): void {
    const people = projectionOf(record.peek(), RECORD)?.['people'] as
      readonly { readonly joined: boolean }[] | undefined;
    const joined = people?.filter((person) => person.joined).length ?? 0;
    const events = count(
      "SELECT count(*) FROM ledger WHERE type = 'joined' AND stream = ?",
      `session:${session?.id ?? ''}`,
    );
    if (joined > events) seenWithoutEvent.push(`${String(joined)} shown, ${String(events)} committed`);
  }
  for (const [n, member] of (['lead', 'first', 'second'] as const).entries()) {
    const answer = await people[member].once(`/api/v1/sessions/${session.id}/commands`, {
      type: 'join',
      commandId: v4(),
    });
    expect(answer?.status).toBe(200);
    expect(count("SELECT count(*) FROM ledger WHERE type = 'joined' AND stream = ?", `session:${session.id}`)).toBe(
      n + 1,
    );
  }
  await record.settled();
  expect(seenWithoutEvent).toEqual([]);
});
