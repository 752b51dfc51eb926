/**
 * Whether Yjs will be able to take all structs of an update in. It waits for what other clients lack, invisibly and for ever,
 * and fails half-way over a struct that refers to a later one of its own client; by then the edit is in the journal, and no
 * replay would get past it.
 */
import * as Y from 'yjs';
import type { Struct } from './update.ts';

/** @param structs those the document has not got yet; of each client in the order of their clocks, without gaps. */
export function canBeIntegrated(doc: Y.Doc, structs: readonly Struct[]): boolean {
  if (structs.length === 1 && structs[0])
    return needsOf(structs[0]).every(({ client, clock }) => clock < Y.getState(doc.store, client));
  const order = new Order(doc, structs);
  return structs.every(({ id }) => order.reaches(id));
}

/**
 * Yjs looks for the neighbours and the root also of a struct that the document has already, and makes the root if there is
 * none. They were there when it was taken in.
 */
export function canBeRepeated(doc: Y.Doc, struct: Struct | Y.Skip): boolean {
  if (!(struct instanceof Y.Item)) return true;
  const parent: unknown = struct.parent;
  if (typeof parent === 'string' && !doc.share.has(parent)) return false;
  return needsOf(struct).every(({ client, clock }) =>
    client === struct.id.client ? clock < struct.id.clock : clock < Y.getState(doc.store, client),
  );
}

/** Goes through the structs as Yjs will: what one of them needs comes first. Each is looked at once or twice. */
class Order {
  readonly #doc: Y.Doc;
  readonly #queues: ReadonlyMap<number, readonly Struct[]>;
  /** Client → how many of its structs are in. */
  readonly #taken = new Map<number, number>();
  /** Client → the clock up to which it is in. */
  readonly #reached = new Map<number, number>();

  constructor(doc: Y.Doc, structs: readonly Struct[]) {
    this.#doc = doc;
    this.#queues = Map.groupBy(structs, ({ id }) => id.client);
  }

  /** Takes in all that leads to this id; false when something is missing, or waits for itself. */
  reaches(goal: Y.ID): boolean {
    const wanted = [goal];
    const waiting = new Set([goal.client]);
    for (let id = wanted.at(-1); id; id = wanted.at(-1)) {
      if (this.#has(id)) {
        wanted.pop();
        waiting.delete(id.client);
        continue;
      }
      const next = this.#queues.get(id.client)?.[this.#taken.get(id.client) ?? 0];
      if (!next) return false;
      const need = needsOf(next).find((one) => !this.#has(one));
      if (!need) this.#take(next);
      else if (waiting.has(need.client)) return false;
      else {
        wanted.push(need);
        waiting.add(need.client);
      }
    }
    return true;
  }

  #has({ client, clock }: Y.ID): boolean {
    return clock < (this.#reached.get(client) ?? Y.getState(this.#doc.store, client));
  }

  #take({ id: { client, clock }, length }: Struct): void {
    this.#taken.set(client, (this.#taken.get(client) ?? 0) + 1);
    this.#reached.set(client, clock + length);
  }
}

/** The ids that have to be there before. A parent is named only where there is no neighbour. */
function needsOf(struct: Struct): readonly Y.ID[] {
  if (!(struct instanceof Y.Item)) return [];
  const parent: unknown = struct.parent;
  return [struct.origin, struct.rightOrigin, parent].filter((id) => id instanceof Y.ID);
}
