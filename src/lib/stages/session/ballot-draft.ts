/** A ballot that is being written, a first one or one that shall replace a sealed one. It goes with the seal and with its question. */
import * as v from 'valibot';
import { FieldValueSchema } from '#domain/protocol/field.ts';
import { answerTo, type Question } from '#domain/session/question.ts';
import { windowDraft } from '#lib/collab/window-draft.ts';

const DraftSchema = v.object({
  answer: v.nullable(FieldValueSchema),
  reason: v.string(),
  /** Id of the cited clause; empty for none. */
  clause: v.string(),
  /** Whether it shall take the place of a ballot that is sealed already. */
  replaces: v.boolean(),
});
export type BallotDraft = v.InferOutput<typeof DraftSchema>;

/** Its place names seat, item, round and stage. */
export const ballotDraft = windowDraft('ballot', DraftSchema);

/** What was begun on this question; an answer the question does not have is left out. */
export function begunBallot(place: string, question: Question, storage?: Storage): BallotDraft | null {
  const kept = ballotDraft.kept(place, storage);
  return kept && { ...kept, answer: (kept.answer === null ? null : answerTo(question, kept.answer)) ?? null };
}
