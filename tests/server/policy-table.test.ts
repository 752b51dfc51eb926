import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { v4 } from 'uuid';
import * as v from 'valibot';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { API_ROUTES } from '#contract/routes.ts';
import { GUEST_ROUTES, PUBLIC_ROUTES } from '#lib/server/admission.ts';
import { SessionCommandSchema } from '#domain/session/command.ts';
import { collabPorts } from '#server/assemble-collab.ts';
import { createFrameIndex } from '#server/ingest/frame-index.ts';
import { DICOMWEB_PATHS } from '#server/ingest/dicomweb.ts';
import { ASKERS, testHouse, type Asker, type House } from '#tests/factories/house.ts';
import { allOperations, knock, type Operation } from '#tests/factories/route.ts';
import { COMMANDS, DICOMWEB, DOCUMENTS, ROUTES, SHOWN, UPLOAD } from './policy-table.ts';

const REFUSED = new Set([401, 403, 404]);

/** Those for whom the door opened, in the order of ASKERS. */
async function letIn(house: House, statusFor: (asker: Asker) => Promise<number>): Promise<Asker[]> {
  const opened: Asker[] = [];
  for (const asker of ASKERS) if (!REFUSED.has(await statusFor(asker))) opened.push(asker);
  return opened;
}

const inOrder = (askers: readonly Asker[]): Asker[] => ASKERS.filter((asker) => askers.includes(asker));

describe('[PO1] every route is in the table and opens to those it names alone', () => {
  let operations: Operation[] = [];
  beforeAll(async () => {
    operations = await allOperations();
  });

  it('the table and the routes name the same operations', () => {
    expect(operations.map(({ key }) => key).toSorted()).toEqual(Object.keys(ROUTES).toSorted());
  });

  it('a route is public exactly when the table opens it to nobody in particular', () => {
    const open = operations.filter(({ key }) => ROUTES[key]?.opensTo.includes('nobody'));
    expect(new Set(open.map(({ routeId }) => routeId))).toEqual(PUBLIC_ROUTES);
  });

  it('[GU8] beyond those, a guest reaches the routes the table opens to a guest and no other', () => {
    const open = operations.filter(({ key }) => ROUTES[key]?.opensTo.includes('guest'));
    const own = open.map(({ routeId }) => routeId).filter((routeId) => !PUBLIC_ROUTES.has(routeId));
    expect(new Set(own)).toEqual(GUEST_ROUTES);
  });

  it.each(Object.keys(ROUTES))('%s', async (key) => {
    const operation = operations.find((one) => one.key === key);
    const door = ROUTES[key];
    if (!operation || !door) throw new Error(`there is no ${key}`);
    const house = await testHouse([SHOWN]);
    const opened = await letIn(house, async (asker) =>
      knock(operation, {
        actor: house.actors[asker],
        params: (await door.params?.(house)) ?? {},
        ...(door.json && { json: door.json(house) }),
        ...(door.form && { form: door.form(house) }),
      }),
    );
    expect(opened).toEqual(inOrder(door.opensTo));
  });
});

it('[OA1] the OpenAPI description names every operation below /api/v1 and no other', async () => {
  const described = API_ROUTES.map(
    ({ method, path }) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, '[$1]')}`,
  );
  const present = (await allOperations()).map(({ key }) => key).filter((key) => key.includes(' /api/v1/'));
  expect(described.toSorted()).toEqual([...present, 'POST /api/v1/projects/[project]/files'].toSorted());
});

describe('[PO2] every kind of document opens to those the table names alone', () => {
  it.each(Object.entries(DOCUMENTS))('%s', async (_, { opensTo, name }) => {
    const house = await testHouse();
    const { store, ledger, access, protocol, reading, session } = house.services;
    const frames = createFrameIndex(store, ledger);
    const ports = collabPorts({
      store,
      openings: { opened: () => Promise.resolve() },
      access,
      frames,
      protocol: () => protocol,
      reading: () => reading,
      sessions: () => session,
    });
    const opened = await letIn(house, async (asker) => {
      const actor = house.actors[asker];
      return actor && (await ports.mayOpen(actor, name(house))) ? 200 : 403;
    });
    expect(opened).toEqual(inOrder(opensTo));
  });
});

describe('[PO3] streamed traffic opens to those the table names alone', () => {
  it('the table names every DICOMweb path', () => {
    expect(Object.keys(DICOMWEB)).toEqual([...DICOMWEB_PATHS]);
  });

  it.each(DICOMWEB_PATHS.flatMap((path) => ['', 'studies/1.2/series/1.2.1/'].map((front) => [front, path] as const)))(
    '/dicomweb/%s%s',
    async (front, path) => {
      const house = await testHouse();
      const url = `/dicomweb/${front}${path.replace(':sop', house.sop).replace(':frame', '1')}`;
      const opened = await letIn(house, await streamed(house, url, { method: 'HEAD' }));
      expect(opened).toEqual(inOrder(DICOMWEB[path]));
    },
  );

  it('uploads', async () => {
    const house = await testHouse();
    const url = `/api/v1/projects/${house.project}/files`;
    const opened = await letIn(house, await streamed(house, url, { method: 'POST', body: 'no image' }));
    expect(opened).toEqual(inOrder(UPLOAD));
  });
});

describe('[PO4] somebody without a seat is refused every command of a session, as if there were none', () => {
  it.each(Object.keys(COMMANDS))('%s', async (type) => {
    const house = await testHouse();
    const { session } = house.services;
    const where = { item: house.item, seat: house.seat, round: 1, stage: 0 };
    const command = { type, commandId: v4(), ...where, answer: 'present', reason: 'a conflict of interest' };
    for (const asker of ['stranger', 'administrator', 'reader', 'oversight', 'editor'] as const) {
      const actor = house.actors[asker];
      if (!actor) throw new Error(`${asker} has no actor`);
      const answer = await session.command(actor, house.session, v.parse(SessionCommandSchema, command));
      expect(answer.ok ? 'ok' : answer.error.code, asker).toBe('not-found');
    }
  });
});

/** Asks over HTTP with each asker's own token. */
async function streamed(house: House, path: string, init: RequestInit): Promise<(asker: Asker) => Promise<number>> {
  const server = createServer((request, response) => {
    if (!house.services.http(request, response)) response.writeHead(501).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return async (asker) => {
    const actor = house.actors[asker];
    const shown = actor && (await house.services.access.createToken(actor, { name: 'test' }));
    const headers: Record<string, string> = shown?.ok ? { authorization: `Bearer ${shown.value.token}` } : {};
    const { status } = await fetch(`http://127.0.0.1:${String(port)}${path}`, { ...init, headers });
    return status;
  };
}
