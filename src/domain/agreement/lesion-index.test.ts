import fc from 'fast-check';
import { expect, it } from 'vitest';
import { circle, comparedProtocol, stack, submitted, uncalibrated } from '#tests/factories/compared-reads.ts';
import type { GeometryOf } from '../geometry/extent.ts';
import type { FrameGeometry } from '../geometry/frame.ts';
import type { ProtocolContent } from '../protocol/protocol.ts';
import { lesionsOf, type Mark } from '../reading/mark.ts';
import { clustersOf, grouped, type Node } from './grouping.ts';
import { lesionLikeness } from './lesion-cost.ts';
import { drawnLesion, type DrawnLesion, type SeenLesion } from './seen-lesion.ts';
import { untangled } from './untangling.ts';

/** Some frames without millimetres, and some in another patient space. */
const mixed: GeometryOf = (key) => {
  const { frameOfReference: _, plane: __, ...flat } = stack(key);
  const elsewhere: FrameGeometry = { ...stack(key), frameOfReference: '1.3' };
  return [stack(key), elsewhere, flat, undefined][key.frame % 4];
};

const protocolWith = (matching: Partial<ProtocolContent['agreement']['matching']>): ProtocolContent => ({
  ...comparedProtocol,
  findings: [
    ...comparedProtocol.findings,
    { id: 'blur', name: 'Blur', definition: 'Of an image', tools: ['freehand'], granularity: 'image', fields: [] },
    { id: 'motion', name: 'Motion', definition: 'Of a series', tools: ['freehand'], granularity: 'series', fields: [] },
  ],
  agreement: {
    ...comparedProtocol.agreement,
    matching: { ...comparedProtocol.agreement.matching, ...matching },
  },
});

const spot = fc.record({
  x: fc.integer({ min: 0, max: 120 }),
  y: fc.integer({ min: 0, max: 60 }),
  d: fc.integer({ min: 4, max: 70 }),
  frame: fc.integer({ min: 1, max: 8 }),
  finding: fc.constantFrom('nodule', 'nodule', 'nodule', 'scar', 'blur', 'motion'),
  tool: fc.constantFrom('freehand', 'ellipse', 'probe', 'whole-image'),
});
const markOf = ({ tool, ...at }: { tool: Mark['tool'] } & Parameters<typeof circle>[0]): Mark => {
  const mark = circle(at);
  return { ...mark, tool, points: tool === 'probe' ? [[at.x, at.y]] : tool === 'whole-image' ? [] : mark.points };
};

/** As it was before anything was left out: all pairs, all areas, everything untangled at once. */
function allAtOnce(readers: readonly (readonly DrawnLesion[])[], protocol: ProtocolContent): string[][] {
  const { may, cost } = lesionLikeness(protocol);
  const nodes = clustersOf(readers, { may: () => false, cost }).flatMap((cluster) => cluster.nodes);
  const ordered = nodes.toSorted((a, b) => a.at - b.at);
  const pairs = ordered.flatMap((a) => ordered.flatMap((b): [Node<DrawnLesion>, Node<DrawnLesion>][] => [[a, b]]));
  const links = pairs.flatMap(([a, b]) => (a.reader < b.reader && may(a.lesion, b.lesion) ? [{ a, b }] : []));
  links.sort((x, y) => x.a.reader - y.a.reader || x.b.reader - y.b.reader);
  return idsOf(untangled({ nodes: ordered, links }, cost).map((group) => group.map(({ lesion }) => lesion)));
}

const idsOf = (groups: readonly (readonly SeenLesion[])[]): string[][] =>
  groups.map((group) => group.map(({ lesion }) => lesion.id)).sort();

const GEOMETRIES: readonly [string, GeometryOf][] = [
  ['in the patient', stack],
  ['in pixels', uncalibrated],
  ['in several spaces', mixed],
];
const MATCHINGS = [{}, { maximumFrames: 2 }, { maximumShare: 0.5, maximumFrames: 1 }];

it.each(GEOMETRIES)(
  '[AG29] comparing only what is near leaves out nothing that may be one lesion, %s',
  (_, geometry) => {
    fc.assert(
      fc.property(
        fc.array(fc.array(spot, { maxLength: 6 }), { minLength: 2, maxLength: 4 }),
        fc.constantFrom(...MATCHINGS),
        (readers, matching) => {
          const protocol = protocolWith(matching);
          const seen = readers.map((spots, n) => {
            const { id, content } = submitted(n, spots.map(markOf));
            return lesionsOf(content).map((lesion) => drawnLesion(id, lesion, geometry));
          });
          expect(idsOf(grouped(seen, lesionLikeness(protocol)))).toEqual(allAtOnce(seen, protocol));
        },
      ),
      { numRuns: 150 },
    );
  },
);
