/**
 * Everything a person can ask of a session, as one closed union. A command names what the person was looking at (item, round,
 * stage), so one that arrives late is refused instead of acting on something else.
 */
import * as v from 'valibot';
import type { CommandId, ItemId, Seat } from '../kernel/id.ts';
import { FieldValueSchema } from '../protocol/field.ts';

/** Why the reads disagreed, coded when the item is sealed; averages hide this, training and the protocol live on it. */
export const CAUSES = [
  'missed',
  'misread',
  'protocol-silent',
  'protocol-ambiguous',
  'image-limits',
  'slip',
  'true-ambiguity',
] as const;
export type Cause = (typeof CAUSES)[number];

const id = <I extends string>() =>
  v.pipe(
    v.string(),
    v.uuid(),
    v.transform((text) => text as I),
  );
const Whole = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000));
const Reason = v.optional(v.pipe(v.string(), v.trim(), v.maxLength(500)));
const Clause = v.optional(v.pipe(v.string(), v.maxLength(40)));

const common = { commandId: id<CommandId>() };
const onItem = { ...common, item: id<ItemId>() };
const onStage = { ...onItem, round: Whole, stage: Whole };

export const SessionCommandSchema = v.variant('type', [
  /** Take one's place: counts as present from now on. */
  v.object({ ...common, type: v.literal('join') }),
  v.object({ ...common, type: v.literal('open-session') }),
  v.object({ ...common, type: v.literal('close-session') }),
  /** Bring an item before the panel: a waiting one begins at `look`, a parked one goes on where it was. */
  v.object({ ...onItem, type: v.literal('open-item') }),
  /** From `look` to the first private vote. */
  v.object({ ...onItem, type: v.literal('open-vote') }),
  /** Submit a sealed ballot, or replace one's own while the question is open. */
  v.object({ ...onStage, type: v.literal('cast-ballot'), answer: FieldValueSchema, reason: Reason, clause: Clause }),
  v.object({ ...onStage, type: v.literal('abstain'), reason: Reason, clause: Clause }),
  /** Leave this item's denominator, for a conflict of interest or another stated reason. */
  v.object({
    ...onItem,
    type: v.literal('recuse'),
    reason: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500)),
  }),
  /** The chair goes on without a member who did not vote; recorded as absent. */
  v.object({ ...onItem, type: v.literal('excuse'), seat: id<Seat>() }),
  /** The chair closes the open question where the template leaves that to the chair; the last one reveals the round. */
  v.object({ ...onStage, type: v.literal('close-stage') }),
  v.object({ ...onItem, type: v.literal('discuss') }),
  v.object({ ...onItem, type: v.literal('open-revote') }),
  v.object({ ...onItem, type: v.literal('decide') }),
  v.object({
    ...onItem,
    type: v.literal('seal'),
    /** Casting votes by what the question is about (`existence` or a field id); only where the rule ended in a tie. */
    castingVotes: v.optional(v.record(v.string(), FieldValueSchema), {}),
    reason: Reason,
    cause: v.optional(v.picklist(CAUSES)),
    clause: Clause,
  }),
  v.object({ ...onItem, type: v.literal('park') }),
  /** Take the lead of the shared view, or, as chair, hand it to a seat. */
  v.object({ ...common, type: v.literal('present'), seat: v.optional(id<Seat>()) }),
  v.object({ ...common, type: v.literal('stop-presenting') }),
]);
export type SessionCommand = v.InferOutput<typeof SessionCommandSchema>;
export type SessionCommandType = SessionCommand['type'];
export type CommandOf<T extends SessionCommandType> = Extract<SessionCommand, { readonly type: T }>;

export const SESSION_COMMAND_TYPES: readonly SessionCommandType[] = SessionCommandSchema.options.map(
  (option) => option.entries.type.literal,
);
