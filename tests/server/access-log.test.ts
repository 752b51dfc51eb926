/** Who could see what, as the ledger tells it afterwards. */
import { expect, it } from 'vitest';
import { createOpenings, openingStream } from '#server/access/openings.ts';
import { idOf, type UserId } from '#domain/kernel/id.ts';
import { textOf } from '#documents/names.ts';
import { valueOf } from '#tests/factories/access.ts';
import { panelOnWire } from '#tests/factories/panel-wire.ts';
import { knock, rawDesk, rawSocket } from '#tests/factories/raw-socket.ts';
import { testStore } from '#tests/factories/store.ts';
import { seatOf } from '#tests/factories/whole.ts';

const openingsIn = ({ ledger }: Pick<ReturnType<typeof testStore>, 'ledger'>) =>
  ledger.readAfter(0, 1000).filter(({ type }) => type === 'document-opened');

it('[AL1] every person who was let in, and nobody else, is in the ledger before they see anything', async () => {
  const at = await panelOnWire();
  const { ledger } = at.whole.services;
  const record = { kind: 'record', session: at.session } as const;
  const url = `${at.whole.address.replace('http', 'ws')}/collab`;
  const before = ledger.head().seq;
  const first = await rawDesk(url, record, at.people.first.token);
  expect(ledger.head().seq).toBe(before + 1);
  await rawDesk(url, record, at.people.first.token);
  await rawDesk(url, record, at.people.observer.token);
  expect(await knock(await rawSocket(url), record, at.people.outsider.token)).toBe('not-allowed');
  expect(await knock(await rawSocket(url), record, 'cns_wrong')).toBe('not-signed-in');
  const seat = seatOf(at.whole, at.people.first, at.session);
  expect(await knock(first, { kind: 'seat', session: at.session, seat }, at.people.first.token)).toBe('admitted');
  const told = ledger.readAfter(before, 100).map(({ actor, stream, payload }) => [actor, stream, payload]);
  const name = textOf(record);
  const [one, other] = [at.people.first.actor.user, at.people.observer.actor.user];
  expect(told).toEqual([
    [one, `opening:${name}`, { document: name, access: 'read' }],
    [other, `opening:${name}`, { document: name, access: 'read' }],
    [one, `opening:seat:${at.session}`, { document: `seat:${at.session}`, access: 'read' }],
  ]);
  expect(at.whole.services.session.state(at.session)?.id).toBe(at.session);
});

it('[AL1] once an hour, and again when the right is another one', async () => {
  const test = testStore();
  const openings = createOpenings(test);
  const opening = { user: idOf<UserId>('ann'), document: 'record:1', access: 'read' } as const;
  await openings.opened(opening);
  await openings.opened(opening);
  await openings.opened({ ...opening, access: 'write' });
  expect(openingsIn(test)).toHaveLength(2);
  test.advance(3_600_000);
  await openings.opened(opening);
  expect(test.ledger.read(openingStream('record:1'))).toHaveLength(3);
});

it('[AL1] thirty people who come back at once cost one commit', async () => {
  const test = testStore();
  const openings = createOpenings(test);
  let commits = 0;
  test.ledger.onCommitted(() => (commits += 1));
  const people = Array.from({ length: 30 }, (_, i) => idOf<UserId>(`person-${String(i)}`));
  await Promise.all(people.map((user) => openings.opened({ user, document: 'record:1', access: 'read' })));
  expect([commits, openingsIn(test).length]).toEqual([1, 30]);
});

it('[AL2] what could not be recorded is refused, and recorded the next time', async () => {
  const test = testStore();
  const openings = createOpenings(test);
  const opening = { user: idOf<UserId>('ann'), document: 'record:1', access: 'read' } as const;
  test.store.connection.exec("CREATE TRIGGER full BEFORE INSERT ON ledger BEGIN SELECT raise(abort, 'disk full'); END");
  await expect(openings.opened(opening)).rejects.toThrow('could not be recorded');
  test.store.connection.exec('DROP TRIGGER full');
  await openings.opened(opening);
  expect(openingsIn(test)).toHaveLength(1);
});

it('[AL3] the log of a panel holds no content, no token and no seat', async () => {
  const at = await panelOnWire();
  const url = `${at.whole.address.replace('http', 'ws')}/collab`;
  const seats = (['lead', 'first', 'second'] as const).map((who) => seatOf(at.whole, at.people[who], at.session));
  for (const [i, who] of (['lead', 'first', 'second'] as const).entries()) {
    const raw = await rawDesk(url, { kind: 'record', session: at.session }, at.people[who].token);
    const seat = seats[i];
    if (seat) await knock(raw, { kind: 'seat', session: at.session, seat }, at.people[who].token);
  }
  const log = JSON.stringify(openingsIn(at.whole.services));
  expect(openingsIn(at.whole.services)).toHaveLength(6);
  for (const secret of [...seats, ...(['lead', 'first', 'second'] as const).map((who) => at.people[who].token)])
    expect(log).not.toContain(secret);
});

it.each([
  ['named', true],
  ['aliased', false],
] as const)('[AL4] an export of a session that goes %s says who opened what: %s', async (identity, named) => {
  const at = await panelOnWire({ identity });
  const url = `${at.whole.address.replace('http', 'ws')}/collab`;
  const record = { kind: 'record', session: at.session } as const;
  await rawDesk(url, record, at.people.first.token);
  const exported = valueOf(at.whole.services.release.exportProject(at.own.project));
  const person = named ? at.people.first.actor.user : null;
  expect(exported.openings).toMatchObject([{ document: textOf(record), person }]);
});
