import fc from 'fast-check';
import { createEncoder, toUint8Array, writeVarUint8Array } from 'lib0/encoding';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import {
  FRAME,
  STEP,
  authFrame,
  awarenessFrame,
  editFrame,
  frame,
  statelessFrame,
  syncFrame,
} from '#tests/factories/raw-socket.ts';
import { TABLE } from '#tests/factories/collab.ts';
import { isSound } from './frame.ts';
import { SHORT_FRAME_BYTES, STATE_VECTOR_BYTES } from '#server/collab/limits.ts';

const doc = new Y.Doc();
doc.getMap('notes').set('summary', 'a note');
const update = Y.encodeStateAsUpdate(doc);
const cursor: [number, string] = [3, '{"c":[1,2]}'];

const honest: readonly Uint8Array[] = [
  authFrame(TABLE, 'cookie'),
  syncFrame(TABLE, STEP.have, Y.encodeStateVector(doc)),
  syncFrame(TABLE, STEP.lack, update),
  editFrame(TABLE, update),
  awarenessFrame(TABLE, new Map([[7, cursor]])),
  statelessFrame(TABLE, '{"t":"presenting"}'),
  frame(TABLE, FRAME.close),
  frame('read:no-such-thing', FRAME.close),
];

test('[GT13] what a provider sends has the form of a message', () => {
  expect(honest.map((one) => isSound(one))).toEqual(honest.map(() => true));
});

test('[GT13] no message that was cut off, lengthened or changed in its lengths is taken for one', () => {
  for (const one of honest.slice(0, 6)) {
    for (let length = 0; length < one.byteLength; length++) expect(isSound(one.subarray(0, length))).toBe(false);
    if (one !== honest[0]) expect(isSound(new Uint8Array([...one, 1]))).toBe(false);
  }
});

test('[GT13] whatever the bytes are, they are judged and nothing is thrown', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(honest.length - 1), fc.nat(), (noise, which, at) => {
      const some = Uint8Array.from(honest[which] ?? []);
      some.set(noise.subarray(0, 3).subarray(0, some.length - (at % some.length)), at % some.length);
      return typeof isSound(noise) === 'boolean' && typeof isSound(some) === 'boolean';
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['a type clients do not send', frame(TABLE, FRAME.broadcastStateless)],
  ['a type nobody sends', frame(TABLE, 99)],
  ['no address', frame('', FRAME.close)],
  ['a long address', frame('x'.repeat(300), FRAME.close)],
  ['an address that every object has', frame('__proto__', FRAME.close)],
  ['the same with a window', frame('constructor\0w1', FRAME.close)],
  ['an address with a line break', frame('read:1\nerror', FRAME.close)],
  ['an address in other letters', frame('réad:1', FRAME.close)],
  ['a step that does not exist', syncFrame(TABLE, 3, update)],
  ['a giant state vector', syncFrame(TABLE, STEP.have, new Uint8Array(STATE_VECTOR_BYTES + 1))],
  ['a state vector that is none', syncFrame(TABLE, STEP.have, Uint8Array.of(200, 1))],
  ['giant awareness', awarenessFrame(TABLE, new Map([[7, [1, JSON.stringify('x'.repeat(SHORT_FRAME_BYTES))]]]))],
  [
    'awareness that counts more than it has',
    frame(TABLE, FRAME.awareness, (to) => writeVarUint8Array(to, Uint8Array.of(9, 1, 1))),
  ],
  ['a giant token', authFrame(TABLE, 'x'.repeat(5000))],
  ['text that is not UTF-8', frame(TABLE, FRAME.stateless, (to) => writeVarUint8Array(to, Uint8Array.of(0xff, 0xfe)))],
  ['a number without end', Uint8Array.from({ length: 30 }, () => 0xff)],
  ['a length beyond all bounds', Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f, 1, 2)],
  ['nothing at all', toUint8Array(createEncoder())],
])('[GT13] %s is no message', (_, message) => {
  expect(isSound(message)).toBe(false);
});
