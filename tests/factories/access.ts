/** The access stage on a store in memory, with people on demand. */
import type { Actor, ProjectRole } from '#domain/access/actor.ts';
import type { ProjectId, UserId } from '#domain/kernel/id.ts';
import type { Result } from '#domain/kernel/result.ts';
import { createAccess, type Access } from '#server/access/access.ts';
import { createAuthentication, type SignInCookie } from '#server/access/authentication.ts';
import { testStore, type TestStore } from './store.ts';

export interface TestAccess extends TestStore {
  readonly access: Access;
  /** A person called after their e-mail address; the password is `PASSWORD`. */
  readonly person: (email: string, as?: { readonly administrator: boolean }) => Promise<Actor>;
  /** A project with its lead and one more person in the given role. */
  readonly project: (role: ProjectRole) => Promise<TestProject>;
}

export interface TestProject {
  readonly id: ProjectId;
  readonly lead: Actor;
  readonly member: Actor;
}

export const PASSWORD = 'correct horse battery';

export function testAccess({ origin = null }: { readonly origin?: string | null } = {}): TestAccess {
  const base = testStore();
  const authentication = createAuthentication({ db: base.store.db, secret: 'x'.repeat(43), origin });
  const access = createAccess({ ...base, authentication });
  const { operator } = access;

  async function person(email: string, as = { administrator: false }): Promise<Actor> {
    valueOf(await operator.addPerson({ name: email, email, password: PASSWORD }, as));
    return actor(email);
  }
  function actor(email: string): Actor {
    const found = operator.actorOf(email);
    if (!found) throw new Error(`nobody is called ${email}`);
    return found;
  }
  return {
    ...base,
    access,
    person,
    async project(role) {
      const { user: lead } = await person('lead@x.org');
      const { user } = await person('member@x.org');
      const { id } = valueOf(operator.createProject({ name: 'P', lead }));
      valueOf(operator.giveRole({ project: id, user, role }));
      return { id, lead: actor('lead@x.org'), member: actor('member@x.org') };
    },
  };
}

/** @throws Error naming the refusal. */
export function valueOf<T>(result: Result<T, { readonly code: string }>): T {
  if (result.ok) return result.value;
  throw new Error(`refused: ${result.error.code}`);
}

export const codeOf = (result: Result<unknown, { readonly code: string }>): string =>
  result.ok ? 'ok' : result.error.code;

/** What a browser sends back. */
export const withCookie = ({ name, value }: SignInCookie): Headers =>
  new Headers({ cookie: `${name}=${encodeURIComponent(value)}` });

export const withBearer = (token: string): Headers => new Headers({ authorization: `Bearer ${token}` });

/** A request from this very machine, or from elsewhere. */
export const callerFrom = (address: string, headers: Readonly<Record<string, string>> = {}) => ({
  address,
  headers: new Headers({ host: 'localhost:3000', ...headers }),
});

export const eventTypes = (
  { ledger }: TestStore,
  stream: `user:${UserId}` | `project:${ProjectId}` | `guest:${string}`,
): string[] => ledger.read(stream).map(({ type }) => type);
