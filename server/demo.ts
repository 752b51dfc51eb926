/**
 * The demo: a project that has come as far as a panel. Everything in it went through the same doors as real work: import,
 * publication, assignment, drafts, submission, scheduling. Only the people are invented; they sign in with one click.
 */
import { putAnswer } from '#documents/read.ts';
import { putMark } from '#documents/marks.ts';
import { MARKS } from '#documents/read.ts';
import { proofOf } from '#documents/proof.ts';
import { PROJECT_ROLES, type Actor, type ProjectRole } from '#domain/access/actor.ts';
import type { Json } from '#domain/kernel/canonical-json.ts';
import type { CaseId, CommandId, ProjectId, ReadId } from '#domain/kernel/id.ts';
import type { ReadContent } from '#domain/reading/mark.ts';
import { newSecret } from './access/one-time-secret.ts';
import type { Services } from './assemble.ts';
import { accepted } from './cli/command.ts';
import { DEMO_READERS, phantomRead } from './demo/phantom-reads.ts';
import { lungProtocol } from './demo/lung-protocol.ts';
import { generatePhantom, type PhantomPlan } from './dicom/phantom/phantom.ts';
import type { PhantomFile } from './dicom/phantom/study.ts';
import { remappedUid } from './dicom/uid.ts';
import type { Incoming } from './ingest/sources.ts';
import { newId } from './store/ids.ts';

export const DEMO_PROJECT = 'Lung nodules on chest CT';
const DEMO_SESSION = 'Lung panel';

/** Readers stand in the order of their reads. */
const DEMO_PEOPLE: readonly {
  readonly name: string;
  readonly email: string;
  readonly roles: readonly ProjectRole[];
}[] = [
  { name: 'Mary Okafor', email: 'mary@demo.example', roles: ['lead', 'panellist'] },
  { name: 'Jonas Weber', email: 'jonas@demo.example', roles: ['reader', 'panellist'] },
  { name: 'Aiko Tanaka', email: 'aiko@demo.example', roles: ['reader', 'panellist'] },
  { name: 'Lucía Romero', email: 'lucia@demo.example', roles: ['reader', 'observer'] },
];

/** The case that was read; a second one waits for its reads, a third one for a look. */
const READ_CASE: PhantomPlan<'chest-ct'> = { kind: 'chest-ct', seed: 7 };
const WAITING: readonly PhantomPlan[] = [
  { kind: 'chest-ct', seed: 11 },
  { kind: 'us-cine', seed: 3 },
];

export interface DemoPlan {
  /** Smaller phantoms for tests. */
  readonly size?: number;
  readonly count?: number;
}

export async function createDemo(services: Services, say: (line: string) => void, plan: DemoPlan = {}): Promise<void> {
  const { people, project } = await peopleAndProject(services);
  const [lead, ...readers] = people;
  if (!lead) throw new Error('a demo needs a lead');
  accepted(services.protocol.publish(lead, project, { content: lungProtocol, openReads: 'finish', basedOn: 0 }));
  say('Drawing three synthetic patients …');
  const phantom = generatePhantom({ ...READ_CASE, ...plan });
  await imported(services, project, phantom.files);
  for (const waiting of WAITING) await imported(services, project, generatePhantom({ ...waiting, ...plan }).files);
  const ready = accepted(services.ingest.list(lead, project)).filter((one) => one.state === 'ready');
  for (const [i, { id }] of ready.entries()) accepted(services.ingest.setContext(lead, id, CONTEXTS[i] ?? {}));
  assign(services, lead, { project, cases: ready.map((one) => one.id), readers });
  say('Reading the first one three times, blind …');
  const remap = (sop: string): string => remappedUid(sop, services.secrets.uidKey(project));
  for (const [i, reader] of readers.slice(0, DEMO_READERS).entries()) {
    await readFirst(services, reader, phantomRead(phantom.truth.nodules, i, remap));
  }
  accepted(await services.agreement.schedule(lead, project, { title: DEMO_SESSION, cases: [], people: seats(people) }));
  services.access.operator.markMadeByDemo();
  say(`People of the demo: ${DEMO_PEOPLE.map(({ name }) => name).join(', ')}`);
}

