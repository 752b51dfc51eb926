import { expect, test } from 'vitest';
import { idOf, type SessionId } from '#domain/kernel/id.ts';
import { recordOf } from '#documents/record.ts';
import type { Desk } from '#tests/factories/collab-client.ts';
import { sitDown } from '#tests/factories/collab-client.ts';
import { votingPanel } from '#tests/factories/many-panels.ts';
import { wire } from '#tests/factories/wire.ts';

const PEOPLE = 30;
const phaseAt = ({ doc }: Desk): unknown => recordOf(doc)?.floor.phase;

test('[SE23] a reveal reaches thirty people on the connections they have open', async () => {
  const { whole } = await wire();
  const { places, reveal } = await votingPanel(whole.services, PEOPLE);
  const url = `${whole.address.replace('http', 'ws')}/collab`;
  const desks = places.map(({ document, token }) => {
    const session = idOf<SessionId>(document.slice('record:'.length));
    return sitDown({ kind: 'record', session }, { url, token });
  });
  const closed: string[] = [];
  for (const desk of desks)
    desk.provider.on('close', ({ event }: { event: { reason: string } }) => closed.push(event.reason));
  await Promise.all(desks.map((desk) => desk.sees(() => phaseAt(desk) === 'vote')));
  await reveal();
  await Promise.all(desks.map((desk) => desk.sees(() => phaseAt(desk) === 'reveal')));
  expect(closed).toEqual([]);
  expect(new Set(desks.map(({ doc }) => JSON.stringify(recordOf(doc)?.agenda)))).toHaveLength(1);
  for (const desk of desks) desk.leave();
});
