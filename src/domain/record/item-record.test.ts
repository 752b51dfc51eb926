import { describe, expect, it } from 'vitest';
import { pureRoom, votingRoom } from '#tests/factories/pure-room.ts';
import { itemRecords } from './item-record.ts';

const sealed = (identity: 'named' | 'aliased') => {
  const room = votingRoom({ template: { identity } });
  const ballot = { type: 'cast-ballot', item: room.on, round: 1, stage: 0 } as const;
  room.send('chair', { ...ballot, answer: 'no' });
  room.send('first', { ...ballot, answer: 'yes' });
  room.send('second', { type: 'abstain', item: room.on, round: 1, stage: 0 });
  room.send('chair', { type: 'decide', item: room.on });
  room.send('chair', { type: 'seal', item: room.on, castingVotes: { existence: 'no' }, cause: 'image-limits' });
  return room.state();
};

describe('the record of an item', () => {
  it('[RC1] keeps the share of every answer beside the settled one', () => {
    expect(itemRecords(sealed('named'))).toMatchObject([
      {
        ending: { kind: 'sealed', outcome: { cause: 'image-limits' } },
        softLabels: [
          {
            about: 'existence',
            answers: [
              { answer: 'yes', count: 1, share: 0.5 },
              { answer: 'no', count: 1, share: 0.5 },
            ],
            answered: 2,
            abstained: 1,
          },
        ],
      },
    ]);
  });

  it('[RC2] says which read stood behind a letter only where the template names readers', () => {
    expect(itemRecords(sealed('named'))[0]?.reads).toHaveLength(2);
    expect(itemRecords(sealed('aliased'))[0]?.reads).toBeNull();
  });

  it('[RC3] an item without an outcome is left open and tells nothing else', () => {
    expect(itemRecords(pureRoom().state())).toMatchObject([
      { ending: { kind: 'left-open' }, softLabels: [], reads: null },
    ]);
  });
});
