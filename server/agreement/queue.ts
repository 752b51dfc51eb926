/**
 * The queue of disagreements of one look, for people outside the blind set: what costs most comes first, and of each it is told what
 * became of it. Readers have numbers that are drawn for the look; where slots are not the same people they have letters, per case.
 */
import { randomInt } from 'node:crypto';
import type {
  DisagreementQueue,
  LesionPlace,
  QueuedCost,
  QueuedLesion,
  QueueEntry,
  QueueStatus,
} from '#contract/disagreements.ts';
import { disagreementQueue, type QueuedDisagreement } from '#domain/agreement/disagreement-queue.ts';
import type { LesionGroup } from '#domain/agreement/lesion-group.ts';
import { frameText } from '#domain/geometry/frame.ts';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import type { ProjectId, ReadId } from '#domain/kernel/id.ts';
import { seeded } from '#domain/kernel/random.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import { BLINDING_TEXT, type Raters } from '#domain/reading/read.ts';
import { isPutToVote } from './agenda.ts';
import { usesIn } from './agenda-use.ts';
import type { Comparison } from './comparison.ts';
import { disagreementId } from './disagreement-id.ts';
import type { Look } from './looks.ts';
import { pairsApart } from './pairs-apart.ts';
import { aboutText, measureText, ruleWords, statementsIn } from './queue-words.ts';
import { recordedResolutions, type ResolutionPorts } from './resolutions.ts';

type Queued = QueuedDisagreement<Comparison>;

export function queueOf(ports: ResolutionPorts, project: ProjectId, look: Look): DisagreementQueue {
  const { content, publishedAt: _at, publishedBy: _by, ...citation } = look.protocol;
  const reads = look.seen.flatMap((one) => one.reads);
  const raters = reads.some((read) => read.raters === 'interchangeable') ? 'interchangeable' : 'identified';
  const names = namesOf(look.seen, raters);
  const read = (one: Queued) => (id: ReadId) => names.get(one.compared)?.get(id) ?? '';
  const idFor = disagreementId(ports.keyed, project, look.protocol);
  const status = statuses(ports, project, content);
  const pairs = pairsApart(content);
  const entries = disagreementQueue(look.seen, content).map((one): QueueEntry => {
    const id = idFor(one);
    return {
      ...{ id, case: one.case, alias: one.compared.one.alias, kind: one.disagreement.kind },
      lesion: lesionOf(one, content),
      votedOn: isVotedOn(one, content),
      about: aboutText(one.disagreement, content),
      measure: measureText(one.disagreement),
      statements: statementsIn(one, content).map(({ by, ...said }) => ({ reader: read(one)(by), ...said })),
      pairs: pairs(one).map(([a, b]) => [read(one)(a), read(one)(b)] as const),
      cost: costIn(one, content),
      status: status(one, id),
    };
  });
  return {
    ...{ citation, withheld: look.withheld, raters, entries },
    compared: new Set(look.seen.map((one) => one.case)).size,
    readers: raters === 'identified' ? numbersIn(names) : [],
    blindings: [...new Set(reads.map(({ blinding }) => blinding))].sort().map((blinding) => BLINDING_TEXT[blinding]),
  };
}

/** What each read is called in this look. */
type Names = ReadonlyMap<Comparison, ReadonlyMap<ReadId, string>>;

function namesOf(seen: readonly Comparison[], raters: Raters): Names {
  const random = seeded(randomInt(2 ** 31));
  if (raters === 'interchangeable') {
    const letters = (one: Comparison) =>
      new Map(random.shuffled(one.reads).map((read, i) => [read.id, String.fromCharCode(65 + i)]));
    return new Map(seen.map((one) => [one, letters(one)]));
  }
  const readers = new Set(seen.flatMap(({ reads }) => reads.map(({ reader }) => canonicalJson(reader))));
  const numbers = new Map(random.shuffled([...readers]).map((reader, i) => [reader, String(i + 1)]));
  const numbered = ({ reads }: Comparison) =>
    new Map(reads.map(({ id, reader }) => [id, numbers.get(canonicalJson(reader)) ?? '']));
  return new Map(seen.map((one) => [one, numbered(one)]));
}

const numbersIn = (names: Names): string[] =>
  [...new Set([...names.values()].flatMap((of) => [...of.values()]))].sort((a, b) => Number(a) - Number(b));

function lesionOf({ compared, disagreement }: Queued, { findings }: ProtocolContent): QueuedLesion | null {
  if (!('group' in disagreement)) return null;
  const { group } = disagreement;
  return {
    finding: findings.find(({ id }) => id === group.finding)?.name ?? group.finding,
    number: compared.groups.indexOf(group) + 1,
    place: placeOf(group),
  };
}

function isVotedOn({ disagreement }: Queued, protocol: ProtocolContent): boolean {
  if ('group' in disagreement) return true;
  return isPutToVote(
    disagreement.differences.map(({ about }) => about),
    protocol,
  );
}

/** Of several frames that as many drew on, the middle one in the order of drawing. */
function placeOf({ seen }: LesionGroup): LesionPlace | null {
  const frames = [
    ...Map.groupBy(
      seen.flatMap(({ centres }) => centres),
      ({ frame }) => frameText(frame),
    ).values(),
  ];
  const most = Math.max(...frames.map(({ length }) => length));
  const candidates = frames.filter(({ length }) => length === most);
  const drawn = candidates[Math.floor(candidates.length / 2)] ?? [];
  const frame = drawn[0]?.frame;
  const along = (axis: 0 | 1): number =>
    Math.round(drawn.reduce((sum, { point }) => sum + point[axis], 0) / drawn.length);
  return frame ? { frame: { sop: frame.sop, frame: frame.frame }, x: along(0), y: along(1) } : null;
}

function costIn(
  { cost: { value, changes }, disagreement: { kind } }: Queued,
  { agreement }: ProtocolContent,
): QueuedCost {
  const ofKind = agreement.cost?.kinds?.[kind] ?? 0;
  return { value, changes, ofKind, ofScale: value - changes - ofKind };
}

/** A panel's word comes before that of a rule. */
function statuses(ports: ResolutionPorts, project: ProjectId, content: ProtocolContent) {
  const useOf = usesIn(ports.agendas(project));
  const resolved = new Map(recordedResolutions(ports.ledger, project).map((one) => [one.disagreement, one]));
  return (one: Queued, id: string): QueueStatus => {
    const use = useOf(one);
    if (use) return { state: use.state, session: use.session, title: use.title };
    const recorded = resolved.get(id);
    if (recorded) return { state: 'by-rule', at: recorded.at, ...ruleWords(recorded, content) };
    if (one.resolution) return { state: 'rule-applies', ...ruleWords(one.resolution, content) };
    return { state: 'open' };
  };
}
