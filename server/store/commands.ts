/** Repeating a command is harmless: the first answer is kept beside the person and the command id, and given again. */
import { and, eq } from 'drizzle-orm';
import type { CommandId, UserId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Transaction } from './database.ts';
import { commandAnswers } from './schema/ledger.ts';

export interface CommandKey {
  readonly actor: UserId;
  readonly commandId: CommandId;
  readonly at: Instant;
}

/**
 * Runs the command inside the caller's transaction, or answers what it answered the first time. Refusals are kept as well:
 * a client that wants to try again makes a new command. `T` must survive JSON (a `Result` of plain data does).
 */
export function once<T>(tx: Transaction, { actor, commandId, at }: CommandKey, run: () => T): T {
  const first = tx
    .select({ answer: commandAnswers.answer })
    .from(commandAnswers)
    .where(and(eq(commandAnswers.actor, actor), eq(commandAnswers.commandId, commandId)))
    .get();
  if (first) return JSON.parse(first.answer) as T;
  const answer = run();
  tx.insert(commandAnswers)
    .values({ actor, commandId, at, answer: JSON.stringify(answer) })
    .run();
  return answer;
}
