/**
 * Agreement for people outside the blind set, and agendas for everybody who may schedule. Whoever read a case, or chairs or
 * votes about it in a session that is not over, learns nothing of it here. Every look is an event in the ledger.
 */
import type { AgreementFigures } from '#contract/agreement-figures.ts';
import type { Schedule } from '#contract/agreement.ts';
import type { DisagreementQueue } from '#contract/disagreements.ts';
import { can } from '#domain/access/policy.ts';
import type { Actor } from '#domain/access/actor.ts';
import type { ProjectId, ReadId, SessionId } from '#domain/kernel/id.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { AgendaItem } from './agenda.ts';
import { newestComparisons } from './comparison.ts';
import { prepared } from './comparing.ts';
import { figuresOf, type FiguresPorts } from './figures.ts';
import { look, type LookPorts } from './looks.ts';
import { queueOf } from './queue.ts';
import { recordResolutions, resolveCaseOf, type ResolutionPorts } from './resolutions.ts';
import { scheduledItems } from './scheduled-items.ts';

export interface AgreementPorts extends LookPorts, FiguresPorts, ResolutionPorts {
  /** The session stage takes the agenda from here. */
  readonly schedule: (actor: Actor, plan: Agenda) => Promise<Result<{ readonly session: SessionId }, Refusal>>;
}

export interface Agenda extends Schedule {
  readonly project: ProjectId;
  readonly protocol: { readonly protocol: string; readonly version: number };
  readonly items: readonly AgendaItem[];
}

/** What a page shows of one look: at once how much there is, and the figures when they are computed. */
export interface AgreementLook {
  /** Cases whose reads were compared. */
  readonly compared: number;
  /** Cases of which nothing is told to the asker. */
  readonly withheld: number;
  readonly figures: Promise<AgreementFigures>;
}

export interface AgreementService {
  look(actor: Actor, project: ProjectId): Promise<Result<AgreementLook, Refusal>>;
  figures(actor: Actor, project: ProjectId): Promise<Result<AgreementFigures, Refusal>>;
  /** All disagreements in the order of their cost. */
  queue(actor: Actor, project: ProjectId): Promise<Result<DisagreementQueue, Refusal>>;
  /** Records what the rules of the protocol resolve. The answer tells nothing: it covers cases the asker must not know of. */
  applyRules(actor: Actor, project: ProjectId): Promise<Result<Record<string, never>, Refusal>>;
  /** Told by the stage before: where it was the last read of its case, the rules of its protocol are applied. */
  readSubmitted(read: ReadId): Promise<void>;
  /** Neither the answer nor a refusal tells how many disagreements there are, or which. */
  schedule(
    actor: Actor,
    project: ProjectId,
    schedule: Schedule,
  ): Promise<Result<{ readonly session: SessionId }, Refusal>>;
}

export function createAgreementService(ports: AgreementPorts): AgreementService {
  return {
    async look(actor, project) {
      const seen = await look(ports, { actor, project, versions: 'all' });
      if (!seen.ok) return seen;
      const figures = figuresOf(ports, project, seen.value);
      // Whoever waits for them learns of a failure; nobody waiting is no reason to end the process.
      figures.catch(() => undefined);
      return ok({ compared: seen.value.seen.length, withheld: seen.value.withheld, figures });
    },
    async figures(actor, project) {
      const seen = await look(ports, { actor, project, versions: 'all' });
      return seen.ok ? ok(await figuresOf(ports, project, seen.value)) : seen;
    },
    async queue(actor, project) {
      const seen = await look(ports, { actor, project, versions: 'newest' });
      return seen.ok ? ok(queueOf(ports, project, seen.value)) : seen;
    },
    async applyRules(actor, project) {
      if (!can(actor, 'session.schedule', { kind: 'project', project })) return err(refusal('not-allowed'));
      const newest = newestComparisons(await prepared(ports, project, 'newest'), project);
      if (!newest) return err(refusal('protocol-missing'));
      recordResolutions(ports, { project, ...newest });
      return ok({});
    },
    readSubmitted: (read) => resolveCaseOf(ports, read),
    async schedule(actor, project, schedule) {
      if (!can(actor, 'session.schedule', { kind: 'project', project })) return err(refusal('not-allowed'));
      const newest = newestComparisons(await prepared(ports, project, 'newest'), project);
      if (!newest) return err(refusal('protocol-missing'));
      const items = scheduledItems(ports, { actor, project, schedule, ...newest });
      if (!items.ok) return items;
      return ports.schedule(actor, { ...schedule, project, protocol: newest.protocol, items: items.value });
    },
  };
}
