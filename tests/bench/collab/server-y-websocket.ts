/** The reference server of y-websocket: relays and keeps documents in memory. */
import { createServer } from 'node:http';
import { registerHooks } from 'node:module';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { answerAndTell } from './gauge.ts';
import { anyPlaces } from './places.ts';

// It imports its optional storage by name even where none is used.
registerHooks({
  resolve: (name, context, next) =>
    name === 'y-leveldb'
      ? { url: 'data:text/javascript,export class LeveldbPersistence {}', shortCircuit: true }
      : next(name, context),
});

// By a computed name, so that the hook above is there before it is loaded.
const UTILITIES: string = '@y/websocket-server/utils';
type Connect = (socket: WebSocket, request: object) => void;
const { setupWSConnection } = (await import(UTILITIES)) as { setupWSConnection: Connect };
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
const http = createServer();
http.on('upgrade', (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (accepted) => setupWSConnection(accepted, request));
});
http.listen(0, '127.0.0.1', () => {
  answerAndTell({ port: (http.address() as AddressInfo).port, places: anyPlaces(process.argv) });
});
