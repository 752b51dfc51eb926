/** The worklist on screen: pages are fetched as they are needed, one after the other, and one line is the present one. */
import { WorklistPageSchema, type WorklistLine, type WorklistPage, type WorklistQuery } from '#contract/worklist.ts';
import { requested } from '#lib/stages/access/api-request.ts';
import { addressOf } from './worklist-address.ts';

export class WorklistDesk {
  lines = $state.raw<readonly WorklistLine[]>([]);
  present = $state(0);
  error = $state<string | null>(null);
  #next = $state<string | null>(null);
  #busy = $state(false);
  readonly #query: WorklistQuery;

  constructor(first: WorklistPage, query: WorklistQuery) {
    this.lines = first.lines;
    this.#next = first.next;
    this.#query = query;
  }

  get more(): boolean {
    return this.#next !== null;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** The page behind the last one; nothing when there is none, or one is on its way. */
  async fetchMore(): Promise<void> {
    if (this.#next === null || this.#busy) return;
    this.#busy = true;
    const address = addressOf('/api/v1/reads', { ...this.#query, after: this.#next });
    const page = await requested({ method: 'GET', address, answer: WorklistPageSchema });
    this.#busy = false;
    if (!page.ok) {
      this.error = page.error.message;
      return;
    }
    this.error = null;
    this.lines = [...this.lines, ...page.value.lines];
    this.#next = page.value.next;
  }

  move(by: number): void {
    this.present = Math.max(0, Math.min(this.lines.length - 1, this.present + by));
  }
}
