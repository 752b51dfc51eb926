/**
 * The whole server side of Consilium with panels that discuss: people with tokens, sessions, real policies, the guard, and a
 * journal that is durable before anything is acknowledged. Arguments: rooms, people in each, extra ms for each flush, and how
 * the journal is written.
 */
import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemble } from '#server/assemble.ts';
import { configFrom } from '#server/config.ts';
import { discussingPanels } from '#tests/factories/many-panels.ts';
import type { LogFlush } from '#server/store/log-flush.ts';
import type { Journal } from '#server/store/journal.ts';
import { answerAndTell } from './gauge.ts';
import type { Writer } from './shape.ts';
import { slowCommits, slowFlushes } from './slow-disk.ts';
import { threadedAppend } from './writer-thread.ts';

const [rooms = 1, people = 1, flushDelay = 0] = process.argv.slice(2, 5).map(Number);
const writer = process.argv[5] as Writer;

const folder = mkdtempSync(join(tmpdir(), 'consilium-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
process.once('SIGTERM', () => process.exit(0));
if (writer === 'beside') slowFlushes(flushDelay);
if (writer === 'loop') slowCommits(flushDelay);
const services = assemble(configFrom({ CONSILIUM_DATA: folder, CONSILIUM_LOG: 'error' }));
const places = await discussingPanels(services, { rooms, people });
// Production has one way to write and no switch for another; a comparison takes the place of its methods.
if (writer === 'loop')
  Object.assign(services.store.log, {
    unflushed: (write) => write(),
    flushed: () => Promise.resolve(),
  } satisfies Pick<LogFlush, 'unflushed' | 'flushed'>);
if (writer === 'thread')
  Object.assign((services as typeof services & { journal: Journal }).journal, {
    append: threadedAppend(services.store.file, flushDelay),
  } satisfies Pick<Journal, 'append'>);
await services.start();
const http = createServer();
http.on('upgrade', (request, socket, head) => services.upgrade(request, socket, head));
http.listen(0, '127.0.0.1', () => {
  answerAndTell({ port: (http.address() as AddressInfo).port, places });
});
