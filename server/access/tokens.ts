/** Personal access tokens: `cns_` and 256 random bits, shown once, revocable, with all the rights of their person. */
import type { Actor } from '#domain/access/actor.ts';
import type { UserId } from '#domain/kernel/id.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { NewAccessToken } from '#contract/access.ts';
import {
  accessTokensOf,
  insertAccessToken,
  revokeAccessToken,
  type AccessToken,
  type AccessTokenId,
} from '#server/store/people.ts';
import { hashOfSecret, newSecret } from './one-time-secret.ts';
import type { AccessPorts } from './ports.ts';

export interface ShownToken {
  readonly id: AccessTokenId;
  /** Never to be seen again. */
  readonly token: string;
}

export interface Tokens {
  createToken(actor: Actor, wish: NewAccessToken): Promise<Result<ShownToken, Refusal>>;
  tokensOf(actor: Actor): Promise<readonly AccessToken[]>;
  revokeToken(actor: Actor, id: AccessTokenId): Promise<Result<null, Refusal>>;
}

export function createTokens(ports: AccessPorts): Tokens {
  const { store, ledger, now } = ports;
  return {
    createToken: (actor, { name }) =>
      Promise.resolve(ok(writeToken(ports, { user: actor.user, name, by: actor.user }))),
    tokensOf: (actor) => Promise.resolve(accessTokensOf(store.db, actor.user)),
    revokeToken: (actor, id) =>
      Promise.resolve(
        store.transact((tx): Result<null, Refusal> => {
          const { user } = actor;
          if (!revokeAccessToken(tx, { user, id, at: now() })) return err(refusal('not-found'));
          ledger.append(tx, { actor: user, stream: `user:${user}`, type: 'token-revoked', payload: { token: id } });
          return ok(null);
        }),
      ),
  };
}

export function writeToken(
  { store, ledger, now }: AccessPorts,
  { user, name, by }: { readonly user: UserId; readonly name: string; readonly by: UserId | 'system' },
): ShownToken {
  const token = newSecret('cns_');
  const id = store.transact((tx) => {
    const made = insertAccessToken(tx, { user, name, hash: hashOfSecret(token), at: now() });
    ledger.append(tx, { actor: by, stream: `user:${user}`, type: 'token-created', payload: { token: made } });
    return made;
  });
  return { id, token };
}
