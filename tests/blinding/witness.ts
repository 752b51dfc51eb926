/**
 * Keeps every byte each client receives and judges it against what that person may know at that time. Step by step: what came in
 * during a step is judged by the rules of that step, so nothing that opens later excuses what came too early.
 */
import { createHash } from 'node:crypto';
import type { Visitor } from './cast.ts';
import type { Spoken } from './frame-words.ts';
import { createSearch, layersOf, type Needle } from './search.ts';

/** How far the meeting is; everything before a step has happened when it begins. */
export const STEPS = [
  'lobby',
  'look',
  'vote',
  'revealed',
  'private again',
  'revealed again',
  'sealed',
  'closed',
] as const;
export type Step = (typeof STEPS)[number];

export interface Secret {
  readonly needle: Needle;
  readonly owner: Visitor | null;
  /** Who else may come to know it, from which step on; empty: nobody, ever. */
  readonly opens: readonly { readonly to: readonly Visitor[]; readonly from: Step }[];
  /** People who may see it all the time, besides the owner. */
  readonly always?: readonly Visitor[];
}

export interface Piece {
  readonly who: Visitor;
  /** What it came by: `GET /api/v1/…`, `socket`. */
  readonly where: string;
  readonly bytes: Uint8Array;
  /** What a frame says. */
  readonly spoken?: Spoken | undefined;
}

export interface Kept extends Piece {
  readonly step: Step;
}

export interface Finding {
  readonly who: Visitor;
  readonly where: string;
  readonly what: string;
  readonly step: Step;
}

interface Searched {
  readonly layers: readonly Buffer[];
  /** How many of the secrets it has been searched for. */
  readonly searched: number;
  readonly found: readonly string[];
}

export class Witness {
  /** All of what was seen that should not have been. */
  readonly leaks: Finding[] = [];
  /** All of what was seen by people who may, and is not their own: the proof that the search is not blind. */
  readonly seen: Finding[] = [];
  readonly pieces: Kept[] = [];
  readonly #secrets: Secret[] = [];
  readonly #searches = new Map<string, ReturnType<typeof createSearch>>();
  readonly #searched = new Map<string, Searched>();
  #pending: Piece[] = [];
  #step: Step = 'lobby';

  hide(...secrets: readonly Secret[]): void {
    this.#secrets.push(...secrets);
  }

  get step(): Step {
    return this.#step;
  }

  keep(piece: Piece): void {
    this.pieces.push({ ...piece, step: this.#step });
    this.#pending.push(piece);
  }

  /** Whether a text has come to somebody in the clear. */
  hasHeard(who: Visitor, text: string): boolean {
    return this.pieces.some((piece) => piece.who === who && Buffer.from(piece.bytes).includes(text));
  }

  /** Names of the secrets that have been published to somebody by now. */
  published(): string[] {
    return this.#secrets.flatMap(({ needle, opens }) =>
      opens.some(({ from }) => hasCome(from, this.#step)) ? [needle.what] : [],
    );
  }

  /** What was published and has been found with nobody: there the search would be blind. */
  missing(): string[] {
    const found = new Set(this.seen.map(({ what }) => what));
    return this.published().filter((what) => !found.has(what));
  }

  /** What has come in so far belongs to the step that ends here. */
  enter(step: Step): void {
    this.judge();
    this.#step = step;
  }

  judge(): void {
    for (const { who, where, bytes } of this.#pending)
      for (const what of this.#found(bytes)) this.#weigh({ who, where, what, step: this.#step });
    this.#pending = [];
  }

  /** Most answers are the same for many people and steps: each is unwrapped once, and searched for what is new. */
  #found(bytes: Uint8Array): readonly string[] {
    const digest = createHash('sha256').update(bytes).digest('base64');
    const known = this.#searched.get(digest) ?? { layers: layersOf(Buffer.from(bytes)), searched: 0, found: [] };
    if (known.searched === this.#secrets.length) return known.found;
    const found = [...known.found, ...this.#searchFrom(known.searched)(known.layers)];
    this.#searched.set(digest, { layers: known.layers, searched: this.#secrets.length, found });
    return found;
  }

  #searchFrom(first: number): ReturnType<typeof createSearch> {
    const key = `${String(first)} ${String(this.#secrets.length)}`;
    const search = this.#searches.get(key) ?? createSearch(this.#secrets.slice(first).map(({ needle }) => needle));
    this.#searches.set(key, search);
    return search;
  }

  #weigh(finding: Finding): void {
    const secret = this.#secrets.find(({ needle }) => needle.what === finding.what);
    if (!secret || secret.owner === finding.who) return;
    (mayKnow(secret, finding) ? this.seen : this.leaks).push(finding);
  }
}

const mayKnow = ({ opens, always = [] }: Secret, { who, step }: Finding): boolean =>
  always.includes(who) || opens.some(({ to, from }) => to.includes(who) && hasCome(from, step));

const hasCome = (from: Step, step: Step): boolean => STEPS.indexOf(step) >= STEPS.indexOf(from);
