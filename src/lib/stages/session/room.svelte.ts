/**
 * The room as one person sees it: the published record, the person's own seat, and what can be asked of the server. It holds
 * no state of its own about the session; what the server did not publish is not here.
 */
import type { CaseImages } from '#contract/images.ts';
import { frameText, type FrameGeometry, type FrameKey } from '#domain/geometry/frame.ts';
import type { ItemId, Seat, SessionId } from '#domain/kernel/id.ts';
import type { Refusal } from '#domain/kernel/refusal.ts';
import type { Field } from '#domain/protocol/field.ts';
import type { Clause, ProtocolContent } from '#domain/protocol/protocol.ts';
import type { SessionCommandType } from '#domain/session/command.ts';
import {
  itemOf,
  readsOf,
  type AgendaLine,
  type ItemPhase,
  type ItemView,
  type OwnBallot,
  type Person,
  type RecordView,
  type RevealedRead,
  type SeatView,
} from '#domain/session/view.ts';
import { placesOf } from '#lib/stages/ingest/case-images.ts';
import type { Saved } from '#lib/ui/saved.ts';
import type { Asked, Send, Unreachable } from './commands.ts';

export interface RoomOptions {
  readonly session: SessionId;
  readonly seat: Seat;
  /** The version the session cites; null when this person may not see it. */
  readonly protocol: ProtocolContent | null;
  readonly send: Send;
}

const PRIVATE: readonly (ItemPhase | null)[] = ['look', 'vote', 'revote'];

export class Room {
  readonly session: SessionId;
  readonly mySeat: Seat;
  readonly protocol: ProtocolContent | null;
  readonly #send: Send;

  record = $state.raw<RecordView | null>(null);
  seat = $state.raw<SeatView | null>(null);
  saved = $state.raw<Saved>({ state: 'saving' });
  /** Seats whose window is open right now. */
  connected = $state.raw<readonly Seat[]>([]);
  images = $state.raw<CaseImages | null>(null);
  imagesFailed = $state(false);
  /** Counts how often the images were asked for again. */
  imageTries = $state(0);
  /** Milliseconds since 1970 by the server's clock as far as we know it; moved on once a second. */
  now = $state(Date.now());
  /** The command on its way, if any. */
  sending = $state<SessionCommandType | null>(null);
  refused = $state.raw<Refusal | Unreachable | null>(null);
  /** A sealed item somebody looks back at; null shows what is before the panel. */
  lookingBack = $state<ItemId | null>(null);
  /** Where the image is asked to go; the viewport follows and clears it. */
  goal = $state.raw<{ readonly frame: FrameKey; readonly mine: boolean } | null>(null);

  constructor(options: RoomOptions) {
    this.session = options.session;
    this.mySeat = options.seat;
    this.protocol = options.protocol;
    this.#send = options.send;
  }

