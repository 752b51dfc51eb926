import { expect, test } from 'vitest';
import { idOf, type ReadId } from '#domain/kernel/id.ts';
import { forgetWindowStore } from '#lib/collab/window-store.ts';
import { KeptRead } from './kept-read.ts';

/** What a browser offers, in memory. */
function browserStore(full = false): Storage {
  const store = {
    getItem: (key: string) => (Reflect.get(store, key) as string | undefined) ?? null,
    setItem(key: string, value: string) {
      if (full) throw new DOMException('full', 'QuotaExceededError');
      Reflect.set(store, key, value);
    },
    removeItem: (key: string) => void Reflect.deleteProperty(store, key),
  };
  return store as unknown as Storage;
}

const READ = { user: 'ann', read: idOf<ReadId>('read-1') };
const FRAME = { sop: '1.2.3', frame: 7 };

test('[RW15] a page that is opened anew knows the image and the finding, for the same person and read only', () => {
  const storage = browserStore();
  new KeptRead({ ...READ, storage }).at(FRAME, 'lesion-2');
  const again = new KeptRead({ ...READ, storage });
  expect([again.frame, again.open]).toEqual([FRAME, 'lesion-2']);
  expect(new KeptRead({ ...READ, user: 'ben', storage }).frame).toBeNull();
  expect(new KeptRead({ ...READ, read: idOf('read-2'), storage }).frame).toBeNull();
});

test('[RW16] what is half written is there until it is an answer, or another answer stands in its place', () => {
  const storage = browserStore();
  const before = new KeptRead({ ...READ, storage });
  before.at(FRAME, null);
  before.half('case', 'size').keep('12', '');
  before.half('lesion-2', 'remark').keep('Spicul', 'Spi');
  const again = new KeptRead({ ...READ, storage });
  expect(again.frame).toEqual(FRAME);
  expect(again.half('case', 'size').over('')).toBe('12');
  expect(again.half('lesion-2', 'size').over('')).toBeNull();
  expect(again.half('lesion-2', 'remark').over('Spi')).toBe('Spicul');
  expect(again.half('lesion-2', 'remark').over('Written in another window')).toBeNull();
  again.half('case', 'size').done();
  expect(new KeptRead({ ...READ, storage }).half('case', 'size').over('')).toBeNull();
});

test('[RW15] it goes when the read is in, and with the sign-out', () => {
  const storage = browserStore();
  const kept = new KeptRead({ ...READ, storage });
  kept.at(FRAME, null);
  kept.forget();
  expect([kept.frame, Object.keys(storage).filter((key) => key.startsWith('consilium'))]).toEqual([null, []]);
  kept.at(FRAME, null);
  storage.setItem('somebody.else', 'stays');
  forgetWindowStore(storage);
  expect(new KeptRead({ ...READ, storage }).frame).toBeNull();
  expect(storage.getItem('somebody.else')).toBe('stays');
});

test('[RW15] what another version of the page wrote is not taken up, and a browser that stores nothing is none the worse', () => {
  const storage = browserStore();
  storage.setItem('consilium:read:ann:read-1', '{"frame":{"sop":"<script>","frame":0}}');
  expect(new KeptRead({ ...READ, storage }).frame).toBeNull();
  const full = new KeptRead({ ...READ, storage: browserStore(true) });
  full.at(FRAME, null);
  expect(full.frame).toEqual(FRAME);
});
