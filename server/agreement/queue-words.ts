/** How a disagreement reads in the queue: what it is about, who says what, by how much they differ, what a rule made of it. */
import type { RuleWords, Statement } from '#contract/disagreements.ts';
import { FINDING, type AnswerDifference } from '#domain/agreement/answer-difference.ts';
import type { Disagreement } from '#domain/agreement/disagreement.ts';
import type { QueuedDisagreement } from '#domain/agreement/disagreement-queue.ts';
import { managementOf, statedBy } from '#domain/agreement/management.ts';
import type { Resolution } from '#domain/agreement/resolution.ts';
import type { SeenLesion } from '#domain/agreement/seen-lesion.ts';
import { measurementText } from '#domain/geometry/measurement.ts';
import { exhaustive } from '#domain/kernel/exhaustive.ts';
import type { ReadId } from '#domain/kernel/id.ts';
import { valueText, type Field, type FieldValue } from '#domain/protocol/field.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';

type Differing = QueuedDisagreement['disagreement'];

export function aboutText(disagreement: Differing, protocol: ProtocolContent): string {
  if ('differences' in disagreement)
    return disagreement.differences.map(({ about }) => labelOf(about, protocol)).join(', ');
  return disagreement.kind === 'extent' ? (disagreement.by === 'diameter' ? 'Longest diameter' : 'Outline') : '';
}

export function measureText(disagreement: Differing): string {
  if (disagreement.kind === 'extent') {
    if (disagreement.by === 'surface') {
      const { dice, needed, toleranceMm } = disagreement;
      return `${dice.toFixed(2)} of the surfaces within ${number(toleranceMm)} mm, ${needed.toFixed(2)} needed`;
    }
    const unit = disagreement.diameters[0]?.diameter.unit ?? 'mm';
    return `${number(disagreement.difference)} ${unit} apart, ${number(disagreement.allowed)} ${unit} allowed`;
  }
  if (disagreement.kind !== 'location') return '';
  const { apart, allowed } = disagreement;
  if (apart.framesApart > 0) return `${String(apart.framesApart)} frames apart`;
  return `centres ${number(apart.value)} ${apart.unit} apart, ${number(allowed)} ${apart.unit} allowed`;
}

export type Said = Omit<Statement, 'reader'> & { readonly by: ReadId };

/** Everybody who read the case and said anything about this. */
export function statementsIn({ compared, disagreement }: QueuedDisagreement, protocol: ProtocolContent): Said[] {
  if (!('group' in disagreement)) {
    return compared.reads.map(({ id }) => ({ by: id, text: answersBy(id, disagreement.differences, protocol) }));
  }
  const { seen, unmarked } = disagreement.group;
  const marked = seen.map((one): Said => {
    const text = textOf(one, disagreement, protocol);
    return { by: one.read, text, ...(disagreement.kind !== 'location' && { managed: managedText(one, protocol) }) };
  });
  const silent = disagreement.kind === 'existence' ? unmarked : [];
  return [...marked, ...silent.map((by): Said => ({ by, text: 'not marked', managed: null }))];
}

function textOf({ read, extent }: SeenLesion, disagreement: Disagreement, protocol: ProtocolContent): string {
  const size = extent ? measurementText(extent.diameter) : 'a place';
  switch (disagreement.kind) {
    case 'existence':
      return `marked, ${size}`;
    case 'class':
    case 'rating':
    case 'field':
      return answersBy(read, disagreement.differences, protocol);
    case 'extent':
    case 'location':
      return size;
    default:
      return exhaustive(disagreement);
  }
}

/** Without categories of management in the protocol, a lesion counts by the name of its finding. */
function managedText(one: SeenLesion, protocol: ProtocolContent): string | null {
  const managed = managementOf(statedBy(one), protocol);
  const categories = protocol.agreement.cost?.management ?? [];
  return managed === null || categories.length > 0 ? managed : labelledFinding(managed, protocol);
}

function answersBy(read: ReadId, differences: readonly AnswerDifference[], protocol: ProtocolContent): string {
  const said = differences.map(({ about, values }) => {
    const value = values.find((one) => one.read === read)?.value;
    const text = value === undefined ? 'no answer' : answerText(about, value, protocol);
    return differences.length > 1 ? `${labelOf(about, protocol)}: ${text}` : text;
  });
  return said.join('; ');
}

/** What a rule of the protocol made of it, with the number of the clause that says so. */
export function ruleWords({ rule, answers }: Resolution, protocol: ProtocolContent): RuleWords {
  const clause = protocol.clauses.find(({ id }) => id === rule.clause)?.number ?? rule.clause;
  const words = answers.map(
    ({ about, value, votes, of }) => `${answerText(about, value, protocol)}, said by ${String(votes)} of ${String(of)}`,
  );
  return { clause, answers: words };
}

function answerText(about: string, value: FieldValue, protocol: ProtocolContent): string {
  if (about === 'existence') return value === true ? 'marked' : 'not marked';
  if (about === 'diameter') return typeof value === 'number' ? `longest diameter ${number(value)}` : String(value);
  if (about === FINDING) return labelledFinding(String(value), protocol);
  const field = fieldOf(about, protocol);
  return field ? valueText(field, value) : String(value);
}

const labelOf = (about: string, protocol: ProtocolContent): string =>
  about === FINDING ? 'Finding' : (fieldOf(about, protocol)?.label ?? about);

const fieldOf = (id: string, { findings, caseFields }: ProtocolContent): Field | undefined =>
  [...findings.flatMap(({ fields }) => fields), ...caseFields].find((field) => field.id === id);

const labelledFinding = (id: string, { findings }: ProtocolContent): string =>
  findings.find((finding) => finding.id === id)?.name ?? id;

const number = (value: number): string => value.toFixed(1);
