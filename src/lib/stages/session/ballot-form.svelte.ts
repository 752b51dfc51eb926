/**
 * One ballot before it is sealed. Submitting takes two steps, the choice and a one-line read-back, because a slip of the
 * hand must not become a vote.
 */
import type { FieldValue } from '#domain/protocol/field.ts';
import { answerText, CANNOT_TELL, type Question } from '#domain/session/question.ts';
import type { OwnBallot } from '#domain/session/view.ts';
import type { BallotDraft } from './ballot-draft.ts';

export class BallotForm {
  readonly question: Question;
  answer = $state.raw<FieldValue | null>(null);
  reason = $state('');
  /** Id of the cited clause; empty for none. */
  clause = $state('');
  reading = $state(false);

  /** @param start the person's own ballot on this question when it is being replaced, or one that was begun before a reload. */
  constructor(question: Question, start: OwnBallot | BallotDraft | null) {
    this.question = question;
    this.answer = start?.answer ?? null;
    this.reason = start?.reason ?? '';
    this.clause = start?.clause ?? '';
  }

  get draft(): Omit<BallotDraft, 'replaces'> {
    return { answer: this.answer, reason: this.reason, clause: this.clause };
  }

  readonly ready = $derived(this.answer !== null && !(Array.isArray(this.answer) && this.answer.length === 0));

  choose(value: FieldValue): void {
    this.answer = value;
    this.reading = false;
  }

  /** For questions with several answers: "cannot tell" excludes the others. */
  toggle(value: string): void {
    this.reading = false;
    if (value === CANNOT_TELL) {
      this.answer = this.answer === CANNOT_TELL ? null : CANNOT_TELL;
      return;
    }
    const chosen = Array.isArray(this.answer) ? this.answer : [];
    this.answer = chosen.includes(value) ? chosen.filter((entry) => entry !== value) : [...chosen, value];
  }

  has(value: FieldValue): boolean {
    return Array.isArray(this.answer) ? this.answer.includes(String(value)) : this.answer === value;
  }

  /** "4 Moderately suspicious" */
  readBack(): string {
    return this.answer === null ? '' : answerText(this.question, this.answer);
  }

  /** The optional parts as the command wants them: left out when empty. */
  grounds(): { reason?: string; clause?: string } {
    const reason = this.reason.trim();
    return { ...(reason && { reason }), ...(this.clause && { clause: this.clause }) };
  }
}
