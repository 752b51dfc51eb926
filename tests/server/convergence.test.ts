/** What a panel answered before and after discussing, from its ballots to the page of agreement. */
import { expect, it } from 'vitest';
import { createDemo, DEMO_PROJECT } from '#server/demo.ts';
import { valueOf } from '#tests/factories/access.ts';
import { testFolder } from '#tests/factories/folder.ts';
import { settleItem } from '#tests/factories/panel-session.ts';
import { ask, comeIn, recordAt, wholeServer } from '#tests/factories/whole.ts';

it('[AP16] answers of the same people before and after discussing are told when their session is over, and not before', async () => {
  const whole = await wholeServer(testFolder());
  await createDemo(whole.services, () => undefined, { size: 160, count: 60 });
  const { access, session: sessions, agreement } = whole.services;
  const project = access.operator.projectNamed(DEMO_PROJECT);
  const lead = access.operator.actorOf('mary@demo.example');
  if (!project || !lead) throw new Error('the demo has no project');
  const people = ['mary', 'jonas', 'aiko'].map((name) => comeIn(whole, `${name}@demo.example`));
  const [chair, first, second] = people;
  if (!chair || !first || !second) throw new Error('three people are needed');
  const session = valueOf(await sessions.list(lead, project.id)).at(-1)?.id;
  if (!session) throw new Error('the demo has no session');
  for (const who of people) await ask(whole, who, session, { type: 'join' });
  await ask(whole, chair, session, { type: 'open-session' });
  const record = chair.open({ kind: 'record', session });
  await record.saved();
  const item = recordAt(record).agenda[0]?.item;
  if (!item) throw new Error('the agenda is empty');
  const settling = {
    first: [
      ['yes', 'yes', 'no'],
      ['solid', 'solid', 'part-solid'],
      [4, 5, 3],
    ],
    second: [
      ['yes', 'yes', 'yes'],
      ['solid', 'solid', 'part-solid'],
      [4, 4, 4],
    ],
  } as const;
  await settleItem({ whole, session, chair, others: [first, second], record }, item, settling);
  const convergence = async () => valueOf(await agreement.figures(lead, project.id)).convergence;
  expect(await convergence()).toEqual([]);

  await ask(whole, chair, session, { type: 'close-session' });
  const rows = await convergence();
  expect(
    rows.map(({ items, answers, changed, before, after }) => [items, answers, changed, before.figure, after.figure]),
  ).toEqual([
    [1, 3, 1, { state: 'defined', value: 1 / 3 }, { state: 'defined', value: 1 }],
    [1, 3, 0, { state: 'defined', value: 1 / 3 }, { state: 'defined', value: 1 / 3 }],
    [1, 3, 2, { state: 'defined', value: 0 }, { state: 'defined', value: 1 }],
  ]);
  expect(rows.every(({ before }) => before.interval.state === 'undefined')).toBe(true);
  record.leave();
  await whole.close();
}, 120_000);
