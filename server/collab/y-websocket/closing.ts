/**
 * How a y-websocket client is told why its connection ends. That protocol has no word for a refusal, so the close code says it:
 * after 44xx the client stops (coming back would not help, or the edit it could not deliver would poison it for ever), after
 * anything else it comes back by itself and brings what is missing.
 */
import { CLOSE_CODES, type CloseReason, type EditRefusalCode } from '#documents/messages.ts';

export type YCloseReason = CloseReason | EditRefusalCode | 'not-allowed' | 'not-a-document' | 'silent' | 'failed';

export const Y_CLOSE_CODES: Readonly<Record<YCloseReason, number>> = {
  ...CLOSE_CODES,
  // Whoever was too fast may come back more slowly, and the work arrives then.
  'rate-limited': 4529,
  'too-many-connections': 4529,
  'not-allowed': 4403,
  'not-a-document': 4404,
  // An edit was refused: this copy of the document holds what the server will never have. Start again from an empty one.
  'too-large': 4441,
  'identity-taken': 4442,
  gap: 4443,
  'root-denied': 4444,
  'shape-denied': 4445,
  'value-denied': 4446,
  'read-only': 4447,
  silent: 4508,
  failed: 4500,
};

/** What Hocuspocus gives as a reason where the reason is not one of ours: a mistake of the server, mostly. */
export const yReasonOf = (text: string): YCloseReason => (isReason(text) ? text : 'failed');

const isReason = (text: string): text is YCloseReason => Object.hasOwn(Y_CLOSE_CODES, text);
