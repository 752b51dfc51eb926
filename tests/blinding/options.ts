/** Ways to settle, put together from every option: all of them, or so many that every pair of options occurs in one. */
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import { usualPanel, type SessionTemplate } from '#domain/plan/session-template.ts';

type Option = Partial<SessionTemplate>;

/** With two rounds the usual script holds a second vote; with one it decides after the first. */
const AXES: readonly (readonly Option[])[] = [
  [{ identity: 'named' }, { identity: 'aliased-until-close' }, { identity: 'aliased' }],
  [{ unlock: { kind: 'all-done' } }, { unlock: { kind: 'quorum', ballots: 2 } }, { unlock: { kind: 'facilitator' } }],
  [{ chair: 'votes' }, { chair: 'casting-vote' }, { chair: 'both' }],
  [{ missingShownTo: 'chair' }, { missingShownTo: 'everybody' }],
  [{ denominator: 'cast' }, { denominator: 'eligible' }],
  [{ maximumRounds: 1 }, { maximumRounds: 2 }],
];

export interface Combination {
  /** `named, all-done, votes, chair, cast, 1`. */
  readonly name: string;
  readonly template: SessionTemplate;
}

/** Which option of each axis. */
type Choice = readonly number[];

const named = (choice: Choice): Combination => {
  const options = choice.map((index, axis) => AXES[axis]?.[index] ?? {});
  const template = { ...usualPanel('Panel'), ...Object.assign({}, ...options) } as SessionTemplate;
  // A casting vote at a tie needs a chair who has one.
  const tie = template.chair === 'votes' ? 'unresolved' : 'chair';
  const { identity, unlock, chair, missingShownTo, denominator, maximumRounds } = template;
  const name = [identity, unlock.kind, chair, missingShownTo, denominator, maximumRounds].join(', ');
  return { name, template: { ...template, tie } };
};

const all = (): Choice[] =>
  AXES.reduce<Choice[]>((rows, options) => rows.flatMap((row) => options.map((_, index) => [...row, index])), [[]]);

export const everyCombination = (): Combination[] => all().map(named);

/**
 * Greedy: the choice that adds most pairs, until there is none left.
 * @param known whose pairs need no further one.
 */
export function everyPair(known: readonly SessionTemplate[]): Combination[] {
  const choices = all();
  const open = new Set(choices.flatMap(pairsOf));
  for (const pair of known.map(choiceOf).flatMap(pairsOf)) open.delete(pair);
  const taken: Choice[] = [];
  while (open.size > 0) {
    const gain = (choice: Choice): number => pairsOf(choice).filter((pair) => open.has(pair)).length;
    const best = choices.reduce((most, choice) => (gain(choice) > gain(most) ? choice : most));
    for (const pair of pairsOf(best)) open.delete(pair);
    taken.push(best);
  }
  return taken.map(named);
}

/** Where an option is not among those of its axis, nothing is found and no pair is known by it. */
const choiceOf = (template: SessionTemplate): Choice =>
  AXES.map((options) => options.findIndex((option) => isSame({ ...template, ...option }, template)));

const isSame = (a: SessionTemplate, b: SessionTemplate): boolean => canonicalJson(a) === canonicalJson(b);

const pairsOf = (choice: Choice): string[] =>
  choice.flatMap((a, i) =>
    choice.slice(i + 1).map((b, j) => `${String(i)}=${String(a)} ${String(i + 1 + j)}=${String(b)}`),
  );
