/** A server with one reader who has two chest CTs to read, and a browser in which that reader is signed in. */
import { chromium, type Browser, type BrowserContext } from '@playwright/test';
import type { Services } from '#server/assemble.ts';
import { generatePhantom } from '#server/dicom/phantom/phantom.ts';
import type { Incoming } from '#server/ingest/sources.ts';
import { findBrowser } from '#tests/e2e/browser.ts';
import { enter } from '#tests/e2e/person.ts';
import { furnish, PROJECT, startServer, type Cast, type Running } from '#tests/e2e/server.ts';
import { valueOf } from '#tests/factories/access.ts';
import { installProbe } from './viewer-probe.ts';

export const SLICES = 150;
const SEEDS = [7, 8] as const;

const LEAD: Cast = { name: 'Ann Lead', email: 'ann@example.org', roles: ['lead'] };
const READER: Cast = { name: 'Ben Reader', email: 'ben@example.org', roles: ['reader'] };

export interface OpenRead {
  readonly read: string;
  readonly case: string;
  readonly alias: string;
}

export interface House {
  readonly browser: Browser;
  /** In the order of the reader's list. */
  readonly reads: readonly [OpenRead, OpenRead];
  /** A browser profile that has never been here, except that its owner is signed in. */
  readonly freshContext: () => Promise<BrowserContext>;
  readonly close: () => Promise<void>;
}

export async function openHouse(say: (line: string) => void): Promise<House> {
  const undo: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of undo.reverse()) await step();
  };
  try {
    const found: OpenRead[] = [];
    const server = await startServer(async (services) => {
      found.push(...(await twoReads(services, say)));
    });
    undo.push(() => server.stop());
    const browser = await chromium.launch({ executablePath: findBrowser(), args: ARGUMENTS });
    undo.push(() => browser.close());
    const [first, second] = found;
    if (!first || !second) throw new Error('two reads were assigned, fewer are on the list');
    return { browser, reads: [first, second], freshContext: await signedIn(browser, server), close };
  } catch (cause) {
    await close();
    throw cause;
  }
}

const ARGUMENTS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

async function twoReads(services: Services, say: (line: string) => void): Promise<OpenRead[]> {
  const { access, ingest, reading } = services;
  await furnish(services, [LEAD, READER]);
  const lead = access.operator.actorOf(LEAD.email);
  const reader = access.operator.actorOf(READER.email);
  const project = access.operator.projectNamed(PROJECT);
  if (!lead || !reader || !project) throw new Error('the project is not furnished');
  for (const seed of SEEDS) {
    say(`drawing and importing a chest CT of ${SLICES} slices (seed ${seed})`);
    valueOf(await ingest.importFiles(null, { project: project.id, files: phantom(seed) }));
  }
  const cases = valueOf(ingest.list(lead, project.id)).map(({ id }) => id);
  valueOf(reading.assign(lead, project.id, { cases, readers: [reader.user] }));
  return reading.worklist(reader).map((line) => {
    const { case: about } = valueOf(reading.workspace(reader, line.read));
    return { read: line.read, case: about.id, alias: about.alias };
  });
}

async function* phantom(seed: number): AsyncGenerator<Incoming> {
  const { files } = generatePhantom({ kind: 'chest-ct', seed, count: SLICES });
  for (const { name, bytes } of files) yield await Promise.resolve({ path: name, bytes });
}

/** Signs in once; the profiles made afterwards share the cookie and nothing else. */
async function signedIn(browser: Browser, server: Running): Promise<House['freshContext']> {
  const { page } = await enter(browser, server, READER);
  const storageState = await page.context().storageState();
  await page.context().close();
  return async () => {
    const viewport = { width: 1440, height: 900 };
    const context = await browser.newContext({ baseURL: server.address, viewport, storageState });
    await context.addInitScript(installProbe);
    return context;
  };
}
