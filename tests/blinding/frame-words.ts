/** What a frame of the Hocuspocus protocol says, taken apart without any of the code that is being tested. */
import * as decoding from 'lib0/decoding';

export type Spoken =
  | { readonly kind: 'admission'; readonly name: string; readonly open: boolean }
  | { readonly kind: 'update'; readonly name: string; readonly update: Uint8Array }
  /** The server asks what we have. */
  | { readonly kind: 'question'; readonly name: string }
  | { readonly kind: 'presence'; readonly name: string; readonly states: readonly string[] }
  | { readonly kind: 'message'; readonly name: string; readonly text: string }
  /** An edit of ours is in the journal. */
  | { readonly kind: 'kept'; readonly name: string }
  | { readonly kind: 'other'; readonly name: string; readonly type: number };

/** What the frame says; nothing for the single byte that keeps a connection alive. */
export function documentsIn(frame: Uint8Array): Spoken[] {
  if (frame.length <= 1) return [];
  const decoder = decoding.createDecoder(frame);
  const name = decoding.readVarString(decoder);
  const type = decoding.readVarUint(decoder);
  switch (type) {
    // 4 is the server's answer to the first step, with the same content.
    case 0:
    case 4:
      return [synced(name, decoder)];
    case 1:
      return [{ kind: 'presence', name, states: presenceIn(decoding.readVarUint8Array(decoder)) }];
    case 2:
      return [{ kind: 'admission', name, open: decoding.readVarUint(decoder) === 2 }];
    case 5:
      return [{ kind: 'message', name, text: decoding.readVarString(decoder) }];
    case 8:
      return [decoding.readVarUint(decoder) === 1 ? { kind: 'kept', name } : { kind: 'other', name, type }];
    default:
      return [{ kind: 'other', name, type }];
  }
}

/** The same of a frame of y-websocket, which names no document. */
export function spokenByY(name: string, frame: Uint8Array): Spoken {
  const decoder = decoding.createDecoder(frame);
  const type = decoding.readVarUint(decoder);
  if (type === 0) return synced(name, decoder);
  if (type === 1) return { kind: 'presence', name, states: presenceIn(decoding.readVarUint8Array(decoder)) };
  return { kind: 'other', name, type };
}

function synced(name: string, decoder: decoding.Decoder): Spoken {
  const step = decoding.readVarUint(decoder);
  if (step === 0) return { kind: 'question', name };
  return { kind: 'update', name, update: decoding.readVarUint8Array(decoder) };
}

/** The states alone: their ids are drawn by the clients and their clocks count. */
function presenceIn(update: Uint8Array): string[] {
  const decoder = decoding.createDecoder(update);
  const count = decoding.readVarUint(decoder);
  return Array.from({ length: count }, () => {
    decoding.readVarUint(decoder);
    decoding.readVarUint(decoder);
    return decoding.readVarString(decoder);
  });
}
