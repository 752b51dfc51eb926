/** New people. The password is hashed first (that takes time), then everything is written in one commit. */
import type { NewAccount } from '#contract/access.ts';
import type { UserId } from '#domain/kernel/id.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { Transaction } from '#server/store/database.ts';
import { insertPerson, personByEmail, type Person } from '#server/store/people.ts';
import { LEAST_PASSWORD } from './authentication.ts';
import type { AccessPorts } from './ports.ts';

export interface PreparedAccount {
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly administrator: boolean;
}

export async function prepareAccount(
  { authentication }: AccessPorts,
  { name, email, password }: NewAccount,
  { administrator }: { readonly administrator: boolean },
): Promise<Result<PreparedAccount, Refusal>> {
  if (password.length < LEAST_PASSWORD) return err(refusal('weak-password', { least: LEAST_PASSWORD }));
  return ok({ name, email, passwordHash: await authentication.hashPassword(password), administrator });
}

/** The event names no e-mail address: the ledger is kept for ever and goes into exports. */
export function writeAccount(
  { ledger, now }: AccessPorts,
  tx: Transaction,
  { account, by }: { readonly account: PreparedAccount; readonly by?: UserId | 'system' },
): Result<Person, Refusal> {
  if (personByEmail(tx, account.email)) return err(refusal('email-taken'));
  const person = insertPerson(tx, account, now());
  ledger.append(tx, {
    actor: by ?? person.id,
    stream: `user:${person.id}`,
    type: 'user-created',
    payload: { user: person.id, administrator: person.administrator },
  });
  return ok(person);
}
