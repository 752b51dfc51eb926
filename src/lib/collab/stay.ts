/** One attempt at being in a document: a Y.Doc with its provider. After a refusal its writing identity is of no more use. */
import { HocuspocusProvider } from '@hocuspocus/provider';
import * as v from 'valibot';
import * as Y from 'yjs';
import { ServerMessageSchema, type ServerMessage } from '#documents/messages.ts';
import { textOf, type DocumentName } from '#documents/names.ts';
import { keepInBrowser, type BrowserStore } from './browser-store.ts';
import type { Line } from './line.ts';

const ServerMessageJson = v.pipe(v.string(), v.parseJson(), ServerMessageSchema);

export interface Stay {
  readonly doc: Y.Doc;
  readonly provider: HocuspocusProvider;
  readonly store: BrowserStore;
  /** Lets go of the document, and not of what this browser keeps of it. */
  leave(): void;
}

/** What happens during a stay. Nothing of it is told once the stay is over. */
export interface Happenings {
  /** Something was edited here. */
  edited(transaction: Y.Transaction): void;
  /** A message beside the document. */
  heard(message: ServerMessage): void;
  /** The server does not open the document. */
  refused(reason: string): void;
  /** The server closed the document, or the socket broke. */
  closed(reason: string): void;
  /** The server let us in. */
  admitted(): void;
  /** The server's copy is here. */
  arrived(): void;
}

export interface StayOptions {
  readonly name: DocumentName;
  readonly line: Line;
  readonly user: string | null;
}

export function stayIn({ name, line, user }: StayOptions, tell: Happenings): Stay {
  const doc = new Y.Doc();
  const store = keepInBrowser(doc, name, user);
  const provider = new HocuspocusProvider({
    websocketProvider: line.socket,
    name: textOf(name),
    document: doc,
    token: line.token,
    // The server takes a provider that comes right after another of the same name for the old one; this tells them apart.
    sessionAwareness: true,
  });
  let over = false;
  const during = (run: () => void): void => {
    if (!over) run();
  };
  doc.on('update', (_update: Uint8Array, origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
    if (transaction.local && origin !== provider) during(() => tell.edited(transaction));
  });
  provider.on('stateless', ({ payload }: { payload: string }) => {
    const message = v.safeParse(ServerMessageJson, payload);
    if (message.success) during(() => tell.heard(message.output));
  });
  provider.on('authenticationFailed', ({ reason }: { reason: string }) => during(() => tell.refused(reason)));
  provider.on('close', ({ event }: { event: { reason?: string } }) => during(() => tell.closed(event.reason ?? '')));
  provider.on('authenticated', () => during(() => tell.admitted()));
  provider.on('synced', () => during(() => tell.arrived()));
  void store.ready.then(() => during(() => provider.attach()));
  return {
    doc,
    provider,
    store,
    leave() {
      over = true;
      provider.destroy();
      store.close();
    },
  };
}
