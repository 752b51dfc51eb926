/**
 * The phase card in words: what is asked of me now, by which rule, where we are. It is made of the phase, the person's place
 * and counts alone, so that it can say nothing the server did not publish.
 */
import { exhaustive } from '#domain/kernel/exhaustive.ts';
import { EXISTENCE } from '#domain/session/question.ts';
import type { SessionTemplate } from '#domain/plan/session-template.ts';
import type { ItemPhase, ItemView, SeatView, Voting } from '#domain/session/view.ts';
import { unlockText } from './words.ts';

export interface PhaseSituation {
  readonly phase: ItemPhase | null;
  readonly template: SessionTemplate;
  readonly item: ItemView | null;
  readonly voting: Voting | null;
  readonly seat: SeatView;
}

export interface PhaseText {
  readonly heading: string;
  readonly text: string;
}

const ALL_STEPS = ['Look', 'Vote', 'Reveal', 'Discuss', 'Re-vote', 'Decide'] as const;
const STEP_OF: Readonly<Record<ItemPhase, number>> = {
  waiting: -1,
  parked: -1,
  look: 0,
  vote: 1,
  reveal: 2,
  discuss: 3,
  revote: 4,
  decide: 5,
  sealed: 6,
};

/** The steps of an item under this template, and where the panel is; −1 before the first. */
export function stepsOf(phase: ItemPhase | null, template: SessionTemplate): { steps: string[]; current: number } {
  const at = phase === null ? -1 : STEP_OF[phase];
  if (template.maximumRounds > 1) return { steps: [...ALL_STEPS], current: at };
  return { steps: ALL_STEPS.filter((step) => step !== 'Re-vote'), current: at > 4 ? at - 1 : at };
}

export function phaseText(situation: PhaseSituation): PhaseText {
  const { phase, seat } = situation;
  const chair = seat.you.role === 'chair';
  switch (phase) {
    case null:
      return between(chair);
    case 'waiting':
    case 'parked':
      return { heading: 'Put aside', text: 'This item keeps its state. The chair can bring it back at any time.' };
    case 'look':
      return look(chair, situation.item);
    case 'vote':
    case 'revote':
      return vote(situation);
    case 'reveal':
      return reveal(situation);
    case 'discuss':
      return discuss(situation);
    case 'decide':
      return decide(chair);
    case 'sealed':
      return {
        heading: 'Sealed',
        text: 'Result, dissents and reasons are part of the record and do not change any more.',
      };
    default:
      return exhaustive(phase);
  }
}

const between = (chair: boolean): PhaseText =>
  chair
    ? { heading: 'Open an item', text: 'Everybody sees the same images at the same moment.' }
    : { heading: 'Waiting for the chair', text: 'The next item opens for everybody at once.' };

const look = (chair: boolean, item: ItemView | null): PhaseText => ({
  heading: item && !item.finding ? 'Look at the whole case' : 'Look at the target',
  text: chair
    ? 'Everybody looks alone; nobody follows anybody. Open the vote when the panel is ready.'
    : 'Everybody looks alone; nobody follows anybody. The chair opens the vote.',
});

function vote({ voting, seat, template, phase }: PhaseSituation): PhaseText {
  const heading = voting?.question.text ?? 'Vote';
  const again = phase === 'revote' ? 'A new ballot; the one from the round before does not count. ' : '';
  if (seat.you.role === 'observer')
    return { heading, text: 'The panel votes in private. You observe and have no vote.' };
  if (seat.item?.recused)
    return { heading, text: 'You have recused yourself from this item. Its ballots open to you with the reveal.' };
  if (seat.item && !seat.item.eligible)
    return { heading, text: 'The panel votes in private. You have no vote on this item.' };
  return { heading, text: again + unlockText(template) };
}

function reveal({ item, seat }: PhaseSituation): PhaseText {
  const round = lastRound(item);
  const next =
    seat.you.role === 'chair' ? 'Discuss, or go on to decide.' : 'The chair opens the discussion or goes on to decide.';
  return {
    heading: round === null ? 'Revealed' : `Round ${String(round)}, revealed`,
    text: `${openQuestions(item)} ${next}`,
  };
}

function discuss({ item, template }: PhaseSituation): PhaseText {
  const round = lastRound(item) ?? 1;
  const again = round < template.maximumRounds;
  return {
    heading: again ? 'Discuss, then vote again' : 'Discuss, then decide',
    text: `${openQuestions(item)} ${item?.finding ? 'Shape the joint outline together and' : 'Point at what you mean and'} cite the clause you rely on.`,
  };
}

const decide = (chair: boolean): PhaseText => ({
  heading: chair ? 'Seal the result' : 'The chair seals the result',
  text: chair
    ? 'The rule has counted. You add the cause of the disagreement; every overruled ballot is kept.'
    : 'The rule has counted. The chair adds the cause of the disagreement; every overruled ballot is kept.',
});

const lastRound = (item: ItemView | null): number | null => item?.revealed?.rounds.at(-1)?.round ?? null;

/** What the last round left open, by name; the numbers stand below. */
function openQuestions(item: ItemView | null): string {
  const round = item?.revealed?.rounds.at(-1);
  const open = (round?.stages ?? []).filter(({ count }) => count.standing.kind !== 'passed');
  if (open.length === 0) return 'Every question passed.';
  const names = open.map(({ question }) => (question.about === EXISTENCE ? 'Is it there?' : question.text));
  return `Open after round ${String(round?.round ?? 1)}: ${names.join(', ')}${names.at(-1)?.endsWith('?') ? '' : '.'}`;
}
