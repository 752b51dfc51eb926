/** `POST /api/v1/sessions/<id>/commands`: one command of the session, accepted or refused. */
import * as v from 'valibot';
import { SessionCommandSchema } from '#domain/session/command.ts';

export const SessionCommandBodySchema = SessionCommandSchema;

/**
 * What happened arrives through the `record:` and `seat:` documents. The answer carries no number of events: it would tell a
 * voter how often the others have replaced their ballots.
 */
export const SessionCommandAnswerSchema = v.object({ accepted: v.literal(true) });
export type SessionCommandAnswer = v.InferOutput<typeof SessionCommandAnswerSchema>;
