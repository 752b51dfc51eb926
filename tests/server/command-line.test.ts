/** The command line as scripts use it: one object on stdout, exit codes 0, 1 and 2. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { main } from '#server/cli.ts';
import { testFolder } from '#tests/factories/folder.ts';

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
