/** A group is one lesion as the panel will speak of it: what each reader drew there, and who read the case without marking it. */
import type { GeometryOf } from '../geometry/extent.ts';
import type { ReadId } from '../kernel/id.ts';
import type { ProtocolContent } from '../protocol/protocol.ts';
import { lesionsOf } from '../reading/mark.ts';
import type { SubmittedRead } from '../reading/read.ts';
import { grouped } from './grouping.ts';
import { lesionLikeness } from './lesion-cost.ts';
import { drawnLesion, type DrawnLesion, type SeenLesion } from './seen-lesion.ts';

export interface LesionGroup<Lesion extends SeenLesion = SeenLesion> {
  /** The smallest id of its lesions. Server only: mark ids carry times and do not leave before a reveal. */
  readonly id: string;
  /** The finding most readers gave it; the first in the protocol of several. */
  readonly finding: string;
  /** At most one lesion per read, in the order of the reads' ids. */
  readonly seen: readonly Lesion[];
  /** Reads of the case without a mark here. */
  readonly unmarked: readonly ReadId[];
}

/** While it is compared. */
export type DrawnGroup = LesionGroup<DrawnLesion>;

/**
 * All lesions of the reads of one case, matched across readers. The order of reads and marks does not matter. Groups in which
 * every reader measured less than the protocol's minimum size of the finding do not count and are left out.
 */
export function lesionGroups(
  reads: readonly SubmittedRead[],
  protocol: ProtocolContent,
  geometry: GeometryOf,
): DrawnGroup[] {
  const ordered = reads.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const seen = ordered.map(({ id, content }) =>
    lesionsOf(content)
      .map((lesion) => drawnLesion(id, lesion, geometry))
      .sort((a, b) => (a.lesion.id < b.lesion.id ? -1 : 1)),
  );
  return grouped(seen, lesionLikeness(protocol))
    .flatMap((members) => groupOf(members, { ordered, protocol }) ?? [])
    .filter((group) => largeEnough(group, protocol));
}

interface Comparison {
  readonly ordered: readonly SubmittedRead[];
  readonly protocol: ProtocolContent;
}

function groupOf(seen: readonly DrawnLesion[], { ordered, protocol }: Comparison): DrawnGroup | undefined {
  const id = seen.map((s) => s.lesion.id).sort()[0];
  // A lesion whose marks have no place cannot come before a panel.
  if (id === undefined || seen.every((s) => s.centres.length === 0)) return undefined;
  const marked = new Set(seen.map((s) => s.read));
  const unmarked = ordered.filter((read) => !marked.has(read.id)).map((read) => read.id);
  return { id, finding: findingOf(seen, protocol), seen, unmarked };
}

function findingOf(seen: readonly SeenLesion[], protocol: ProtocolContent): string {
  const votes = Map.groupBy(seen, (s) => s.lesion.finding);
  const place = (finding: string): number => protocol.findings.findIndex((f) => f.id === finding);
  const ranked = [...votes].sort(([a, x], [b, y]) => y.length - x.length || place(a) - place(b));
  return ranked[0]?.[0] ?? '';
}

function largeEnough(group: LesionGroup, protocol: ProtocolContent): boolean {
  const minimum = protocol.findings.find((f) => f.id === group.finding)?.minimumMm ?? 0;
  return group.seen.some(({ extent }) => extent?.diameter.unit !== 'mm' || extent.diameter.value >= minimum);
}
