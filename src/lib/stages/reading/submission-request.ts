/** Submitting from the browser: one command, repeated with the same id when the network fails, so that it acts at most once. */
import * as v from 'valibot';
import { v7 as newId } from 'uuid';
import type * as Y from 'yjs';
import type { ReadId } from '#domain/kernel/id.ts';
import type { Result } from '#domain/kernel/result.ts';
import type { Problem } from '#domain/reading/submission.ts';
import { proofOf } from '#documents/proof.ts';
import { requested, type Refused } from '#lib/stages/access/api-request.ts';

const AnswerSchema = v.object({ at: v.number(), hash: v.string() });

export interface SubmissionRequest {
  readonly read: ReadId;
  readonly doc: Y.Doc;
  readonly protocolVersion: number;
}

const TRIES = 3;

export async function submitted(
  { read, doc, protocolVersion }: SubmissionRequest,
  fetching?: typeof fetch,
): Promise<Result<v.InferOutput<typeof AnswerSchema>, Refused>> {
  const json = { commandId: newId(), proof: proofOf(doc), protocolVersion };
  const request = { method: 'POST', address: `/api/v1/reads/${read}/submission`, json, answer: AnswerSchema } as const;
  for (let left = TRIES; ; left -= 1) {
    const answered = await requested(request, fetching);
    if (answered.ok || answered.error.code !== 'unreachable' || left === 1) return answered;
  }
}

const Place = { field: v.optional(v.string()), lesion: v.optional(v.string()), text: v.string() };
const ProblemSchema = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }): unknown => {
    try {
      return JSON.parse(dataset.value);
    } catch {
      addIssue({ message: 'not JSON' });
      return NEVER;
    }
  }),
  v.variant('kind', [
    v.object({ kind: v.literal('missing'), ...Place, field: v.string() }),
    v.object({ kind: v.literal('invalid'), ...Place, mark: v.optional(v.string()) }),
  ]),
);

/** What the server found, from the details of its refusal; empty when it named nothing in particular. */
export function problemsIn(refused: Refused): Problem[] {
  const said = 'details' in refused ? refused.details['problems'] : undefined;
  if (!Array.isArray(said)) return [];
  return said.flatMap((text): Problem[] => {
    const parsed = v.safeParse(ProblemSchema, text);
    return parsed.success ? [problemOf(parsed.output)] : [];
  });
}

function problemOf({ lesion, ...said }: v.InferOutput<typeof ProblemSchema>): Problem {
  const where = lesion === undefined ? {} : { lesion };
  if (said.kind === 'missing') return { kind: 'missing', field: said.field, text: said.text, ...where };
  const { text, field, mark } = said;
  return {
    kind: 'invalid',
    text,
    ...where,
    ...(field !== undefined && { field }),
    ...(mark !== undefined && { mark }),
  };
}
