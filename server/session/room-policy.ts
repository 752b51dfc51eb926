/**
 * Who may have which document of a session open, and who may write which of its roots at this moment. A table opens with the
 * first reveal of its item and stays readable; it can be written while the panel reveals, discusses and decides, rests during
 * a private re-vote, and is frozen when the item is sealed or parked.
 */
import { JOINT } from '#documents/joint.ts';
import type { DocumentName } from '#documents/names.ts';
import { NOTES, ownerOf } from '#documents/table.ts';
import type { UserId } from '#domain/kernel/id.ts';
import { isOpenTable } from '#domain/session/guards.ts';
import { itemStateOf, personOf, type SessionState } from '#domain/session/state.ts';

/** Documents of a session. */
export type SessionDocument = Extract<DocumentName, { readonly kind: 'table' | 'record' | 'seat' }>;

/** `write`: may send edits, each judged by `mayWriteRoot`. `read`: none. `null`: may not open it. */
export function mayOpen(state: SessionState, user: UserId, name: SessionDocument): 'read' | 'write' | null {
  const me = personOf(state, user);
  if (!me) return null;
  switch (name.kind) {
    case 'record':
      return 'read';
    case 'seat':
      return me.seat === name.seat ? 'read' : null;
    case 'table': {
      const revealed = itemStateOf(state, name.item)?.reads ?? null;
      if (revealed === null) return null;
      return me.role === 'observer' ? 'read' : 'write';
    }
  }
}

/** What the others see of this person: a cursor only while the table is open and before the panel. */
export function presenceIn(state: SessionState, user: UserId, name: SessionDocument): 'cursor' | 'seat' | null {
  const access = mayOpen(state, user, name);
  if (access === null || name.kind === 'seat') return null;
  if (name.kind === 'record') return 'seat';
  const item = itemStateOf(state, name.item);
  const open = item !== undefined && state.current === name.item && isOpenTable(item.phase);
  return open ? (access === 'write' ? 'cursor' : 'seat') : null;
}

export function mayWriteRoot(state: SessionState, user: UserId, at: { name: SessionDocument; root: string }): boolean {
  const { name, root } = at;
  if (name.kind !== 'table' || mayOpen(state, user, name) !== 'write') return false;
  const me = personOf(state, user);
  const item = itemStateOf(state, name.item);
  if (!me || !item || state.closedAt !== null || state.current !== name.item || !isOpenTable(item.phase)) return false;
  if (item.recused.some((entry) => entry.seat === me.seat)) return false;
  return root === JOINT || root === NOTES || ownerOf(root) === me.seat;
}
