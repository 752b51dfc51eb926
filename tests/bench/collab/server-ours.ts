/**
 * The whole server side of Consilium with panels that discuss: people with tokens, sessions, real policies, the guard, and a
 * journal that is durable before anything is acknowledged. Arguments: rooms, people in each, extra ms for each commit, and 1
 * where a thread of its own writes the journal.
 */
import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemble } from '#server/assemble.ts';
import { configFrom } from '#server/config.ts';
import { tuneEngine } from '#server/engine.ts';
import { discussingPanels } from '#tests/factories/many-panels.ts';
import type { Journal } from '#server/store/journal.ts';
import { answerAndTell } from './gauge.ts';
import { slowCommits } from './slow-commits.ts';
import { threadedAppend } from './writer-thread.ts';

const [rooms = 1, people = 1, commitDelay = 0, threaded = 0] = process.argv.slice(2).map(Number);

// As the program itself does.
tuneEngine();
const folder = mkdtempSync(join(tmpdir(), 'consilium-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
process.once('SIGTERM', () => process.exit(0));
if (threaded === 0) slowCommits(commitDelay);
const services = assemble(configFrom({ CONSILIUM_DATA: folder, CONSILIUM_LOG: 'error' }));
const places = await discussingPanels(services, { rooms, people });
if (threaded === 1) {
  // Production has one way to write and no switch for another; the comparison takes the method's place.
  const { journal } = services as typeof services & { journal: { append: Journal['append'] } };
  journal.append = threadedAppend(services.store.file, commitDelay);
}
await services.start();
const http = createServer();
http.on('upgrade', (request, socket, head) => services.upgrade(request, socket, head));
http.listen(0, '127.0.0.1', () => {
  answerAndTell({ port: (http.address() as AddressInfo).port, places });
});
