/** Connections that died unnoticed, with the real clocks and pauses of the client: nothing is fired by hand. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import type { DocumentStatus } from '#lib/collab/document-status.ts';
import { readOf, serveCollab, type CollabServer } from '#tests/factories/collab.ts';
import { testStore } from '#tests/factories/store.ts';
import { FaultProxy } from './fault-proxy.ts';
import { after } from './person-at-work.ts';

/** Longer than a socket may be silent. */
const SLEEP_MS = 21_000;

interface Sleeper {
  readonly process: ChildProcess;
  readonly write: (answer: string) => void;
  /** The next time its work stands like that. */
  readonly is: (kind: DocumentStatus['kind']) => Promise<void>;
}

async function bed(): Promise<{ server: CollabServer; proxy: FaultProxy; sleeper: Sleeper }> {
  const server = await serveCollab(testStore().store);
  onTestFinished(() => server.close());
  const proxy = new FaultProxy(
    () => Number(new URL(server.url).port),
    () => 0,
  );
  const port = await proxy.listen();
  onTestFinished(() => proxy.close());
  const child = fork(fileURLToPath(new URL('sleeper.ts', import.meta.url)), [
    server.url.replace(/:\d+/, `:${String(port)}`),
  ]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const is = (kind: DocumentStatus['kind']): Promise<void> =>
    new Promise((resolve) => {
      const heard = (status: DocumentStatus): void => {
        if (status.kind !== kind) return;
        child.off('message', heard);
        resolve();
      };
      child.on('message', heard);
    });
  await is('saved');
  return { server, proxy, sleeper: { process: child, is, write: (answer) => child.send(answer) } };
}

const answersIn = (server: CollabServer): unknown => server.collab.readDocument(readOf('ann')).roots['answers'];

async function asleep(): Promise<void> {
  const { server, proxy, sleeper } = await bed();
  proxy.lose();
  const waits = sleeper.is('saving');
  sleeper.write('good');
  await waits;
  sleeper.process.kill('SIGSTOP');
  await after(SLEEP_MS);
  expect(answersIn(server)).toBeUndefined();
  const woken = performance.now();
  const saved = sleeper.is('saved');
  sleeper.process.kill('SIGCONT');
  await saved;
  expect(performance.now() - woken).toBeLessThan(3000);
  expect(answersIn(server)).toEqual({ quality: 'good' });
}

async function awake(): Promise<void> {
  const { server, proxy, sleeper } = await bed();
  proxy.lose();
  const [died, offline] = [performance.now(), sleeper.is('offline')];
  sleeper.write('good');
  await offline;
  await sleeper.is('saved');
  expect(performance.now() - died).toBeLessThan(SLEEP_MS + 5000);
  expect(answersIn(server)).toEqual({ quality: 'good' });
}

it('[SD9] a connection that died unnoticed is replaced: within three seconds of waking up, or once the server is silent', async () => {
  await Promise.all([asleep(), awake()]);
});
