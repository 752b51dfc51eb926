/** The parts of a session template that are one of a few, as people choose them. */
import type { SessionTemplate } from '#domain/plan/session-template.ts';

export type ChosenPart = 'identity' | 'tie' | 'chair' | 'denominator' | 'missingShownTo';

interface PanelChoice<P extends ChosenPart> {
  readonly part: P;
  readonly label: string;
  readonly options: readonly { readonly value: SessionTemplate[P]; readonly label: string }[];
}

export const PANEL_CHOICES: readonly { [P in ChosenPart]: PanelChoice<P> }[ChosenPart][] = [
  {
    part: 'identity',
    label: 'People in the room',
    options: [
      { value: 'named', label: 'by name' },
      { value: 'aliased-until-close', label: 'under an alias until the session closes' },
      { value: 'aliased', label: 'under an alias for ever' },
    ],
  },
  {
    part: 'tie',
    label: 'When it does not pass',
    options: [
      { value: 'another-round', label: 'another round' },
      { value: 'chair', label: 'the chair breaks a tie' },
      { value: 'unresolved', label: 'it stays unresolved' },
    ],
  },
  {
    part: 'chair',
    label: 'The chair has',
    options: [
      { value: 'votes', label: 'a vote like everybody' },
      { value: 'casting-vote', label: 'a casting vote only' },
      { value: 'both', label: 'both' },
    ],
  },
  {
    part: 'denominator',
    label: 'Shares are taken of',
    options: [
      { value: 'cast', label: 'ballots with an answer' },
      { value: 'eligible', label: 'everybody who could vote' },
    ],
  },
  {
    part: 'missingShownTo',
    label: 'Who is missing is shown to',
    options: [
      { value: 'chair', label: 'the chair' },
      { value: 'everybody', label: 'everybody' },
    ],
  },
];

/** How a panel settles, in sentences. */
export function panelWords(template: SessionTemplate): string {
  const { name, rule, unlock, maximumRounds, secondsPerItem, reasonRequired } = template;
  const passes = { majority: 'when more than half agree', unanimous: 'when all agree' };
  const closes = { 'all-done': 'with the last ballot', facilitator: 'by the chair, once one ballot is in' };
  const choices = PANEL_CHOICES.map(
    ({ part, label, options }) => `${label}: ${options.find(({ value }) => value === template[part])?.label ?? ''}.`,
  );
  return [
    `Panel “${name}”.`,
    `An answer passes ${rule.kind === 'k-of-n' ? `when ${String(rule.k)} agree` : passes[rule.kind]}.`,
    `A vote closes ${unlock.kind === 'quorum' ? `by the chair, once ${String(unlock.ballots)} ballots are in` : closes[unlock.kind]}.`,
    ...choices,
    `Rounds at most: ${String(maximumRounds)}. Seconds for an item: ${String(secondsPerItem)}.`,
    template.controls === undefined ? '' : `Controls on an agenda: ${String(template.controls * 100)} %.`,
    `Ballots and decisions ${reasonRequired ? 'need a reason' : 'need no reason'}.`,
  ]
    .filter(Boolean)
    .join(' ');
}
