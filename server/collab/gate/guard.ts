/**
 * The guard decides about one edit before it is journalled: everything in it must be the person's own to write, follow on
 * what the document has, and have the form of the document's shapes. Nothing is bound or changed while it looks.
 */
import type { Instant } from '#domain/kernel/instant.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { rootOf } from '#documents/entries.ts';
import { EDIT_REFUSALS, type EditRefusalCode, type RefusedMessage } from '#documents/messages.ts';
import { commonRootOf, shapeOf, validateRoot, type RootShape } from '#documents/shapes.ts';
import type { Admission } from '#server/collab/admission/admission.ts';
import { createGrowth } from './growth.ts';
import type { Identities } from '#server/collab/presence/identities.ts';
import { inspect, type Inspection } from './inspection.ts';
import { CATCH_UP, CLIENT_IDS, LIVE } from '#server/collab/limits.ts';
import type { CollabPorts } from '#server/collab/ports.ts';
import type { Room } from '#server/collab/room.ts';

export interface Edit {
  readonly room: Room;
  readonly admission: Admission;
  readonly update: Uint8Array;
  /** Whether this is a client's answer to our state vector rather than a live edit. */
  readonly catchUp: boolean;
}

/** What has to be stored with an accepted edit; `novel` is false when there is nothing to store. */
export interface Accepted {
  readonly novel: boolean;
  readonly clients: readonly number[];
}

export type Guard = (edit: Edit) => Promise<Result<Accepted, RefusedMessage>>;

export interface GuardPorts {
  readonly ports: CollabPorts;
  readonly identities: Pick<Identities, 'holderOf'>;
  readonly now: () => Instant;
}

export function createGuard({ ports, identities, now }: GuardPorts): Guard {
  const growth = createGrowth();
  return async ({ room, admission, update, catchUp }) => {
    const limit = catchUp && !admission.catchUpUsed ? CATCH_UP : LIVE;
    if (catchUp) admission.catchUpUsed = true;
    const shape = shapesOf(room);
    const inspected = inspect({ doc: room.document, shapeOf: shape, limit }, update);
    if (!inspected.ok) return err(refused(inspected.error));
    const { value: inspection } = inspected;
    if (!inspection.novel) return ok({ novel: false, clients: [] });
    if (admission.access === 'read') return err(refused('read-only'));
    const clients = newClients(inspection.clients);
    if (!clients) return err(refused('identity-taken'));
    const problem = (await rootProblem(inspection)) ?? valueProblem(inspection);
    if (problem) return err(problem);
    return growth.takes(room.document, update.byteLength) ? ok({ novel: true, clients }) : err(refused('too-large'));

    /** The client ids that become this person's with the edit, or null when one is another's or there are too many. */
    function newClients(clients: ReadonlySet<number>): number[] | null {
      const { user } = admission.actor;
      const fresh: number[] = [];
      for (const client of clients) {
        const owner = room.clients.get(client);
        if ((owner ?? identities.holderOf(room.document, client) ?? user) !== user) return null;
        if (owner === undefined) fresh.push(client);
      }
      if (fresh.length === 0) return fresh;
      const own = [...room.clients.values()].filter((owner) => owner === user).length;
      return own + fresh.length > CLIENT_IDS ? null : fresh;
    }

    async function rootProblem({ roots }: Inspection): Promise<RefusedMessage | null> {
      // An edit that shows nowhere, beside something deleted, is an edit of the document all the same.
      for (const root of roots.size > 0 ? roots.keys() : [commonRootOf(room.name)]) {
        const may = await ports.mayWriteRoot(admission.actor, room.name, { root, now: now() });
        if (!may) return refused('root-denied');
      }
      return null;
    }

    function valueProblem({ roots }: Inspection): RefusedMessage | null {
      for (const [root, value] of roots) {
        if (validateRoot(room.name, root, value) !== null || tooMany(room, root, value)) return refused('value-denied');
        const refusal = ports.validate(room.name, { root, value });
        if (refusal) return refused('value-denied', refusal.message);
      }
      return null;
    }
  };
}

/** Shapes of the roots of one edit, which asks for the same one or two again and again. */
function shapesOf({ name }: Room): (root: string) => RootShape | null {
  const known = new Map<string, RootShape | null>();
  return (root) => {
    const found = known.get(root);
    if (found !== undefined) return found;
    const shape = shapeOf(name, root);
    known.set(root, shape);
    return shape;
  };
}

const refused = (code: EditRefusalCode, message: string = EDIT_REFUSALS[code]): RefusedMessage => ({
  t: 'refused',
  code,
  message,
});

function tooMany(room: Room, root: string, value: Readonly<Record<string, unknown>>): boolean {
  const shape = shapeOf(room.name, root);
  if (!shape || shape.kind === 'projection') return false;
  const map = rootOf(room.document, root);
  const added = Object.keys(value).filter((key) => !map.has(key)).length;
  return added > 0 && map.size + added > shape.maximum;
}
