/** Single reads stand in the order of the protocol, too: whenever one comes, or the protocol changes, they are put in order again. */
import type { BatchId, UserId } from '#domain/kernel/id.ts';
import { orderedFor, type ReadingOrder } from '#domain/protocol/reading-order.ts';
import type { Transaction } from '#server/store/database.ts';
import { readsInBatch, setPlace } from '#server/store/planning.ts';

export function putInOrder(
  tx: Transaction,
  of: { readonly batch: BatchId; readonly user: UserId },
  order: ReadingOrder,
): void {
  const own = readsInBatch(tx, of.batch, of.user);
  const named = own.map((read) => ({ id: `Case ${String(read.number)}`, read }));
  const ordered = orderedFor(order, of.user, named).map(({ read }) => read);
  for (const [i, { id, place, number }] of ordered.entries()) {
    const due = order.kind === 'fixed' ? number : i + 1;
    if (place !== due) setPlace(tx, id, due);
  }
}