const CONTEXTS = [
  {
    age: '64 y',
    sex: 'female',
    indication: 'Screening CT, smoker',
    history: '40 pack-years; no known malignancy',
    prior: 'none',
  },
  { age: '57 y', sex: 'male', indication: 'Cough for six weeks', history: 'Never smoked' },
];

/** Nobody knows the passwords: they are random and shown nowhere. */
async function peopleAndProject({ access: { operator } }: Services): Promise<{ people: Actor[]; project: ProjectId }> {
  const ids = [];
  for (const { name, email } of DEMO_PEOPLE) {
    const account = { name, email, password: newSecret() };
    ids.push(accepted(await operator.addPerson(account, { administrator: ids.length === 0 })).id);
  }
  const [lead] = ids;
  if (!lead) throw new Error('a demo needs people');
  const project = accepted(operator.createProject({ name: DEMO_PROJECT, lead }));
  for (const [i, { roles }] of DEMO_PEOPLE.entries()) {
    const user = ids[i];
    if (user) for (const role of roles) accepted(operator.giveRole({ project: project.id, user, role }));
  }
  const people = DEMO_PEOPLE.flatMap(({ email }) => operator.actorOf(email) ?? []);
  return { people, project: project.id };
}

async function imported({ ingest }: Services, project: ProjectId, files: readonly PhantomFile[]): Promise<void> {
  async function* incoming(): AsyncGenerator<Incoming> {
    for (const { name, bytes } of files) yield await Promise.resolve({ path: name, bytes });
  }
  const report = accepted(await ingest.importFiles(null, { project, files: incoming() }));
  if (report.quarantined.length > 0) throw new Error('a phantom was quarantined');
}

interface Assigning {
  readonly project: ProjectId;
  readonly cases: readonly CaseId[];
  readonly readers: readonly Actor[];
}

function assign({ reading }: Services, lead: Actor, { project, cases, readers }: Assigning): void {
  accepted(reading.assign(lead, project, { cases, readers: readers.map((r) => r.user) }));
}

/** Draws the reader's marks into the draft and submits it, as the reader would. */
async function readFirst(services: Services, reader: Actor, content: ReadContent): Promise<void> {
  const first = services.reading.worklist(reader).at(0);
  if (!first) throw new Error('the reader has nothing to read');
  const name = { kind: 'read', read: first.read } as const;
  let proof = '';
  await services.collab.edit(name, (doc) => {
    for (const mark of content.marks) putMark(doc, MARKS, mark);
    for (const [field, value] of Object.entries(content.answers)) putAnswer(doc, field, value);
    proof = proofOf(doc);
  });
  const { read, protocolVersion } = first;
  accepted(await services.reading.submit(reader, read, { commandId: newId<CommandId>(), proof, protocolVersion }));
}

const seats = (people: readonly Actor[]) =>
  people.map(({ user }, i) => ({
    user,
    role: i === 0 ? ('chair' as const) : i < 3 ? ('panellist' as const) : ('observer' as const),
  }));

export async function describeDemo(services: Services): Promise<Json> {
  const { operator } = services.access;
  const project = operator.projectNamed(DEMO_PROJECT);
  const people = operator.people().map(({ email }) => {
    const held = new Set([...(operator.actorOf(email)?.roles.values() ?? [])].flat());
    return { email, role: PROJECT_ROLES.filter((role) => held.has(role)).join(', ') };
  });
  const lead = operator.actorOf(DEMO_PEOPLE[0]?.email ?? '');
  if (!project || !lead) return { project: null, session: null, people, reads: [], cases: [] };
  const session = accepted(await services.session.list(lead, project.id)).at(-1)?.id ?? null;
  return { project: project.id, session, people, ...workOf(services, lead, project.id) };
}

function workOf({ reading, ingest, access }: Services, lead: Actor, project: ProjectId): { reads: Json; cases: Json } {
  const emails = new Map(access.operator.people().map((person) => [person.id, person.email]));
  const reads = accepted(reading.list(lead, project)).map(({ read, reader, state, case: about }) => ({
    id: read satisfies ReadId,
    email: reader.kind === 'person' ? (emails.get(reader.user) ?? null) : null,
    state,
    case: about,
  }));
  const cases = accepted(ingest.list(lead, project)).map(({ id, alias, state }) => ({ id, alias, state }));
  return { reads, cases };
}
