import { describe, expect, it } from 'vitest';
import { v5 } from 'uuid';
import { comparedProtocol } from '#tests/factories/compared-reads.ts';
import type { Granularity, ProtocolContent } from '../protocol/protocol.ts';
import type { Mark } from './mark.ts';
import { problemsOf, type Problem } from './submission.ts';

const id = (name: string): string => v5(name, v5.URL);

/** Frames 1 to 9 of two series, `1.1` and `1.2`. */
const markOn = (sop: string, frame: number, more: Partial<Mark> = {}): Mark => {
  const own = id(`${sop} ${String(frame)} ${JSON.stringify(more)}`);
  return {
    ...{ id: own, lesion: own, frame: { sop, frame }, tool: 'probe', points: [[1, 1]] },
    ...{ finding: 'sign', attributes: {} },
    ...more,
  };
};

const protocol = (granularity: Granularity): ProtocolContent => ({
  ...comparedProtocol,
  caseFields: [],
  findings: [
    { id: 'sign', name: 'Sign', definition: 'A sign.', granularity, tools: ['probe', 'whole-image'], fields: [] },
  ],
});

const problems = (granularity: Granularity, marks: readonly Mark[]): Problem[] =>
  problemsOf(
    { marks: [...marks], answers: {} },
    { protocol: protocol(granularity), seriesOf: ({ sop }) => (sop === '9' ? undefined : sop) },
  );

describe('what one mark stands for', () => {
  const [first, same, next, other] = [
    markOn('1.1', 1),
    markOn('1.1', 1, { points: [[5, 5]] }),
    markOn('1.1', 2),
    markOn('1.2', 1),
  ];
  const all = [first, same, next, other];

  it.each([
    ['finding', []],
    ['image', [same]],
    ['series', [same, next]],
    ['case', [same, next, other]],
  ] as const)(
    '[RW3] where it is the %s, what repeats it is named with the mark that leads to it',
    (granularity, repeated) => {
      expect(problems(granularity, all).map((problem) => [problem.lesion, 'mark' in problem && problem.mark])).toEqual(
        repeated.map((mark) => [mark.lesion, mark.id]),
      );
    },
  );

  it('[RW3] outlines of one finding on several images are one statement', () => {
    const further = markOn('1.1', 2, { lesion: first.id });
    for (const granularity of ['series', 'case', 'image'] as const)
      expect(problems(granularity, [first, further])).toEqual([]);
    expect(problems('image', [first, further, next]).map(({ lesion }) => lesion)).toEqual([next.id]);
  });

  it('[RW3] a whole image is marked once, also where the protocol counts single findings', () => {
    const whole = (frame: number, n: number): Mark =>
      markOn('1.1', frame, { tool: 'whole-image', points: [], finding: 'sign', attributes: { n } });
    const [one, twice, elsewhere] = [whole(1, 1), whole(1, 2), whole(2, 3)];
    const marks = [one, twice, elsewhere].map((mark) => ({ ...mark, attributes: {} }));
    expect(problems('finding', marks).map(({ lesion, text }) => [lesion, text])).toEqual([
      [twice.id, '“Sign” stands for a whole image: finding 2 says again what finding 1 says.'],
    ]);
  });

  it('[RW4] a mark on an image of another case, or of a tool that is not allowed, is named itself', () => {
    const foreign = markOn('9', 1, { lesion: first.id });
    const arrow = markOn('1.1', 3, {
      tool: 'arrow',
      points: [
        [1, 1],
        [2, 2],
      ],
    });
    expect(problems('finding', [first, foreign, arrow]).map((problem) => 'mark' in problem && problem.mark)).toEqual([
      foreign.id,
      arrow.id,
    ]);
  });
});
