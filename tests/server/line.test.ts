/** The whole line without a browser: synthetic images in, blind reads, an agenda, a sealed vote, a sealed outcome, an export. */
import { expect, it } from 'vitest';
import { createDemo, DEMO_PROJECT } from '#server/demo.ts';
import { lungProtocol } from '#server/demo/lung-protocol.ts';
import { verifyLedger } from '#server/store/verification.ts';
import { valueOf } from '#tests/factories/access.ts';
import { testFolder } from '#tests/factories/folder.ts';
import { itemAt, revealedReads } from '#tests/factories/panel-line.ts';
import { COMMENT, settleItem } from '#tests/factories/panel-session.ts';
import { ask, comeIn, recordAt, wholeServer } from '#tests/factories/whole.ts';

it('[AG11] a panel settles a disagreement, and the export and the ledger tell how', async () => {
  const whole = await wholeServer(testFolder());
  await createDemo(whole.services, () => undefined, { size: 160, count: 60 });
  const { access, session: sessions } = whole.services;
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
  const panel = { whole, session, chair, others: [first, second], record } as const;
  const item = recordAt(record).agenda[0]?.item;
  if (!item) throw new Error('the agenda is empty');

  expect(recordAt(record).agenda.length).toBeGreaterThanOrEqual(3);
  expect(itemAt(recordAt(record), item).revealed).toBeNull();
  await settleItem(panel, item, {
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
  });

  const sealed = itemAt(recordAt(record), item);
  expect(sealed.outcome?.verdicts.map((v) => v.result)).toEqual([
    { kind: 'settled', answer: 'yes', by: 'rule' },
    { kind: 'settled', answer: 'solid', by: 'rule' },
    { kind: 'settled', answer: 4, by: 'rule' },
  ]);
  expect(sealed.outcome?.verdicts[1]?.dissents.map((d) => d.answer)).toEqual(['part-solid']);
  expect(sealed.revealed?.rounds).toHaveLength(2);
  expect(revealedReads(panel, item).map((r) => r.letter)).toEqual(['A', 'B', 'C']);

  const exported = JSON.stringify(valueOf(whole.services.release.exportProject(project.id)));
  for (const part of [COMMENT, '"part-solid"', '"settled"', 'agreed at the table', '"joint"'])
    expect(exported).toContain(part);
  expect(verifyLedger(whole.services.store)).toMatchObject({ intact: true });
  // A new version of the protocol does not take the old reads out of sight.
  const next = { content: lungProtocol, openReads: 'finish', basedOn: 1 } as const;
  valueOf(whole.services.protocol.publish(lead, project.id, next));
  const again = people.map(({ actor }, i) => ({ user: actor.user, role: i === 0 ? 'chair' : 'panellist' }) as const);
  valueOf(await whole.services.agreement.schedule(lead, project.id, { title: 'Again', cases: [], people: again }));
  record.leave();
  await whole.close();
}, 120_000);
