/** One table behind the real guard and the real journal, without sockets: thousands of edits a second may try to pass. */
import { Document } from '@hocuspocus/server';
import { onTestFinished } from 'vitest';
import * as Y from 'yjs';
import { instantOf } from '#domain/kernel/instant.ts';
import { idOf, type UserId } from '#domain/kernel/id.ts';
import { textOf, type DocumentName } from '#documents/names.ts';
import { ownerOf } from '#documents/table.ts';
import type { EditRefusalCode } from '#documents/messages.ts';
import type { Admission } from '#server/collab/admission/admission.ts';
import { createGuard, type Guard } from '#server/collab/gate/guard.ts';
import { createIdentities, type Identities } from '#server/collab/presence/identities.ts';
import type { Opening } from '#server/collab/ports.ts';
import type { Room } from '#server/collab/room.ts';
import { createJournal, type Journal } from '#server/store/journal.ts';
import type { Store } from '#server/store/database.ts';
import { TABLE, seatOf } from './collab.ts';

export type Verdict = 'taken' | 'nothing new' | EditRefusalCode;

export class GatedTable {
  readonly doc: Document;
  readonly room: Room;
  readonly journal: Journal;
  readonly identities: Identities;
  /** Nobody may write any more; who has it open keeps it open. */
  frozen = false;
  readonly #guard: Guard;

  constructor({ connection }: Store, name: DocumentName = TABLE) {
    const now = () => instantOf(Date.now());
    this.journal = createJournal(connection, now);
    this.doc = new Document(textOf(name));
    this.room = { name, text: textOf(name), document: this.doc, clients: new Map(), seq: 0, rowsSinceKeyframe: 0 };
    this.identities = createIdentities((_document, id) => this.room.clients.get(id));
    this.#guard = createGuard({
      now,
      identities: this.identities,
      ports: {
        mayWriteRoot: ({ user }, { kind }, { root }) =>
          !this.frozen && (kind === 'read' || [seatOf(user), null].includes(ownerOf(root))),
        validate: () => null,
        whoIs: () => Promise.resolve(null),
        opened: () => Promise.resolve(),
        redeemTicket: () => null,
        mayOpen: () => null,
        seatOf: () => null,
        presence: () => null,
        mayPresent: () => false,
        attended: () => undefined,
      },
    });
    onTestFinished(() => this.doc.destroy());
  }

  /** What the gate does with one message, in its order. */
  async send(admission: Admission, update: Uint8Array, catchUp = false): Promise<Verdict> {
    const judged = await this.#guard({ room: this.room, admission, update, catchUp });
    if (!judged.ok) return judged.error.code;
    if (!judged.value.novel) {
      // It is not stored, and applied all the same: that must not change anything.
      Y.applyUpdate(this.doc, update);
      return 'nothing new';
    }
    const { user } = admission.actor;
    const { clients } = judged.value;
    await this.journal.append({ document: this.room.text, user, data: update, clients });
    for (const client of clients) this.room.clients.set(client, user);
    Y.applyUpdate(this.doc, update);
    return 'taken';
  }

  /** Equal before and after means that nothing at all has happened. */
  fingerprint(): unknown {
    return {
      document: Buffer.from(Y.encodeStateAsUpdate(this.doc)).toString('base64'),
      waiting: [this.doc.store.pendingStructs, this.doc.store.pendingDs],
      journal: this.journal.head(),
      bindings: [...this.room.clients],
      stored: this.journal.load(this.room.text).clients.size,
    };
  }
}

export function admissionOf(user: string, access: Exclude<Opening, null> = 'write', name = TABLE): Admission {
  return {
    actor: { user: idOf<UserId>(user), name: user, email: '', administrator: false, roles: new Map() },
    ...{ access, name, until: null, asOf: 0, catchUpUsed: false },
    credentials: { kind: 'token', token: user },
    visit: {
      ...{ open: new Set(), isSignedIn: true },
      end: () => undefined,
      take: () => true,
      takeUnsigned: () => true,
      enter: () => null,
      left: () => undefined,
    },
  };
}
