/** The draft as one of its writers sees and changes it: everything on screen is read from the shared document. */
import { v7 as newId } from 'uuid';
import * as Y from 'yjs';
import { DraftStepAnswerSchema, ExampleCaseSchema, type DraftStep, type ExampleCase } from '#contract/protocol.ts';
import { LOCAL, removeEntry, rootOf } from '#documents/entries.ts';
import { orderBetween } from '#documents/order.ts';
import { proofOf } from '#documents/proof.ts';
import { contentOf, insertEntry, keysIn } from '#documents/protocol-content.ts';
import {
  CATEGORIES,
  CLAUSES,
  DRAFT_ROOTS,
  EXAMPLES,
  FIELDS,
  FINDINGS,
  draftIn,
  type AGREEMENT,
  type DraftExample,
  type EntryRoot,
  type ProtocolDraft,
  type SESSION,
} from '#documents/protocol-draft.ts';
import { changeText, type TextPlace } from '#documents/texts.ts';
import { putValue } from '#documents/values.ts';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import type { ProjectId, ProtocolId } from '#domain/kernel/id.ts';
import { refusal } from '#domain/kernel/refusal.ts';
import { err, type Result } from '#domain/kernel/result.ts';
import type { ProtocolProblem } from '#domain/protocol/problem.ts';
import { checkedProtocol, isProblems } from '#domain/protocol/problems.ts';
import { shelfOf } from '#lib/collab/kept-shelf.ts';
import { live, type Live } from '#lib/collab/live.svelte.ts';
import { openDocument, type SharedDocument } from '#lib/collab/shared-document.svelte.ts';
import { requested, type Refused } from '#lib/stages/access/api-request.ts';
import { CodeBook } from './code-book.svelte.ts';
import { Company, type Writer } from './company.svelte.ts';
import { OwnWriting } from './own-writing.svelte.ts';

export interface DraftSeat {
  readonly project: ProjectId;
  readonly protocol: ProtocolId;
  readonly writers: readonly Writer[];
  readonly user: { readonly id: string; readonly name: string };
  /** And choose the images of examples; others write. */
  readonly mayPublish: boolean;
}

/** How long publishing waits for what was typed last. */
const PATIENCE_MS = 4000;

export class DraftDesk {
  readonly shared: SharedDocument;
  readonly company: Company;
  readonly own: OwnWriting;
  readonly codes: CodeBook;
  readonly mayPublish: boolean;
  readonly #project: ProjectId;
  readonly #user: string;
  readonly #read: Live<ProtocolDraft>;
  readonly #undo: () => void;

