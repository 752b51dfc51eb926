/** Reads of a project that may be compared: cases whose reads are all in, with their lesions matched across readers. */
import type { ComparedCase } from '#domain/agreement/agreement-summary.ts';
import { disagreementsAbout, type Disagreement } from '#domain/agreement/disagreement.ts';
import { lesionGroups } from '#domain/agreement/lesion-group.ts';
import type { GeometryOf } from '#domain/geometry/extent.ts';
import type { ProjectId, UserId } from '#domain/kernel/id.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import { comparable, type Read } from '#domain/reading/read.ts';
import type { FrameIndex } from '#server/ingest/frame-index.ts';
import { readyCases, type Case } from '#server/store/cases.ts';
import type { Store } from '#server/store/database.ts';
import { readsOfProject } from '#server/store/reads.ts';

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

/** Ready cases with at least two reads, all of them submitted, made under the protocol that is compared by. */
export function comparisonsOf(
  { store, frames }: ComparisonPorts,
  project: ProjectId,
  protocol: ProtocolContent,
): Comparison[] {
  const reads = Map.groupBy(readsOfProject(store.db, project), (read) => read.case);
  return readyCases(store.db, project).flatMap((one) => {
    const ofCase = reads.get(one.id) ?? [];
    if (!comparable(ofCase)) return [];
    const geometry: GeometryOf = (key) => frames.geometryOf(one.study, key);
    const groups = lesionGroups(ofCase, protocol, geometry);
    const disagreements = groups.flatMap((group) => disagreementsAbout(group, protocol));
    return [{ one, case: one.id, reads: ofCase, groups, disagreements, readers: readersOf(ofCase) }];
  });
}

const readersOf = (reads: readonly Read[]): ReadonlySet<UserId> =>
  new Set(reads.flatMap(({ reader }) => (reader.kind === 'person' ? [reader.user] : [])));
