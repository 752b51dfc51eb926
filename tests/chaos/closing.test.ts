import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { putMark } from '#documents/marks.ts';
import { MARKS } from '#documents/read.ts';
import { openLine } from '#lib/collab/line.ts';
import { openDocument } from '#lib/collab/shared-document.svelte.ts';
import { testFolder } from '#tests/factories/folder.ts';
import { wholeServer } from '#tests/factories/whole.ts';
import { drawing } from './panel-at-work.ts';
import { makeWorld } from './world.ts';

it('[CH15] what is written while a connection is closing is not called saved before it is', async () => {
  const { folder, tokens, reads } = await makeWorld(join(testFolder(), 'data'), {
    sessions: 0,
    itemsPerSession: 0,
    reads: 1,
  });
  const whole = await wholeServer(folder);
  onTestFinished(() => whole.close());
  const [planned] = reads;
  if (!planned) throw new Error('no draft');
  const url = `${whole.address.replace('http', 'ws')}/collab`;
  const line = openLine({ url, token: tokens.reader, Socket: WebSocket as unknown as typeof globalThis.WebSocket });
  const name = { kind: 'read', read: planned.read } as const;
  const document = openDocument(name, { line });
  onTestFinished(() => {
    document.close();
    line.close();
  });
  expect(await document.settled()).toBe(true);

  line.socket.webSocket?.close();
  const mark = drawing(planned.frame, 1);
  putMark(document.peek(), MARKS, mark);
  const onServer = (): readonly string[] => Object.keys(whole.services.collab.readDocument(name).roots[MARKS] ?? {});
  expect([document.state, onServer()]).toEqual(['offline', []]);
  expect(await document.settled()).toBe(true);
  expect(onServer()).toEqual([mark.id]);
});
