/** Places at tables of servers that ask nobody who they are. */
import { marksRootOf } from '#documents/table.ts';
import { idOf, type Seat } from '#domain/kernel/id.ts';
import { uuid } from '#tests/factories/collab.ts';
import type { Place } from '#tests/factories/many-panels.ts';

/** @param argv ends with the number of rooms and of people in each. */
export function anyPlaces(argv: readonly string[]): Place[] {
  const [rooms = 1, people = 1] = argv.slice(2).map(Number);
  return Array.from({ length: rooms * people }, (_, i) => ({
    room: Math.floor(i / people),
    document: `room-${String(Math.floor(i / people))}`,
    token: 'anybody',
    root: marksRootOf(idOf<Seat>(uuid(5000 + i))),
  }));
}
