/** One case as it is compared: its reads of one round, the lesions they contain, and everything in which they differ. */
import type { GeometryOf } from '../geometry/extent.ts';
import type { CaseId, ReadId } from '../kernel/id.ts';
import type { DisagreementKind } from '../plan/disagreement-kind.ts';
import type { ProtocolContent } from '../protocol/protocol.ts';
import type { SubmittedRead } from '../reading/read.ts';
import { disagreementsAbout, type Disagreement } from './disagreement.ts';
import { lesionGroups, type DrawnGroup, type LesionGroup } from './lesion-group.ts';
import { withoutAreas } from './seen-lesion.ts';

export interface ComparedCase {
  readonly case: CaseId;
  readonly reads: readonly SubmittedRead[];
  /** As `lesionGroups` finds them. */
  readonly groups: readonly LesionGroup[];
  /** Group after group, as `disagreementsAbout` finds them. */
  readonly disagreements: readonly Disagreement[];
  /** For the groups of the disagreements: every two readers, and in what these two alone would differ. */
  readonly apart: ReadonlyMap<LesionGroup, readonly PairApart[]>;
}

export interface PairApart {
  readonly pair: readonly [ReadId, ReadId];
  readonly kinds: readonly DisagreementKind[];
}

/** Takes long, and depends on nothing but what it is given. @param reads all of one case and round */
export function comparedCase(
  reads: readonly [SubmittedRead, ...SubmittedRead[]],
  protocol: ProtocolContent,
  geometry: GeometryOf,
): ComparedCase {
  const drawn = lesionGroups(reads, protocol, geometry);
  const compared = drawn.map((group) => {
    const disagreements = disagreementsAbout(group, protocol);
    const light: LesionGroup = { ...group, seen: group.seen.map(withoutAreas) };
    const apart = disagreements.length > 0 ? apartIn(group, protocol) : [];
    return { group: light, disagreements: disagreements.map((one) => ({ ...one, group: light })), apart };
  });
  return {
    case: reads[0].case,
    reads,
    groups: compared.map(({ group }) => group),
    disagreements: compared.flatMap(({ disagreements }) => disagreements),
    apart: new Map(compared.flatMap(({ group, apart }) => (apart.length > 0 ? [[group, apart] as const] : []))),
  };
}

export const disagreementsIn = (
  { disagreements }: Pick<ComparedCase, 'disagreements'>,
  group: LesionGroup,
): Disagreement[] => disagreements.filter((one) => one.group === group);

function apartIn(group: DrawnGroup, protocol: ProtocolContent): PairApart[] {
  const readers = [...group.seen.map(({ read }) => read), ...group.unmarked];
  const pairs = readers.flatMap((a, i) => readers.slice(i + 1).map((b) => [a, b] as const));
  return pairs.map((pair) => {
    const seen = group.seen.filter(({ read }) => pair.includes(read));
    const unmarked = group.unmarked.filter((read) => pair.includes(read));
    const differ = seen.length === 0 ? [] : disagreementsAbout({ ...group, seen, unmarked }, protocol);
    return { pair, kinds: differ.map(({ kind }) => kind) };
  });
}
