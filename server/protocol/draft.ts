/**
 * The next version while people write it together, in the document `protocol:<id>`. What is published is the server's own copy
 * of it, judged and frozen under the document's lock; the draft goes on towards the version after that.
 */
import { randomInt } from 'node:crypto';
import { v7 as newEntryId } from 'uuid';
import type * as Y from 'yjs';
import type { DraftStep } from '#contract/protocol.ts';
import { rootOf } from '#documents/entries.ts';
import { contentOf, keysIn, markPublished, saysTheSame, writeContent } from '#documents/protocol-content.ts';
import { ABOUT, draftIn, type ProtocolDraft } from '#documents/protocol-draft.ts';
import type { Actor, ProjectRole } from '#domain/access/actor.ts';
import { can, PROJECT_ACTIONS } from '#domain/access/policy.ts';
import type { ProjectId, ProtocolId, UserId } from '#domain/kernel/id.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { beginning } from '#domain/protocol/beginning.ts';
import { checkedProtocol, isProblems } from '#domain/protocol/problems.ts';
import type { Store } from '#server/store/database.ts';
import { membersOf } from '#server/store/projects.ts';
import { currentProtocol, projectOfProtocol, protocolOf, type ProtocolVersion } from '#server/store/protocols.ts';
import { invalidProtocol, protocolIn, publishIn, type PublishingPorts } from './publishing.ts';

/** The server's own copy of the document. */
export interface DraftDocument {
  /** Root → its JSON. */
  readonly roots: Readonly<Record<string, unknown>>;
  /** Whether everything a client proves to have written is in the copy. */
  readonly holds: (proof: string) => boolean;
  readonly journalSeq: number;
}

export interface DraftPorts extends PublishingPorts {
  readonly store: Store;
  /** Runs the closure under the lock of the document, with the server's own copy of it. */
  readonly withDraft: <T>(protocol: ProtocolId, run: (draft: DraftDocument) => T) => Promise<T>;
  /** Changes the document in the server's name. */
  readonly editDraft: (protocol: ProtocolId, change: (doc: Y.Doc) => void) => Promise<void>;
}

export interface OpenDraft {
  /** Where it is written: the document `protocol:<id>`. */
  readonly protocol: ProtocolId;
  /** Who may write in it, by name: nobody has an alias here. */
  readonly writers: readonly { readonly user: UserId; readonly name: string }[];
}

/** The newest version after a step. */
export interface DraftStepTaken {
  readonly version: number;
}

export interface ProtocolDrafts {
  /** Those who write; nobody else sees a draft. */
  mayOpen(actor: Actor, protocol: ProtocolId): 'write' | null;
  /** Begins the draft where there is none yet. */
  open(actor: Actor, project: ProjectId): Promise<Result<OpenDraft, Refusal>>;
  take(actor: Actor, project: ProjectId, step: DraftStep): Promise<Result<DraftStepTaken, Refusal>>;
}

type PublishStep = Extract<DraftStep, { step: 'publish' }>;

export function createDrafts(ports: DraftPorts): ProtocolDrafts {
  const { store } = ports;
  const mayWrite = (actor: Actor, project: ProjectId): boolean =>
    can(actor, 'protocol.write', { kind: 'project', project });
  return {
    mayOpen(actor, protocol) {
      const project = projectOfProtocol(store.db, protocol);
      return project && mayWrite(actor, project) ? 'write' : null;
    },
    async open(actor, project) {
      if (!mayWrite(actor, project)) return err(refusal('not-allowed'));
      const protocol = protocolOf(store.db, project) ?? store.transact((tx) => protocolIn(tx, project, ports.now()));
      const current = currentProtocol(store.db, project);
      const draft = await ports.withDraft(protocol, ({ roots }) => (ABOUT in roots ? draftIn(roots) : null));
      if (!draft) await ports.editDraft(protocol, (doc) => begin(doc, current));
      // The server ended between publishing and noting it in the draft.
      else if (current && draft.about.basedOn < current.version && saysTheSame(draft, current.content))
        await ports.editDraft(protocol, (doc) => markPublished(doc, keysIn(draft), current.version));
      return ok({ protocol, writers: writersOf(store, project) });
    },
    async take(actor, project, step) {
      if (!mayWrite(actor, project)) return err(refusal('not-allowed'));
      const protocol = protocolOf(store.db, project);
      if (!protocol) return err(refusal('protocol-missing'));
      if (step.step === 'publish') return publishDraft(ports, actor, { project, protocol, step });
      const current = currentProtocol(store.db, project);
      if (!current || current.version !== step.version) return err(refusal('version-conflict'));
      await ports.editDraft(protocol, (doc) => {
        if (step.step === 'keep') markPublished(doc, new Map(), current.version);
        else write(doc, current);
      });
      return ok({ version: current.version });
    },
  };
}

const WRITERS: readonly ProjectRole[] = PROJECT_ACTIONS['protocol.write'];

const writersOf = ({ db }: Store, project: ProjectId): OpenDraft['writers'] => {
  const writers = membersOf(db, project).filter(({ role }) => WRITERS.includes(role));
  return [...new Map(writers.map(({ user, name }) => [user, { user, name }])).values()];
};

const chance = (): number => randomInt(2 ** 32) / 2 ** 32;

/** Two people may come at once: the second finds it begun. */
function begin(doc: Y.Doc, current: ProtocolVersion | undefined): void {
  if (rootOf(doc, ABOUT).size === 0) write(doc, current);
}

function write(doc: Y.Doc, from: ProtocolVersion | undefined): void {
  const { content, version } = from ?? { content: beginning(), version: 0 };
  writeContent(doc, { content, version, newId: newEntryId, chance });
}

interface DraftPublishing {
  readonly project: ProjectId;
  readonly protocol: ProtocolId;
  readonly step: PublishStep;
}

async function publishDraft(
  ports: DraftPorts,
  actor: Actor,
  publishing: DraftPublishing,
): Promise<Result<DraftStepTaken, Refusal>> {
  const { project, protocol } = publishing;
  if (!can(actor, 'protocol.publish', { kind: 'project', project })) return err(refusal('not-allowed'));
  const published = await ports.withDraft(protocol, (document) => freeze(ports, actor, { ...publishing, document }));
  if (!published.ok) return published;
  const { version, draft } = published.value;
  await ports.editDraft(protocol, (doc) => markPublished(doc, keysIn(draft), version));
  return ok({ version });
}

function freeze(
  ports: DraftPorts,
  { user }: Actor,
  { project, step, document }: DraftPublishing & { readonly document: DraftDocument },
): Result<{ version: number; draft: ProtocolDraft }, Refusal> {
  if (!document.holds(step.proof)) return err(refusal('unsynced-edits'));
  const draft = draftIn(document.roots);
  if (draft.about.basedOn !== (currentProtocol(ports.store.db, project)?.version ?? 0))
    return err(refusal('draft-superseded'));
  const content = checkedProtocol(contentOf(draft));
  if (isProblems(content)) return err(invalidProtocol(content));
  const { openReads, basedOn } = step;
  const what = { project, by: user, content, openReads, basedOn, journal: document.journalSeq };
  const published = ports.store.transact((tx) => publishIn(ports, tx, what));
  return published.ok ? ok({ version: published.value.version, draft }) : published;
}
