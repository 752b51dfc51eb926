/**
 * One house in a storm: a world on disk, a server process that is killed and started again on the same folder and port, and
 * people who work on. Between two kills the storm can take stock: everybody holds still and every copy must be equal.
 */
import * as Y from 'yjs';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import { seeded, type Random } from '#domain/kernel/random.ts';
import { rootOf } from '#documents/entries.ts';
import { textOf } from '#documents/names.ts';
import type { SharedDocument } from '#lib/collab/shared-document.svelte.ts';
import { Books } from './books.ts';
import { shownTo, workThrough } from './panel-at-work.ts';
import { after, PersonAtWork, type WorkPlace } from './person-at-work.ts';
import { readThrough } from './reader-at-work.ts';
import { watchRecord } from './sightings.ts';
import { startServer, type ServerUnderTest, type StartOptions } from './server-under-test.ts';
import { MEMBERS, type Member, type PlannedSession, type World } from './world.ts';

export interface StormOptions {
  readonly world: World;
  readonly seed: number;
  /** Where the people connect; the server itself unless something stands in between. */
  readonly address?: (port: number) => string;
}

/** The longest anybody waits for equality before it counts as a fault. */
const PATIENCE_MS = 20_000;
const LOOK_AGAIN_MS = 20;

export class Storm {
  readonly world: World;
  readonly books = new Books();
  readonly random: Random;
  readonly #address: (port: number) => string;
  #port = 0;
  #people: Readonly<Record<Member | 'reader', PersonAtWork>> | null = null;
  #server: ServerUnderTest | null = null;
  #work: Promise<unknown> = Promise.resolve();
  #over = false;
  #still: PromiseWithResolvers<undefined> | null = null;
  #current: PlannedSession | null = null;

  constructor({ world, seed, address = (port) => `http://127.0.0.1:${String(port)}` }: StormOptions) {
    this.world = world;
    this.random = seeded(seed);
    this.#address = address;
  }

