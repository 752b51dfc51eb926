/** The quick form of `npm run chaos`. */
import { expect, it } from 'vitest';
import { campaign } from './campaign.ts';

it('[CH1] [CH2] [CH3] [CH4] a server that is killed again and again loses nothing, doubles nothing and shows nothing untrue', async () => {
  const plan = { sessions: 3, itemsPerSession: 8, reads: 70 };
  const report = await campaign({ kills: 10, seed: 20_26, plan });
  expect(report.faults).toEqual([]);
  expect(report.lost).toBe(0);
  const { edits, ballots, reads } = report.acknowledged;
  expect([edits > 200, ballots > 10, reads > 3, report.stock.reveals > 2]).toEqual([true, true, true, true]);
});
