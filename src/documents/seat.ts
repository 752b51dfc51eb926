/** The document `seat:<session>:<seat>`: what one person of a session may see now. Written by the server alone. */
import type * as Y from 'yjs';
import type { SeatView } from '#domain/session/view.ts';
import { projectionOf } from './projection.ts';

export const SEAT = 'seat';

/** Null until the server has published. The server wrote it from a `SeatView`, so that is what it is. */
export const seatViewOf = (doc: Y.Doc): SeatView | null => projectionOf(doc, SEAT) as SeatView | null;
