/**
 * How large a document may become. Everybody who opens it receives the whole, so its size is a limit like that of a message.
 * Measuring means encoding it; between two measurements what was accepted is added up.
 */
import * as Y from 'yjs';
import { DOCUMENT_BYTES } from '#server/collab/limits.ts';

export interface Growth {
  /** Whether there is room for an edit of so many bytes, which is counted as accepted then. */
  takes(doc: Y.Doc, bytes: number): boolean;
}

const MEASURE_EVERY = DOCUMENT_BYTES / 8;

export function createGrowth(): Growth {
  const sizes = new WeakMap<Y.Doc, { measured: number; added: number }>();
  return {
    takes(doc, bytes) {
      const size = sizes.get(doc) ?? { measured: 0, added: 0 };
      if (size.measured + bytes > DOCUMENT_BYTES) return false;
      size.added += bytes;
      if (size.added > MEASURE_EVERY) {
        size.measured = Y.encodeStateAsUpdate(doc).byteLength;
        size.added = 0;
      }
      sizes.set(doc, size);
      return true;
    },
  };
}
