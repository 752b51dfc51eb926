/** The whole server side with its WebSocket and DICOMweb doors on a port of its own, and people who come in with tokens. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Actor } from '#domain/access/actor.ts';
import type { CommandId, Seat, SessionId } from '#domain/kernel/id.ts';
import type { DocumentName } from '#documents/names.ts';
import { projectionOf } from '#documents/projection.ts';
import type { SessionCommand } from '#domain/session/command.ts';
import type { RecordView } from '#domain/session/view.ts';
import { assemble, type Services } from '#server/assemble.ts';
import { configFrom } from '#server/config.ts';
import { newId } from '#server/store/ids.ts';
import { valueOf } from './access.ts';
import { sitDown, type Desk } from './collab-client.ts';

export interface Whole {
  readonly services: Services;
  /** `http://127.0.0.1:<port>`. */
  readonly address: string;
  close(): Promise<void>;
}

const noPages: RequestListener = (_, response) => void response.writeHead(404).end();

/** @param pages what answers requests that are not streamed traffic. */
export async function wholeServer(dataFolder: string, pages = noPages): Promise<Whole> {
  const services = assemble(configFrom({ CONSILIUM_DATA: dataFolder, CONSILIUM_LOG: 'silent' }));
  await services.start();
  const http = createServer((request, response) => {
    if (!services.http(request, response)) pages(request, response);
  });
  http.on('upgrade', (request, socket, head) => services.upgrade(request, socket, head));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    services,
    address: `http://127.0.0.1:${String((http.address() as AddressInfo).port)}`,
    async close() {
      await services.closeConnections();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await services.close();
    },
  };
}

export interface Somebody {
  readonly actor: Actor;
  readonly token: string;
  /** Opens a document with a real provider. */
  open(name: DocumentName): Desk;
}

/** A person who is known already, with a token of their own. */
export function comeIn({ services, address }: Whole, email: string): Somebody {
  const { operator } = services.access;
  const actor = operator.actorOf(email);
  if (!actor) throw new Error(`nobody is called ${email}`);
  const { token } = valueOf(operator.createToken(email, 'test'));
  const url = `${address.replace('http', 'ws')}/collab`;
  return { actor, token, open: (document) => sitDown(document, { url, token }) };
}

type WithoutId = SessionCommand extends infer C ? (C extends SessionCommand ? Omit<C, 'commandId'> : never) : never;

/** Sends a command with a fresh id and throws when it is refused. */
export async function ask({ services }: Whole, who: Somebody, session: SessionId, command: WithoutId): Promise<void> {
  const whole = { ...command, commandId: newId<CommandId>() } as SessionCommand;
  valueOf(await services.session.command(who.actor, session, whole));
}

export function seatOf({ services }: Whole, who: Somebody, session: SessionId): Seat {
  const seat = services.session.policy.seatOf(who.actor.user, session);
  if (!seat) throw new Error(`${who.actor.name} has no seat`);
  return seat;
}

/** What a desk on `record:` shows now. */
export const recordAt = (desk: Desk): RecordView => projectionOf(desk.doc, 'record') as unknown as RecordView;
