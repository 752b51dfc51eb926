/** Which origin a request was made to, and whether it was made by a page of that origin. */
import type { IncomingMessage } from 'node:http';
import type { Config } from './config.ts';

/** ORIGIN when it is set. Else this server speaks plain http itself, so the rest is in the Host header. */
const originOf = (request: IncomingMessage, { origin }: Pick<Config, 'origin'>): string =>
  origin ?? `http://${request.headers.host ?? ''}`;

/** Browsers name the page's origin on WebSockets and on everything but GET and HEAD; scripts name none. */
export function isFromOwnPages(request: IncomingMessage, config: Pick<Config, 'origin'>): boolean {
  const { origin } = request.headers;
  return origin === undefined || origin === originOf(request, config);
}
