/**
 * The books of the storm: what the server has acknowledged, as its clients saw it. Whatever stands here must be found in the
 * database afterwards, exactly once.
 */
import type { ReadContent } from '#domain/reading/mark.ts';
import type { ReadId, Seat, SessionId } from '#domain/kernel/id.ts';
import type { Member } from './world.ts';

/** An entry that somebody wrote and is sure of: the document, the root, the key, and its JSON (undefined: removed). */
export interface AcknowledgedEdit {
  readonly document: string;
  readonly root: string;
  readonly key: string;
  readonly value: unknown;
}

export interface AnsweredCommand {
  readonly session: SessionId;
  readonly member: Member;
  readonly seat: Seat;
  /** As it was sent, with its id. */
  readonly command: Readonly<Record<string, unknown>> & { readonly commandId: string; readonly type: string };
  readonly status: number;
  readonly body: unknown;
  /** Whether it was sent more than once because no answer came. */
  readonly repeated: boolean;
}

export interface AcknowledgedSubmission {
  readonly read: ReadId;
  readonly content: ReadContent;
  readonly hash: string;
}

/** What a client saw of the record of a session, in order: hashes of its canonical JSON. */
export interface Sighting {
  readonly session: SessionId;
  readonly seen: string[];
}

export class Books {
  /** Entries written by one client alone; the last acknowledged value of each counts. */
  readonly edits = new Map<string, AcknowledgedEdit>();
  /** Keys whose value was written again, unacknowledged: either value is right until the later one is acknowledged. */
  readonly underWay = new Map<string, unknown[]>();
  readonly commands: AnsweredCommand[] = [];
  readonly submissions: AcknowledgedSubmission[] = [];
  readonly sightings: Sighting[] = [];
  /** What should never happen, as sentences. */
  readonly faults: string[] = [];
  acknowledgedEdits = 0;
  refusedEdits = 0;

  /** A person sees the change; the server has not answered yet. */
  began(edit: AcknowledgedEdit): void {
    const key = keyOf(edit);
    this.underWay.set(key, [...(this.underWay.get(key) ?? []), edit.value]);
  }

  acknowledged(edit: AcknowledgedEdit): void {
    this.acknowledgedEdits += 1;
    this.edits.set(keyOf(edit), edit);
    this.underWay.delete(keyOf(edit));
  }

  /** The client said so itself: the work was taken out of the document and kept beside it. */
  refused(edit: AcknowledgedEdit): void {
    this.refusedEdits += 1;
    this.underWay.delete(keyOf(edit));
  }

  /** The books as they are now. */
  slice(): Books {
    const copy = new Books();
    for (const [key, edit] of this.edits) copy.edits.set(key, edit);
    copy.commands.push(...this.commands);
    copy.submissions.push(...this.submissions);
    return copy;
  }

  /** Of these books, what has not been written over since. */
  stillStanding(later: Books): Books {
    const standing = this.slice();
    for (const [key, edit] of this.edits)
      if (later.edits.get(key) !== edit || later.underWay.has(key)) standing.edits.delete(key);
    return standing;
  }

  get acceptedCommands(): AnsweredCommand[] {
    return this.commands.filter(({ status }) => status === 200);
  }
}

export const keyOf = ({ document, root, key }: Omit<AcknowledgedEdit, 'value'>): string => `${document} ${root} ${key}`;
