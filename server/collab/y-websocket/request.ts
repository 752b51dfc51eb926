/** `/collab/y/<document>?ticket=…`: a client of y-websocket names the one document it wants in the address of its socket. */
import { documentNameOf, type DocumentName } from '#documents/names.ts';

export interface YRequest {
  /** Null when it is not the name of any document. */
  readonly document: DocumentName | null;
  /** Says who comes, instead of what the headers say. */
  readonly ticket: string | null;
}

const FRONT = '/collab/y/';

/** Null for every other address. @param address path and query, as in the request line. */
export function yRequestIn(address: string): YRequest | null {
  if (!address.startsWith(FRONT)) return null;
  const [path = '', query = ''] = address.slice(FRONT.length).split('?', 2);
  return { document: documentIn(path), ticket: new URLSearchParams(query).get('ticket') };
}

/** The provider writes names as they are; others percent-encode the colons. */
function documentIn(path: string): DocumentName | null {
  try {
    return documentNameOf(decodeURIComponent(path));
  } catch {
    return null;
  }
}
