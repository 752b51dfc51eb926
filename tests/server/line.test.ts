/** The whole line without a browser: synthetic images in, blind reads, an agenda, a sealed vote, a sealed outcome, an export. */
import { expect, it } from 'vitest';
import { lungProtocol } from '#server/demo/lung-protocol.ts';
import { verifyLedger } from '#server/store/verification.ts';
import { valueOf } from '#tests/factories/access.ts';
import { COMING_TOGETHER, demoPanel } from '#tests/factories/demo-panel.ts';
import { testFolder } from '#tests/factories/folder.ts';
import { itemAt, revealedReads } from '#tests/factories/panel-line.ts';
import { COMMENT, settleItem } from '#tests/factories/panel-session.ts';
import { recordAt } from '#tests/factories/whole.ts';

it('[AG11] a panel settles a disagreement, and the export and the ledger tell how', async () => {
  const panel = await demoPanel(testFolder());
  const { whole, record, lead, project, people, item } = panel;

  expect(recordAt(record).agenda.length).toBeGreaterThanOrEqual(3);
  expect(itemAt(recordAt(record), item).revealed).toBeNull();
  await settleItem(panel, item, COMING_TOGETHER);

  const sealed = itemAt(recordAt(record), item);
  expect(sealed.outcome?.verdicts.map((v) => v.result)).toEqual([
    { kind: 'settled', answer: 'yes', by: 'rule' },
    { kind: 'settled', answer: 'solid', by: 'rule' },
    { kind: 'settled', answer: 4, by: 'rule' },
  ]);
  expect(sealed.outcome?.verdicts[1]?.dissents.map((d) => d.answer)).toEqual(['part-solid']);
  expect(sealed.revealed?.rounds).toHaveLength(2);
  expect(revealedReads(panel, item).map((r) => r.letter)).toEqual(['A', 'B', 'C']);

  const exported = JSON.stringify(valueOf(whole.services.release.exportProject(project)));
  for (const part of [COMMENT, '"part-solid"', '"settled"', 'agreed at the table', '"joint"'])
    expect(exported).toContain(part);
  expect(verifyLedger(whole.services.store)).toMatchObject({ intact: true });
  // A new version of the protocol does not take the old reads out of sight.
  const next = { content: lungProtocol, openReads: 'finish', basedOn: 1 } as const;
  valueOf(whole.services.protocol.publish(lead, project, next));
  const again = people.map(({ actor }, i) => ({ user: actor.user, role: i === 0 ? 'chair' : 'panellist' }) as const);
  valueOf(await whole.services.agreement.schedule(lead, project, { title: 'Again', cases: [], people: again }));
  await panel.close();
}, 120_000);
