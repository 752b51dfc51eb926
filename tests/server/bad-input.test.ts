/** What the API answers to requests that are wrong in themselves, over the wire: a closed code, a sentence, and nothing stored. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { v4 } from 'uuid';
import { instantOf } from '#domain/kernel/instant.ts';
import { answerUpload } from '#server/ingest/upload.ts';
import { verifyLedger } from '#server/store/verification.ts';
import { ctImage } from '#tests/factories/image.ts';
import { panel, type Panel } from '#tests/factories/panel.ts';
import { comeIn } from '#tests/factories/whole.ts';
import { zipOf } from '#tests/factories/zip.ts';
import { refusalIn, wire, type Answer, type Wire } from '#tests/factories/wire.ts';

interface Scene extends Wire {
  readonly own: Panel;
  readonly token: string;
  /** How many events there are. */
  readonly events: () => number;
}

async function scene(): Promise<Scene> {
  const at = await wire();
  const own = panel(at.whole.services.store, instantOf(Date.now()));
  const { token } = comeIn(at.whole, own.people.lead.email);
  return { ...at, own, token, events: () => eventsIn(at) };
}

/** @throws Error when the ledger is not whole. */
function eventsIn({ whole }: Wire): number {
  const found = verifyLedger(whole.services.store);
  if (!found.intact) throw new Error(found.message);
  return found.events;
}

describe('[BI1] what does not exist is refused in the same form as everything else', () => {
  it.each([
    '/api/v1/no-such-thing',
    '/api/v2/projects',
    '/api/',
    '/dicomweb/studies',
    '/dicomweb/',
    '/dicomweb',
    '/dicomweb/instances/1.2.3/frames/0',
    '/dicomweb/instances/1.2.3/frames/1',
    '/dicomweb/instances/..%2f..%2fsecrets/metadata',
    `/api/v1/sessions/${v4()}`,
    `/api/v1/reads/${v4()}`,
    `/api/v1/cases/${v4()}/images`,
    '/api/v1/cases/%00/images',
  ])('%s', async (path) => {
    const { ask, token } = await scene();
    expect(refusalIn(await ask(path, { token }))).toBe('404 not-found');
    expect(refusalIn(await ask(path))).toBe('401 not-signed-in');
  });

  it('the wrong method', async () => {
    const { ask, token } = await scene();
    expect(refusalIn(await ask('/api/v1/openapi.json', { token, json: {} }))).toBe('405 not-found');
    expect(refusalIn(await ask('/dicomweb/instances/1.2.3/frames/1', { token, json: {} }))).toBe('405 bad-request');
  });
});

describe('[BI2] a body that is not what it should be changes nothing', () => {
  const bodies: readonly (readonly [string, string, Record<string, string>])[] = [
    ['{"name":', '400 bad-json', {}],
    ['', '400 bad-json', {}],
    ['null', '400 bad-request', {}],
    ['[]', '400 bad-request', {}],
    ['{"name":""}', '400 bad-request', {}],
    ['{"name":"P"}', '400 bad-request', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['{"name":"P"}', '400 bad-request', { 'content-type': 'text/plain' }],
    ['{"name":"P"}', '400 bad-request', { 'content-type': 'multipart/form-data; boundary=x' }],
  ];

  it.each(bodies)('%s is %s %o', async (body, refused, headers) => {
    const { ask, token, events } = await scene();
    const before = events();
    const asked = { token, method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } };
    expect(refusalIn(await ask('/api/v1/tokens', asked))).toBe(refused);
    expect(events()).toBe(before);
    expect(
      (
        await ask('/api/v1/tokens', {
          ...asked,
          body: '{"name":"P"}',
          headers: { 'content-type': 'application/json; charset=utf-8' },
        })
      ).status,
    ).toBe(201);
  });

  it('people and cases that do not exist', async () => {
    const { ask, token, own, events } = await scene();
    const before = events();
    const post = (path: string, json: unknown): Promise<Answer> =>
      ask(`/api/v1/projects/${own.project}/${path}`, { token, json });
    expect(refusalIn(await post('reads', { cases: [own.case], readers: [v4()] }))).toBe('400 bad-request');
    expect(refusalIn(await post('reads', { cases: [v4()], readers: [own.people.outsider.user] }))).toBe(
      '422 nothing-selected',
    );
    expect(refusalIn(await post('reads', { cases: [own.case], readers: [own.people.observer.user] }))).toBe(
      '400 bad-request',
    );
    const people = [{ user: v4(), role: 'chair' }];
    expect(refusalIn(await post('sessions', { title: 'Panel', cases: [own.case], people }))).toMatch(/^4/);
    expect(events()).toBe(before);
  });
});

interface SmallUpload {
  readonly url: string;
  /** How the first upload ended on the server. */
  readonly ended: Promise<'answered' | 'failed'>;
}

