/**
 * From a plan to a scheduled session. The agenda is shuffled before the items get their numbers, so neither order nor number
 * carries information; seats are drawn at random, so a seat tells nothing about the person.
 */
import { visibleContext, type ClinicalContext } from '../ingest/case.ts';
import { idOf, type CaseId, type ItemId, type ProjectId, type Seat, type UserId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { DisagreementKind } from '../plan/disagreement-kind.ts';
import type { SessionTemplate } from '../plan/session-template.ts';
import type { ProtocolCitation, ProtocolContent } from '../protocol/protocol.ts';
import type { ItemContent, ItemRead, SessionEventOf } from './event.ts';
import { caseQuestionsOf, questionsOf } from './question.ts';
import type { Chance } from './revealing.ts';
import type { SessionRole, Target } from './view.ts';
import { hasVote } from './voting.ts';

export interface PlannedItem {
  readonly case: CaseId;
  readonly caseAlias: string;
  readonly target: Target;
  /** All that is known of the case; what of it opens first is the protocol's word. */
  readonly context: ClinicalContext;
  /** Id of the finding in question; null: what was answered for the case as a whole. */
  readonly finding: string | null;
  /** Empty for a control: a case on which the reads agree. */
  readonly kinds: readonly DisagreementKind[];
  /** Of a case as a whole: ids of the fields that were answered differently. */
  readonly fields?: readonly string[];
  readonly reads: readonly ItemRead[];
}

export interface SessionPlan {
  readonly project: ProjectId;
  readonly title: string;
  readonly template: SessionTemplate;
  readonly citation: ProtocolCitation;
  readonly protocol: ProtocolContent;
  readonly people: readonly { readonly user: UserId; readonly name: string; readonly role: SessionRole }[];
  readonly items: readonly PlannedItem[];
}

/** One chair, somebody who votes, everybody once, and at least one item; each about a finding or about fields of the protocol. */
export function schedule(
  plan: SessionPlan,
  chance: Pick<Chance, 'shuffled' | 'id'>,
  now: Instant,
): Result<SessionEventOf<'session-scheduled'>, Refusal> {
  if (plan.items.length === 0) return err(refusal('no-disagreements'));
  const items = chance.shuffled(plan.items).map((item, index) => contentOf(plan.protocol, item, { index, chance }));
  if (items.some((item) => item === null))
    return err(refusal('bad-request', { items: 'nothing in the protocol to ask about' }));
  const people = plan.people.map((person) => ({ ...person, guest: false, seat: idOf<Seat>(chance.id()) }));
  const problem = problemOf(people, plan.template);
  if (problem) return err(refusal('bad-request', { people: problem }));
  return ok({
    type: 'session-scheduled',
    at: now,
    project: plan.project,
    title: plan.title,
    template: plan.template,
    protocol: { ...plan.citation },
    clauses: plan.protocol.clauses.map((clause) => clause.id),
    people: people.sort((a, b) => (a.seat < b.seat ? -1 : 1)),
    items: items.filter((item) => item !== null),
  });
}

interface Place {
  readonly index: number;
  readonly chance: Pick<Chance, 'id'>;
}

function contentOf(protocol: ProtocolContent, item: PlannedItem, { index, chance }: Place): ItemContent | null {
  const finding = protocol.findings.find((candidate) => candidate.id === item.finding);
  if (!finding && item.finding !== null) return null;
  const questions = finding ? questionsOf(finding, protocol.agreement.classFields) : caseQuestionsOf(protocol);
  if (questions.length === 0) return null;
  const { frame, box } = item.target;
  return {
    id: idOf<ItemId>(chance.id()),
    number: index + 1,
    case: item.case,
    caseAlias: item.caseAlias,
    target: { frame: { ...frame }, box: box && { ...box } },
    finding: finding ? { id: finding.id, name: finding.name } : null,
    questions,
    context: { before: visibleContext(item.context, protocol.contextBeforeRead), after: { ...item.context } },
    kinds: [...new Set(item.kinds)],
    fields: [...(item.fields ?? [])],
    reads: [...item.reads],
  };
}

type Planned = SessionEventOf<'session-scheduled'>['people'];

function problemOf(people: Planned, template: SessionTemplate): string | null {
  if (people.filter((person) => person.role === 'chair').length !== 1) return 'exactly one chair is needed';
  if (!people.some((person) => hasVote(person, template))) return 'nobody has a vote';
  return new Set(people.map((person) => person.user)).size === people.length ? null : 'somebody is listed twice';
}
