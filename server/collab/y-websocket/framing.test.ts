import * as fc from 'fast-check';
import { createDecoder, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding';
import { describe, expect, it, test, vi } from 'vitest';
import { Awareness, applyAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { OutgoingMessage } from '@hocuspocus/server';
import { yFraming } from './framing.ts';

const DOCUMENT = 'table:1:2';

/** A socket that notes what is said to the client, and how it ends. */
function line() {
  const sent: Uint8Array[] = [];
  const ends: string[] = [];
  const outlet = {
    readyState: 1,
    send: (data: unknown) => void sent.push(data as Uint8Array),
    close: (code?: number, reason?: string) => void ends.push(`${String(code)} ${reason ?? ''}`),
  };
  const framing = yFraming({ outlet, ping: () => void sent.push(Uint8Array.of(255)) }, DOCUMENT);
  return { framing, sent, ends };
}

const message = (): OutgoingMessage => new OutgoingMessage(DOCUMENT);

describe('[YW1] a client of y-websocket is understood', () => {
  it('its messages get the address of its document', () => {
    const { framing } = line();
    const heard = framing.heard(Uint8Array.of(0, 0, 1, 0));
    const decoder = createDecoder(heard ?? new Uint8Array());
    expect(readVarString(decoder)).toBe(DOCUMENT);
    expect([...decoder.arr.subarray(decoder.pos)]).toEqual([0, 0, 1, 0]);
  });

  it('it hears of edits and of people, and of nothing it has no word for', () => {
    const { framing, sent, ends } = line();
    framing.outlet.send(message().createSyncMessage().writeUpdate(Uint8Array.of(0, 0)).toUint8Array());
    framing.outlet.send(message().createSyncReplyMessage().writeUpdate(Uint8Array.of(0, 0)).toUint8Array());
    framing.outlet.send(message().writeAuthenticated(false).toUint8Array());
    framing.outlet.send(message().writeTokenSyncRequest().toUint8Array());
    framing.outlet.send(message().writeSyncStatus(true).toUint8Array());
    framing.outlet.send(message().writeSyncStatus(false).toUint8Array());
    framing.outlet.send(message().writeStateless('{"t":"presenting-ended"}').toUint8Array());
    expect(sent.map((data) => [...data])).toEqual([
      [0, 2, 2, 0, 0],
      [0, 2, 2, 0, 0],
    ]);
    expect(ends).toEqual([]);
  });
});

describe('[YW6] how the socket closes says why', () => {
  it.each([
    ['not-signed-in', '4401 not-signed-in'],
    ['not-allowed', '4403 not-allowed'],
    ['permission-denied', '4500 failed'],
  ])('turned away: %s', (reason, end) => {
    const { framing, ends } = line();
    framing.outlet.send(message().writePermissionDenied(reason).toUint8Array());
    expect(ends).toEqual([end]);
  });

  it.each([
    ['storage', '4503 storage'],
    ['no-longer-allowed', '4403 no-longer-allowed'],
    ['sign-in-ended', '4401 sign-in-ended'],
    ['Reset Connection', '4500 failed'],
    ['toString', '4500 failed'],
  ])('sent out: %s', (reason, end) => {
    const { framing, ends } = line();
    framing.outlet.send(message().writeCloseMessage(reason).toUint8Array());
    expect(ends).toEqual([end]);
  });

  it('silent clients and a server that stops are no refusals', () => {
    const silent = line();
    silent.framing.outlet.close(4408, 'Connection Timeout');
    const stopping = line();
    stopping.framing.end('shutting-down');
    const fast = line();
    fast.framing.end('rate-limited');
    expect([silent.ends, stopping.ends, fast.ends]).toEqual([
      ['4508 silent'],
      ['1001 shutting-down'],
      ['4529 rate-limited'],
    ]);
  });

  it('nothing is said after the end', () => {
    const { framing, sent, ends } = line();
    framing.outlet.send(message().writeStateless('{"t":"refused","code":"gap","message":"m"}').toUint8Array());
    framing.outlet.send(message().writeCloseMessage('storage').toUint8Array());
    framing.outlet.send(message().createSyncMessage().writeUpdate(Uint8Array.of(0, 0)).toUint8Array());
    expect(framing.heard(Uint8Array.of(0, 0, 1, 0))).toBeNull();
    expect([sent, ends]).toEqual([[], ['4443 gap']]);
  });
});

test('[YW11] a client in a silent document hears of nobody, and its socket is asked whether it is there', () => {
  const { framing, sent } = line();
  framing.ping();
  const [said = new Uint8Array(), asked] = sent;
  expect(asked).toEqual(Uint8Array.of(255));
  const awareness = new Awareness(new Y.Doc());
  const heard = vi.fn();
  awareness.on('update', heard);
  const decoder = createDecoder(said);
  expect(readVarUint(decoder)).toBe(1);
  applyAwarenessUpdate(awareness, readVarUint8Array(decoder), null);
  expect(heard).not.toHaveBeenCalled();
  awareness.destroy();
});

describe('[YW9] whatever bytes a client sends, they stay in its document or end its socket', () => {
  it.each([
    ['nothing', []],
    ['an endless number', [255, 255, 255, 255, 255, 255, 255, 255, 255, 255]],
    ['a sign-in', [2, 0, 3, 97, 110, 110]],
    ['a message beside the document', [5, 2, 123, 125]],
    ['a broadcast', [6, 2, 123, 125]],
    ['a close', [7, 0]],
    ['a ping', [9]],
    ['awareness that is cut off', [1, 9, 1]],
    ['awareness of thousands', [1, 0x80, 0x80, 8, ...new Uint8Array(131_072)]],
  ])('%s', (_, bytes) => {
    const { framing, ends } = line();
    expect(framing.heard(Uint8Array.from(bytes))).toBeNull();
    expect(ends).toEqual(['4400 malformed']);
  });

  it('any bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 5 }), (messages) => {
        const { framing, ends } = line();
        for (const bytes of messages) {
          const heard = framing.heard(bytes);
          if (heard) expect(readVarString(createDecoder(heard))).toBe(DOCUMENT);
        }
        expect(ends.length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