  get server(): ServerUnderTest {
    if (!this.#server) throw new Error('no server runs');
    return this.#server;
  }

  get people(): Readonly<Record<Member | 'reader', PersonAtWork>> {
    if (!this.#people) throw new Error('nobody has come yet');
    return this.#people;
  }

  /**
   * Starts the server process. Answers how long it took until it took requests, in ms; null when it died before that, as it may
   * have been told to.
   */
  async start(options: Omit<StartOptions, 'folder' | 'port'> = {}): Promise<number | null> {
    const from = performance.now();
    this.#server = startServer({ folder: this.world.folder, port: this.#port, ...options });
    const port = await this.#server.port;
    if (port === null) return null;
    this.#port = port;
    this.#people ??= this.#arrive();
    return performance.now() - from;
  }

  /** The same for a server that has no reason to die. Answers its port. */
  async serve(): Promise<number> {
    if ((await this.start()) === null) throw new Error(`the server did not start: ${this.server.said()}`);
    return this.#port;
  }

  /** Everybody comes in and begins to work. */
  begin(): void {
    const { people, books, random } = this;
    const common = { books, random, turn: () => this.#turn(), goesOn: () => this.#goesOn() };
    const panels = async (): Promise<void> => {
      for (const session of this.world.sessions) {
        if (!this.#goesOn()) return;
        const undo = this.#attend(session);
        await workThrough({ ...common, session, people, frame: this.world.tableFrame });
        if (this.#goesOn()) undo();
      }
    };
    const reading = readThrough({ ...common, reads: this.world.reads, person: people.reader });
    this.#work = Promise.all([panels(), reading]);
  }

  /**
   * Holds everybody still until all work is acknowledged and all copies are equal: to each other, and the projections to what
   * the ledger says. Faults go into the books. Answers how long it took, in ms; null when the server died meanwhile.
   */
  async settle(): Promise<number | null> {
    const from = performance.now();
    this.#still ??= Promise.withResolvers<undefined>();
    const unequal = await Promise.race([this.#untilEqual(from + PATIENCE_MS), this.server.ended.then(() => null)]);
    if (unequal) this.books.faults.push(...unequal);
    this.#still.resolve(undefined);
    this.#still = null;
    return unequal && performance.now() - from;
  }

  /** The people finish what they have begun and leave; resolves when the last answer is in. */
  async end(): Promise<void> {
    this.#over = true;
    this.#still?.resolve(undefined);
    await this.#work;
    await this.settle();
    for (const person of Object.values(this.people)) person.leave();
  }

  /** Some of the commands that were answered long ago, once more under their ids: the first answer, and nothing else. */
  async repeatCommands(): Promise<void> {
    const some = this.random.shuffled(this.books.commands).slice(0, 30);
    for (const { session, member, command, status, body } of some) {
      const again = await this.people[member].send(`/api/v1/sessions/${session}/commands`, command);
      if (again?.status !== status || canonicalJson(again.body) !== canonicalJson(body))
        this.books.faults.push(`${command.type} under an old id got another answer: ${JSON.stringify(again)}`);
    }
  }

  /** Whatever is still running is ended, in whatever state. */
  async abandon(): Promise<void> {
    this.#over = true;
    this.#still?.resolve(undefined);
    if (this.#people) for (const person of Object.values(this.#people)) person.leave();
    await this.#server?.kill();
  }

  #arrive(): Readonly<Record<Member | 'reader', PersonAtWork>> {
    const { tokens } = this.world;
    const place: WorkPlace = { address: () => this.#address(this.#port), books: this.books };
    const come = (token: string): PersonAtWork => new PersonAtWork(place, token);
    return {
      lead: come(tokens.lead),
      first: come(tokens.first),
      second: come(tokens.second),
      observer: come(tokens.observer),
      reader: come(tokens.reader),
    };
  }

  /** Everybody of the panel has the record and the own seat open; what they see of the record is noted. */
  #attend(session: PlannedSession): () => void {
    this.#current = session;
    const names = MEMBERS.map((member) => {
      const record = { kind: 'record', session: session.id } as const;
      const seat = { kind: 'seat', session: session.id, seat: session.seats[member] } as const;
      watchRecord(this.people[member].open(record), session.id, this.books);
      this.people[member].open(seat);
      return { member, record, seat };
    });
    return () => {
      for (const { member, record, seat } of names) {
        this.people[member].close(record);
        this.people[member].close(seat);
        for (const item of session.items) this.people[member].close({ kind: 'table', session: session.id, item });
      }
    };
  }

  #goesOn(): boolean {
    return !this.#over;
  }

  async #turn(): Promise<void> {
    if (this.#goesOn()) await this.#still?.promise;
  }

  async #untilEqual(deadline: number): Promise<string[]> {
    for (;;) {
      const unequal = await this.#inequalities();
      if (unequal.length === 0 || performance.now() > deadline) return unequal;
      await after(LOOK_AGAIN_MS);
    }
  }

  async #inequalities(): Promise<string[]> {
    const documents = Object.values(this.people).flatMap((person) => person.documents);
    const unsaved = documents.filter(({ state }) => state !== 'saved');
    if (unsaved.length > 0) return unsaved.map(({ name, state }) => `${textOf(name)} is ${state}`);
    return [...replicaFaults(documents), ...(await this.#projectionFaults())];
  }

  /** What each client shows of the session is what the server answers from the ledger. */
  async #projectionFaults(): Promise<string[]> {
    const session = this.#current;
    if (!session) return [];
    const faults = await Promise.all(
      MEMBERS.map(async (member) => {
        const person = this.people[member];
        const shown = await shownTo(person, session);
        if (!shown) return [`${member} got no answer about the session`];
        const record = jsonOf(person.open({ kind: 'record', session: session.id }), 'record');
        const seat = jsonOf(person.open({ kind: 'seat', session: session.id, seat: session.seats[member] }), 'seat');
        return [
          ...(record === canonicalJson(shown.record) ? [] : [`${member} sees another record than the ledger's`]),
          ...(seat === canonicalJson(shown.seat) ? [] : [`${member} sees another seat than the ledger's`]),
        ];
      }),
    );
    return faults.flat();
  }
}

const jsonOf = (document: SharedDocument, root: string): string =>
  canonicalJson(rootOf(document.peek(), root).toJSON());

/** Documents that several people have open are the same: state vector and content, and nothing waits for a missing piece. */
function replicaFaults(documents: readonly SharedDocument[]): string[] {
  return [...Map.groupBy(documents, ({ name }) => textOf(name))].flatMap(([name, replicas]) => {
    const states = new Set(replicas.map((replica) => stateOf(replica.peek())));
    const holes = replicas.some((replica) => replica.peek().store.pendingStructs !== null);
    return [
      ...(states.size === 1 ? [] : [`${name} has ${String(states.size)} states`]),
      ...(holes ? [`${name} has a hole`] : []),
    ];
  });
}

/** Empty roots exist only where somebody has looked for them. */
function stateOf(doc: Y.Doc): string {
  const roots = [...doc.share.keys()].sort().map((root) => [root, rootOf(doc, root).toJSON()] as const);
  const filled = Object.fromEntries(roots.filter(([, json]) => Object.keys(json).length > 0));
  const vector = [...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([a], [b]) => a - b);
  return canonicalJson({ filled, vector });
}
