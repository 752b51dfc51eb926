import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { marksOf } from '#documents/marks.ts';
import { ANSWERS, MARKS, answersOf, putAnswer, readContentOf } from '#documents/read.ts';
import { lesionsOf } from '#domain/reading/mark.ts';
import type { DrawnShape } from '#lib/viewer/viewer.ts';
import { beginLesion, describeLesion, eraseLesion, eraseMark, moveMark, outlineLesion } from './draft-edits.ts';
import { OwnSteps } from '#lib/collab/own-steps.ts';

const FIRST = '019a0000-0000-7000-8000-000000000001';
const SECOND = '019a0000-0000-7000-8000-000000000002';
const shape = (frame: number): DrawnShape => ({
  tool: 'length',
  frame: { sop: '1.2.3', frame },
  points: [
    [1, 2],
    [3, 4],
  ],
});

function draftWithTwoOutlines(): Y.Doc {
  const doc = new Y.Doc();
  beginLesion(doc, { id: FIRST, shape: shape(1) }, 'nodule');
  describeLesion(doc, FIRST, ['texture', 'solid']);
  outlineLesion(doc, { id: SECOND, shape: shape(2) }, FIRST);
  return doc;
}

const lesions = (doc: Y.Doc) => lesionsOf({ marks: marksOf(doc), answers: {} });

describe('edits of a draft', () => {
  it('one finding drawn on two images is one lesion with one set of answers', () => {
    const doc = draftWithTwoOutlines();
    expect(lesions(doc)).toHaveLength(1);
    expect(lesions(doc)[0]?.marks.map((mark) => mark.frame.frame)).toEqual([1, 2]);
    expect(lesions(doc)[0]?.attributes).toEqual({ texture: 'solid' });
  });

  it('removing the first outline keeps what was answered about the finding', () => {
    const doc = draftWithTwoOutlines();
    eraseMark(doc, FIRST);
    expect(lesions(doc)).toMatchObject([{ id: FIRST, finding: 'nodule', attributes: { texture: 'solid' } }]);
    describeLesion(doc, FIRST, ['malignancy', 4]);
    expect(lesions(doc)[0]?.attributes).toEqual({ texture: 'solid', malignancy: 4 });
    expect(readContentOf(doc).ok).toBe(true);
  });

  it('an answer taken back is gone, not empty', () => {
    const doc = draftWithTwoOutlines();
    describeLesion(doc, FIRST, ['texture', undefined]);
    expect(lesions(doc)[0]?.attributes).toEqual({});
  });

  it('an outline of a finding that is gone is not drawn', () => {
    const doc = draftWithTwoOutlines();
    eraseLesion(doc, FIRST);
    expect(marksOf(doc)).toEqual([]);
    expect(outlineLesion(doc, { id: SECOND, shape: shape(3) }, FIRST)).toBe(false);
    expect(marksOf(doc)).toEqual([]);
  });

  it('moving a mark changes its points and nothing else', () => {
    const doc = draftWithTwoOutlines();
    const before = marksOf(doc)[0];
    moveMark(doc, FIRST, [
      [5, 6],
      [7, 8.00049],
    ]);
    expect(marksOf(doc)[0]).toEqual({
      ...before,
      points: [
        [5, 6],
        [7, 8],
      ],
    });
  });

  it('undo takes back own steps and leaves alone what came from the server', () => {
    const doc = new Y.Doc();
    const steps = new OwnSteps(doc, [MARKS, ANSWERS]);
    const elsewhere = new Y.Doc();
    putAnswer(elsewhere, 'quality', 'adequate');
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(elsewhere), 'server');
    beginLesion(doc, { id: FIRST, shape: shape(1) }, 'nodule');
    steps.undo();
    expect(marksOf(doc)).toEqual([]);
    expect(answersOf(doc)).toEqual({ quality: 'adequate' });
    expect(steps.canUndo).toBe(false);
    steps.redo();
    expect(lesions(doc)).toHaveLength(1);
  });

  it('undo of removing a lesion brings back its answers', () => {
    const doc = draftWithTwoOutlines();
    const steps = new OwnSteps(doc, [MARKS, ANSWERS]);
    eraseLesion(doc, FIRST);
    steps.undo();
    expect(lesions(doc)).toMatchObject([{ attributes: { texture: 'solid' }, marks: [{ id: FIRST }, { id: SECOND }] }]);
  });
});
