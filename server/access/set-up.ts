/** The first administrator comes in by a one-time link that only whoever starts the server can read. */
import { instantOf } from '#domain/kernel/instant.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { NewAccount } from '#contract/access.ts';
import { hasAdministrator, type Person } from '#server/store/people.ts';
import { insertSetUpLink, markSetUpLinkUsed, setUpLinkIsOpen } from '#server/store/projects.ts';
import { prepareAccount, writeAccount } from './accounts.ts';
import { hashOfSecret, newSecret } from './one-time-secret.ts';
import type { AccessPorts } from './ports.ts';

export interface SetUp {
  /** The token for `/set-up/<token>`, or null when there is an administrator. Each call replaces the link before. */
  openSetUp(): string | null;
  seeSetUp(token: string): Result<null, Refusal>;
  setUp(token: string, account: NewAccount): Promise<Result<Person, Refusal>>;
}

const DAY = 24 * 60 * 60_000;

export function createSetUp(ports: AccessPorts): SetUp {
  const { store, now } = ports;
  const isOpen = (on: Parameters<typeof hasAdministrator>[0], token: string): boolean =>
    !hasAdministrator(on) && setUpLinkIsOpen(on, hashOfSecret(token), now());
  return {
    openSetUp() {
      if (hasAdministrator(store.db)) return null;
      const token = newSecret();
      const link = { hash: hashOfSecret(token), at: now(), expiresAt: instantOf(now() + DAY) };
      store.transact((tx) => {
        insertSetUpLink(tx, link);
      });
      return token;
    },
    seeSetUp: (token) => (isOpen(store.db, token) ? ok(null) : err(refusal('invitation-expired'))),
    async setUp(token, wish) {
      if (!isOpen(store.db, token)) return err(refusal('invitation-expired'));
      const account = await prepareAccount(ports, wish, { administrator: true });
      if (!account.ok) return account;
      return store.transact((tx) => {
        if (!isOpen(tx, token)) return err(refusal('invitation-expired'));
        markSetUpLinkUsed(tx, hashOfSecret(token), now());
        return writeAccount(ports, tx, { account: account.value });
      });
    },
  };
}
