/** The lead of the view ends with the presenter's connection: a window that was closed leads nobody. */
import type { SessionId, UserId } from '#domain/kernel/id.ts';
import { ok } from '#domain/kernel/result.ts';
import { committed, type CommandPorts } from './commanding.ts';

/** @param isThere whether a person has the room open. */
export function releaseLead(ports: CommandPorts, session: SessionId, isThere: (user: UserId) => boolean): void {
  const state = ports.log.load(session)?.state;
  const presenter = state?.people.find(({ seat }) => seat === state.presenter);
  if (!presenter || isThere(presenter.user)) return;
  // Refused by a full disk or overtaken by a command, it is tried again when the next person leaves.
  committed(ports, session, (tx) => {
    const loaded = ports.log.load(session, tx);
    if (loaded?.state.presenter === presenter.seat)
      ports.log.append(tx, { id: session, actor: presenter.user, seq: loaded.seq }, [
        { type: 'presenter-changed', seat: null },
      ]);
    return ok(null);
  });
}
