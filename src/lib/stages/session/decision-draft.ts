/** What the chair is writing for the seal of an item. It goes with the seal and with the item. */
import * as v from 'valibot';
import { FieldValueSchema } from '#domain/protocol/field.ts';
import { windowDraft } from '#lib/collab/window-draft.ts';

const DraftSchema = v.object({
  /** By what the question is about. */
  casting: v.record(v.string(), FieldValueSchema),
  /** Empty for none. */
  cause: v.string(),
  /** Id of the cited clause; empty for none. */
  clause: v.string(),
  reason: v.string(),
});

/** Its place names seat and item. */
export const decisionDraft = windowDraft('decision', DraftSchema);
