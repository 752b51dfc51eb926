/**
 * The form of one message: address of the document, type, content. What Hocuspocus cannot read it prints, with a stack, for
 * everybody who cares to send it; so what does not have the form of a message ends the socket before it gets there. Contents
 * are looked at only as far as their lengths; what they mean is the gate's and the presence's question.
 */
import { createDecoder, hasContent, readVarUint, readVarUint8Array, type Decoder } from 'lib0/decoding';
import { decodeStateVector } from 'yjs';
import { isBuiltIn } from '#server/collab/json-weight.ts';
import { SHORT_FRAME_BYTES, STATE_VECTOR_BYTES } from '#server/collab/limits.ts';

/** Message types of the Hocuspocus protocol that a client may send. */
const SYNC = 0;
const AWARENESS = 1;
const AUTH = 2;
const QUERY_AWARENESS = 3;
const SYNC_REPLY = 4;
const STATELESS = 5;
const CLOSE = 7;

/** Steps of y-protocols/sync: what I have, what you lack, a live edit. */
const STEP_1 = 0;
const LAST_STEP = 2;

const ADDRESS_BYTES = 200;
const TOKEN_BYTES = 4096;
const VERSION_BYTES = 40;
const LONGEST_BUILT_IN = 'propertyIsEnumerable'.length;
const UTF_8 = new TextDecoder('utf-8', { fatal: true });

export function isSound(frame: Uint8Array): boolean {
  try {
    const decoder = createDecoder(frame);
    return isAddress(readVarUint8Array(decoder)) && isContent(readVarUint(decoder), decoder);
  } catch {
    return false;
  }
}

/**
 * `name` or `name NUL window`, in printable ASCII, for it may be printed; not the name of something every object has, for
 * Hocuspocus keeps them in objects.
 */
function isAddress(address: Uint8Array): boolean {
  if (address.length === 0 || address.length > ADDRESS_BYTES) return false;
  for (const byte of address) if (byte !== 0 && (byte < 32 || byte > 126)) return false;
  const end = address.indexOf(0);
  const name = end === -1 ? address : address.subarray(0, end);
  return name.length > LONGEST_BUILT_IN || !isBuiltIn(String.fromCharCode(...name));
}

function isContent(type: number, rest: Decoder): boolean {
  if (type === SYNC || type === SYNC_REPLY) return isSync(rest);
  if (rest.arr.length > SHORT_FRAME_BYTES) return false;
  switch (type) {
    case AWARENESS:
      return isWhole(rest, (inner) => isAwareness(createDecoder(readVarUint8Array(inner))));
    case AUTH:
      return readVarUint(rest) === 0 && readVarUint8Array(rest).length <= TOKEN_BYTES && isVersion(rest);
    case STATELESS:
      return isWhole(rest, (inner) => isText(readVarUint8Array(inner)));
    case QUERY_AWARENESS:
    case CLOSE:
      return true;
    default:
      return false;
  }
}

function isSync(rest: Decoder): boolean {
  const step = readVarUint(rest);
  const payload = readVarUint8Array(rest);
  if (step > LAST_STEP || hasContent(rest)) return false;
  if (step !== STEP_1) return true;
  return payload.length <= STATE_VECTOR_BYTES && decodeStateVector(payload) instanceof Map;
}

/** Ids and clocks are numbers, states are texts; whether they are JSON is seen where they are read. */
function isAwareness(rest: Decoder): boolean {
  for (let left = readVarUint(rest); left > 0; left--) {
    readVarUint(rest);
    readVarUint(rest);
    readVarUint8Array(rest);
  }
  return !hasContent(rest);
}

/** The version of the provider, which older ones leave out. */
const isVersion = (rest: Decoder): boolean => !hasContent(rest) || readVarUint8Array(rest).length <= VERSION_BYTES;

const isWhole = (rest: Decoder, check: (rest: Decoder) => boolean): boolean => check(rest) && !hasContent(rest);

function isText(bytes: Uint8Array): boolean {
  UTF_8.decode(bytes);
  return true;
}
