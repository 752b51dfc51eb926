/** The command line as scripts use it: one object on stdout, exit codes 0, 1 and 2. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { assemble } from '#server/assemble.ts';
import { main } from '#server/cli.ts';
import { configFrom } from '#server/config.ts';
import { valueOf } from '#tests/factories/access.ts';
import { testFolder } from '#tests/factories/folder.ts';
import { ctImage } from '#tests/factories/image.ts';
import { zipOf } from '#tests/factories/zip.ts';

async function consilium(data: string, args: readonly string[]): Promise<[number, string]> {
  const lines: string[] = [];
  const env = { CONSILIUM_DATA: data, CONSILIUM_LOG: 'silent' };
  const code = await main(args, { env, out: (line) => lines.push(line), err: () => undefined });
  return [code, lines.join('\n')];
}

const objectIn = (stdout: string): unknown => JSON.parse(stdout);

it('[CL1] wrong usage ends with 2 and an empty stdout', async () => {
  const data = testFolder();
  for (const args of [[], ['nonsense'], ['verify', '--nonsense'], ['users', 'promote', 'a@x.org'], ['backup']])
    expect(await consilium(data, args), args.join(' ')).toEqual([2, '']);
});

it('[CL2] administrators, tokens, verification, backup and restore, from an empty folder to a restored one', async () => {
  const folder = testFolder();
  const data = join(folder, 'data');
  const email = 'ada@example.org';
  const created = await consilium(data, ['users', 'create-admin', email, '--json']);
  expect([created[0], objectIn(created[1])]).toMatchObject([0, { email }]);
  const again = await consilium(data, ['users', 'create-admin', email, '--json']);
  expect([again[0], objectIn(again[1])]).toMatchObject([1, { code: 'email-taken' }]);
  const unknown = await consilium(data, ['users', 'token', 'eve@example.org', '--json']);
  expect([unknown[0], objectIn(unknown[1])]).toMatchObject([1, { code: 'not-found' }]);
  const token = await consilium(data, ['users', 'token', email, '--json']);
  expect(objectIn(token[1])).toEqual({ token: expect.stringMatching(/^cns_/) as unknown });

  const verified = await consilium(data, ['verify', '--json']);
  expect([verified[0], objectIn(verified[1])]).toMatchObject([0, { intact: true, events: 2 }]);
  const foreign = await consilium(data, ['verify', '--head', 'f'.repeat(64), '--json']);
  expect([foreign[0], objectIn(foreign[1])]).toMatchObject([1, { intact: false, reason: 'truncated' }]);

  const file = join(folder, 'backup.tar');
  expect((await consilium(data, ['backup', file]))[0]).toBe(0);
  expect((await consilium(data, ['restore', file]))[0]).toBe(1);
  expect((await consilium(join(folder, 'other'), ['restore', file]))[0]).toBe(0);
  expect((await consilium(join(folder, 'other'), ['verify', '--json']))[1]).toBe(verified[1]);
});

/** A data folder with a project called P. */
async function withProject(): Promise<string> {
  const data = join(testFolder(), 'data');
  const services = assemble(configFrom({ CONSILIUM_DATA: data, CONSILIUM_LOG: 'silent' }));
  const { operator } = services.access;
  const account = { name: 'Ada', email: 'ada@example.org', password: 'correct horse battery' };
  const { id: lead } = valueOf(await operator.addPerson(account, { administrator: true }));
  valueOf(operator.createProject({ name: 'P', lead }));
  await services.closeConnections();
  await services.close();
  return data;
}

it('[CL3] an import prints one object and ends with 0 if anything came in, 1 if nothing did, 2 on wrong usage', async () => {
  const data = await withProject();
  const files = testFolder();
  mkdirSync(join(files, 'mixed'));
  writeFileSync(join(files, 'mixed', 'a.dcm'), ctImage(1));
  writeFileSync(join(files, 'mixed', 'b.txt'), 'no image');
  writeFileSync(join(files, 'c.zip'), zipOf([{ name: 'c.dcm', bytes: ctImage(2) }]));
  writeFileSync(join(files, 'broken.zip'), zipOf([{ name: 'd.dcm', bytes: ctImage(3) }]).subarray(0, 100));
  const run = async (path: string, ...more: string[]): Promise<[number, unknown]> => {
    const [code, out] = await consilium(data, ['import', join(files, path), ...more, '--json']);
    return [code, out === '' ? null : objectIn(out)];
  };

  const [code, report] = await run('mixed', '--project', 'P');
  expect([code, Object.keys(report as object)]).toEqual([
    0,
    ['files', 'imported', 'quarantined', 'warnings', 'studies', 'series', 'instances', 'frames', 'cases', 'seconds'],
  ]);
  const quarantined = [{ path: join(files, 'mixed', 'b.txt'), code: 'not-dicom' }];
  expect(report).toMatchObject({ files: 2, imported: 1, quarantined, cases: 1 });
  expect(await run('c.zip', '--project', 'P')).toMatchObject([0, { imported: 1, cases: 0 }]);
  expect(await run('mixed', '--project', 'P')).toMatchObject([1, { imported: 0, cases: 0 }]);
  expect(await run('broken.zip', '--project', 'P')).toMatchObject([1, { quarantined: [{ code: 'unreadable' }] }]);
  expect(await run('mixed', '--project', 'Q')).toMatchObject([1, { code: 'not-found' }]);
  expect(await run('no-such-folder', '--project', 'P')).toMatchObject([1, { code: 'not-found' }]);
  expect(await run('mixed')).toEqual([2, null]);
  expect(await run('mixed', 'c.zip', '--project', 'P')).toEqual([2, null]);
  expect(await run('mixed', '--project', 'P', '--reads', 'csv')).toEqual([2, null]);
  expect(await run('mixed/b.txt', '--project', 'P', '--reads', 'lidc-xml')).toMatchObject([1, { code: 'bad-request' }]);
  expect(await run('mixed', '--project', 'P', '--reads', 'lidc-xml')).toMatchObject([1, { code: 'bad-request' }]);
});

it('[CL4] a ledger that was cut or altered in the file is found by verify, with exit code 1 and the row', async () => {
  const data = await withProject();
  const verify = async (...more: string[]): Promise<[number, unknown]> => {
    const [code, out] = await consilium(data, ['verify', ...more, '--json']);
    return [code, objectIn(out)];
  };
  const tamper = (sql: string): void => {
    const database = new Database(join(data, 'consilium.db'));
    for (const kind of ['update', 'delete', 'replace']) database.exec(`DROP TRIGGER ledger_never_${kind}`);
    database.exec(sql);
    database.close();
  };
  const [code, whole] = await verify();
  expect([code, whole]).toMatchObject([0, { intact: true, events: 3 }]);
  const { head } = whole as { head: string };
  expect(await verify('--head', head)).toEqual([0, whole]);

  tamper('DELETE FROM ledger WHERE seq = 3');
  expect(await verify()).toMatchObject([0, { intact: true, events: 2 }]);
  expect(await verify('--head', head)).toMatchObject([1, { intact: false, reason: 'truncated', seq: 3 }]);
  tamper("UPDATE ledger SET payload = '{}' WHERE seq = 2");
  expect(await verify()).toMatchObject([1, { intact: false, reason: 'altered', seq: 2 }]);
});
