/**
 * What leaves the server of a session. `RecordView` is the same for everybody admitted; `SeatView` is for one person. Before
 * an item's first reveal both hold neutral text only: no kind of disagreement, no mark, no count of reads, no ballot.
 *
 * The record is published as one document whose top-level keys are the keys of `RecordView`; what is large or rarely changes
 * has a key per item (`item:<id>`, `reads:<id>`), so a ballot that comes in moves a few bytes (`floor`) and not the agenda.
 */
import type { CaseId, ItemId, ProjectId, Seat, SessionId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { FrameKey } from '../geometry/frame.ts';
import type { ClinicalContext } from '../ingest/case.ts';
import type { DisagreementKind } from '../plan/disagreement-kind.ts';
import type { SessionTemplate } from '../plan/session-template.ts';
import type { FieldValue, FieldValues } from '../protocol/field.ts';
import type { ProtocolCitation } from '../protocol/protocol.ts';
import type { Mark } from '../reading/mark.ts';
import type { SessionCommandType } from './command.ts';
import type { Counted, OpenBallot, Outcome } from './outcome.ts';
import type { Question } from './question.ts';

export const SESSION_ROLES = ['chair', 'panellist', 'observer'] as const;
export type SessionRole = (typeof SESSION_ROLES)[number];

/** Where an item stands. `waiting`: not yet before the panel. `parked`: put aside without losing its state. */
export const ITEM_PHASES = [
  'waiting',
  'look',
  'vote',
  'reveal',
  'discuss',
  'revote',
  'decide',
  'sealed',
  'parked',
] as const;
export type ItemPhase = (typeof ITEM_PHASES)[number];

export type RecordView = RecordHead &
  Readonly<Record<`item:${ItemId}`, ItemView>> &
  Readonly<Record<`reads:${ItemId}`, readonly RevealedRead[]>>;

export interface RecordHead {
  readonly session: {
    readonly id: SessionId;
    readonly project: ProjectId;
    readonly title: string;
    readonly state: 'lobby' | 'open' | 'closed';
    readonly scheduledAt: Instant;
    readonly openedAt: Instant | null;
    readonly closedAt: Instant | null;
  };
  readonly protocol: ProtocolCitation;
  readonly template: SessionTemplate;
  /** Everybody with a place, in an order that tells nothing. */
  readonly people: readonly Person[];
  /** All items in the order of the agenda, with the phase of each. */
  readonly agenda: readonly AgendaLine[];
  readonly floor: Floor;
}

export interface Person {
  readonly seat: Seat;
  readonly role: SessionRole;
  /** The name, or an alias such as "Panellist 2" where the template shows no names. */
  readonly label: string;
  readonly initials: string;
  /** 0-based, for the colour of this person; no two people of a session share it. */
  readonly place: number;
  /** A guest who was sent out: takes no further part, but stands beside what was said. */
  readonly gone: boolean;
  /** Has taken the place in this session (whether the person is connected right now is a matter of presence). */
  readonly joined: boolean;
}

export interface AgendaLine {
  readonly item: ItemId;
  /** 1-based; given after the shuffle. */
  readonly number: number;
  readonly caseAlias: string;
  readonly phase: ItemPhase;
  /** One short line once sealed, e.g. "Yes, 3 of 4"; null before. */
  readonly outcome: string | null;
}

/** What is before the panel right now. */
export interface Floor {
  /** Null between items. */
  readonly item: ItemId | null;
  readonly phase: ItemPhase | null;
  /** When the item came before the panel, for the time budget. */
  readonly since: Instant | null;
  /** While a question is open, else null. */
  readonly voting: Voting | null;
  readonly presenter: Seat | null;
}

export interface Voting {
  readonly round: number;
  readonly question: Question;
  /** Questions of this round that are closed already: whether they passed, no numbers. */
  readonly closed: readonly { readonly text: string; readonly passed: boolean }[];
  readonly cast: number;
  readonly of: number;
  /** Seats without a ballot; null unless the template shows it to everybody. The chair has it in `SeatView`. */
  readonly missing: readonly Seat[] | null;
}

/** Where the panel looks first. */
export interface Target {
  readonly frame: FrameKey;
  /**
   * Of fixed size around the place in question: it says where, never how large. Pixel coordinates of the frame. Null where no
   * place is in question.
   */
  readonly box: TargetBox | null;
}

export interface TargetBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface ItemView {
  readonly id: ItemId;
  readonly number: number;
  readonly case: CaseId;
  readonly caseAlias: string;
  readonly target: Target;
  /** The first question, e.g. "Is there a finding “Nodule” here?"; about a case as a whole all of them. */
  readonly question: string;
  /** Null: the item is about the case as a whole. */
  readonly finding: { readonly id: string; readonly name: string } | null;
  /** The clinical context that may be seen now, and whether more of it opens with the first reveal. */
  readonly context?: { readonly shown: ClinicalContext; readonly more: boolean };
  readonly phase: ItemPhase;
  /** Null before the first reveal. */
  readonly revealed: RevealedItem | null;
  readonly outcome: ShownOutcome | null;
}

/** Without the outline's place in the journal: the journal counts everybody's edits, private ones too. */
export type ShownOutcome = Omit<Outcome, 'outline'> & { readonly outline: { readonly json: string } | null };

export interface RevealedItem {
  /** What kinds of disagreement the item rests on. Never published before its first reveal. */
  readonly kinds: readonly DisagreementKind[];
  /** About a case as a whole: ids of the fields that were answered differently. Never published before, either. */
  readonly fields: readonly string[];
  /** Rounds revealed so far, oldest first. */
  readonly rounds: readonly RoundView[];
}

export interface RoundView {
  readonly round: number;
  readonly stages: readonly {
    readonly question: Question;
    readonly ballots: readonly OpenBallot[];
    readonly count: Counted;
  }[];
  /** Who had no ballot in this round, and why. */
  readonly recused: readonly { readonly seat: Seat; readonly reason: string }[];
  readonly excused: readonly Seat[];
}

/** One reader's view of what is in question, under a letter that is drawn anew for every item. */
export interface RevealedRead {
  /** "A", "B", … */
  readonly letter: string;
  /** How blind this read was, in words, where it was not made blind here (imported reads); else null. */
  readonly blinding: string | null;
  /** False: this reader has no such lesion; then there are no marks and attributes. */
  readonly found: boolean;
  /** Of the lesion; where the item is about the case as a whole, the answers for it. */
  readonly attributes: FieldValues;
  /** With fresh ids, so that nothing links them to the read they come from. */
  readonly marks: readonly Mark[];
}

export interface SeatView {
  readonly you: {
    readonly seat: Seat;
    readonly role: SessionRole;
    readonly label: string;
    /** Here for this session alone. */
    readonly guest: boolean;
    readonly joined: boolean;
  };
  /** The commands that are possible for this person right now; a button whose command is not here stays off. */
  readonly may: readonly SessionCommandType[];
  /** About the item before the panel; null between items. */
  readonly item: SeatItem | null;
  /** For the chair alone. */
  readonly chair: ChairView | null;
}

export interface SeatItem {
  readonly item: ItemId;
  readonly eligible: boolean;
  readonly recused: boolean;
  /** Own sealed ballots of the round that is open, by stage; the last one may be replaced while its question is open. */
  readonly ballots: readonly OwnBallot[];
}

export interface OwnBallot {
  readonly round: number;
  readonly stage: number;
  /** Null: abstained. */
  readonly answer: FieldValue | null;
  readonly reason: string | null;
  readonly clause: string | null;
  readonly castAt: Instant;
}

export interface ChairView {
  /** Seats whose ballot on the open question is missing. */
  readonly missing: readonly Seat[];
  /** In `decide`: what the seal will need. */
  readonly decision: DecisionForm | null;
}

export interface DecisionForm {
  /** Questions that ended in a tie the chair may break, with the answers to choose from. */
  readonly ties: readonly { readonly question: Question; readonly leaders: readonly FieldValue[] }[];
  readonly reasonRequired: boolean;
  readonly causeRequired: boolean;
}

export const itemOf = (view: RecordView, item: ItemId): ItemView | undefined => view[`item:${item}`];
export const readsOf = (view: RecordView, item: ItemId): readonly RevealedRead[] => view[`reads:${item}`] ?? [];
