/** Many deaths of one server on one data folder, with people at work: kill, take stock, start again, settle, go on. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seeded } from '#domain/kernel/random.ts';
import { killDuringBackup } from './backup-under-fire.ts';
import { killPlan, momentText, type Moment } from './kill-plan.ts';
import { oneMigrationLater } from './later-migration.ts';
import { after } from './person-at-work.ts';
import { sessionFaults, takeStock, type Stock } from './stocktaking.ts';
import { Storm } from './storm.ts';
import { makeWorld, type WorldPlan } from './world.ts';

export interface CampaignOptions {
  readonly kills: number;
  readonly seed: number;
  readonly plan: WorldPlan;
  readonly say?: (line: string) => void;
}

export interface Spread {
  readonly median: number;
  readonly p95: number;
  readonly most: number;
}

export interface CampaignReport {
  readonly seed: number;
  readonly kills: number;
  /** Kills by kind of moment; `missed`: the point was not reached in time and the process was killed anyway. */
  readonly moments: Readonly<Record<string, number>>;
  readonly acknowledged: {
    readonly edits: number;
    readonly ballots: number;
    readonly commands: number;
    readonly reads: number;
  };
  readonly refusedEdits: number;
  /** Commands whose answer came only after they were sent again. */
  readonly repeatedCommands: number;
  readonly lost: number;
  readonly stock: Omit<Stock, 'faults'>;
  /** From the start of the process until it takes requests, and from there until every copy is equal again; in ms. */
  readonly restarts: { readonly server: Spread; readonly everybody: Spread };
  /** Everything that must not be, as sentences. */
  readonly faults: readonly string[];
}

/** How long a process may live on when the point at which it is to die does not come. */
const POINT_WITHIN_MS = 5000;

interface Field {
  readonly storm: Storm;
  readonly folder: string;
  readonly moments: Map<string, number>;
  readonly serverMs: number[];
  readonly everybodyMs: number[];
  readonly say: (line: string) => void;
  stock: Stock;
}

export async function campaign({ kills, seed, plan, say = () => undefined }: CampaignOptions): Promise<CampaignReport> {
  const folder = mkdtempSync(join(tmpdir(), 'consilium-chaos-'));
  const storm = new Storm({ world: await makeWorld(join(folder, 'data'), plan), seed });
  const stock = takeStock(storm.world, storm.books);
  const field: Field = { storm, folder, moments: new Map(), serverMs: [], everybodyMs: [], say, stock };
  try {
    await storm.start();
    storm.begin();
    await storm.server.kill();
    for (const [n, moment] of killPlan(seeded(seed), kills).entries()) {
      const missed = await dieAt(field, moment);
      field.stock = takeStock(storm.world, storm.books, { head: field.stock.head });
      storm.books.faults.push(...field.stock.faults);
      count(field.moments, missed ? 'missed' : moment.kind);
      say(`${String(n + 1)}/${String(kills)} ${momentText(moment)}${missed ? ' (missed)' : ''}: ${progress(field)}`);
      if (storm.books.faults.length > 20) break;
    }
    await lastLife(field);
    return reportOf(field, { kills, seed });
  } finally {
    await storm.abandon();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One life of the server and its end. True when the chosen point was not reached. */
async function dieAt(field: Field, moment: Moment): Promise<boolean> {
  const { storm } = field;
  switch (moment.kind) {
    case 'start':
      await Promise.race([storm.start(), after(moment.afterMs)]);
      await storm.server.kill();
      return false;
    case 'migration': {
      const migrations = oneMigrationLater(storm.world.folder, join(field.folder, 'migrations'));
      await storm.start({ migrations, dieAt: moment.dieAt });
      return killedBy(field, POINT_WITHIN_MS);
    }
    case 'point':
      if (moment.armed === 'start') await storm.start({ dieAt: moment.dieAt });
      else {
        await live(field);
        await storm.server.fault({ fault: 'die', at: moment.dieAt });
      }
      return killedBy(field, POINT_WITHIN_MS);
    case 'backup':
      await live(field);
      storm.books.faults.push(...(await killDuringBackup(storm, moment, field.folder)));
      await storm.server.kill();
      return false;
    case 'load':
      await live(field);
      await after(moment.afterMs);
      await storm.server.kill();
      return false;
  }
}

/** The server comes back, everybody is found equal, and works on. */
async function live({ storm, serverMs, everybodyMs }: Field): Promise<void> {
  const started = await storm.start();
  if (started === null) throw new Error(`the server did not start again: ${storm.server.said()}`);
  const settled = await storm.settle();
  serverMs.push(started);
  if (settled !== null) everybodyMs.push(settled);
}

async function killedBy({ storm }: Field, ms: number): Promise<boolean> {
  const came = await Promise.race([storm.server.ended.then(() => true), after(ms).then(() => false)]);
  if (!came) await storm.server.kill();
  return !came;
}

/** Nobody is killed any more: all answers come in, and the books must agree exactly. */
async function lastLife(field: Field): Promise<void> {
  const { storm } = field;
  await live(field);
  await storm.repeatCommands();
  await storm.end();
  const { how } = await storm.server.stop();
  if (how !== 0) storm.books.faults.push(`the server ended with ${String(how)}: ${storm.server.said()}`);
  field.stock = takeStock(storm.world, storm.books, { head: field.stock.head, unheard: 0 });
  storm.books.faults.push(...field.stock.faults, ...sessionFaults(storm.world, storm.books));
}

function reportOf(
  { storm, moments, serverMs, everybodyMs, stock }: Field,
  of: { kills: number; seed: number },
): CampaignReport {
  const { books } = storm;
  const { faults: _, ...figures } = stock;
  // What is lost is missed at every stock-taking from then on.
  const faults = [...new Set(books.faults)];
  return {
    ...of,
    moments: Object.fromEntries([...moments].sort()),
    acknowledged: {
      edits: books.acknowledgedEdits,
      ballots: books.acceptedCommands.filter(({ command }) => command.type === 'cast-ballot').length,
      commands: books.acceptedCommands.length,
      reads: books.submissions.length,
    },
    refusedEdits: books.refusedEdits,
    repeatedCommands: books.commands.filter(({ repeated }) => repeated).length,
    lost: faults.filter((fault) => fault.startsWith('lost')).length,
    stock: figures,
    restarts: { server: spreadOf(serverMs), everybody: spreadOf(everybodyMs) },
    faults,
  };
}

function progress({ storm: { books }, stock, everybodyMs }: Field): string {
  const back = everybodyMs.at(-1);
  return [
    `${String(books.acknowledgedEdits)} edits, ${String(books.acceptedCommands.length)} commands`,
    `${String(stock.reveals)} reveals, ${String(stock.rows)} rows`,
    `${back === undefined ? '–' : String(Math.round(back))} ms to equality, ${String(books.faults.length)} faults`,
  ].join(', ');
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.map(Math.round).sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { median: at(0.5), p95: at(0.95), most: sorted.at(-1) ?? 0 };
}

const count = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
