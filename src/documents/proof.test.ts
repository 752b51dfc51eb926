import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { holdsProof, proofOf } from './proof.ts';

function twinOf(doc: Y.Doc): Y.Doc {
  const twin = new Y.Doc();
  Y.applyUpdate(twin, Y.encodeStateAsUpdate(doc));
  return twin;
}

test('[DOC10] the server holds a proof when it has every edit, deletions included', () => {
  const client = new Y.Doc();
  client.getMap('answers').set('quality', 'good');
  const server = twinOf(client);
  expect(holdsProof(server, proofOf(client))).toBe(true);

  client.getMap('answers').delete('quality');
  expect(holdsProof(server, proofOf(client))).toBe(false);
  Y.applyUpdate(server, Y.encodeStateAsUpdate(client));
  expect(holdsProof(server, proofOf(client))).toBe(true);

  client.getMap('answers').set('quality', 'poor');
  expect(holdsProof(server, proofOf(client))).toBe(false);
});

test('[DOC10] a server that is ahead holds an older proof; nonsense is no proof', () => {
  const client = new Y.Doc();
  client.getMap('answers').set('quality', 'good');
  const server = twinOf(client);
  server.getMap('answers').set('other', 1);
  expect(holdsProof(server, proofOf(client))).toBe(true);
  expect(holdsProof(server, 'nonsense')).toBe(false);
  expect(holdsProof(server, '')).toBe(false);
});
