/**
 * A replay being watched. It holds a room of its own, as an onlooker would have had it, and turns that room's record and
 * table to the moment it stands at; everything on screen is the room's own components looking at it.
 */
import type * as Y from 'yjs';
import { frameText } from '#domain/geometry/frame.ts';
import { idOf, type Seat } from '#domain/kernel/id.ts';
import { refusal } from '#domain/kernel/refusal.ts';
import { err } from '#domain/kernel/result.ts';
import { recordOf } from '#documents/record.ts';
import type { Band } from '#domain/record/replay-timeline.ts';
import type { SeatView } from '#domain/session/view.ts';
import { OwnSteps } from '#lib/collab/own-steps.ts';
import { createCaseImages } from '#lib/stages/ingest/case-images.ts';
import { Desk } from '#lib/stages/session/desk.svelte.ts';
import { Leading } from '#lib/stages/session/leading.svelte.ts';
import { Room } from '#lib/stages/session/room.svelte.ts';
import { Table } from '#lib/stages/session/table.svelte.ts';
import { announcer } from '#lib/ui/announcer.svelte.ts';
import type { Contribution } from './contribution.ts';
import { advanced, timeText, type Speed } from './playback.ts';
import type { PreparedReplay } from './prepared-replay.ts';
import { contributionText } from './replay-words.ts';

const NOBODY = idOf<Seat>('');

const ONLOOKER: SeatView = {
  you: { seat: NOBODY, role: 'observer', label: '', guest: false, joined: true },
  may: [],
  item: null,
  chair: null,
};

/** Faster than this, contributions are not read out: the voice would never come to an end. */
const FASTEST_SPOKEN: Speed = 4;

export class Player {
  readonly prepared: PreparedReplay;
  readonly room: Room;
  readonly desk: Desk;
  readonly leading: Leading;
  readonly length: number;
  readonly #imagesOf = createCaseImages();

  /** Milliseconds since the session was opened. */
  time = $state(0);
  playing = $state(false);
  speed = $state<Speed>(1);
  skipsQuiet = $state(true);
  /** The image goes where something was just done. */
  follows = $state(true);
  /** Only what this person did is listed and stepped through. */
  person = $state<Seat | null>(null);
  /** The images of this case are not for this person. */
  pixelsRefused = $state(false);

  #band: Band | null = null;
  #rowsOfRecord = -1;
  #goal = '';

  constructor(prepared: PreparedReplay) {
    const { session, protocol } = prepared.replay;
    this.prepared = prepared;
    this.length = session.length;
    const send = () => Promise.resolve(err(refusal('session-closed')));
    this.room = new Room({ session: session.id, seat: NOBODY, protocol, send });
    this.room.seat = ONLOOKER;
    this.desk = new Desk(this.room);
    this.leading = new Leading(this.room);
    this.#show();
  }

  readonly contributions = $derived.by((): readonly Contribution[] => {
    const { contributions } = this.prepared;
    return this.person === null ? contributions : contributions.filter(({ seat }) => seat === this.person);
  });
  /** The contribution of the list that was complete last. */
  readonly latest = $derived.by(
    (): Contribution | null => this.contributions.findLast(({ ms }) => ms <= this.time) ?? null,
  );
  readonly band = $derived.by((): Band | null => this.prepared.bands.findLast(({ from }) => from <= this.time) ?? null);
  /** Milliseconds since 1970. */
  readonly clock = $derived.by((): number => this.prepared.replay.session.startedAt + this.time);

  seek(time: number): void {
    this.time = Math.min(this.length, Math.max(0, time));
    this.#show();
  }

  toggle(): void {
    if (!this.playing && this.time >= this.length) this.seek(0);
    this.playing = !this.playing;
  }

  /** Real time went on by so many milliseconds while the replay plays. */
  tick(elapsed: number): void {
    const before = this.latest;
    const gaps = this.skipsQuiet ? this.prepared.gaps : [];
    this.seek(advanced(this.time, elapsed, { speed: this.speed, length: this.length, gaps }));
    if (this.time >= this.length) this.playing = false;
    if (this.latest && this.latest !== before && this.speed <= FASTEST_SPOKEN) say(this.latest);
  }

  goTo(contribution: Contribution): void {
    this.playing = false;
    this.follows = true;
    this.seek(contribution.ms);
    say(contribution);
  }

  next(): void {
    const next = this.contributions.find(({ ms }) => ms > this.time);
    if (next) this.goTo(next);
  }

  previous(): void {
    const previous = this.contributions.findLast(({ ms }) => ms < this.time);
    if (previous) this.goTo(previous);
  }

  /** The table of the item on screen, as it stands at this moment. */
  showTable(): void {
    const { item } = this.room;
    const track = item?.revealed ? this.prepared.tables.get(item.id) : undefined;
    const doc = track?.at(this.prepared.positionAt(this.time)) ?? null;
    if (doc !== (this.desk.table?.doc ?? null)) this.desk.table = doc && lookedAt(doc);
  }

  /** Returns its undo. */
  loadImages(): () => void {
    const { room } = this;
    let left = false;
    if (room.item)
      void this.#imagesOf(room.item.case).then((loaded) => {
        if (left) return;
        if (loaded.ok) room.images = loaded.value;
        else if (loaded.error.code === 'not-found') this.pixelsRefused = true;
        else room.imagesFailed = true;
      });
    return () => {
      left = true;
      room.images = null;
      room.imagesFailed = false;
      this.pixelsRefused = false;
    };
  }

  #show(): void {
    const { prepared, room } = this;
    const position = prepared.positionAt(this.time);
    const rows = prepared.record.countAt(position);
    if (rows !== this.#rowsOfRecord) room.record = recordOf(prepared.record.at(position));
    this.#rowsOfRecord = rows;
    room.now = this.clock;
    if (this.band !== this.#band) {
      // A sealed item stays in sight until the next one comes, as in the room.
      room.lookingBack = this.band?.phase === 'sealed' ? this.band.item : null;
      this.#band = this.band;
    }
    this.showTable();
    this.#follow();
  }

  #follow(): void {
    const { item } = this.room;
    if (!item || !this.follows) return;
    const made = this.prepared.contributions.findLast(
      (one) => one.ms <= this.time && one.item === item.id && one.frame,
    );
    const frame = made?.frame ?? item.target.frame;
    const goal = `${item.id} ${frameText(frame)}`;
    if (goal !== this.#goal) this.room.goTo(frame, false);
    this.#goal = goal;
  }
}

/** A table nobody writes on and nobody has steps on to take back. */
const lookedAt = (doc: Y.Doc): Table =>
  new Table(doc, { seat: NOBODY, mayWrite: () => false, steps: new OwnSteps(doc, []) });

const say = (made: Contribution): void =>
  announcer.say(`${timeText(made.ms)}. ${made.author.label}: ${contributionText(made)}.`);
