/** One-click sign-in as the people of the demo: only in a database that `demo` made, only from this machine. */
import type { ProjectRole } from '#domain/access/actor.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, type Result } from '#domain/kernel/result.ts';
import { allPeople, personByEmail } from '#server/store/people.ts';
import { rolesOf } from '#server/store/projects.ts';
import { setting } from '#server/store/settings.ts';
import type { SignInCookie } from './authentication.ts';
import { isFromThisMachine } from './loopback.ts';
import type { AccessPorts, Caller } from './ports.ts';

export interface Persona {
  readonly name: string;
  readonly email: string;
  readonly administrator: boolean;
  readonly roles: readonly ProjectRole[];
}

export interface Personas {
  /** Whether `demo` made this database: pages show a banner. */
  isDemo(): boolean;
  /** Empty wherever one-click sign-in is refused. */
  personasFor(caller: Caller): readonly Persona[];
  signInAsPersona(email: string, caller: Caller): Promise<Result<SignInCookie, Refusal>>;
}

export function createPersonas({ store, authentication }: AccessPorts): Personas {
  const isDemo = (): boolean => setting(store.db, 'made-by-demo') !== null;
  const offered = (caller: Caller): boolean => isDemo() && isFromThisMachine(caller);
  return {
    isDemo,
    personasFor(caller) {
      if (!offered(caller)) return [];
      return allPeople(store.db).map(({ id, name, email, administrator }) => {
        const roles = [...rolesOf(store.db, id).values()].flat();
        return { name, email, administrator, roles: [...new Set(roles)] };
      });
    },
    async signInAsPersona(email, caller) {
      if (!offered(caller)) return err(refusal('not-allowed'));
      const person = personByEmail(store.db, email);
      return person ? authentication.signInAs(person.id, caller.headers) : err(refusal('bad-credentials'));
    },
  };
}