  constructor({ project, protocol, writers, user, mayPublish }: DraftSeat) {
    this.mayPublish = mayPublish;
    this.#project = project;
    this.#user = user.id;
    this.shared = openDocument({ kind: 'protocol', protocol }, { user: user.id });
    this.company = new Company(this.shared, writers, user.id);
    this.codes = new CodeBook(project);
    this.own = new OwnWriting(this.shared.peek());
    this.#read = live(this.shared, (doc) =>
      draftIn(Object.fromEntries(DRAFT_ROOTS.map((root) => [root, rootOf(doc, root).toJSON()]))),
    );
    this.#undo = this.shared.onReplaced((doc) => this.own.follow(doc));
  }

  get draft(): ProtocolDraft {
    return this.#read.current;
  }

  /** The server begins every draft, so one without anything has not arrived yet. */
  readonly arrived = $derived.by(() => this.draft.findings.length > 0 || this.shared.state === 'saved');

  readonly problems = $derived.by((): readonly ProtocolProblem[] => {
    const checked = checkedProtocol(contentOf(this.draft));
    return isProblems(checked) ? checked : [];
  });

  type(place: TextPlace, text: string): void {
    changeText(this.#doc, place, text);
  }

  /** Fields that are undefined are taken out. */
  set(root: EntryRoot, id: string, fields: Readonly<Record<string, unknown>>): void {
    const entry = rootOf(this.#doc, root).get(id);
    if (!(entry instanceof Y.Map)) return;
    const map = entry as Y.Map<unknown>;
    this.own.pause();
    this.#doc.transact(() => {
      for (const [field, value] of Object.entries(fields)) {
        if (value === undefined) map.delete(field);
        else if (!map.has(field) || canonicalJson(map.get(field)) !== canonicalJson(value)) map.set(field, value);
      }
    }, LOCAL);
  }

  setPlan(root: typeof AGREEMENT | typeof SESSION, parts: object): void {
    this.own.pause();
    this.#doc.transact(() => {
      for (const part of Object.entries(parts)) putValue(this.#doc, root, part);
    }, LOCAL);
  }

  addFinding(): string {
    const order = this.#orderAfter(this.draft.findings);
    return this.#insert(FINDINGS, { order, name: '', definition: '', tools: ['freehand'] });
  }

  /** @param of id of a finding, or `case`. */
  addField(of: string): string {
    const order = this.#orderAfter(this.draft.fields.filter((field) => field.of === of));
    return this.#insert(FIELDS, { order, of, label: '', kind: 'yes-no', required: true });
  }

  addClause(): string {
    const parts = this.draft.clauses.findLast(({ number }) => number !== '')?.number.split('.') ?? ['1', '0'];
    const number = [...parts.slice(0, -1), String(Number(parts.at(-1) ?? 0) + 1)].join('.');
    return this.#insert(CLAUSES, { number, kind: 'rule', text: '' });
  }

  addCategory(): string {
    return this.#insert(CATEGORIES, { order: this.#orderAfter(this.draft.categories), name: '', when: [] });
  }

  /** @param shown the case, its image, and what may stand on it already. */
  addExample(
    shown: Pick<DraftExample, 'case' | 'frame' | 'finding' | 'mark'> & { readonly commentary: string },
  ): string {
    return this.#insert(EXAMPLES, { order: this.#orderAfter(this.draft.examples), ...shown });
  }

  /** A finding goes with its fields. */
  remove(root: EntryRoot, id: string): void {
    const fields = root === FINDINGS ? this.draft.fields.filter(({ of }) => of === id) : [];
    this.own.pause();
    this.#doc.transact(() => {
      removeEntry(this.#doc, root, id);
      for (const field of fields) removeEntry(this.#doc, FIELDS, field.id);
    }, LOCAL);
  }

  /** Waits until the server has everything that was written here, and publishes its copy. */
  async publish(openReads: 'finish' | 'move'): Promise<Result<{ version: number }, Refused>> {
    const basedOn = this.draft.about.basedOn;
    const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), PATIENCE_MS));
    if (!(await Promise.race([this.shared.settled(), late]))) return err(refusal('unsynced-edits'));
    return this.take({ step: 'publish', openReads, basedOn, proof: proofOf(this.#doc) });
  }

  /** The finding that a version calls so. */
  findingWithKey(key: string | undefined): string | undefined {
    const keys = keysIn(this.draft);
    return this.draft.findings.find(({ id }) => keys.get(id) === key)?.id;
  }

  /** Whether a case can be shown as an example. @param named its number or its id. */
  exampleCase(named: string): Promise<Result<ExampleCase, Refused>> {
    const address = `/api/v1/projects/${this.#project}/protocol/draft/cases/${encodeURIComponent(named)}`;
    return requested({ method: 'GET', address, answer: ExampleCaseSchema });
  }

  take(step: DraftStep): Promise<Result<{ version: number }, Refused>> {
    const address = `/api/v1/projects/${this.#project}/protocol/draft`;
    return requested({ method: 'POST', address, json: step, answer: DraftStepAnswerSchema });
  }

  /** Work that was not taken and has been seen to. */
  dismiss(work: string): void {
    void shelfOf(this.#user).dismiss(work);
  }

  close(): void {
    this.#undo();
    this.own.close();
    this.company.close();
    void this.shared.leave();
  }

  get #doc(): Y.Doc {
    return this.shared.peek();
  }

  #orderAfter(list: readonly { readonly order: string }[]): string {
    return orderBetween(list.at(-1)?.order ?? null, null, chance);
  }

  #insert(root: EntryRoot, fields: Readonly<Record<string, unknown>>): string {
    const id = newId();
    this.own.pause();
    this.#doc.transact(() => insertEntry(this.#doc, root, { id, ...fields }), LOCAL);
    return id;
  }
}

function chance(): number {
  const [word = 0] = crypto.getRandomValues(new Uint32Array(1));
  return word / 2 ** 32;
}
