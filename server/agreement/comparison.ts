/** Reads of a project that may be compared: cases whose reads are all in, with their lesions matched across readers. */
import type { ComparedCase } from '#domain/agreement/compared-case.ts';
import type { ProjectId, UserId } from '#domain/kernel/id.ts';
import type { Case } from '#server/store/cases.ts';
import { protocolVersionsOf, type ProtocolVersion } from '#server/store/protocols.ts';
import { comparedSet, type ComparingPorts } from './comparing.ts';
import { readSetsOf, readSetsOfCase, repeatSetsOf, type ReadSet } from './read-set.ts';

export interface Comparison extends ComparedCase {
  readonly one: Case;
  /** Everybody who read it: the blind set. */
  readonly readers: ReadonlySet<UserId>;
}

export interface Compared {
  readonly protocol: ProtocolVersion;
  readonly comparisons: readonly Comparison[];
}

/** The comparisons of one case alone; empty while its images wait for a look or are set aside. */
export const comparisonsOfCase = (ports: ComparingPorts, one: Case, protocol: ProtocolVersion): Comparison[] =>
  readSetsOfCase(ports.store, one, protocol.version).map((set) => comparisonOf(ports, set, protocol));

/**
 * What there is to compare under the newest protocol version that has anything: after a new version is published, reads made
 * under the old one stay comparable until the first case is read under the new one. Undefined without a published protocol.
 */
export function newestComparisons(ports: ComparingPorts, project: ProjectId): Compared | undefined {
  const versions = protocolVersionsOf(ports.store.db, project);
  for (const protocol of versions) {
    const comparisons = comparisonsOf(ports, project, protocol);
    if (comparisons.length > 0) return { protocol, comparisons };
  }
  const [protocol] = versions;
  return protocol && { protocol, comparisons: [] };
}

/** The same for each version before one, the newest first; versions under which nothing can be compared are left out. */
export const comparisonsByVersion = (ports: ComparingPorts, project: ProjectId, before: number): Compared[] =>
  protocolVersionsOf(ports.store.db, project)
    .filter(({ version }) => version < before)
    .map((protocol) => ({ protocol, comparisons: comparisonsOf(ports, project, protocol) }))
    .filter(({ comparisons }) => comparisons.length > 0);

/** Every two reads of one reader on a case that came again. */
export const repeatComparisonsOf = (
  ports: ComparingPorts,
  project: ProjectId,
  protocol: ProtocolVersion,
): Comparison[] =>
  repeatSetsOf(ports.store, project, protocol.version).map((set) => comparisonOf(ports, set, protocol));

const comparisonsOf = (ports: ComparingPorts, project: ProjectId, protocol: ProtocolVersion): Comparison[] =>
  readSetsOf(ports.store, project, protocol.version).map((set) => comparisonOf(ports, set, protocol));

const comparisonOf = (ports: ComparingPorts, set: ReadSet, protocol: ProtocolVersion): Comparison => ({
  ...comparedSet(ports, set, protocol),
  one: set.one,
  readers: set.readers,
});
