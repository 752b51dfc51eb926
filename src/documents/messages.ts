/** The small messages beside the documents ("stateless" in Hocuspocus): refusals from the server, key frames of a presenter. */
import * as v from 'valibot';
import { FrameKeySchema } from '#domain/ingest/frame-key.ts';

/** Bytes of one WebSocket message; a longer one ends the whole socket, and is never sent by our own pages. */
export const MESSAGE_BYTES = 17 * 1024 * 1024;

/** Why an edit was not accepted. Closed: the browser shows the sentence and keeps the work. */
export const EDIT_REFUSALS = {
  malformed: 'This edit could not be read by the server.',
  'too-large': 'This edit is larger than the server accepts at once. Your work is kept here; download it as a file.',
  'identity-taken': 'This window uses the identity of another one. Reload; your work is kept.',
  gap: 'An earlier edit is missing on the server. Reload; your work is kept.',
  'root-denied': 'This part can no longer be changed by you. What you changed last was not saved.',
  'shape-denied': 'This edit does not have the form the server accepts. It was not saved.',
  'value-denied': 'A value is outside of what is allowed here. It was not saved.',
  'read-only': 'This document can be looked at but not changed. The edit was not saved.',
} as const;
export type EditRefusalCode = keyof typeof EDIT_REFUSALS;

/**
 * Why the server closed a document or a whole socket (the text of the close message) and the code of the WebSocket it goes
 * with.
 */
export const CLOSE_CODES = {
  /** The disk does not take anything at the moment. */
  storage: 4503,
  'shutting-down': 1001,
  /** More was sent than any honest client sends. */
  'rate-limited': 4429,
  'too-many-connections': 4429,
  /** This person may not have this document open any more. */
  'no-longer-allowed': 4403,
  /** The sign-in ran out or was ended, the token was revoked. */
  'sign-in-ended': 4401,
  /** Nobody signed in on this socket in time. */
  'not-signed-in': 4401,
  /** A message without the form of one. */
  malformed: 4400,
} as const;
export type CloseReason = keyof typeof CLOSE_CODES;

export const RefusedMessageSchema = v.object({
  t: v.literal('refused'),
  code: v.picklist(Object.keys(EDIT_REFUSALS) as EditRefusalCode[]),
  message: v.string(),
});
export type RefusedMessage = v.InferOutput<typeof RefusedMessageSchema>;

const Finite = v.pipe(v.number(), v.finite());

/** What the presenter looks at; the newest `seq` wins. */
export const KeyframeSchema = v.object({
  t: v.literal('presenting'),
  /** Counts up in one lease; a receiver drops what is not newer. */
  seq: v.pipe(v.number(), v.integer(), v.minValue(0)),
  frame: FrameKeySchema,
  /** Centre of the view in pixels of the frame. */
  centre: v.tuple([Finite, Finite]),
  /** 1 = the whole image just fits; presenter and followers may have viewports of different size. */
  scale: v.pipe(v.number(), v.finite(), v.gtValue(0)),
  /** Clockwise, in degrees; 0 when absent. */
  rotation: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0), v.ltValue(360))),
  flipped: v.optional(v.boolean()),
  inverted: v.optional(v.boolean()),
  window: v.optional(v.object({ centre: Finite, width: v.pipe(v.number(), v.finite(), v.gtValue(0)) })),
  /** Frames per second while cine runs, 0 when it stands. */
  cine: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(120))),
  layout: v.optional(v.pipe(v.string(), v.maxLength(40))),
});
export type Keyframe = v.InferOutput<typeof KeyframeSchema>;

/** As received: with the seat of the sender, stamped by the server. */
export const PresentedSchema = v.object({ ...KeyframeSchema.entries, seat: v.string() });
export type Presented = v.InferOutput<typeof PresentedSchema>;

export const PresentingEndedSchema = v.object({ t: v.literal('presenting-ended') });
export type PresentingEnded = v.InferOutput<typeof PresentingEndedSchema>;

export const ServerMessageSchema = v.variant('t', [RefusedMessageSchema, PresentedSchema, PresentingEndedSchema]);
export type ServerMessage = v.InferOutput<typeof ServerMessageSchema>;

/** Awareness of one client: a cursor. `c: null` hides it; the seat is stamped by the server. */
export const CursorSchema = v.object({
  /** Position in pixels of the frame `f` (`sop/frame`), or hidden. */
  c: v.nullable(v.tuple([Finite, Finite])),
  f: v.optional(v.pipe(v.string(), v.maxLength(80))),
  /** Clock of the sender in ms, for interpolation only. */
  t: v.optional(Finite),
});
export type Cursor = v.InferOutput<typeof CursorSchema>;

export const SeatedCursorSchema = v.object({ ...CursorSchema.entries, seat: v.string() });
export type SeatedCursor = v.InferOutput<typeof SeatedCursorSchema>;
