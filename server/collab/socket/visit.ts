/**
 * Who is on which socket, and how much that is. A socket belongs to nobody until the first document is admitted on it, and to
 * that person from then on. Strangers are counted by network address, people over all their sockets.
 */
import type { UserId } from '#domain/kernel/id.ts';
import type { CloseReason } from '#documents/messages.ts';
import type { Admission } from '#server/collab/admission/admission.ts';
import { costOf, createBucket, type Bucket, type SocketLimits } from '#server/collab/limits.ts';

/** One socket, from its arrival to its end. */
export interface Visit {
  /** Documents open on this socket. */
  readonly open: Set<Admission>;
  /** Closes the socket. */
  readonly end: (reason: CloseReason) => void;
  readonly isSignedIn: boolean;
  /** Charges a message; false when this socket or its person is over the limit. */
  take(bytes: number): boolean;
  /** Charges bytes that came before somebody signed in; false when they are too many. */
  takeUnsigned(bytes: number): boolean;
  /** This person is about to open a document; answers why it may not be. */
  enter(user: UserId): Denial | null;
  /** The socket is gone. */
  left(): void;
}

/** `not-allowed`: a second person on the socket of the first. */
export type Denial = 'not-allowed' | 'too-many-connections' | 'too-many-documents';

export interface Visits {
  /** Whether there are too many already, here or from this address. */
  isFull(address: string): boolean;
  /** @param end closes the socket that arrives. */
  arrive(address: string, end: (reason: CloseReason) => void): Visit;
}

/** @param clock in ms, rising. */
export function createVisits(limits: SocketLimits, clock: () => number): Visits {
  const hall: Hall = { limits, clock, sockets: 0, unsigned: 0, people: new Map(), strangers: new Map() };
  return {
    isFull: (address) =>
      hall.sockets >= limits.sockets ||
      hall.unsigned >= limits.strangers ||
      (hall.strangers.get(address) ?? 0) >= limits.strangersOfAddress,
    arrive: (address, end) => new SocketVisit(hall, address, end),
  };
}

/** What all visits share. */
interface Hall {
  readonly limits: SocketLimits;
  readonly clock: () => number;
  sockets: number;
  unsigned: number;
  readonly people: Map<UserId, Person>;
  /** Network address → sockets nobody has signed in on yet. */
  readonly strangers: Map<string, number>;
}

/** A person who left keeps what they owe: coming back does not fill a bucket. */
interface Person {
  readonly user: UserId;
  sockets: number;
  readonly messages: Bucket;
  readonly bytes: Bucket;
}

class SocketVisit implements Visit {
  readonly open = new Set<Admission>();
  readonly end: Visit['end'];
  readonly #hall: Hall;
  readonly #address: string;
  readonly #bucket: Bucket;
  readonly #impatience: NodeJS.Timeout;
  #person: Person | null = null;
  #unsignedBytes = 0;

  constructor(hall: Hall, address: string, end: Visit['end']) {
    this.#hall = hall;
    this.#address = address;
    this.end = end;
    this.#bucket = createBucket(hall.limits.socket, hall.clock);
    this.#impatience = setTimeout(() => end('not-signed-in'), hall.limits.signInMs);
    hall.sockets += 1;
    countStranger(hall, address, 1);
  }

  get isSignedIn(): boolean {
    return this.#person !== null;
  }

  take(bytes: number): boolean {
    const own = this.#bucket.take(costOf(bytes, this.#hall.limits.socket));
    const person = this.#person;
    // Each is charged, whichever of them is empty.
    return person ? [own, person.messages.take(1), person.bytes.take(bytes)].every(Boolean) : own;
  }

  takeUnsigned(bytes: number): boolean {
    this.#unsignedBytes += bytes;
    return this.isSignedIn || this.#unsignedBytes <= this.#hall.limits.bytesBeforeSignIn;
  }

  enter(user: UserId): Denial | null {
    if (this.#person && this.#person.user !== user) return 'not-allowed';
    if (this.open.size >= this.#hall.limits.documents) return 'too-many-documents';
    if (this.#person) return null;
    const person = personIn(this.#hall, user);
    if (person.sockets >= this.#hall.limits.socketsOfPerson) return 'too-many-connections';
    person.sockets += 1;
    this.#person = person;
    clearTimeout(this.#impatience);
    countStranger(this.#hall, this.#address, -1);
    return null;
  }

  left(): void {
    clearTimeout(this.#impatience);
    this.#hall.sockets -= 1;
    if (this.#person) this.#person.sockets -= 1;
    else countStranger(this.#hall, this.#address, -1);
  }
}

function countStranger(hall: Hall, address: string, by: 1 | -1): void {
  hall.unsigned += by;
  const left = (hall.strangers.get(address) ?? 0) + by;
  if (left > 0) hall.strangers.set(address, left);
  else hall.strangers.delete(address);
}

const FORGET_ABOVE = 1000;

function personIn({ people, limits, clock }: Hall, user: UserId): Person {
  const known = people.get(user);
  if (known) return known;
  if (people.size > FORGET_ABOVE)
    for (const { user: id, sockets, messages, bytes } of people.values())
      if (sockets === 0 && messages.full && bytes.full) people.delete(id);
  const [messages, bytes] = [createBucket(limits.personMessages, clock), createBucket(limits.personBytes, clock)];
  const person: Person = { user, sockets: 0, messages, bytes };
  people.set(user, person);
  return person;
}
