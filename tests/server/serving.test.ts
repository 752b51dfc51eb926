/** The built pages behind the real HTTP server: what only shows when everything is put together. */
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { assemble, type Services } from '#server/assemble.ts';
import { buildIfNeeded } from '#server/build.ts';
import { configFrom } from '#server/config.ts';
import { serve, type Running } from '#server/main.ts';
import { valueOf } from '#tests/factories/access.ts';

let folder = '';
let services: Services;
let running: Running;

beforeAll(async () => {
  await buildIfNeeded(() => undefined);
  folder = await mkdtemp(join(tmpdir(), 'consilium-test-'));
  services = assemble(configFrom({ CONSILIUM_DATA: folder, CONSILIUM_LOG: 'silent', PORT: '0' }));
  const account = { name: 'Ada', email: 'ada@example.org', password: 'correct horse battery' };
  valueOf(await services.access.operator.addPerson(account, { administrator: true }));
  services.access.operator.markMadeByDemo();
  running = await serve(services);
}, 180_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${running.address}${path}`, { redirect: 'manual', ...init });

const posted = (path: string, fields: Record<string, string>, origin: string): Promise<Response> =>
  at(path, { method: 'POST', body: new URLSearchParams(fields), headers: { origin, accept: 'text/html' } });

describe('the server', () => {
  it('[HT1] is alive and ready, and tells strangers nothing else', async () => {
    expect([(await at('/healthz')).status, (await at('/readyz')).status]).toEqual([200, 200]);
    const page = await at('/projects?x=1');
    expect([page.status, page.headers.get('location')]).toEqual([303, '/sign-in?next=%2Fprojects%3Fx%3D1']);
    const script = await at('/api/v1/projects', { headers: { accept: 'text/html' } });
    expect([script.status, await script.json()]).toMatchObject([401, { code: 'not-signed-in' }]);
  });

  it('[HT2] takes forms of its own pages over plain http, and of no other origin', async () => {
    const persona = { email: 'ada@example.org' };
    const own = await posted('/sign-in?/persona', persona, running.address);
    expect(own.status).toBe(303);
    expect(own.headers.get('set-cookie')).toMatch(/^consilium\.session_token=.*HttpOnly; SameSite=Lax/);
    expect((await posted('/sign-in?/persona', persona, 'http://evil.example')).status).toBe(403);
    const elsewhere = await posted('/sign-in?/persona&next=//evil.example', persona, running.address);
    expect(elsewhere.headers.get('location')).toBe('/');
  });

  it('[HT3] a sign-out ends the sign-in and tells the browser to forget', async () => {
    const signedIn = await posted('/sign-in?/persona', { email: 'ada@example.org' }, running.address);
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect((await at('/api/v1/projects', { headers: { cookie } })).status).toBe(200);
    const out = await at('/sign-out', { method: 'POST', headers: { cookie, origin: running.address } });
    expect([out.status, out.headers.get('clear-site-data')]).toEqual([303, '"cache", "cookies", "storage"']);
    expect((await at('/api/v1/projects', { headers: { cookie } })).status).toBe(401);
  });

  it('[HT4] answers every bad request below /api with a closed code', async () => {
    const { token } = valueOf(services.access.operator.createToken('ada@example.org', 'test'));
    const send = async (path: string, body: string): Promise<unknown> => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'text/html' };
      const response = await at(path, { method: 'POST', body, headers });
      const answer: unknown = await response.json();
      return [response.status, answer];
    };
    expect(await send('/api/v1/projects', '{bad')).toMatchObject([400, { code: 'bad-json' }]);
    expect(await send('/api/v1/projects', '{"name":1}')).toMatchObject([400, { code: 'bad-request' }]);
    expect(await send('/api/v1/projects', `"${'x'.repeat(600_000)}"`)).toMatchObject([413, { code: 'body-too-large' }]);
    expect(await send('/api/v1/no-such-thing', '{}')).toMatchObject([404, { code: 'not-found' }]);
    expect(await send('/api/v1/openapi.json', '{}')).toMatchObject([405, { code: 'not-found' }]);
    expect(await send('/api/v1/projects', '{"name":"P"}')).toMatchObject([201, { name: 'P' }]);
  });

  it('[HT5] sends strict headers with every page', async () => {
    const { headers } = await at('/sign-in');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toBe('private, no-store');
  });

  it('[HT6] opens sockets for its own pages and scripts, and for no other origin', async () => {
    expect(await upgraded('http://evil.example')).toBe(403);
    expect(await upgraded(running.address)).toBe('open');
    expect(await upgraded(undefined)).toBe('open');
  });

  it('[HT7] closes within five seconds, whoever is still connected, half-open or deaf', async () => {
    const address = running.address.replace('http', 'ws') + '/collab';
    const [socket, deaf] = [new WebSocket(address), new WebSocket(address)];
    await Promise.all([socket, deaf].map((one) => new Promise((resolve) => one.once('open', resolve))));
    deaf.pause();
    const halves = [
      '',
      'GET /sign-in HTTP/1.1\r\nHost: x\r\n',
      'GET /collab HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    ];
    const open = halves.map(async (said) => {
      const half = connect(running.port, '127.0.0.1');
      half.on('error', () => undefined);
      await new Promise((resolve) => half.once('connect', resolve));
      half.write(said);
      return half;
    });
    const idle = await Promise.all(open);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    const begun = performance.now();
    await running.close();
    await closed;
    expect(performance.now() - begun).toBeLessThan(5000);
    for (const half of idle) half.destroy();
    deaf.terminate();
  });
});

/** `open`, or the status of the refusal. */
function upgraded(origin: string | undefined): Promise<'open' | number | undefined> {
  const address = running.address.replace('http', 'ws') + '/collab';
  const socket = new WebSocket(address, origin === undefined ? {} : { origin });
  return new Promise((resolve) => {
    socket.once('open', () => {
      socket.terminate();
      resolve('open');
    });
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode));
    socket.once('error', () => resolve(undefined));
  });
}
