/**
 * A ballot that is being written outlives a reload of its window. It stays there, is never sent, and goes with the seal, with
 * the end of its question and with the sign-out.
 */
import * as v from 'valibot';
import { FieldValueSchema } from '#domain/protocol/field.ts';
import { answerTo, type Question } from '#domain/session/question.ts';
import { dropInWindow, keepInWindow, keptInWindow } from '#lib/collab/window-store.ts';

/** There is one question at a time, and so one draft. */
const KEY = 'ballot';

const DraftSchema = v.object({
  answer: v.nullable(FieldValueSchema),
  reason: v.string(),
  /** Id of the cited clause; empty for none. */
  clause: v.string(),
});
export type BallotDraft = v.InferOutput<typeof DraftSchema>;

const KeptSchema = v.object({ place: v.string(), draft: DraftSchema });

/** @param place names seat, item, round and stage: what another person or another question left is not taken up. */
export function keptBallot(place: string, question: Question, storage?: Storage): BallotDraft | null {
  const kept = v.safeParse(KeptSchema, keptInWindow(KEY, storage));
  if (!kept.success || kept.output.place !== place) return null;
  const { answer, ...grounds } = kept.output.draft;
  return { ...grounds, answer: (answer === null ? null : answerTo(question, answer)) ?? null };
}

export const keepBallot = (place: string, draft: BallotDraft, storage?: Storage): void =>
  keepInWindow(KEY, { place, draft }, storage);

/** @param place of the question that is open; null when none is. */
export function forgetOtherBallots(place: string | null, storage?: Storage): void {
  const kept = v.safeParse(KeptSchema, keptInWindow(KEY, storage));
  if (!kept.success || kept.output.place !== place) dropInWindow(KEY, storage);
}
