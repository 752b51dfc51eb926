/** A read: one reader, one case, one protocol version. A draft is private for ever; submitting freezes it. */
import type { Instant } from '../kernel/instant.ts';
import type { CaseId, ReadId, UserId } from '../kernel/id.ts';
import type { ProtocolCitation } from '../protocol/protocol.ts';
import type { ReadContent } from './mark.ts';
import type { ReadingTime } from './reading-time.ts';

/**
 * How blind the read was. LIDC's second round, for example, was read with the others' marks visible but anonymous
 * (Armato et al., Med Phys 2011;38:915). `informed`: before it was in, its reader had a seat over the case or had looked at what
 * others made of it. Reads of different blinding are never compared.
 */
export const BLINDINGS = ['blind', 'others-visible-anonymous', 'informed'] as const;
export type Blinding = (typeof BLINDINGS)[number];

export const BLINDING_TEXT: Readonly<Record<Blinding, string>> = {
  blind: 'blind to all other reads',
  'others-visible-anonymous': "others' marks visible, anonymous",
  informed: 'made by somebody who could see work of others on the case',
};

/** `interchangeable`: "reader 2" of one case is not "reader 2" of the next, so no figure may be kept per reader. */
export const RATERS = ['identified', 'interchangeable'] as const;
export type Raters = (typeof RATERS)[number];

/** Whose read it is: a person of the project, or a slot of an imported data set. */
export type Reader =
  | { readonly kind: 'person'; readonly user: UserId }
  | { readonly kind: 'slot'; readonly label: string; readonly source: string };

interface Common {
  readonly id: ReadId;
  readonly case: CaseId;
  readonly reader: Reader;
  readonly round: number;
  readonly protocol: ProtocolCitation;
  readonly blinding: Blinding;
  readonly raters: Raters;
  /** Of a read that comes again to tell how far its reader agrees with themselves: the first one. Never compared with others'. */
  readonly repeats?: ReadId;
}

export interface DraftRead extends Common {
  readonly state: 'draft';
}

export interface SubmittedRead extends Common {
  readonly state: 'submitted';
  readonly at: Instant;
  readonly content: ReadContent;
  /** SHA-256 of the canonical JSON of the content. */
  readonly hash: string;
  /** The journal number the content was taken at; 0 for an imported read. */
  readonly journal: number;
  /** In seconds; absent where nobody measured. */
  readonly time?: ReadingTime;
}

export type Read = DraftRead | SubmittedRead;

/**
 * How a read ends without being submitted. Its draft is kept, for nobody to see, and goes on if its reader is asked again; in
 * everything that counts or compares reads it is no longer there.
 */
export const ENDINGS = ['reassigned', 'withdrawn', 'excused'] as const;
export type Ending = (typeof ENDINGS)[number];

/** All reads of a case and round are in: people outside the blind set may compare them. */
export const comparable = (reads: readonly Pick<Read, 'state'>[]): boolean =>
  reads.length >= 2 && reads.every((r) => r.state === 'submitted');
