/**
 * Who has a session's record open. What somebody holds because they are there, as the lead of the view, must not outlive their
 * connection: some time after a person has left, or after the first one came back to an empty room, the stage is asked to look.
 */
import type { Document, Extension } from '@hocuspocus/server';
import type { SessionId, UserId } from '#domain/kernel/id.ts';
import { admissionOf, contextOf, type CollabContext } from '#server/collab/admission/admission.ts';
import type { CollabPorts } from '#server/collab/ports.ts';

/** A reload and the restart of a server are shorter. */
export const ABSENT_AFTER_MS = 10_000;

export interface AttendancePorts {
  readonly ports: Pick<CollabPorts, 'attended'>;
  /** The loaded record document, if there is one. */
  readonly recordOf: (session: SessionId) => Document | undefined;
  readonly absentAfterMs: number;
}

export interface Attendance {
  readonly extension: Extension<CollabContext>;
  stop(): void;
}

export function createAttendance({ ports, recordOf, absentAfterMs }: AttendancePorts): Attendance {
  const left = new Map<string, number>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const keyOf = (session: SessionId, user: UserId): string => `${session} ${user}`;

  function isThere(session: SessionId, user: UserId): boolean {
    const connections = recordOf(session)?.getConnections() ?? [];
    if (connections.some((connection) => admissionOf(contextOf(connection)).actor.user === user)) return true;
    const since = left.get(keyOf(session, user));
    return since !== undefined && performance.now() - since < absentAfterMs;
  }

  function lookLater(session: SessionId, done: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      done();
      ports.attended(session, (user) => isThere(session, user));
    }, absentAfterMs);
    timer.unref();
    timers.add(timer);
  }

  return {
    extension: {
      connected({ context, connection }) {
        const { name } = admissionOf(context);
        if (name.kind === 'record' && connection.document.getConnectionsCount() === 1)
          lookLater(name.session, () => undefined);
        return Promise.resolve();
      },
      // The server's own connections, which publish, are admitted by nobody.
      onDisconnect({ context: { admission } }) {
        if (admission?.name.kind !== 'record') return Promise.resolve();
        const { name, actor } = admission;
        const key = keyOf(name.session, actor.user);
        const at = performance.now();
        left.set(key, at);
        lookLater(name.session, () => {
          if (left.get(key) === at) left.delete(key);
        });
        return Promise.resolve();
      },
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
