/**
 * Presenting: key frames of what the presenter looks at, passed on to the others in the session's record document. Only the
 * holder of the lease may send; the last one is kept for those who join later, as long as that person holds the lease.
 */
import type { Document, Extension } from '@hocuspocus/server';
import * as v from 'valibot';
import type { Actor } from '#domain/access/actor.ts';
import type { SessionId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { KeyframeSchema, type Presented, type PresentingEnded } from '#documents/messages.ts';
import { admissionOf, contextOf, type CollabContext } from '#server/collab/admission/admission.ts';
import { SMALL_MESSAGE_BYTES } from '#server/collab/limits.ts';
import type { CollabPorts, Log } from '#server/collab/ports.ts';

interface Kept {
  readonly presenter: Actor;
  readonly message: string;
  readonly seq: number;
}

export interface Presenting {
  readonly extension: Extension<CollabContext>;
  /** Tells everybody that the presenter stopped, if there was one. @param document the loaded record document. */
  ended(session: SessionId, document: Document | undefined): void;
}

export function createPresenting(ports: CollabPorts, { now, log }: { now: () => Instant; log: Log }): Presenting {
  const last = new Map<SessionId, Kept>();

  /** A key frame that may be passed on, or null. */
  function stamped(context: CollabContext, payload: string): { session: SessionId; kept: Kept } | null {
    const { actor, name } = admissionOf(context);
    if (name.kind !== 'record' || payload.length > SMALL_MESSAGE_BYTES) return null;
    const parsed = v.safeParse(KeyframeSchema, parsedJson(payload));
    const seat = parsed.success ? ports.seatOf(actor, name.session) : null;
    if (!parsed.success || !seat || !ports.mayPresent(actor, name.session, now())) return null;
    const before = last.get(name.session);
    if (before?.presenter.user === actor.user && before.seq >= parsed.output.seq) return null;
    const presented: Presented = { ...parsed.output, seat };
    return {
      session: name.session,
      kept: { presenter: actor, message: JSON.stringify(presented), seq: presented.seq },
    };
  }

  return {
    extension: {
      connected({ context, connection }) {
        const { name } = admissionOf(context);
        const kept = name.kind === 'record' ? last.get(name.session) : undefined;
        if (name.kind !== 'record' || !kept) return Promise.resolve();
        if (ports.mayPresent(kept.presenter, name.session, now())) connection.sendStateless(kept.message);
        else last.delete(name.session);
        return Promise.resolve();
      },
      onStateless({ connection, document, payload }) {
        // Hocuspocus does not wait for this hook: a rejection would end the process.
        try {
          const accepted = stamped(contextOf(connection), payload);
          if (!accepted) return Promise.resolve();
          last.set(accepted.session, accepted.kept);
          document.broadcastStateless(accepted.kept.message, (other) => other !== connection);
        } catch (cause) {
          log.error({ err: cause }, 'a key frame could not be passed on');
        }
        return Promise.resolve();
      },
    },
    ended(session, document) {
      if (!last.delete(session)) return;
      const message: PresentingEnded = { t: 'presenting-ended' };
      document?.broadcastStateless(JSON.stringify(message));
    },
  };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
