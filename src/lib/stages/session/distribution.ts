/** Ballots of one question as columns: one per possible answer, in the order of the question, with the seats that chose it. */
import type { Seat } from '#domain/kernel/id.ts';
import type { FieldValue } from '#domain/protocol/field.ts';
import type { OpenBallot } from '#domain/session/outcome.ts';
import { answerText, sameAnswer, type Question } from '#domain/session/question.ts';
import type { RoundView } from '#domain/session/view.ts';
import { answerMark, bareLabel } from './words.ts';

export interface Column {
  readonly mark: string;
  readonly label: string;
  readonly seats: readonly Seat[];
}

export interface Distribution {
  /** Numbered anchors stand side by side like an axis; other answers are rows. */
  readonly layout: 'axis' | 'rows';
  readonly columns: readonly Column[];
  readonly abstained: readonly Seat[];
  /** "Range 1 to 5, four rated", "2 answers among 4 ballots". */
  readonly summary: string;
}

export interface BallotGroup {
  /** Null: abstained. */
  readonly answer: FieldValue | null;
  readonly seats: readonly Seat[];
}

export function distributionOf(question: Question, ballots: readonly OpenBallot[]): Distribution {
  const columns = question.multiple ? combinations(question, ballots) : singles(question, ballots);
  const abstained = ballots.filter((ballot) => ballot.answer === null).map((ballot) => ballot.seat);
  const ordinal = question.answers.some((option) => typeof option.value === 'number');
  const shown = ordinal ? columns : columns.filter((column) => column.seats.length > 0 || columns.length <= 3);
  return { layout: ordinal ? 'axis' : 'rows', columns: shown, abstained, summary: summaryOf(question, ballots) };
}

/** Who answered what to a settled question: the answer that passed first, then by number of ballots, abstentions last. */
export function groupsOf({ ballots, count }: RoundView['stages'][number]): BallotGroup[] {
  const { standing } = count;
  const groups: { readonly answer: FieldValue | null; readonly seats: Seat[] }[] = [];
  for (const { answer, seat } of ballots) {
    const known = groups.find((group) => JSON.stringify(group.answer) === JSON.stringify(answer));
    if (known) known.seats.push(seat);
    else groups.push({ answer, seats: [seat] });
  }
  const rank = ({ answer, seats }: BallotGroup): number => {
    if (answer === null) return 1;
    return standing.kind === 'passed' && sameAnswer(answer, standing.answer) ? -Infinity : -seats.length;
  };
  return groups.toSorted((a, b) => rank(a) - rank(b));
}

function singles(question: Question, ballots: readonly OpenBallot[]): Column[] {
  return question.answers.map((option, index) => {
    const mark = answerMark(question, index);
    const seats = ballots.filter((b) => b.answer !== null && sameAnswer(b.answer, option.value)).map((b) => b.seat);
    return { mark, label: bareLabel(option.label, mark), seats };
  });
}

/** Where several answers may be chosen together, each combination that occurred is a row of its own. */
function combinations(question: Question, ballots: readonly OpenBallot[]): Column[] {
  const rows = new Map<string, Seat[]>();
  for (const { answer, seat } of ballots) {
    if (answer === null) continue;
    const label = answerText(question, answer);
    rows.set(label, [...(rows.get(label) ?? []), seat]);
  }
  return [...rows].map(([label, seats]) => ({ mark: '', label, seats }));
}

function summaryOf(question: Question, ballots: readonly OpenBallot[]): string {
  const answers = ballots.map((ballot) => ballot.answer).filter((answer) => answer !== null);
  const numbers = answers.filter((answer) => typeof answer === 'number');
  if (numbers.length > 0) {
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    const range = low === high ? `All ${String(low)}` : `Range ${String(low)} to ${String(high)}`;
    return `${range}, n = ${String(numbers.length)}`;
  }
  const different = new Set(answers.map((answer) => answerText(question, answer))).size;
  const answered = `${String(answers.length)} ${answers.length === 1 ? 'ballot' : 'ballots'}`;
  if (answers.length === 0) return 'No ballot with an answer';
  return different === 1 ? `${answered}, all the same` : `${answered}, ${String(different)} different answers`;
}
