/** The document `record:<session>`: what every participant may see now. Written by the server alone. */
import type * as Y from 'yjs';
import type { RecordView } from '#domain/session/view.ts';
import { projectionOf } from './projection.ts';

export const RECORD = 'record';

/** Null until the server has published. The server wrote it from a `RecordView`, so that is what it is. */
export const recordOf = (doc: Y.Doc): RecordView | null => projectionOf(doc, RECORD) as RecordView | null;
