/**
 * Production: one process, one HTTP server. Streamed traffic and `/collab` come first, everything else goes to the built
 * SvelteKit handler, which finds the very same services.
 */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { refusal } from '#domain/kernel/refusal.ts';
import { httpStatusOf } from '#contract/refusal-status.ts';
import { offer, type Services } from './assemble.ts';
import type { Config } from './config.ts';
import { isFromOwnPages } from './origin.ts';
import { refuseUpgrade } from './upgrade-refusal.ts';

export interface Running {
  /** For people: where to point a browser. */
  readonly address: string;
  readonly port: number;
  /** Stops taking work, lets what runs finish for three seconds, then closes the store. */
  close(): Promise<void>;
}

/**
 * @param pages answers what is neither streamed nor a socket; the built SvelteKit handler unless a test has its own.
 * @throws Error (EADDRINUSE, EACCES) when the port is not to be had.
 */
export async function serve(services: Services, pages?: RequestListener): Promise<Running> {
  offer(services);
  const answer = pages ?? (await builtHandler(services.config));
  const server = createServer((request, response) => {
    if (isStreamed(services, request, response)) return;
    request.headers[PROTOCOL_HEADER] = 'http';
    answer(request, response);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!request.url?.startsWith('/collab') || !isFromOwnPages(request, services.config))
      refuseUpgrade(socket, '403 Forbidden');
    else services.upgrade(request, socket, head);
  });
  await services.start();
  const port = await listen(server, services.config);
  const address = services.config.origin ?? `http://${nameOf(services.config.host)}:${String(port)}`;
  return { address, port, close: () => close(server, services) };
}

/** Set by us on every request, so nobody outside can choose it. adapter-node would otherwise assume https. */
const PROTOCOL_HEADER = 'x-consilium-protocol';
const DRAIN_MS = 3000;

async function builtHandler({ origin }: Config): Promise<RequestListener> {
  if (origin) process.env['ORIGIN'] = origin;
  else {
    delete process.env['ORIGIN'];
    process.env['PROTOCOL_HEADER'] = PROTOCOL_HEADER;
  }
  const built = new URL('../build/handler.js', import.meta.url).href;
  const { handler } = (await import(built)) as { handler: RequestListener };
  return handler;
}

function isStreamed(services: Services, request: IncomingMessage, response: ServerResponse): boolean {
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (reads || isFromOwnPages(request, services.config)) return services.http(request, response);
  if (!request.url?.startsWith('/dicomweb') && !request.url?.startsWith('/api/')) return false;
  const refused = refusal('not-allowed', { reason: 'another origin' });
  response.writeHead(httpStatusOf(refused.code), { 'content-type': 'application/json' });
  response.end(JSON.stringify(refused));
  return true;
}

function listen(server: Server, { host, port }: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

async function close(server: Server, services: Services): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const impatience = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await services.closeConnections();
  server.closeIdleConnections();
  await closed;
  clearTimeout(impatience);
  await services.close();
}

const nameOf = (host: string): string => (host === '0.0.0.0' || host === '::' ? 'localhost' : host);
