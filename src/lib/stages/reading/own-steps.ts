/** Undo and redo of one reader's own edits; what comes from the server or another window is left alone. */
import * as Y from 'yjs';
import { LOCAL, rootOf } from '#documents/entries.ts';
import { ANSWERS, MARKS } from '#documents/read.ts';

export const ownSteps = (doc: Y.Doc): Y.UndoManager =>
  new Y.UndoManager([rootOf(doc, MARKS), rootOf(doc, ANSWERS)], { trackedOrigins: new Set([LOCAL]) });
