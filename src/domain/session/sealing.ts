/** From the last round to the outcome: what the rule settled stands, a tie may be broken by the chair, the rest is unresolved. */
import type { Seat } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { RefusalCode } from '../kernel/refusal.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { FieldValue } from '../protocol/field.ts';
import type { CommandOf } from './command.ts';
import type { RevealedStage } from './event.ts';
import type { OpenBallot, Outcome, OutlineSnapshot, Verdict } from './outcome.ts';
import { sameAnswer, type Question } from './question.ts';
import type { ItemState, SessionState } from './state.ts';
import type { DecisionForm } from './view.ts';

/** Whether some question of the last round did not pass. */
export const unsettled = (item: ItemState): boolean =>
  item.rounds.at(-1)?.stages.some((stage) => stage.count.standing.kind !== 'passed') ?? false;

/** What the chair still has to say before the item can be sealed. */
export const decisionForm = (state: SessionState, item: ItemState): DecisionForm => ({
  ties: tiesOf(state, item),
  reasonRequired: state.template.reasonRequired,
  causeRequired: item.content.kinds.length > 0,
});

/** The published form of a ballot, field by field. */
export const openBallot = ({ seat, answer, reason, clause }: OpenBallot): OpenBallot => ({
  seat,
  answer,
  reason,
  clause,
});

interface Sealing {
  readonly command: CommandOf<'seal'>;
  readonly by: Seat;
  readonly now: Instant;
  readonly outline: OutlineSnapshot | null;
}

export function outcomeOf(state: SessionState, item: ItemState, sealing: Sealing): Result<Outcome, RefusalCode> {
  const { command, by, now, outline } = sealing;
  const form = decisionForm(state, item);
  if (!isBreakable(form.ties, command.castingVotes)) return err('casting-vote-refused');
  if (form.reasonRequired && !command.reason) return err('reason-required');
  if (form.causeRequired && command.cause === undefined) return err('cause-required');
  return ok({
    verdicts: (item.rounds.at(-1)?.stages ?? []).map((stage) =>
      verdictOn(stage, questionAt(item, stage.stage), command.castingVotes),
    ),
    rounds: item.rounds.length,
    reason: command.reason ?? null,
    cause: command.cause ?? null,
    clause: command.clause ?? null,
    outline,
    present: [...state.joined],
    sealedBy: by,
    sealedAt: now,
  });
}

/** @throws Error when the round asked something the item does not ask. */
export function questionAt(item: ItemState, stage: number): Question {
  const question = item.content.questions[stage];
  if (!question) throw new Error(`the item has no question ${String(stage)}`);
  return question;
}

type Ties = DecisionForm['ties'];
type CastingVotes = Readonly<Record<string, FieldValue>>;

function tiesOf(state: SessionState, item: ItemState): Ties {
  if (state.template.tie !== 'chair') return [];
  return (item.rounds.at(-1)?.stages ?? []).flatMap(({ stage, count }) =>
    count.standing.kind === 'tied' ? [{ question: questionAt(item, stage), leaders: count.standing.leaders }] : [],
  );
}

const isBreakable = (ties: Ties, votes: CastingVotes): boolean =>
  Object.entries(votes).every(([about, answer]) =>
    ties.some((tie) => tie.question.about === about && tie.leaders.some((leader) => sameAnswer(leader, answer))),
  );

function verdictOn({ ballots, count }: RevealedStage, question: Question, votes: CastingVotes): Verdict {
  const casting = Object.hasOwn(votes, question.about) ? votes[question.about] : undefined;
  const answer = count.standing.kind === 'passed' ? count.standing.answer : casting;
  const against = ballots.filter(
    (ballot) => ballot.answer !== null && (answer === undefined || !sameAnswer(ballot.answer, answer)),
  );
  const dissents = against.map(openBallot);
  if (answer === undefined) return { question, result: { kind: 'unresolved' }, count, dissents };
  const by = count.standing.kind === 'passed' ? 'rule' : 'casting-vote';
  return { question, result: { kind: 'settled', answer, by }, count, dissents };
}
