/** The quick form of `npm run chaos`, and the proof that its stock-taking would notice. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { unguardLogs } from '#server/store/append-only.ts';
import { openDatabase, type Store } from '#server/store/database.ts';
import { testFolder } from '#tests/factories/folder.ts';
import { main } from '#server/cli.ts';
import { campaign } from './campaign.ts';
import { takeStock } from './stocktaking.ts';
import { Storm } from './storm.ts';
import { makeWorld, type World } from './world.ts';

it('[CH1] [CH2] [CH3] [CH4] a server that is killed again and again loses nothing, doubles nothing and shows nothing untrue', async () => {
  const plan = { sessions: 3, itemsPerSession: 8, reads: 70 };
  const report = await campaign({ kills: 10, seed: 20_26, plan });
  expect(report.faults).toEqual([]);
  expect(report.lost).toBe(0);
  const { edits, ballots, reads } = report.acknowledged;
  expect([edits > 200, ballots > 10, reads > 3, report.stock.reveals > 2]).toEqual([true, true, true, true]);
});

/** A world in which something was acknowledged, and the server was stopped. */
async function quietWorld(): Promise<Storm> {
  const world = await makeWorld(join(testFolder(), 'data'), { sessions: 1, itemsPerSession: 5, reads: 20 });
  const storm = new Storm({ world, seed: 5 });
  onTestFinished(() => storm.abandon());
  await storm.serve();
  storm.begin();
  await expect
    .poll(() => storm.books.submissions.length > 1 && storm.books.acceptedCommands.length > 12, { timeout: 20_000 })
    .toBe(true);
  await storm.end();
  await storm.server.stop();
  return storm;
}

/** A copy of the folder in which something is destroyed, past all triggers. */
function damaged({ folder }: World, name: string, harm: (store: Store) => void): string {
  const copy = join(folder, '..', name);
  mkdirSync(copy);
  copyFileSync(join(folder, 'consilium.db'), join(copy, 'consilium.db'));
  const store = openDatabase(join(copy, 'consilium.db'));
  unguardLogs(store);
  store.connection.pragma('foreign_keys = OFF');
  harm(store);
  store.close();
  return copy;
}

/** The command line's exit code and answer. */
async function consilium(data: string, args: readonly string[]): Promise<[number, unknown]> {
  const lines: string[] = [];
  const env = { CONSILIUM_DATA: data, CONSILIUM_LOG: 'silent' };
  const code = await main([...args, '--json'], { env, out: (line) => lines.push(line), err: () => undefined });
  return [code, JSON.parse(lines.join('\n'))];
}

it('[CH5] [CH12] what is taken away, altered or doubled behind the back of the server is found', async () => {
  const { world, books } = await quietWorld();
  const { head, faults } = takeStock(world, books, { unheard: 0 });
  expect(faults).toEqual([]);
  const found = (name: string, sql: string): readonly string[] => {
    const folder = damaged(world, name, ({ connection }) => void connection.exec(sql));
    return takeStock(world, books, { folder, head, unheard: 0 }).faults;
  };
  const anEdit = "SELECT max(seq) FROM journal WHERE document LIKE 'read:%' AND user != 'server'";
  expect(found('no-edit', `DELETE FROM keyframe; DELETE FROM journal WHERE seq = (${anEdit})`)).not.toEqual([]);
  expect(
    found(
      'twice',
      `INSERT INTO journal (document, user, at, data) SELECT document, user, at, data FROM journal WHERE seq = (${anEdit})`,
    ),
  ).toContainEqual(expect.stringContaining('repeats work'));
  expect(found('draft', "UPDATE reads SET state = 'draft'")).toContainEqual(
    expect.stringContaining('lost: the submission'),
  );
  expect(found('tail', 'DELETE FROM ledger WHERE seq > (SELECT max(seq) - 2 FROM ledger)')).toContainEqual(
    expect.stringMatching(/^the ledger: .*given head/),
  );
  expect(
    found('ballot', "DELETE FROM ledger WHERE seq = (SELECT max(seq) FROM ledger WHERE type = 'ballot-cast')"),
  ).toContainEqual(expect.stringContaining('the ledger'));

  const cut = damaged(
    world,
    'cut',
    ({ connection }) => void connection.exec('DELETE FROM ledger WHERE seq > (SELECT max(seq) - 1 FROM ledger)'),
  );
  expect(await consilium(cut, ['verify'])).toMatchObject([0, { intact: true }]);
  expect(await consilium(cut, ['verify', '--head', head])).toMatchObject([1, { intact: false, reason: 'truncated' }]);
});
