import { expect, test } from 'vitest';
import { forgetWindowStore } from '#lib/collab/window-store.ts';
import { ballotDraft, begunBallot } from './ballot-draft.ts';
import { decisionDraft } from './decision-draft.ts';
import { existence, malignancy } from './room.fixture.ts';

const PLACE = 'seat-a:item-3:1:0';
const DRAFT = { answer: 'yes', reason: 'Seen on three images', clause: '4.2', replaces: false };

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
  ballotDraft.keep(PLACE, DRAFT, store);
  expect(begunBallot(PLACE, existence, store)).toEqual(DRAFT);
  expect(begunBallot('seat-b:item-3:1:0', existence, store)).toBeNull();
  expect(begunBallot('seat-a:item-3:2:0', existence, store)).toBeNull();
});

test('[SD19] it goes with its seal, its question and the sign-out', () => {
  const store = windowStore();
  ballotDraft.keep(PLACE, DRAFT, store);
  ballotDraft.forgetOthers(PLACE, store);
  expect(begunBallot(PLACE, existence, store)).toEqual(DRAFT);
  ballotDraft.forgetOthers(null, store);
  expect(begunBallot(PLACE, existence, store)).toBeNull();
  ballotDraft.keep(PLACE, DRAFT, store);
  ballotDraft.forgetOthers('seat-a:item-3:1:1', store);
  expect(begunBallot(PLACE, existence, store)).toBeNull();
  ballotDraft.keep(PLACE, DRAFT, store);
  store.setItem('somebody.else', 'stays');
  forgetWindowStore(store);
  expect([begunBallot(PLACE, existence, store), store.getItem('somebody.else')]).toEqual([null, 'stays']);
});

test('[SD19] what is no ballot on this question is not taken up, and a window that stores nothing is none the worse', () => {
  const store = windowStore();
  ballotDraft.keep(PLACE, { ...DRAFT, answer: 'maybe' }, store);
  expect(begunBallot(PLACE, malignancy, store)).toEqual({ ...DRAFT, answer: null });
  store.setItem('consilium:ballot', '{"place":');
  expect(begunBallot(PLACE, existence, store)).toBeNull();
  const full = windowStore(true);
  ballotDraft.keep(PLACE, DRAFT, full);
  expect(begunBallot(PLACE, existence, full)).toBeNull();
});

test('[SD24] what the chair writes for a seal is there after a reload, for that seat and item only', () => {
  const store = windowStore();
  const draft = {
    casting: { malignancy: 4 },
    cause: 'image-quality',
    clause: '2.1',
    reason: 'Motion on the decisive images',
  };
  decisionDraft.keep('seat-a:item-3', draft, store);
  ballotDraft.keep(PLACE, DRAFT, store);
  expect(decisionDraft.kept('seat-a:item-3', store)).toEqual(draft);
  expect(decisionDraft.kept('seat-a:item-4', store)).toBeNull();
  decisionDraft.forgetOthers(null, store);
  expect(decisionDraft.kept('seat-a:item-3', store)).toBeNull();
  expect(begunBallot(PLACE, existence, store)).toEqual(DRAFT);
});
