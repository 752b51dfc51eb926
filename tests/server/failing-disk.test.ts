/** The database takes no writes: whoever asks for one is told so in the same words, by whichever door they come. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { apiListener } from '#tests/factories/api.ts';
import { valueOf } from '#tests/factories/access.ts';
import { testHouse, type Asker, type House } from '#tests/factories/house.ts';
import { allOperations, knock } from '#tests/factories/route.ts';
import { refusalIn } from '#tests/factories/wire.ts';
import { ROUTES } from './policy-table.ts';

/** Operations that store something, with somebody who may. */
const COMMANDS: readonly (readonly [key: string, who: Asker])[] = [
  ['POST /api/v1/projects', 'administrator'],
  ['POST /api/v1/projects/[project]/invitations', 'lead'],
  ['POST /api/v1/tokens', 'reader'],
  ['PUT /api/v1/cases/[case]/context', 'lead'],
  ['POST /api/v1/cases/[case]/exclusion', 'lead'],
  ['POST /api/v1/sessions/[id]/commands', 'panellist'],
  ['POST /api/v1/sessions/[id]/guests', 'lead'],
  ['DELETE /api/v1/sessions/[id]/guests/[guest]', 'lead'],
];

/** Forms of pages; they show the refusal beside what was typed. */
const FORMS: readonly (readonly [key: string, who: Asker])[] = [
  ['action:persona /sign-in', 'nobody'],
  ['action:accept /invite/[token]', 'stranger'],
  ['action:enter /invite/[token]', 'nobody'],
  ['action:default /join/[token]', 'nobody'],
];

it.each(COMMANDS)('[SD18] %s says that nothing could be stored, and stores nothing', async (key, who) => {
  const house = await testHouse();
  const ask = await asking(house, key, who);
  const before = house.services.ledger.head();
  const disk = failing(house);
  expect(refusalIn(await ask())).toBe('503 storage-failed');
  disk.recovers();
  expect(house.services.ledger.head()).toEqual(before);
  expect((await ask()).status).toBeLessThan(300);
});

it('[SD18] so does a request whose sender the disk does not tell any more', async () => {
  const house = await testHouse();
  const ask = await asking(house, 'POST /api/v1/tokens', 'reader');
  failing(house).recovers();
  vi.spyOn(house.services.access, 'whoIs').mockImplementationOnce(() => {
    house.services.store.connection.pragma('query_only = ON');
    throw causeOf(() => house.services.store.connection.exec('DELETE FROM settings'));
  });
  expect(refusalIn(await ask())).toBe('503 storage-failed');
});

/** What running it throws. */
function causeOf(run: () => void): unknown {
  try {
    run();
  } catch (cause) {
    return cause;
  }
  throw new Error('nothing was thrown');
}

it.each(FORMS)('[SD18] %s says so on its page', async (key, who) => {
  const house = await testHouse();
  const door = ROUTES[key];
  const operation = (await allOperations()).find((one) => one.key === key);
  if (!door || !operation) throw new Error(`there is no ${key}`);
  const params = (await door.params?.(house)) ?? {};
  const form = door.form?.(house) ?? {};
  failing(house);
  expect(await knock(operation, { actor: house.actors[who], params, form })).toBe(503);
});

/** Until it recovers. What it logs is expected here. */
function failing({ services: { store } }: House): { recovers(): void } {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  onTestFinished(() => void vi.restoreAllMocks());
  store.connection.pragma('query_only = ON');
  return { recovers: () => void store.connection.pragma('query_only = OFF') };
}

async function asking(
  house: House,
  key: string,
  who: Asker,
): Promise<() => Promise<{ status: number; body: unknown }>> {
  const server = createServer(await apiListener());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const [door, actor] = [ROUTES[key], house.actors[who]];
  if (!door || !actor) throw new Error(`there is no ${key} for ${who}`);
  const { token } = valueOf(await house.services.access.createToken(actor, { name: 'test' }));
  const params = (await door.params?.(house)) ?? {};
  const [method = '', routeId = ''] = key.split(' ');
  const path = routeId.replace(/\[(\w+)\]/g, (_, name: string) => params[name] ?? '');
  const json = door.json?.(house);
  return async () => {
    const response = await fetch(`http://127.0.0.1:${String(port)}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(json !== undefined && { 'content-type': 'application/json' }) },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    });
    return { status: response.status, body: await response.json() };
  };
}
