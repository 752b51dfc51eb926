/** What a panel has settled becomes an example: from the sealed item to the image a reader sees. */
import { expect, it } from 'vitest';
import { createDemo, DEMO_PROJECT } from '#server/demo.ts';
import { lungProtocol } from '#server/demo/lung-protocol.ts';
import { valueOf } from '#tests/factories/access.ts';
import { testFolder } from '#tests/factories/folder.ts';
import { settleItem } from '#tests/factories/panel-session.ts';
import { ask, comeIn, recordAt, wholeServer } from '#tests/factories/whole.ts';

it('[PT22] nothing of what is decided about a case is told for an example while a panel has it, and all of it afterwards', async () => {
  const whole = await wholeServer(testFolder());
  await createDemo(whole.services, () => undefined, { size: 160, count: 60 });
  const { access, session: sessions, protocol } = whole.services;
  const project = access.operator.projectNamed(DEMO_PROJECT);
  const lead = access.operator.actorOf('mary@demo.example');
  const reader = access.operator.actorOf('lucia@demo.example');
  if (!project || !lead || !reader) throw new Error('the demo has no project');
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
  const answers = [
    ['yes', 'yes', 'yes'],
    ['solid', 'solid', 'part-solid'],
    [4, 4, 4],
  ] as const;
  await settleItem({ whole, session, chair, others: [first, second], record }, item, {
    first: answers,
    second: answers,
  });
  const standing = () => valueOf(protocol.examples.caseFor(lead, project.id, '1'));
  expect(standing()).toMatchObject({ standing: 'judged', decided: [] });

  await ask(whole, chair, session, { type: 'close-session' });
  const { standing: then, decided, case: id } = standing();
  const [settled] = decided;
  expect(then).toBe('free');
  expect(settled).toMatchObject({ session: 'Lung panel', finding: 'nodule' });
  expect(settled?.said).toContain('Texture Solid.');
  expect(settled?.said).not.toMatch(/Mary|Jonas|Aiko/);
  expect(settled?.outline).toHaveLength(3);

  const { frame, outline, said } = settled ?? decided[0] ?? { frame: { sop: '', frame: 1 }, outline: [], said: '' };
  const mark = { tool: 'freehand', points: outline } as const;
  const shown = { id: 'settled', case: id, frame, finding: 'nodule', mark: { ...mark }, commentary: said };
  const content = { ...lungProtocol, examples: [shown] };
  valueOf(protocol.publish(lead, project.id, { content, openReads: 'finish', basedOn: 1 }));
  expect(valueOf(protocol.examples.image(reader, frame)).frames.map(({ key }) => key)).toEqual([frame]);
  record.leave();
  await whole.close();
}, 120_000);
