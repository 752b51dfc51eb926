import { expect, test } from 'vitest';
import { forgetWindowStore } from '#lib/collab/window-store.ts';
import { forgetOtherBallots, keepBallot, keptBallot } from './ballot-draft.ts';
import { existence, malignancy } from './room.fixture.ts';

const PLACE = 'seat-a:item-3:1:0';
const DRAFT = { answer: 'yes', reason: 'Seen on three images', clause: '4.2' };

/** What a window offers, in memory. */
function windowStore(full = false): Storage {
  const items: Record<string, string> = {};
  const store = {
    getItem: (key: string) => items[key] ?? null,
    setItem(key: string, value: string) {
      if (full) throw new DOMException('full', 'QuotaExceededError');
      items[key] = value;
      Reflect.set(store, key, value);
    },
    removeItem(key: string) {
      Reflect.deleteProperty(items, key);
      Reflect.deleteProperty(store, key);
    },
  };
  return store as unknown as Storage;
}

test('[SD19] a ballot that was begun is there after a reload, for the same person and question only', () => {
  const store = windowStore();
  keepBallot(PLACE, DRAFT, store);
  expect(keptBallot(PLACE, existence, store)).toEqual(DRAFT);
  expect(keptBallot('seat-b:item-3:1:0', existence, store)).toBeNull();
  expect(keptBallot('seat-a:item-3:2:0', existence, store)).toBeNull();
});

test('[SD19] it goes with its seal, its question and the sign-out', () => {
  const store = windowStore();
  keepBallot(PLACE, DRAFT, store);
  forgetOtherBallots(PLACE, store);
  expect(keptBallot(PLACE, existence, store)).toEqual(DRAFT);
  forgetOtherBallots(null, store);
  expect(keptBallot(PLACE, existence, store)).toBeNull();
  keepBallot(PLACE, DRAFT, store);
  forgetOtherBallots('seat-a:item-3:1:1', store);
  expect(keptBallot(PLACE, existence, store)).toBeNull();
  keepBallot(PLACE, DRAFT, store);
  store.setItem('somebody.else', 'stays');
  forgetWindowStore(store);
  expect([keptBallot(PLACE, existence, store), store.getItem('somebody.else')]).toEqual([null, 'stays']);
});

test('[SD19] what is no ballot on this question is not taken up, and a window that stores nothing is none the worse', () => {
  const store = windowStore();
  keepBallot(PLACE, { ...DRAFT, answer: 'maybe' }, store);
  expect(keptBallot(PLACE, malignancy, store)).toEqual({ ...DRAFT, answer: null });
  store.setItem('consilium:ballot', '{"place":');
  expect(keptBallot(PLACE, existence, store)).toBeNull();
  const full = windowStore(true);
  keepBallot(PLACE, DRAFT, full);
  expect(keptBallot(PLACE, existence, full)).toBeNull();
});
