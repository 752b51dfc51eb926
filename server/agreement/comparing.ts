/**
 * From sets of reads to compared cases. Each is compared once and then known. Whoever is about to look at a whole project prepares it
 * first: what is not known is compared in the thread, a few cases at a time, and meanwhile the event loop serves everybody else.
 */
import type { ComparedCase } from '#domain/agreement/compared-case.ts';
import { frameText } from '#domain/geometry/frame.ts';
import type { ProjectId } from '#domain/kernel/id.ts';
import type { SubmittedRead } from '#domain/reading/read.ts';
import type { FrameIndex } from '#server/ingest/frame-index.ts';
import type { Case } from '#server/store/cases.ts';
import type { Store } from '#server/store/database.ts';
import { protocolVersionsOf, type ProtocolVersion } from '#server/store/protocols.ts';
import { readById } from '#server/store/reads.ts';
import { comparedInJob, type CompareSet } from './compare-job.ts';
import type { FiguresThread } from './figures-thread.ts';
import type { KnownComparisons } from './known-comparisons.ts';
import { readSetsOf, readSetsOfCase, repeatSetsOf, type ReadSet } from './read-set.ts';

export interface ComparingPorts {
  readonly store: Store;
  readonly frames: FrameIndex;
  readonly known: KnownComparisons;
  readonly thread: FiguresThread;
}

/** Of the newest version under which anything can be compared, or of all of them. */
export type VersionsMeant = 'newest' | 'all';

/** Characters of reads that travel to the thread at once: a few milliseconds of copying. */
const AT_ONCE = 128 * 1024;

/** @returns the same ports, in which every comparison of the project is at hand. */
export async function prepared<Ports extends ComparingPorts>(
  ports: Ports,
  project: ProjectId,
  versions: VersionsMeant,
): Promise<Ports> {
  const held = new Map<string, ComparedCase>();
  for (const protocol of protocolVersionsOf(ports.store.db, project)) {
    const sets = readSetsOf(ports.store, project, protocol.version);
    await prepareSets(ports, {
      protocol,
      sets: [...sets, ...repeatSetsOf(ports.store, project, protocol.version)],
      held,
    });
    if (versions === 'newest' && sets.length > 0) break;
  }
  return withHeld(ports, held);
}

/** @returns the same ports, in which the comparisons of one case are at hand. */
export async function preparedCase<Ports extends ComparingPorts>(
  ports: Ports,
  one: Case,
  protocol: ProtocolVersion,
): Promise<Ports> {
  const held = new Map<string, ComparedCase>();
  await prepareSets(ports, { protocol, sets: readSetsOfCase(ports.store, one, protocol.version), held });
  return withHeld(ports, held);
}

interface Preparing {
  readonly protocol: ProtocolVersion;
  readonly sets: readonly ReadSet[];
  /** Filled with what was known or is compared now, so that no memory that is short loses it meanwhile. */
  readonly held: Map<string, ComparedCase>;
}

async function prepareSets(ports: ComparingPorts, { protocol, sets, held }: Preparing): Promise<void> {
  const isMissing = (set: ReadSet): boolean => {
    const found = ports.known.get(keyOf(set, protocol));
    if (found) held.set(keyOf(set, protocol), found);
    return !found;
  };
  for (const few of fewAtATime(sets.filter(isMissing))) {
    // Somebody else may have asked for the same meanwhile.
    const some = few.filter(isMissing);
    const job = { protocol: protocol.content, sets: some.map((set) => compareSet(ports, set)) };
    const compared = await ports.thread.compare(job);
    for (const [i, set] of some.entries()) {
      const one = compared[i];
      if (!one) continue;
      held.set(keyOf(set, protocol), one);
      ports.known.keep(keyOf(set, protocol), one, sizeOf(set));
    }
  }
}

function withHeld<Ports extends ComparingPorts>(ports: Ports, held: ReadonlyMap<string, ComparedCase>): Ports {
  const known: KnownComparisons = { ...ports.known, get: (key) => held.get(key) ?? ports.known.get(key) };
  return { ...ports, known };
}

/** Known, or compared now. */
export function comparedSet(ports: ComparingPorts, set: ReadSet, protocol: ProtocolVersion): ComparedCase {
  const key = keyOf(set, protocol);
  const found = ports.known.get(key);
  if (found) return found;
  const [compared] = comparedInJob({ protocol: protocol.content, sets: [compareSet(ports, set)] });
  if (!compared) throw new Error('a set of reads was compared and nothing came of it');
  ports.known.keep(key, compared, sizeOf(set));
  return compared;
}

/** Everything that a comparison depends on. */
const keyOf = ({ one, heads }: ReadSet, { hash }: Pick<ProtocolVersion, 'hash'>): string =>
  [one.id, hash, ...heads.map((head) => `${head.id} ${head.hash}`)].join();

const sizeOf = ({ heads }: ReadSet): number => heads.reduce((sum, { size }) => sum + size, 0);

function* fewAtATime(sets: readonly ReadSet[]): Generator<readonly ReadSet[]> {
  let some: ReadSet[] = [];
  let size = 0;
  for (const set of sets) {
    some.push(set);
    size += sizeOf(set);
    if (size < AT_ONCE) continue;
    yield some;
    some = [];
    size = 0;
  }
  if (some.length > 0) yield some;
}

function compareSet({ store, frames }: ComparingPorts, { one, heads }: ReadSet): CompareSet {
  const [first, ...others] = heads.map(({ id }) => submittedRead(store, id));
  if (!first) throw new Error('a set of reads that has none');
  const reads = [first, ...others] as const;
  const keys = new Map(reads.flatMap(({ content }) => content.marks.map(({ frame }) => [frameText(frame), frame])));
  const known = [...keys].flatMap(([text, key]) => {
    const geometry = frames.geometryOf(one.study, key);
    return geometry ? [[text, geometry] as const] : [];
  });
  return { reads, frames: new Map(known) };
}

function submittedRead({ db }: Store, id: SubmittedRead['id']): SubmittedRead {
  const read = readById(db, id);
  if (read?.state !== 'submitted') throw new Error('a submitted read is not there any more');
  return read;
}
