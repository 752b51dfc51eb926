/** What a panel answered before and after discussing, from its ballots to the page of agreement. */
import { expect, it } from 'vitest';
import { valueOf } from '#tests/factories/access.ts';
import { COMING_TOGETHER, demoPanel } from '#tests/factories/demo-panel.ts';
import { testFolder } from '#tests/factories/folder.ts';
import { settleItem } from '#tests/factories/panel-session.ts';
import { ask } from '#tests/factories/whole.ts';

it('[AP16] answers of the same people before and after discussing are told when their session is over, and not before', async () => {
  const panel = await demoPanel(testFolder());
  const { whole, session, chair, lead, project } = panel;
  await settleItem(panel, panel.item, COMING_TOGETHER);
  const convergence = async () => valueOf(await whole.services.agreement.figures(lead, project)).convergence;
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
  await panel.close();
}, 120_000);
