/** Reads of a project that may be compared: cases whose reads are all in, with their lesions matched across readers. */
import type { ComparedCase } from '#domain/agreement/compared-case.ts';
import { disagreementsAbout, type Disagreement } from '#domain/agreement/disagreement.ts';
import { lesionGroups } from '#domain/agreement/lesion-group.ts';
import type { GeometryOf } from '#domain/geometry/extent.ts';
import type { ProjectId, UserId } from '#domain/kernel/id.ts';
import { comparable, type Read, type SubmittedRead } from '#domain/reading/read.ts';
import type { FrameIndex } from '#server/ingest/frame-index.ts';
import { readyCases, type Case } from '#server/store/cases.ts';
import type { Store } from '#server/store/database.ts';
import { protocolVersionsOf, type ProtocolVersion } from '#server/store/protocols.ts';
import { readsOfCase, readsOfProject } from '#server/store/reads.ts';

export interface Comparison extends ComparedCase {
  readonly one: Case;
  readonly disagreements: readonly Disagreement[];
  /** Everybody who read it: the blind set. */
  readonly readers: ReadonlySet<UserId>;
}

export interface ComparisonPorts {
  readonly store: Store;
  readonly frames: FrameIndex;
}

/**
 * Ready cases with at least two reads of one set, all of them submitted. A set is what may be compared: one round, made under
 * the protocol version that is compared by, equally blind. Imported, unblinded reads never mix with blind ones.
 */
function comparisonsOf(
  { store, frames }: ComparisonPorts,
  project: ProjectId,
  protocol: Pick<ProtocolVersion, 'version' | 'content'>,
): Comparison[] {
  const reads = Map.groupBy(readsOfProject(store.db, project), (read) => read.case);
  return readyCases(store.db, project).flatMap((one) =>
    comparedIn(frames, { one, reads: reads.get(one.id) ?? [] }, protocol),
  );
}

/** The same for one case alone; empty while its images wait for a look or are set aside. */
export const comparisonsOfCase = (
  { store, frames }: ComparisonPorts,
  one: Case,
  protocol: Pick<ProtocolVersion, 'version' | 'content'>,
): Comparison[] =>
  one.state === 'ready' ? comparedIn(frames, { one, reads: readsOfCase(store.db, one.id) }, protocol) : [];

interface ReadCase {
  readonly one: Case;
  /** All of them, drafts too. */
  readonly reads: readonly Read[];
}

function comparedIn(
  frames: FrameIndex,
  { one, reads }: ReadCase,
  { version, content }: Pick<ProtocolVersion, 'version' | 'content'>,
): Comparison[] {
  const geometry: GeometryOf = (key) => frames.geometryOf(one.study, key);
  return setsOf(reads, version).map((set) => {
    const groups = lesionGroups(set, content, geometry);
    const disagreements = groups.flatMap((group) => disagreementsAbout(group, content));
    return { one, case: one.id, reads: set, groups, disagreements, readers: readersOf(reads) };
  });
}

/**
 * What there is to compare under the newest protocol version that has anything: after a new version is published, reads made
 * under the old one stay comparable until the first case is read under the new one. Undefined without a published protocol.
 */
export function newestComparisons(
  ports: ComparisonPorts,
  project: ProjectId,
): { readonly protocol: ProtocolVersion; readonly comparisons: Comparison[] } | undefined {
  const versions = protocolVersionsOf(ports.store.db, project);
  for (const protocol of versions) {
    const comparisons = comparisonsOf(ports, project, protocol);
    if (comparisons.length > 0) return { protocol, comparisons };
  }
  const [protocol] = versions;
  return protocol && { protocol, comparisons: [] };
}

/** The same for each version before one, the newest first; versions under which nothing can be compared are left out. */
export const comparisonsByVersion = (
  ports: ComparisonPorts,
  project: ProjectId,
  before: number,
): { readonly protocol: ProtocolVersion; readonly comparisons: Comparison[] }[] =>
  protocolVersionsOf(ports.store.db, project)
    .filter(({ version }) => version < before)
    .map((protocol) => ({ protocol, comparisons: comparisonsOf(ports, project, protocol) }))
    .filter(({ comparisons }) => comparisons.length > 0);

function setsOf(reads: readonly Read[], version: number): (readonly SubmittedRead[])[] {
  // A repeat tells about its reader alone.
  const current = reads.filter((read) => read.protocol.version === version && read.repeats === undefined);
  const sets = Map.groupBy(current, (read) => `${String(read.round)} ${read.blinding} ${read.raters}`);
  return [...sets.values()].flatMap((set) => (comparable(set) ? [set] : []));
}

const readersOf = (reads: readonly Read[]): ReadonlySet<UserId> =>
  new Set(reads.flatMap(({ reader }) => (reader.kind === 'person' ? [reader.user] : [])));
