/** Wire shapes of the queue of disagreements: what readers differ in, what that costs and why, and what became of it. */
import type { FrameKey } from '#domain/geometry/frame.ts';
import type { CaseId, SessionId } from '#domain/kernel/id.ts';
import type { DisagreementKind } from '#domain/plan/disagreement-kind.ts';
import type { ProtocolCitation } from '#domain/protocol/protocol.ts';
import type { Raters } from '#domain/reading/read.ts';

export interface DisagreementQueue {
  readonly citation: ProtocolCitation;
  /** Cases the asker is inside of: nothing of them is told. */
  readonly withheld: number;
  /** Cases that were compared, those without a disagreement included. */
  readonly compared: number;
  /** How blind the reads were, in words. */
  readonly blindings: readonly string[];
  /** `interchangeable`: readers are letters drawn for each case, and a pair of readers means nothing from one case to the next. */
  readonly raters: Raters;
  /** What the readers of this look are called, the same in every case; empty where raters are interchangeable. */
  readonly readers: readonly string[];
  /** What costs most comes first. */
  readonly entries: readonly QueueEntry[];
}

export interface QueueEntry {
  /** Drawn from a secret of the installation: it tells nothing, and names the same disagreement in every look. */
  readonly id: string;
  readonly case: CaseId;
  readonly alias: string;
  readonly kind: DisagreementKind;
  /** Null where the whole case was answered differently. */
  readonly lesion: QueuedLesion | null;
  /** Whether a panel can vote on it: a number or a text of the case is no question. */
  readonly votedOn: boolean;
  /** What it is about: "Texture", "Longest diameter". Empty for existence and location. */
  readonly about: string;
  /** How far apart, in words, where one number says it: "6.0 mm apart, 2.5 mm allowed". */
  readonly measure: string;
  readonly statements: readonly Statement[];
  /** Pairs of readers that alone would disagree in the same respect. */
  readonly pairs: readonly (readonly [string, string])[];
  readonly cost: QueuedCost;
  readonly status: QueueStatus;
}

export interface QueuedLesion {
  readonly finding: string;
  /** Position in the list of the case, 1-based. */
  readonly number: number;
  readonly place: LesionPlace | null;
}

/** On the frame most readers drew it on, the middle of what they drew there, in whole pixels. */
export interface LesionPlace {
  readonly frame: FrameKey;
  readonly x: number;
  readonly y: number;
}

export interface Statement {
  /** A number of the look, or a letter of the case. */
  readonly reader: string;
  readonly text: string;
  /** What would be done by the protocol if this reader were right; null: nothing; undefined: it is no question of that. */
  readonly managed?: string | null;
}

/** `value` is the sum of the three others. */
export interface QueuedCost {
  readonly value: number;
  /** The share of pairs of readers for whom the management would change. */
  readonly changes: number;
  readonly ofKind: number;
  readonly ofScale: number;
}

export type QueueStatus =
  | { readonly state: 'open' }
  /** A rule of the protocol resolves it, and that is not recorded yet. */
  | ({ readonly state: 'rule-applies' } & RuleWords)
  | ({ readonly state: 'by-rule'; readonly at: number } & RuleWords)
  | { readonly state: 'on-agenda' | 'settled'; readonly session: SessionId; readonly title: string };
export type QueueState = QueueStatus['state'];

export interface RuleWords {
  /** Number of the clause that says so. */
  readonly clause: string;
  /** "marked, by 2 of 3". */
  readonly answers: readonly string[];
}
