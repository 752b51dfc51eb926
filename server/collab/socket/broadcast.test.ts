import { Document, type Connection } from '@hocuspocus/server';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeOnce } from './broadcast.ts';

/** Windows with these addresses in a document; `heard` is what each was sent. */
function gathering(addresses: readonly string[]) {
  const document = new Document('table:x', {}, { flushDelay: false });
  const heard: { address: string; message: number[] }[] = [];
  const windows = addresses.map((messageAddress) => {
    const window = {
      messageAddress,
      send: (message: Uint8Array) => heard.push({ address: messageAddress, message: [...message] }),
    };
    return window as unknown as Connection;
  });
  for (const window of windows) document.addConnection(window);
  return { document, windows, heard };
}

function speak({ document, windows }: ReturnType<typeof gathering>, text: string): void {
  document.getMap('notes').set('summary', text);
  document.broadcastStateless(text);
  document.broadcastStateless(text, (window) => window !== windows[0]);
}

test('[CO10] what all hear is, byte for byte, what Hocuspocus would have sent to each', () => {
  const address = fc.oneof(fc.constant('table:x'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }));
  fc.assert(
    fc.property(fc.array(address, { maxLength: 5 }), fc.string({ maxLength: 300 }), (addresses, text) => {
      const [plain, ours] = [gathering(addresses), gathering(addresses)];
      ours.document.clientID = plain.document.clientID;
      encodeOnce(ours.document);
      speak(plain, text);
      speak(ours, text);
      expect(ours.heard).toEqual(plain.heard);
      expect(ours.heard.length).toBe(Math.max(0, 3 * addresses.length - 1));
    }),
  );
});
