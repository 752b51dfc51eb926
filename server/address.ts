/** The network address a request comes from: as the proxy before us says, when there is one, else the other end of the socket. */
import type { IncomingMessage } from 'node:http';
import type { Config } from './config.ts';

export function addressOf(
  request: IncomingMessage,
  { addressHeader, forwardedDepth }: Pick<Config, 'addressHeader' | 'forwardedDepth'>,
): string {
  const peer = request.socket.remoteAddress ?? '';
  const said = addressHeader === null ? undefined : request.headers[addressHeader];
  if (said === undefined) return peer;
  // Each proxy adds the address it saw at the end: what stands before those of our own proxies anybody may have written.
  return String(said).split(',').at(-forwardedDepth)?.trim() ?? peer;
}
