/** The demo: a project with its people, who sign in with one click on this machine. */
import { PROJECT_ROLES, type ProjectRole } from '#domain/access/actor.ts';
import type { Json } from '#domain/kernel/canonical-json.ts';
import type { UserId } from '#domain/kernel/id.ts';
import type { Services } from './assemble.ts';
import { newSecret } from './access/one-time-secret.ts';
import { accepted } from './cli/command.ts';

export const DEMO_PROJECT = 'Lung nodules on chest CT';

/** The first one leads the project and administers the installation. */
export const DEMO_PEOPLE: readonly {
  readonly name: string;
  readonly email: string;
  readonly roles: readonly ProjectRole[];
}[] = [
  { name: 'Mary Okafor', email: 'mary@demo.example', roles: ['lead', 'panellist'] },
  { name: 'Jonas Weber', email: 'jonas@demo.example', roles: ['reader', 'panellist'] },
  { name: 'Aiko Tanaka', email: 'aiko@demo.example', roles: ['reader', 'panellist'] },
  { name: 'Lucía Romero', email: 'lucia@demo.example', roles: ['reader', 'panellist'] },
];

/** Nobody knows the passwords: they are random and shown nowhere. */
export async function createDemo({ access: { operator } }: Services, say: (line: string) => void): Promise<void> {
  const people: { readonly user: UserId; readonly roles: readonly ProjectRole[] }[] = [];
  for (const { name, email, roles } of DEMO_PEOPLE) {
    const account = { name, email, password: newSecret() };
    const person = accepted(await operator.addPerson(account, { administrator: people.length === 0 }));
    people.push({ user: person.id, roles });
  }
  const [first] = people;
  if (!first) throw new Error('a demo needs people');
  const project = accepted(operator.createProject({ name: DEMO_PROJECT, lead: first.user }));
  for (const { user, roles } of people)
    for (const role of roles) accepted(operator.giveRole({ project: project.id, user, role }));
  operator.markMadeByDemo();
  say(`People of the demo: ${DEMO_PEOPLE.map(({ name }) => name).join(', ')}`);
}

export function describeDemo({ access: { operator } }: Services): Json {
  const people = operator.people().map(({ email }) => {
    const held = new Set([...(operator.actorOf(email)?.roles.values() ?? [])].flat());
    return { email, role: PROJECT_ROLES.filter((role) => held.has(role)).join(', ') };
  });
  return { project: operator.projectNamed(DEMO_PROJECT)?.id ?? null, people };
}
