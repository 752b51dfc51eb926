/**
 * What whoever sits at the machine may do without signing in: the command line and the demo. Not reachable over the network.
 */
import type { Actor } from '#domain/access/actor.ts';
import type { UserId } from '#domain/kernel/id.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { NewAccount } from '#contract/access.ts';
import { allPeople, personByEmail, replacePassword, type Person } from '#server/store/people.ts';
import { allProjects, projectNamed, type Membership, type Project } from '#server/store/projects.ts';
import { setSetting } from '#server/store/settings.ts';
import { prepareAccount, writeAccount } from './accounts.ts';
import { LEAST_PASSWORD } from './authentication.ts';
import { actorByEmail } from './identity.ts';
import { writeProject, writeRole } from './membership.ts';
import { newSecret } from './one-time-secret.ts';
import type { AccessPorts } from './ports.ts';
import { writeToken } from './tokens.ts';

export interface Operator {
  addPerson(account: NewAccount, as: { readonly administrator: boolean }): Promise<Result<Person, Refusal>>;
  /** Sets the password (a random one when left out), ends all sign-ins, and answers the password. */
  resetPassword(email: string, password?: string): Promise<Result<{ readonly password: string }, Refusal>>;
  createToken(email: string, name: string): Result<{ readonly token: string }, Refusal>;
  createProject(wish: { readonly name: string; readonly lead: UserId }): Result<Project, Refusal>;
  giveRole(membership: Membership): Result<null, Refusal>;
  projectNamed(nameOrId: string): Project | null;
  projects(): readonly Project[];
  people(): readonly Person[];
  /** The person with all their rights, for work done in their name. */
  actorOf(email: string): Actor | null;
  /** From now on the people here sign in with one click on this machine. */
  markMadeByDemo(): void;
}

export function createOperator(ports: AccessPorts): Operator {
  const { store } = ports;
  return {
    async addPerson(wish, as) {
      const account = await prepareAccount(ports, wish, as);
      if (!account.ok) return account;
      return store.transact((tx) => writeAccount(ports, tx, { account: account.value, by: 'system' }));
    },
    resetPassword: (email, password = newSecret()) => resetPassword(ports, email, password),
    createToken(email, name) {
      const person = personByEmail(store.db, email);
      return person ? ok(writeToken(ports, { user: person.id, name, by: 'system' })) : err(refusal('not-found'));
    },
    createProject: (wish) => store.transact((tx) => writeProject(ports, tx, { ...wish, by: 'system' })),
    giveRole: (membership) => store.transact((tx) => writeRole(ports, tx, { ...membership, by: 'system' })),
    projectNamed: (nameOrId) => projectNamed(store.db, nameOrId),
    projects: () => allProjects(store.db),
    people: () => allPeople(store.db),
    actorOf: (email) => actorByEmail(ports, email),
    markMadeByDemo() {
      store.transact((tx) => {
        setSetting(tx, 'made-by-demo', 'true');
      });
    },
  };
}

async function resetPassword(
  { store, ledger, now, authentication }: AccessPorts,
  email: string,
  password: string,
): Promise<Result<{ readonly password: string }, Refusal>> {
  if (password.length < LEAST_PASSWORD) return err(refusal('weak-password', { least: LEAST_PASSWORD }));
  const passwordHash = await authentication.hashPassword(password);
  return store.transact((tx) => {
    const person = personByEmail(tx, email);
    if (!person) return err(refusal('not-found'));
    const user = person.id;
    replacePassword(tx, { user, passwordHash, at: now() });
    ledger.append(tx, { actor: 'system', stream: `user:${user}`, type: 'password-reset', payload: { user } });
    return ok({ password });
  });
}
