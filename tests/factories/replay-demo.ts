/** The demo with a panel that has met: played in a moment, as long as it is said to have taken. */
import type { SessionId } from '#domain/kernel/id.ts';
import type { Services } from '#server/assemble.ts';
import { createDemo, DEMO_PROJECT } from '#server/demo.ts';
import { valueOf } from './access.ts';
import { playSession, studio } from './replay-hour.ts';

export interface PlayedDemo {
  readonly session: SessionId;
  /** Of somebody who chaired it. */
  readonly email: string;
}

export interface DemoPlayed {
  /** People in the panel besides the three of the demo. */
  readonly guests: number;
  /** For each item. */
  readonly edits: number;
  /** In milliseconds. */
  readonly length: number;
}

export async function playDemo(services: Services, { guests, edits, length }: DemoPlayed): Promise<PlayedDemo> {
  await createDemo(services, () => undefined, { size: 256, count: 60 });
  const { operator } = services.access;
  const project = operator.projectNamed(DEMO_PROJECT)?.id;
  if (!project) throw new Error('the demo has no project');
  const own = ['mary', 'jonas', 'aiko'].map((name) => `${name}@demo.example`);
  for (let i = 0; i < guests; i++) {
    const email = `guest${String(i)}@demo.example`;
    const name = NAMES[i % NAMES.length] ?? email;
    const { id: user } = valueOf(
      await operator.addPerson({ name, email, password: 'correct horse battery' }, { administrator: false }),
    );
    valueOf(operator.giveRole({ project, user, role: 'panellist' }));
    own.push(email);
  }
  const people = own.flatMap((email) => operator.actorOf(email) ?? []);
  const [chair] = people;
  if (!chair) throw new Error('the demo has nobody');
  const seats = people.map(({ user }, i) => ({ user, role: i === 0 ? ('chair' as const) : ('panellist' as const) }));
  const planned = await services.agreement.schedule(chair, project, {
    title: 'Panel of ten',
    cases: [],
    people: seats,
  });
  const { session } = valueOf(planned);
  await services.session.settled(session);
  // The rows are many and need not outlive a power failure of a test.
  services.store.connection.pragma('synchronous = OFF');
  await playSession(studio(services.store, Date.now()), { session, people, edits, length });
  return { session, email: chair.email };
}

const NAMES = ['Sunita Iyer', 'Lena Brandt', 'Paul Nkemelu', 'Ines Duarte', 'Tom Hale', 'Ruth Amsel', 'Kofi Mensah'];
