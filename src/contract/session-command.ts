/** `POST /api/v1/sessions/<id>/commands`: one command of the session, answered with the events' count or a refusal. */
import * as v from 'valibot';
import { SessionCommandSchema, type SessionCommand } from '#domain/session/command.ts';

export const SessionCommandBodySchema = SessionCommandSchema;
export type SessionCommandBody = SessionCommand;

/** The state itself arrives through the `record:` and `seat:` documents; the answer only says that it was accepted. */
export const SessionCommandAnswerSchema = v.object({
  /** Number of events of the session after this command. */
  version: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type SessionCommandAnswer = v.InferOutput<typeof SessionCommandAnswerSchema>;
