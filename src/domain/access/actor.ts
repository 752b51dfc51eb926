/** Who is asking: a signed-in person with the roles they hold, project by project. */
import type { ProjectId, SessionId, UserId } from '../kernel/id.ts';

/**
 * lead: sets up data, protocol, people, sessions. editor: writes the draft of the protocol, and publishes nothing. reader: reads
 * blind. panellist: sits in panels. observer: sees what the panel sees, has no vote. oversight: sees rules, counts and concerns,
 * never pixels.
 */
export const PROJECT_ROLES = ['lead', 'editor', 'reader', 'panellist', 'observer', 'oversight'] as const;
export type ProjectRole = (typeof PROJECT_ROLES)[number];

export interface Actor {
  readonly user: UserId;
  readonly name: string;
  readonly email: string;
  readonly administrator: boolean;
  /** A person may hold several roles in one project. */
  readonly roles: ReadonlyMap<ProjectId, readonly ProjectRole[]>;
  /** For a guest alone: the one session they reach. A guest holds no role in any project. */
  readonly guestOf?: SessionId;
}

export const holds = (actor: Actor, project: ProjectId, role: ProjectRole): boolean =>
  actor.roles.get(project)?.includes(role) ?? false;

export const belongsTo = (actor: Actor, project: ProjectId): boolean => (actor.roles.get(project)?.length ?? 0) > 0;

/** Whether this person comes near a session at all: by a role in its project, or as its guest. A seat is asked for besides. */
export const reaches = (actor: Actor, to: { readonly project: ProjectId; readonly session: SessionId }): boolean =>
  belongsTo(actor, to.project) || actor.guestOf === to.session;

/** "Mary Okafor" → "MO". */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0]?.[0] ?? '?';
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : '';
  return (first + last).toUpperCase();
}
