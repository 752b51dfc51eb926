/** Plain Hocuspocus as its documentation shows it: no authentication, no checks, documents in memory. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Hocuspocus } from '@hocuspocus/server';
import { WebSocketServer } from 'ws';
import { answerAndTell } from './gauge.ts';
import { anyPlaces } from './places.ts';

const hocuspocus = new Hocuspocus({ quiet: true });
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
const http = createServer();
http.on('upgrade', (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (accepted) => {
    const client = hocuspocus.handleConnection(accepted, new Request('http://127.0.0.1/'));
    accepted.on('message', (data: Buffer) => client.handleMessage(new Uint8Array(data)));
    accepted.on('close', (code, reason) => client.handleClose({ code, reason: reason.toString() }));
  });
});
http.listen(0, '127.0.0.1', () => {
  answerAndTell({ port: (http.address() as AddressInfo).port, places: anyPlaces(process.argv) });
});
