import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { seeded } from '#domain/kernel/random.ts';
import { insertVertex, moveVertex, outlineOn, removeVertex, replaceOutline } from './joint.ts';

const SEED = 7;
const frame = { sop: '1.2.3', frame: 1 };
const id = (n: number): string => `018f6d2e-0000-7000-8000-${String(n).padStart(12, '0')}`;
const square = [
  [0, 0],
  [10, 0],
  [10, 10],
  [0, 10],
] as const;

function chance(seed: number): () => number {
  const random = seeded(seed);
  return () => random.unit();
}

function table(): Y.Doc {
  const doc = new Y.Doc();
  const vertices = square.map(([x, y], i) => ({ id: id(i), position: [x, y] as [number, number] }));
  replaceOutline(doc, frame, { vertices, chance: chance(SEED) });
  return doc;
}

function twin(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}

function meet(a: Y.Doc, b: Y.Doc): void {
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b));
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
}

test('[DOC4] two people move different vertices apart from each other, and both moves survive', () => {
  fc.assert(
    fc.property(fc.nat(3), fc.nat(3), fc.integer({ min: 0, max: 511 }), (i, j, x) => {
      fc.pre(i !== j);
      const ours = table();
      const theirs = twin(ours);
      moveVertex(ours, id(i), [x, 1]);
      moveVertex(theirs, id(j), [x, 2]);
      meet(ours, theirs);
      const outline = outlineOn(ours, frame);
      expect(outline).toEqual(outlineOn(theirs, frame));
      expect(outline.map((vertex) => vertex.id)).toEqual([0, 1, 2, 3].map(id));
      expect(outline[i]?.position).toEqual([x, 1]);
      expect(outline[j]?.position).toEqual([x, 2]);
    }),
  );
});

test('[DOC4] vertices inserted by two people at one place both stand there', () => {
  const ours = table();
  const theirs = twin(ours);
  insertVertex(ours, { id: id(7), frame, position: [5, -1], after: id(0), chance: chance(SEED) });
  insertVertex(theirs, { id: id(8), frame, position: [6, -1], after: id(0), chance: chance(SEED + 1) });
  meet(ours, theirs);
  const ids = outlineOn(ours, frame).map((vertex) => vertex.id);
  expect(ids.slice(1, 3).sort()).toEqual([id(7), id(8)]);
  expect([ids[0], ...ids.slice(3)]).toEqual([id(0), id(1), id(2), id(3)]);
});

test('[DOC4] a vertex removed by one while another moves it stays removed', () => {
  const ours = table();
  const theirs = twin(ours);
  removeVertex(ours, id(1));
  moveVertex(theirs, id(1), [50, 50]);
  meet(ours, theirs);
  expect(outlineOn(theirs, frame).map((vertex) => vertex.id)).toEqual([id(0), id(2), id(3)]);
});
