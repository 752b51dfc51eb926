/**
 * A message to everybody in a document. The address that precedes it names the window it goes to, and Hocuspocus encodes
 * all of it anew for every other address; here the content is encoded once and each address put before it.
 */
import type { Connection, Document } from '@hocuspocus/server';
import { createEncoder, toUint8Array, writeVarString } from 'lib0/encoding';

interface Broadcasting {
  /** @param encode the whole message to an address. */
  broadcast(encode: (address: string) => Uint8Array, filter?: (connection: Connection) => boolean): void;
}

/** How an empty address is written. */
const NO_ADDRESS = '';
const NO_ADDRESS_BYTES = 1;

export function encodeOnce(document: Document): void {
  // Hocuspocus gives no other way to say how a document speaks to all.
  const speaking = document as unknown as Broadcasting;
  const addresses = new WeakMap<Connection, Uint8Array>();
  speaking.broadcast = (encode, filter) => {
    let content: Uint8Array | null = null;
    for (const connection of document.getConnections()) {
      if (filter && !filter(connection)) continue;
      content ??= encode(NO_ADDRESS).subarray(NO_ADDRESS_BYTES);
      connection.send(joined(addressOf(connection, addresses), content));
    }
  };
}

function addressOf(connection: Connection, known: WeakMap<Connection, Uint8Array>): Uint8Array {
  const address = known.get(connection) ?? encoded(connection.messageAddress);
  known.set(connection, address);
  return address;
}

function encoded(address: string): Uint8Array {
  const encoder = createEncoder();
  writeVarString(encoder, address);
  return toUint8Array(encoder);
}

function joined(address: Uint8Array, content: Uint8Array): Uint8Array {
  const message = Buffer.allocUnsafe(address.byteLength + content.byteLength);
  message.set(address);
  message.set(content, address.byteLength);
  return message;
}
