/**
 * `GET /api/v1/sessions/<id>/replay`: what everybody in the room saw, from the opening to the close. Authors are seats; names
 * stand only inside the record, as it showed them at each moment. There are no numbers of the journal and no times of ballots.
 */
import * as v from 'valibot';
import { idOf, type ItemId, type ProjectId, type Seat, type SessionId } from '#domain/kernel/id.ts';
import { ProtocolContentSchema } from '#domain/protocol/protocol.ts';
import { MILESTONE_KINDS } from '#domain/record/replay.ts';
import { ITEM_PHASES } from '#domain/session/view.ts';

const Whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const SeatSchema = v.pipe(
  v.string(),
  v.transform((text) => idOf<Seat>(text)),
);
const ItemSchema = v.pipe(
  v.string(),
  v.transform((text) => idOf<ItemId>(text)),
);

/** Document (index in `documents`), milliseconds since the opening, author (index in `seats`; null: the server), Yjs update in base64. */
const RowSchema = v.tuple([Whole, Whole, v.nullable(Whole), v.string()]);

export const ReplaySchema = v.object({
  session: v.object({
    id: v.pipe(
      v.string(),
      v.transform((text) => idOf<SessionId>(text)),
    ),
    project: v.pipe(
      v.string(),
      v.transform((text) => idOf<ProjectId>(text)),
    ),
    title: v.string(),
    /** Milliseconds since 1970. */
    startedAt: v.number(),
    length: Whole,
  }),
  /** The version that was cited; null for people who may not see it. */
  protocol: v.nullable(ProtocolContentSchema),
  seats: v.array(SeatSchema),
  /** `item` null: the record. Else the table of that item. */
  documents: v.array(v.object({ item: v.nullable(ItemSchema) })),
  /** In the order in which everybody saw them. */
  rows: v.array(RowSchema),
  milestones: v.array(
    v.object({
      kind: v.picklist(MILESTONE_KINDS),
      item: v.nullable(ItemSchema),
      round: v.nullable(Whole),
      phase: v.nullable(v.picklist(ITEM_PHASES)),
      ms: Whole,
      /** So many rows are in place when everybody has seen it. */
      position: Whole,
    }),
  ),
});
export type ReplayWire = v.InferInput<typeof ReplaySchema>;
export type Replay = v.InferOutput<typeof ReplaySchema>;