  readonly floorItem = $derived.by((): ItemView | null => {
    const id = this.record?.floor.item ?? null;
    return this.record && id ? (itemOf(this.record, id) ?? null) : null;
  });
  readonly item = $derived.by((): ItemView | null => {
    if (!this.record || !this.lookingBack) return this.floorItem;
    return itemOf(this.record, this.lookingBack) ?? this.floorItem;
  });
  readonly phase = $derived(this.item?.phase ?? this.record?.floor.phase ?? null);
  readonly voting = $derived(this.record?.floor.voting ?? null);
  /** Names the question on which this person may vote now, and whose ballot it is. */
  readonly ballotPlace = $derived.by((): string | null => {
    const { voting, mySeat } = this;
    const [at, item] = [this.record?.floor.item, this.seat?.item];
    if (!voting || !at || !item?.eligible || item.recused) return null;
    return [mySeat, at, voting.round, voting.question.stage].join(':');
  });
  /** This person's sealed ballot on the question that is open. */
  readonly ownBallot = $derived.by((): OwnBallot | null => {
    const { voting } = this;
    const ballots = this.seat?.item?.ballots ?? [];
    return ballots.find(({ round, stage }) => round === voting?.round && stage === voting.question.stage) ?? null;
  });
  readonly reads = $derived.by((): readonly RevealedRead[] =>
    this.record && this.item ? readsOf(this.record, this.item.id) : [],
  );
  readonly isChair = $derived(this.seat?.you.role === 'chair');
  readonly isObserver = $derived(this.seat?.you.role === 'observer');
  /** Nobody follows or sees anybody while people look and vote. */
  readonly isPrivate = $derived(PRIVATE.includes(this.record?.floor.phase ?? null));
  /** Whether people may draw and write on the table of the item on screen; the server judges the same again. */
  readonly tableIsOpen = $derived.by((): boolean => {
    const { item, record, seat } = this;
    if (!item || !record || !seat || item.id !== record.floor.item || record.session.state !== 'open') return false;
    if (seat.you.role === 'observer' || seat.item?.recused) return false;
    return item.phase === 'reveal' || item.phase === 'discuss' || item.phase === 'decide';
  });
  readonly voters = $derived(
    this.record?.people.filter(
      (p) =>
        !p.gone && (p.role === 'panellist' || (p.role === 'chair' && this.record?.template.chair !== 'casting-vote')),
    ).length ?? 0,
  );
  readonly left = $derived(this.record?.agenda.filter((line) => line.phase !== 'sealed').length ?? 0);
  readonly finding = $derived(this.#protocol()?.findings.find((f) => f.id === this.item?.finding?.id));
  /** What is asked about the finding in question; about a case as a whole, its fields. */
  readonly fields = $derived<readonly Field[]>(
    (this.item?.finding === null ? this.#protocol()?.caseFields : this.finding?.fields) ?? [],
  );
  readonly clauses = $derived<readonly Clause[]>(this.#protocol()?.clauses ?? []);
  readonly places = $derived(placesOf(this.images));
  readonly geometryOf = (frame: FrameKey): FrameGeometry | undefined => this.places.get(frameText(frame))?.geometry;
  /** The present item first, then what waits, then what is settled. */
  readonly agenda = $derived.by((): readonly AgendaLine[] => {
    const { agenda = [], floor = null } = this.record ?? {};
    const rank = (line: AgendaLine): number => (line.item === floor?.item ? 0 : line.phase === 'sealed' ? 2 : 1);
    return agenda.toSorted((a, b) => rank(a) - rank(b) || a.number - b.number);
  });

  /** Fields are initialised before the constructor runs; a method is asked later. */
  #protocol(): ProtocolContent | null {
    return this.protocol;
  }

  may(type: SessionCommandType): boolean {
    return this.seat?.may.includes(type) ?? false;
  }

  person(seat: Seat): Person | undefined {
    return this.record?.people.find((person) => person.seat === seat);
  }

  label(seat: Seat): string {
    return this.person(seat)?.label ?? 'Somebody';
  }

  clauseNumber(id: string | null): string | null {
    return this.clauses.find((clause) => clause.id === id)?.number ?? null;
  }

  /** Whether the command was accepted. What it changed arrives by itself; a refusal stays in `refused` until the next command. */
  async ask(asked: Asked): Promise<boolean> {
    if (this.sending) return false;
    this.sending = asked.type;
    this.refused = null;
    const answer = await this.#send(asked);
    this.sending = null;
    if (!answer.ok) this.refused = answer.error;
    return answer.ok;
  }

  /** A command about the item before the panel. */
  async askOnItem(
    type: 'open-vote' | 'discuss' | 'open-revote' | 'decide' | 'park' | 'open-item',
    item = this.record?.floor.item,
  ): Promise<boolean> {
    return item ? this.ask({ type, item }) : false;
  }

  /** Called with the item before the panel whenever that changes: a new one takes everybody along, a sealed one stays in sight. */
  floorMoved(from: ItemId | null, to: ItemId | null): void {
    const sealed = from && this.record?.agenda.find((line) => line.item === from)?.phase === 'sealed';
    this.lookingBack = to === null && sealed ? from : null;
  }

  lookAt(item: ItemId): void {
    this.lookingBack = item === this.record?.floor.item ? null : item;
  }

  retryImages(): void {
    this.imagesFailed = false;
    this.imageTries++;
  }

  /** @param mine false when the room moves the image, not the person: it does not break away from a presenter. */
  goTo(frame: FrameKey, mine = true): void {
    this.goal = { frame, mine };
  }

  /** The next item the chair would open: one that was put aside comes after those that wait. */
  nextItem(): AgendaLine | undefined {
    const open = (phase: ItemPhase): AgendaLine | undefined => this.record?.agenda.find((line) => line.phase === phase);
    return open('waiting') ?? open('parked');
  }
}
