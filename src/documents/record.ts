/** The document `record:<session>`: what every participant may see now. Written by the server alone. */
import type * as Y from 'yjs';
import { projectionOf } from './projection.ts';

export const RECORD = 'record';

/** Null until the server has published. The server wrote it from a `RecordView`, so that is what it is. */
export const recordOf = <View extends object>(doc: Y.Doc): View | null => projectionOf(doc, RECORD) as View | null;
