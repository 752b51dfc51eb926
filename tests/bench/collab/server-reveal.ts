/** A panel in which one ballot is missing. Argument: people. Asked to `reveal`, it casts that ballot and says when it began. */
import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemble } from '#server/assemble.ts';
import { configFrom } from '#server/config.ts';
import { votingPanel } from '#tests/factories/many-panels.ts';
import type { Ready } from './shape.ts';

const folder = mkdtempSync(join(tmpdir(), 'consilium-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
process.once('SIGTERM', () => process.exit(0));
const services = assemble(configFrom({ CONSILIUM_DATA: folder, CONSILIUM_LOG: 'error' }));
await services.start();
const { places, reveal } = await votingPanel(services, Number(process.argv[2]));
const http = createServer();
http.on('upgrade', (request, socket, head) => services.upgrade(request, socket, head));
process.on('message', () => {
  // Wall time: the clients measure in another process.
  process.send?.({ began: performance.timeOrigin + performance.now() });
  void reveal();
});
http.listen(0, '127.0.0.1', () => {
  const ready: Ready = { port: (http.address() as AddressInfo).port, places };
  process.send?.(ready);
});
