/** The stock-taking of the storms would notice: what is destroyed here, past all triggers, is found. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { main } from '#server/cli.ts';
import { unguardLogs } from '#server/store/append-only.ts';
import { openDatabase } from '#server/store/database.ts';
import { testFolder } from '#tests/factories/folder.ts';
import { takeStock } from './stocktaking.ts';
import { Storm } from './storm.ts';
import { makeWorld, type World } from './world.ts';

/** A world in which something was acknowledged, and whose server was stopped. */
async function quietWorld(): Promise<Storm> {
  const world = await makeWorld(join(testFolder(), 'data'), { sessions: 1, itemsPerSession: 5, reads: 20 });
  const storm = new Storm({ world, seed: 5 });
  onTestFinished(() => storm.abandon());
  const { books } = storm;
  await storm.serve();
  storm.begin();
  const enough = (): boolean => books.submissions.length > 1 && books.acceptedCommands.length > 30;
  await expect.poll(enough, { timeout: 30_000 }).toBe(true);
  await storm.end();
  await storm.server.stop();
  return storm;
}

/** A copy of the world's folder on which somebody with the file in hand has run this. */
function damaged({ folder }: World, sql: string): string {
  const copy = join(testFolder(), 'data');
  mkdirSync(copy);
  copyFileSync(join(folder, 'consilium.db'), join(copy, 'consilium.db'));
  const store = openDatabase(join(copy, 'consilium.db'));
  unguardLogs(store);
  store.connection.pragma('foreign_keys = OFF');
  store.connection.exec(sql);
  store.close();
  return copy;
}

/** The first row of a draft always draws something. */
const FIRST_EDIT = "seq = (SELECT min(seq) FROM journal WHERE document LIKE 'read:%')";
const FIRST_DRAFT = `document = (SELECT document FROM journal WHERE ${FIRST_EDIT})`;
const LAST_BALLOT = "seq = (SELECT max(seq) FROM ledger WHERE type = 'ballot-cast')";

/** What is done, and the fault that names it. */
const DAMAGES = [
  [`DELETE FROM keyframe; DELETE FROM journal WHERE ${FIRST_DRAFT}`, 'lost: read:'],
  [`DELETE FROM keyframe; DELETE FROM journal WHERE ${FIRST_EDIT}`, 'has a hole'],
  [
    `INSERT INTO journal (document, user, at, data) SELECT document, user, at, data FROM journal WHERE ${FIRST_EDIT}`,
    'repeats work',
  ],
  ["UPDATE reads SET state = 'draft'", 'lost: the submission'],
  ["UPDATE reads SET content_hash = 'x' WHERE state = 'submitted'", 'is not what its reader saw'],
  [`DELETE FROM ledger WHERE ${LAST_BALLOT}`, 'ballot-cast'],
  [`UPDATE ledger SET at = at + 1 WHERE ${LAST_BALLOT}`, 'was altered'],
  ['DELETE FROM ledger WHERE seq > (SELECT max(seq) - 2 FROM ledger)', 'the given head is not in it'],
  ["UPDATE keyframe SET data = x'0000'", 'differs between keyframe and rows'],
] as const;

it('[CH12] what is taken away, altered or doubled behind the back of the server is found', async () => {
  const { world, books } = await quietWorld();
  const { head, faults } = takeStock(world, books, { unheard: 0 });
  expect([...books.faults, ...faults]).toEqual([]);
  for (const [sql, fault] of DAMAGES) {
    const found = takeStock(world, books, { folder: damaged(world, sql), head, unheard: 0 }).faults;
    expect(found, sql).toContainEqual(expect.stringContaining(fault));
  }
});

/** The command line's exit code and answer. */
async function verify(data: string, ...args: readonly string[]): Promise<[number, unknown]> {
  const lines: string[] = [];
  const env = { CONSILIUM_DATA: data, CONSILIUM_LOG: 'silent' };
  const terminal = { env, out: (line: string) => lines.push(line), err: () => undefined };
  const code = await main(['verify', ...args, '--json'], terminal);
  return [code, JSON.parse(lines.join('\n'))];
}

it('[CH5] the ledger of a killed server verifies, and a tail that was cut off is found against a head from before', async () => {
  const storm = await quietWorld();
  const { world, books } = storm;
  await storm.serve();
  await storm.server.kill();
  const { head, faults } = takeStock(world, books);
  expect(faults).toEqual([]);
  expect(await verify(world.folder, '--head', head)).toMatchObject([0, { intact: true, head }]);
  const cut = damaged(world, 'DELETE FROM ledger WHERE seq > (SELECT max(seq) - 1 FROM ledger)');
  expect(await verify(cut)).toMatchObject([0, { intact: true }]);
  expect(await verify(cut, '--head', head)).toMatchObject([1, { intact: false, reason: 'truncated' }]);
});
