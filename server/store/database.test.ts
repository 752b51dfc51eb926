import { describe, expect, it } from 'vitest';
import { testStore } from '#tests/factories/store.ts';
import { setSetting, setting } from './settings.ts';

describe('transact', () => {
  it('[TX1] is all or nothing', () => {
    const { store } = testStore();
    expect(() =>
      store.transact((tx) => {
        setSetting(tx, 'last-ready', 'half');
        throw new Error('lost');
      }),
    ).toThrow('lost');
    expect(setting(store.db, 'last-ready')).toBeNull();
  });

  it('[TX2] cannot wait: an async closure does not compile, and a hidden promise is rolled back', () => {
    const { store } = testStore();
    // @ts-expect-error an async closure does not compile
    expect(() => store.transact(async () => Promise.resolve(1))).toThrow('a transaction cannot wait');
    expect(() =>
      store.transact((tx) => {
        setSetting(tx, 'last-ready', 'too late');
        const hidden: object = Promise.resolve(1);
        return hidden as Record<string, string>;
      }),
    ).toThrow('a transaction cannot wait');
    expect(setting(store.db, 'last-ready')).toBeNull();
  });

  it('answers plain values of any kind', () => {
    const { store } = testStore();
    expect(store.transact(() => 1)).toBe(1);
    expect(store.transact(() => ({ ok: true as const, value: [1] }))).toEqual({ ok: true, value: [1] });
  });

  it('refuses to nest: one command is one commit', () => {
    const { store } = testStore();
    expect(() => store.transact(() => store.transact(() => 1))).toThrow('one command is one commit');
    expect(store.transact(() => 2)).toBe(2);
  });

  it('[TX3] tells who waits for the commit after it, and never after a roll-back', () => {
    const { store } = testStore();
    const told: string[] = [];
    store.transact((tx) => {
      store.afterCommit(() => told.push(setting(store.db, 'last-ready') ?? 'nothing'));
      setSetting(tx, 'last-ready', 'committed');
      expect(told).toEqual([]);
    });
    expect(() =>
      store.transact(() => {
        store.afterCommit(() => told.push('never'));
        throw new Error('lost');
      }),
    ).toThrow('lost');
    expect(told).toEqual(['committed']);
  });

  it('is durable and checks references: WAL, synchronous FULL, foreign keys, recursive triggers', () => {
    const { store } = testStore();
    const pragma = (name: string): unknown => store.connection.pragma(name, { simple: true });
    expect([pragma('synchronous'), pragma('foreign_keys'), pragma('recursive_triggers')]).toEqual([2, 1, 1]);
  });
});
