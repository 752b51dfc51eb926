/**
 * Agreement for people outside the blind set, and agendas for everybody who may schedule. Whoever read a case, or chairs or
 * votes about it in a session that is not over, learns nothing of it here. Every look is an event in the ledger.
 */
import { randomInt } from 'node:crypto';
import type { AgreementOverview, ComparedCaseView, ComparedLesion, Schedule } from '#contract/agreement.ts';
import { can } from '#domain/access/policy.ts';
import type { Actor } from '#domain/access/actor.ts';
import { agreementSummary, type AgreementSummary } from '#domain/agreement/agreement-summary.ts';
import { disagreementsAbout } from '#domain/agreement/disagreement.ts';
import type { LesionGroup } from '#domain/agreement/lesion-group.ts';
import type { CaseId, ProjectId, ReadId, SessionId, UserId } from '#domain/kernel/id.ts';
import { seeded } from '#domain/kernel/random.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import { valueText } from '#domain/protocol/field.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import { BLINDING_TEXT } from '#domain/reading/read.ts';
import type { Ledger } from '#server/store/ledger.ts';
import { agendaOf, type AgendaItem } from './agenda.ts';
import { newestComparisons, type Comparison, type ComparisonPorts } from './comparison.ts';

export interface AgreementPorts extends ComparisonPorts {
  readonly ledger: Ledger;
  /** Whether a session that is not over makes this person part of the blind set. */
  readonly deliberatesOver: (user: UserId, id: CaseId) => boolean;
  /** The session stage takes the agenda from here. */
  readonly schedule: (actor: Actor, plan: Agenda) => Promise<Result<{ readonly session: SessionId }, Refusal>>;
}

export interface Agenda extends Schedule {
  readonly project: ProjectId;
  readonly protocol: { readonly protocol: string; readonly version: number };
  readonly items: readonly AgendaItem[];
}

export interface AgreementService {
  overview(actor: Actor, project: ProjectId): Result<AgreementOverview, Refusal>;
  /** Neither the answer nor a refusal tells how many disagreements there are, or which. */
  schedule(
    actor: Actor,
    project: ProjectId,
    schedule: Schedule,
  ): Promise<Result<{ readonly session: SessionId }, Refusal>>;
}

/** One fixed seed: the same reads give the same interval whenever somebody looks. */
const SEED = 20_261_123;

export function createAgreementService(ports: AgreementPorts): AgreementService {
  return {
    overview: (actor, project) => overviewFor(ports, actor, project),
    async schedule(actor, project, schedule) {
      if (!can(actor, 'session.schedule', { kind: 'project', project })) return err(refusal('not-allowed'));
      const newest = newestComparisons(ports, project);
      if (!newest) return err(refusal('protocol-missing'));
      const { protocol, comparisons } = newest;
      const choice = { named: [...new Set(schedule.cases)], isInside: (c: Comparison) => isInside(ports, actor, c) };
      const items = agendaOf(comparisons, protocol.content, choice);
      if (items.length === 0) return err(refusal('no-disagreements'));
      return ports.schedule(actor, { ...schedule, project, protocol, items });
    },
  };
}

/** Whether this person must learn nothing of the case here. */
const isInside = ({ deliberatesOver }: AgreementPorts, { user }: Actor, { readers, case: one }: Comparison): boolean =>
  readers.has(user) || deliberatesOver(user, one);

function overviewFor(ports: AgreementPorts, actor: Actor, project: ProjectId): Result<AgreementOverview, Refusal> {
  if (!can(actor, 'agreement.see', { kind: 'project', project })) return err(refusal('not-allowed'));
  const newest = newestComparisons(ports, project);
  if (!newest) return err(refusal('protocol-missing'));
  const { protocol, comparisons: all } = newest;
  const seen = all.filter((c) => !isInside(ports, actor, c));
  ports.store.transact((tx) => {
    const payload = { cases: seen.map((c) => c.case) };
    ports.ledger.append(tx, { actor: actor.user, stream: `project:${project}`, type: 'agreement-looked', payload });
  });
  const { content, publishedAt: _at, publishedBy: _by, ...citation } = protocol;
  return ok({
    citation,
    withheld: all.length - seen.length,
    cases: seen.map((c) => caseView(c, content)),
    figures: figuresOf(agreementSummary(seen, content, { seed: SEED }), content),
  });
}

function caseView(comparison: Comparison, protocol: ProtocolContent): ComparedCaseView {
  const { one, reads, groups } = comparison;
  // Drawn anew for every case and every look, so that letters cannot be laid side by side.
  const drawn = seeded(randomInt(2 ** 31)).shuffled(reads);
  const letters = new Map(drawn.map((read, i) => [read.id, String.fromCharCode(65 + i)]));
  const lesions = groups.map((group, i) => lesionView({ group, number: i + 1, letters, protocol }));
  return { case: one.id, alias: one.alias, reads: reads.length, lesions };
}

interface Shown {
  readonly group: LesionGroup;
  readonly number: number;
  readonly letters: ReadonlyMap<ReadId, string>;
  readonly protocol: ProtocolContent;
}

function lesionView({ group, number, letters, protocol }: Shown): ComparedLesion {
  const finding = protocol.findings.find((f) => f.id === group.finding);
  const asked = finding?.fields.filter((f) => protocol.agreement.classFields.includes(f.id)) ?? [];
  const readers = [...letters].map(([read, letter]) => {
    const seen = group.seen.find((s) => s.read === read);
    const values = asked.flatMap((field) => {
      const value = seen?.lesion.attributes[field.id];
      return value === undefined ? [] : [{ label: field.label, value: valueText(field, value) }];
    });
    return { letter, found: seen !== undefined, diameter: seen?.extent?.diameter ?? null, values };
  });
  const kinds = disagreementsAbout(group, protocol).map((d) => d.kind);
  return { number, finding: finding?.name ?? group.finding, kinds, readers };
}

function figuresOf(summary: AgreementSummary, protocol: ProtocolContent): AgreementOverview['figures'] {
  const field = (id: string): string => protocol.caseFields.find((f) => f.id === id)?.label ?? id;
  const finding = (id: string): string => protocol.findings.find((f) => f.id === id)?.name ?? id;
  return {
    cases: summary.cases,
    raters: summary.raters,
    blindings: summary.blindings.map((blinding) => BLINDING_TEXT[blinding]),
    ratings: summary.ratings.map(({ about, percent, kappa, dropped }) => ({
      label: about.kind === 'field' ? field(about.id) : `${finding(about.id)}: marked in the case`,
      percent,
      kappa,
      dropped,
    })),
    lesions: summary.lesions.map(({ finding: id, lesions, positive }) => ({ label: finding(id), lesions, positive })),
  };
}
