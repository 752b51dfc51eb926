// A script at the table of a panel: writes a comment in its person's name on the item that is before the panel.
//
//   npm install yjs y-websocket ws
//   CONSILIUM_TOKEN=cns_… node comment.mjs https://consilium.example.org <session> "12 mm on the axial slice"
import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';

const [server, session, text] = process.argv.slice(2);
const headers = { authorization: `Bearer ${process.env.CONSILIUM_TOKEN}` };

class Socket extends WebSocket {
  constructor(address) {
    super(address, { headers });
  }
}

/** The document once it is here. After a refusal (44xx) its content is of no use any more: start again from an empty one. */
function open(name) {
  const doc = new Y.Doc();
  const options = { WebSocketPolyfill: Socket, disableBc: true };
  const provider = new WebsocketProvider(`${server.replace(/^http/, 'ws')}/collab/y`, name, doc, options);
  provider.on('closed', ({ code, reason }) => {
    console.error(`${name}: ${code} ${reason}`);
    process.exit(1);
  });
  return new Promise((resolve) => provider.once('sync', () => resolve({ doc, provider })));
}

const view = await (await fetch(`${server}/api/v1/sessions/${session}`, { headers })).json();
const { seat } = view.seat.you;
const table = `table:${session}:${view.record.floor.item}`;

// Nobody gets to see an edit before it is on the disk: when it shows elsewhere, it is saved.
const [mine, elsewhere] = await Promise.all([open(table), open(table)]);
const id = randomUUID();
const saved = new Promise((resolve) => {
  const comments = elsewhere.doc.getMap(`c:${seat}`);
  comments.observe(() => comments.has(id) && resolve());
});
mine.doc.getMap(`c:${seat}`).set(id, new Y.Map(Object.entries({ thread: id, text })));
await saved;
console.log('saved');
for (const { provider, doc } of [mine, elsewhere]) {
  provider.destroy();
  doc.destroy();
}
