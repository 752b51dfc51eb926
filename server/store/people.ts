/** People and what they may prove themselves with. E-mail addresses are stored and compared in lower case. */
import { and, asc, eq, isNull } from 'drizzle-orm';
import { idOf, type Id, type UserId } from '#domain/kernel/id.ts';
import { instantOf, type Instant } from '#domain/kernel/instant.ts';
import type { Database, Transaction } from './database.ts';
import { newId } from './ids.ts';
import { accessTokens, credentials, signIns, users } from './schema/access.ts';
import { guests } from './schema/guests.ts';

export type AccessTokenId = Id<'access-token'>;

export interface Person {
  readonly id: UserId;
  readonly name: string;
  readonly email: string;
  readonly administrator: boolean;
}

export interface NewPerson {
  readonly name: string;
  readonly email: string;
  /** As better-auth's `hashPassword` makes it. */
  readonly passwordHash: string;
  readonly administrator: boolean;
}

export interface AccessToken {
  readonly id: AccessTokenId;
  readonly name: string;
  readonly createdAt: Instant;
}

type Source = Database | Transaction;

const PERSON = { id: users.id, name: users.name, email: users.email, administrator: users.administrator };

export const personById = (on: Source, id: UserId): Person | null =>
  personOf(on.select(PERSON).from(users).where(eq(users.id, id)).get());

export const personByEmail = (on: Source, email: string): Person | null =>
  personOf(on.select(PERSON).from(users).where(eq(users.email, email.toLowerCase())).get());

/** Everybody with an account: guests of a session have none. */
export const allPeople = (on: Source): Person[] =>
  on
    .select(PERSON)
    .from(users)
    .leftJoin(guests, eq(guests.userId, users.id))
    .where(isNull(guests.id))
    .orderBy(asc(users.name), asc(users.id))
    .all()
    .map((row) => ({ ...row, id: idOf<UserId>(row.id) }));

export const hasAdministrator = (on: Source): boolean =>
  on.select({ id: users.id }).from(users).where(eq(users.administrator, true)).limit(1).get() !== undefined;

export function insertPerson(tx: Transaction, person: NewPerson, at: Instant): Person {
  const id = newId<UserId>();
  const when = new Date(at);
  const email = person.email.toLowerCase();
  const { name, administrator, passwordHash } = person;
  tx.insert(users).values({ id, name, email, administrator, createdAt: when, updatedAt: when }).run();
  tx.insert(credentials)
    .values({
      id: newId(),
      userId: id,
      accountId: id,
      providerId: 'credential',
      password: passwordHash,
      createdAt: when,
      updatedAt: when,
    })
    .run();
  return { id, name, email, administrator };
}

/** Replaces the password and ends every sign-in of the person. */
export function replacePassword(tx: Transaction, change: { user: UserId; passwordHash: string; at: Instant }): void {
  tx.update(credentials)
    .set({ password: change.passwordHash, updatedAt: new Date(change.at) })
    .where(and(eq(credentials.userId, change.user), eq(credentials.providerId, 'credential')))
    .run();
  tx.delete(signIns).where(eq(signIns.userId, change.user)).run();
}

export function insertAccessToken(
  tx: Transaction,
  token: { readonly user: UserId; readonly name: string; readonly hash: string; readonly at: Instant },
): AccessTokenId {
  const id = newId<AccessTokenId>();
  tx.insert(accessTokens)
    .values({ id, userId: token.user, name: token.name, hash: token.hash, createdAt: token.at })
    .run();
  return id;
}

export const personByToken = (on: Source, hash: string): Person | null =>
  personOf(
    on
      .select(PERSON)
      .from(accessTokens)
      .innerJoin(users, eq(users.id, accessTokens.userId))
      .where(and(eq(accessTokens.hash, hash), isNull(accessTokens.revokedAt)))
      .get(),
  );

export const accessTokensOf = (on: Source, user: UserId): AccessToken[] =>
  on
    .select({ id: accessTokens.id, name: accessTokens.name, createdAt: accessTokens.createdAt })
    .from(accessTokens)
    .where(and(eq(accessTokens.userId, user), isNull(accessTokens.revokedAt)))
    .orderBy(asc(accessTokens.createdAt))
    .all()
    .map((row) => ({ id: idOf<AccessTokenId>(row.id), name: row.name, createdAt: instantOf(row.createdAt) }));

/** @returns whether there was such a token of this person, still in force. */
export function revokeAccessToken(
  tx: Transaction,
  token: { readonly user: UserId; readonly id: AccessTokenId; readonly at: Instant },
): boolean {
  const mine = and(eq(accessTokens.id, token.id), eq(accessTokens.userId, token.user), isNull(accessTokens.revokedAt));
  return tx.update(accessTokens).set({ revokedAt: token.at }).where(mine).run().changes > 0;
}

function personOf(row: { id: string; name: string; email: string; administrator: boolean } | undefined): Person | null {
  return row ? { ...row, id: idOf<UserId>(row.id) } : null;
}
