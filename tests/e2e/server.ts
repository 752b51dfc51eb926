/** A server of its own for each story: a fresh data folder, people with passwords, the real process on a free port. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Actor, ProjectRole } from '#domain/access/actor.ts';
import type { ProjectId } from '#domain/kernel/id.ts';
import { assemble, type Services } from '#server/assemble.ts';
import { configFrom } from '#server/config.ts';
import { lungProtocol } from '#server/demo/lung-protocol.ts';
import { generatePhantom, type PhantomPlan } from '#server/dicom/phantom/phantom.ts';
import { valueOf } from '../factories/access.ts';

export const PASSWORD = 'a long enough password';
export const PROJECT = 'Lung nodules';

export interface Running {
  readonly address: string;
  readonly dataFolder: string;
  /** As if the power had gone. Nothing is closed. */
  kill(): Promise<void>;
  /** The same server again, at the same address, after it was killed. Resolves when it answers. */
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}

export interface Cast {
  readonly name: string;
  readonly email: string;
  readonly roles: readonly ProjectRole[];
}

/** @param prepare runs on the services before the server starts. */
export async function startServer(prepare: (services: Services) => Promise<void>): Promise<Running> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'consilium-e2e-'));
  const services = assemble(configFrom({ CONSILIUM_DATA: dataFolder, CONSILIUM_LOG: 'error' }));
  await prepare(services);
  await services.closeConnections();
  await services.close();
  let child = spawned(dataFolder, '0');
  const address = await addressOf(child);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  };
  return {
    address,
    dataFolder,
    kill: () => end('SIGKILL'),
    async startAgain() {
      child = spawned(dataFolder, new URL(address).port);
      await addressOf(child);
    },
    async stop() {
      await end('SIGTERM');
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

function spawned(dataFolder: string, port: string): ChildProcess {
  const env = { ...process.env, CONSILIUM_DATA: dataFolder, PORT: port, HOST: '127.0.0.1', CONSILIUM_LOG: 'error' };
  return spawn('node', ['server/consilium.js', 'serve', '--json'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
}

/** People, a project they belong to, and the lung protocol published in it. The first one leads. */
export async function furnish(services: Services, cast: readonly Cast[]): Promise<void> {
  const { lead, project } = await unfurnished(services, cast);
  valueOf(services.protocol.publish(lead, project, { content: lungProtocol, openReads: 'finish', basedOn: 0 }));
}

/** People, and a project they belong to in which nothing is written yet. The first one leads. */
export async function unfurnished(
  { access: { operator } }: Services,
  cast: readonly Cast[],
): Promise<{ readonly lead: Actor; readonly project: ProjectId }> {
  const [first, ...others] = cast;
  if (!first) throw new Error('a project needs somebody');
  for (const { name, email } of cast) {
    valueOf(await operator.addPerson({ name, email, password: PASSWORD }, { administrator: false }));
  }
  const userOf = (email: string) => operator.actorOf(email)?.user ?? fail(email);
  const project = valueOf(operator.createProject({ name: PROJECT, lead: userOf(first.email) }));
  for (const { email, roles } of [first, ...others]) {
    for (const role of roles) valueOf(operator.giveRole({ project: project.id, user: userOf(email), role }));
  }
  return { lead: operator.actorOf(first.email) ?? fail(first.email), project: project.id };
}

/** Writes a phantom's files into a folder and answers their paths. */
export function phantomFiles(plan: PhantomPlan): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'consilium-phantom-'));
  mkdirSync(folder, { recursive: true });
  return generatePhantom(plan).files.map(({ name, bytes }) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  });
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the server says nothing');
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as { address?: string };
    if (said.address) return said.address;
  }
  throw new Error('the server stopped before it told its address');
}

function fail(what: string): never {
  throw new Error(`missing: ${what}`);
}
