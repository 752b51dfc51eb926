/**
 * How long it takes to find what several readers mean by one lesion: four readers with a hundred marks each on a stack of sixty
 * slices, case after case. Beside it, in the same run, the plain form: every two marks compared, every area laid out, all at once.
 */
import { clustersOf, type Link } from '#domain/agreement/grouping.ts';
import { lesionLikeness } from '#domain/agreement/lesion-cost.ts';
import { lesionGroups } from '#domain/agreement/lesion-group.ts';
import { drawnLesion, type DrawnLesion } from '#domain/agreement/seen-lesion.ts';
import { untangled } from '#domain/agreement/untangling.ts';
import type { GeometryOf } from '#domain/geometry/extent.ts';
import { seeded, type Random } from '#domain/kernel/random.ts';
import { lesionsOf, type Mark } from '#domain/reading/mark.ts';
import type { SubmittedRead } from '#domain/reading/read.ts';
import { comparedProtocol, stack, submitted, uncalibrated, uuid } from '#tests/factories/compared-reads.ts';
import type { BenchAnswer, BenchRequest } from './bench.ts';
import { spreadOf } from './figures.ts';

const READERS = 4;
const MARKS = 100;
const CASES = 20;
const SLICES = 60;
const CORNERS = 24;

export async function benchMatching({ repetitions, say }: BenchRequest): Promise<BenchAnswer> {
  const cases = Array.from({ length: CASES }, (_, i) => caseOf(seeded(i + 1), i));
  const frames = Array.from({ length: SLICES + 1 }, (_, frame) => stack({ sop: '1.2.3', frame }));
  const ways = { inThePatient: (key) => frames[key.frame], inPixels: uncalibrated } satisfies Record<
    string,
    GeometryOf
  >;
  const json: Record<string, object> = { readers: { count: READERS, marks: MARKS } };
  const lines: string[] = [];
  for (const [way, geometry] of Object.entries(ways)) {
    const [ours, plain]: [number[], number[]] = [[], []];
    for (let i = 0; i <= repetitions; i++) {
      const found = timed(cases, (reads) => lesionGroups(reads, comparedProtocol, geometry).length);
      const alike = timed(cases, (reads) => plainGroups(reads, geometry));
      if (found.groups !== alike.groups) throw new Error('the two forms find different lesions');
      // The first round warms up.
      if (i > 0) ours.push(found.msPerCase);
      if (i > 0) plain.push(alike.msPerCase);
      await Promise.resolve();
    }
    const [msPerCase, plainMsPerCase] = [spreadOf(ours), spreadOf(plain)];
    const ratio = Math.round((10 * plainMsPerCase.median) / msPerCase.median) / 10;
    json[way] = { msPerCase, plainMsPerCase, ratio };
    lines.push(
      `${way}: ${String(msPerCase.median)} ms a case (1,000 cases: ${msPerCase.median.toFixed(0)} s), plain ${String(ratio)} times`,
    );
    say(lines.at(-1) ?? '');
  }
  return { json, text: lines.join('\n') };
}

/** Processor time of this thread: what else the machine does counts as little as can be. */
function timed(cases: readonly (readonly SubmittedRead[])[], find: (reads: readonly SubmittedRead[]) => number) {
  const start = process.threadCpuUsage();
  const groups = cases.reduce((sum, reads) => sum + find(reads), 0);
  const { user, system } = process.threadCpuUsage(start);
  return { groups, msPerCase: (user + system) / 1000 / cases.length };
}

function plainGroups(reads: readonly SubmittedRead[], geometry: GeometryOf): number {
  const { may, cost } = lesionLikeness(comparedProtocol);
  const seen = reads.map(({ id, content }) => lesionsOf(content).map((lesion) => drawnLesion(id, lesion, geometry)));
  const covered = seen.flat().reduce((sum, { coverage }) => sum + coverage.size, 0);
  if (covered === 0) throw new Error('nothing was drawn');
  const nodes = clustersOf(seen, { may: () => false, cost, nearby: () => () => [] }).flatMap(
    (cluster) => cluster.nodes,
  );
  const links: Link<DrawnLesion>[] = [];
  for (const a of nodes) {
    for (const b of nodes) if (a.reader < b.reader && may(a.lesion, b.lesion)) links.push({ a, b });
  }
  return untangled({ nodes, links }, cost).length;
}

/** All readers see the same nodules of 4 to 20 mm, each a little elsewhere. */
function caseOf(random: Random, number: number): SubmittedRead[] {
  const nodules = Array.from({ length: MARKS }, () => {
    const [x, y] = [random.int(20, 490), random.int(20, 490)];
    return { x, y, d: random.int(8, 40), frame: random.int(1, SLICES) };
  });
  return Array.from({ length: READERS }, (_, reader) =>
    submitted(
      reader,
      nodules.map(({ x, y, d, frame }, i) => {
        const id = uuid((number * READERS + reader) * MARKS + i);
        const points = ring({ x: x + random.int(-4, 4), y: y + random.int(-4, 4), radius: d / 2 + random.unit() });
        return {
          id,
          lesion: id,
          frame: { sop: '1.2.3', frame },
          tool: 'freehand',
          points,
          finding: 'nodule',
          attributes: {},
        };
      }),
    ),
  );
}

function ring({ x, y, radius }: { readonly x: number; readonly y: number; readonly radius: number }): Mark['points'] {
  return Array.from({ length: CORNERS }, (_, i) => {
    const turn = (2 * Math.PI * i) / CORNERS;
    return [x + radius * Math.cos(turn), y + radius * Math.sin(turn)];
  });
}
