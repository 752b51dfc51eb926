/** What is somebody's own until it is published, and for whom it opens when. docs/blinding.md is the same in words. */
import type { Mark } from '#domain/reading/mark.ts';
import { ADMITTED, LEADS, type Role, type Visitor } from './cast.ts';
import { FLAG_WORDS, type Meeting, type OneRead } from './house.ts';
import { numberNeedle, textNeedle } from './search.ts';
import type { Secret, Step } from './witness.ts';

export const secretText = (what: string, text: string, rest: Omit<Secret, 'needle'>): Secret => ({
  needle: textNeedle(what, text),
  ...rest,
});

/** Once the session is closed, its record may be seen again by whoever answers for the project. */
const LATER = [...LEADS, 'oversight'] as const;

export const toThePanel = (owner: Role | null, from: Step): Omit<Secret, 'needle'> => ({
  owner,
  opens: [
    { to: ADMITTED, from },
    { to: LATER, from: 'closed' },
  ],
});

export const toNobody = (owner: Visitor | null): Omit<Secret, 'needle'> => ({ owner, opens: [] });

/** Everything in the reads, and the part of the clinical context that comes with the reveal. */
export const secretsOfReads = ({ reads, history, wholeCase }: Meeting): Secret[] => [
  ...[...reads].flatMap(([role, read]) => [
    ...secretsOf(role, read, wholeCase),
    ...read.content.marks.flatMap(markOf(role, wholeCase)),
  ]),
  secretText('clinical history', history, {
    ...toThePanel(null, 'revealed'),
    // Leads enter it; readers have it once their own read is in.
    always: [...LEADS, ...reads.keys()],
  }),
  // Of those who lead, whoever is outside the blind set; who chaired is outside when the session is over.
  secretText('words of a flag', FLAG_WORDS, {
    owner: 'first',
    opens: [{ to: ['chair'], from: 'closed' }],
    always: ['lead'],
  }),
];

function secretsOf(role: Role, { id, hash, content }: OneRead, wholeCase: boolean): Secret[] {
  const remark = String(content.answers['remark']);
  return [
    // The list of reads shows leads which reads there are, never what they say.
    secretText(`${role}: id of the read`, id, { ...toNobody(role), always: LEADS }),
    secretText(`${role}: hash of the read`, hash, toNobody(role)),
    secretText(`${role}: answer about the case`, remark, wholeCase ? toThePanel(role, 'revealed') : toNobody(role)),
  ];
}

/** The first lesion of those who have two comes before the panel, unless the case as a whole does; the last one of everybody never. */
const markOf =
  (role: Role, wholeCase: boolean) =>
  (mark: Mark, index: number, all: readonly Mark[]): Secret[] => {
    const discussed = !wholeCase && all.length === 2 && index === 0;
    const rest = discussed ? toThePanel(role, 'revealed') : toNobody(role);
    const name = `${role}: ${discussed ? 'discussed' : 'other'} mark`;
    return [
      secretText(`${name}, id`, mark.id, toNobody(role)),
      // Whoever is outside the blind set compares values and never sees a place; who chaired is outside when the session is over.
      secretText(`${name}, attribute`, String(mark.attributes['note']), {
        ...rest,
        opens: [...rest.opens, { to: ['chair'], from: 'closed' }],
        always: ['lead'],
      }),
      ...mark.points.flat().map((value, i) => ({
        needle: numberNeedle(`${name}, coordinate ${String(i)}`, value),
        ...rest,
      })),
    ];
  };
