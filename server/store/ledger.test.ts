import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import { idOf, type UserId } from '#domain/kernel/id.ts';
import { testStore, type TestStore } from '#tests/factories/store.ts';
import { createLedger, VersionConflict, type LedgerEvent, type NewEvent } from './ledger.ts';
import { verifyLedger } from './verification.ts';

const ada = idOf<UserId>('ada');
const event = (n: number, more: Partial<NewEvent> = {}): NewEvent => ({
  actor: ada,
  stream: 'case:1',
  type: 'noted',
  payload: { n },
  ...more,
});

function filled({ store, ledger }: TestStore, count: number): LedgerEvent[] {
  return Array.from({ length: count }, (_, n) => store.transact((tx) => ledger.append(tx, event(n))));
}

describe('appending', () => {
  it('[LE1] chains every event to the one before and gives a stream back in order', () => {
    const world = testStore();
    const [first, second] = filled(world, 2);
    expect(first).toMatchObject({ seq: 1, prevHash: '0'.repeat(64), payload: { n: 0 }, journalSeq: 0 });
    expect(second).toMatchObject({ seq: 2, prevHash: first?.hash });
    world.store.transact((tx) => world.ledger.append(tx, event(9, { stream: 'case:2' })));
    expect(world.ledger.read('case:1')).toEqual([first, second]);
    expect(world.ledger.readAfter(1, 10).map(({ seq }) => seq)).toEqual([2, 3]);
  });

  it('[LE1] many at once are the same chain as one by one, with the hash of their canonical JSON', () => {
    const [one, many] = [testStore(), testStore()];
    const payloads: NewEvent[] = [
      event(1),
      event(2, { payload: { b: 'é"\n', a: [null, 1.5] } }),
      event(3, { stream: 'case:2' }),
    ];
    for (const each of payloads) one.store.transact((tx) => one.ledger.append(tx, each));
    many.store.transact((tx) => {
      many.ledger.appendAll(tx, payloads);
    });
    const written = many.ledger.readAfter(0, 10);
    expect(written).toEqual(one.ledger.readAfter(0, 10));
    for (const { hash, ...sealed } of written)
      expect(hash).toBe(createHash('sha256').update(canonicalJson(sealed)).digest('hex'));
    expect(verifyLedger(many.store)).toMatchObject({ intact: true, events: 3 });
  });

  it('[LE2] refuses an event for a stream that has moved on', () => {
    const { store, ledger } = testStore();
    const append = (expected: number): LedgerEvent =>
      store.transact((tx) => ledger.append(tx, event(0, { expect: expected })));
    expect(append(0).seq).toBe(1);
    expect(() => append(0)).toThrow(VersionConflict);
    expect(append(1).seq).toBe(2);
  });

  it('names the journal number it follows', () => {
    const { store, now } = testStore();
    const ledger = createLedger({ store, now, journalSeq: () => 41 });
    expect(store.transact((tx) => ledger.append(tx, event(0))).journalSeq).toBe(41);
  });

  it('[LE3] tells listeners of all events of a commit at once, and of none that was rolled back', () => {
    const { store, ledger } = testStore();
    const heard: number[][] = [];
    const undo = ledger.onCommitted((events) => heard.push(events.map(({ seq }) => seq)));
    store.transact((tx) => {
      ledger.append(tx, event(0));
      ledger.append(tx, event(1));
    });
    expect(() =>
      store.transact((tx) => {
        ledger.append(tx, event(2));
        throw new Error('lost');
      }),
    ).toThrow('lost');
    store.transact((tx) => ledger.append(tx, event(3)));
    undo();
    store.transact((tx) => ledger.append(tx, event(4)));
    expect(heard).toEqual([[1, 2], [3]]);
  });
});

describe('the append-only guard', () => {
  const statements = {
    UPDATE: "UPDATE ledger SET payload = '{}' WHERE seq = 1",
    DELETE: 'DELETE FROM ledger WHERE seq = 2',
    'INSERT OR REPLACE': 'INSERT OR REPLACE INTO ledger SELECT * FROM ledger WHERE seq = 1',
  };
  it.each(Object.entries(statements))('[LE4] refuses %s', (_, statement) => {
    const world = testStore();
    filled(world, 2);
    expect(() => world.store.connection.exec(statement)).toThrow('append-only');
    expect(verifyLedger(world.store)).toMatchObject({ intact: true, events: 2 });
  });
});

describe('verification', () => {
  /** Somebody with the file in hand removes the triggers first. */
  function tampered(world: TestStore, statement: string): void {
    for (const kind of ['update', 'delete', 'replace'])
      world.store.connection.exec(`DROP TRIGGER ledger_never_${kind}`);
    world.store.connection.exec(statement);
  }

  it('[LE5] finds an untouched ledger whole, whatever its length', () => {
    const world = testStore();
    expect(verifyLedger(world.store)).toEqual({ intact: true, events: 0, head: '0'.repeat(64) });
    world.store.transact((tx) => {
      for (let n = 0; n < 1000; n++) world.ledger.append(tx, event(n));
    });
    expect(verifyLedger(world.store)).toMatchObject({ intact: true, events: 1000, head: world.ledger.head().hash });
  });

  it.each([
    ['UPDATE ledger SET payload = \'{"n":7}\' WHERE seq = 2', 2, 'altered'],
    ["UPDATE ledger SET payload = 'no json' WHERE seq = 2", 2, 'altered'],
    ["UPDATE ledger SET actor = 'eve' WHERE seq = 1", 1, 'altered'],
    ['UPDATE ledger SET journal_seq = 5 WHERE seq = 3', 3, 'altered'],
    ['DELETE FROM ledger WHERE seq = 2', 2, 'missing-row'],
    ['DELETE FROM ledger WHERE seq = 1', 1, 'missing-row'],
    [`UPDATE ledger SET prev_hash = '${'1'.repeat(64)}' WHERE seq = 3`, 3, 'broken-link'],
  ])('[LE6] names the first broken row: %s', (statement, seq, reason) => {
    const world = testStore();
    filled(world, 4);
    tampered(world, statement);
    expect(verifyLedger(world.store)).toMatchObject({ intact: false, seq, reason });
  });

  it('[LE7] detects a cut-off tail against a head known from before', () => {
    const world = testStore();
    const events = filled(world, 4);
    const known = (n: number): string => events[n]?.hash ?? 'none';
    expect(verifyLedger(world.store, { head: known(1) })).toMatchObject({ intact: true });
    tampered(world, 'DELETE FROM ledger WHERE seq = 4');
    expect(verifyLedger(world.store)).toMatchObject({ intact: true, events: 3 });
    expect(verifyLedger(world.store, { head: known(3) })).toMatchObject({ intact: false, seq: 4, reason: 'truncated' });
    expect(verifyLedger(world.store, { head: known(2) })).toMatchObject({ intact: true });
  });
});
