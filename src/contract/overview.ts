/** What home and a project's overview show. Counts only: never which reads agree, and nothing of what a read says. */
import type { ProjectRole } from '#domain/access/actor.ts';
import type { CaseId, ProjectId, SessionId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { SessionRole } from '#domain/session/view.ts';
import type { OwnBatch, WorklistLine } from './worklist.ts';

export interface HomeRead extends WorklistLine {
  readonly projectName: string;
}

export interface HomeSession {
  readonly id: SessionId;
  readonly projectName: string;
  readonly title: string;
  readonly role: SessionRole | null;
  readonly scheduledAt: Instant;
  readonly state: 'lobby' | 'open' | 'closed';
}

/** One thing that waits for a lead. */
export interface Need {
  readonly project: string;
  readonly text: string;
  readonly href: string;
  readonly action: string;
}

export interface Home {
  /** What is to be read first, and the last ones submitted where there is room. */
  readonly reads: readonly HomeRead[];
  /** All of the actor's reads, counted. */
  readonly batches: readonly OwnBatch[];
  readonly sessions: readonly HomeSession[];
  readonly needs: readonly Need[];
  readonly projects: readonly {
    readonly id: ProjectId;
    readonly name: string;
    readonly roles: readonly ProjectRole[];
  }[];
  readonly mayCreateProject: boolean;
}

export interface ReadingCounts {
  readonly cases: number;
  readonly awaitingLook: number;
  readonly excluded: number;
  readonly ready: number;
  /** Cases with at least one reader. */
  readonly assigned: number;
  readonly reads: number;
  readonly readsIn: number;
  /** Cases with two or more reads, all submitted. */
  readonly allIn: number;
}

export interface ProjectCounts extends ReadingCounts {
  readonly sessions: number;
  readonly sessionsClosed: number;
}

/** What waits for a lead in a project. */
export interface ReadingNeeds {
  /** Nothing was imported yet. */
  readonly empty: boolean;
  /** The first of the cases whose images wait for a look. */
  readonly toLookAt: readonly { readonly id: CaseId; readonly alias: string }[];
  /** Ready cases nobody was asked to read; not counted beyond a thousand. */
  readonly unasked: number;
  /** Open reads whose date has passed. */
  readonly late: number;
}