/** The upload as `createIngest` serves it, with room for one kilobyte. */
async function smallUpload(at: Scene): Promise<SmallUpload> {
  const { access, ingest } = at.whole.services;
  const whoIs = (headers: Headers) => access.whoIs(headers);
  const ports = { whoIs, importFiles: ingest.importFiles.bind(ingest), largest: 1024 };
  const ended = Promise.withResolvers<'answered' | 'failed'>();
  const server = createServer((incoming, response) => {
    answerUpload(ports, { project: at.own.project, request: incoming, response }).then(
      () => ended.resolve('answered'),
      () => ended.resolve('failed'),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`, ended: ended.promise };
}

describe('[BI3] an upload that is too large, foreign or not allowed stores nothing', () => {
  it('declared and undeclared', async () => {
    const at = await scene();
    const { whole, own, token, events } = at;
    const before = events();
    const path = `/api/v1/projects/${own.project}/files`;
    const declared = await uploaded(whole.address + path, token, { declares: 2 ** 31, sends: 64 });
    expect(refusalIn(declared)).toBe('413 body-too-large');
    const { url: small } = await smallUpload(at);
    expect(refusalIn(await uploaded(small, token, { declares: 1025, sends: 1025 }))).toBe('413 body-too-large');
    expect(refusalIn(await uploaded(small, token, { declares: null, sends: 3_000_000 }))).toBe('413 body-too-large');
    expect(refusalIn(await uploaded(small, 'cns_wrong', { declares: null, sends: 3_000_000 }))).toBe(
      '401 not-signed-in',
    );
    expect(events()).toBe(before);
  });

  it('one that breaks off', async () => {
    const at = await scene();
    const before = at.events();
    const { url, ended } = await smallUpload(at);
    const headers = { authorization: `Bearer ${at.token}`, 'content-length': 1000 };
    const sending = request(url, { method: 'POST', headers });
    const gone = new Promise((resolve) => sending.once('error', resolve));
    sending.write(Buffer.alloc(10), () => sending.destroy(new Error('the cable was pulled')));
    await gone;
    expect(await ended).toBe('failed');
    expect(at.events()).toBe(before);
    expect((await at.ask('/api/v1/reads', { token: at.token })).status).toBe(200);
  });

  it('one that the disk has no room for', async () => {
    const { ask, own, token, whole, events } = await scene();
    const before = events();
    const asked = { token, method: 'POST', body: ctImage(1) };
    const path = `/api/v1/projects/${own.project}/files`;
    const { folder } = whole.services.blobs;
    writeFileSync(folder, 'a file where the folder should be');
    expect(refusalIn(await ask(path, asked))).toBe('503 storage-failed');
    expect(events()).toBe(before);
    rmSync(folder);
    expect(await ask(path, asked)).toMatchObject({ status: 200, body: { imported: 1 } });
  });

  it('[IM4] the same image twice at once is one image', async () => {
    const { ask, own, token } = await scene();
    const drop = (): Promise<Answer> =>
      ask(`/api/v1/projects/${own.project}/files`, { token, method: 'POST', body: ctImage(1) });
    const answers = await Promise.all([drop(), drop(), drop()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const imported = answers.map(({ body }) => (body as { imported: number }).imported);
    expect(imported.toSorted()).toEqual([0, 0, 1]);
  });

  it('what is no image, and what comes from somebody who may not', async () => {
    const { ask, own, token, whole, events } = await scene();
    const before = events();
    const path = `/api/v1/projects/${own.project}/files`;
    const text = await ask(path, { token, method: 'POST', body: '{"hello":1}' });
    expect(text).toMatchObject({
      status: 200,
      body: { files: 1, imported: 0, quarantined: [{ path: '', code: 'not-dicom' }] },
    });
    const archive = await ask(path, {
      token,
      method: 'POST',
      body: zipOf([{ name: 'a/b.txt', bytes: Buffer.from('b') }]),
    });
    expect(archive.body).toMatchObject({ quarantined: [{ path: 'a/b.txt' }] });
    const panellist = comeIn(whole, own.people.first.email).token;
    const after = events();
    expect(refusalIn(await ask(path, { token: panellist, method: 'POST', body: ctImage(1) }))).toBe('403 not-allowed');
    expect(refusalIn(await ask(`/api/v1/projects/${v4()}/files`, { token, method: 'POST', body: ctImage(1) }))).toBe(
      '403 not-allowed',
    );
    expect(events()).toBe(after);
    expect(after - before).toBe(1);
  });
});

interface Sending {
  /** Null: in chunks, without a length. */
  readonly declares: number | null;
  readonly sends: number;
}

function uploaded(url: string, token: string, { declares, sends }: Sending): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, ...(declares !== null && { 'content-length': declares }) };
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', headers }, (response) => {
      json(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    });
    sending.on('error', reject);
    sending.write(Buffer.alloc(sends));
    if (declares === null || declares === sends) sending.end();
  });
}
