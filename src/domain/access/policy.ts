/**
 * Who may do what, in one table. Default deny: an action that is not listed for one of the actor's roles is refused.
 * Rules that depend on the state of a read or a session (whose read, which phase) stand with that stage and come on top.
 */
import type { ProjectId } from '../kernel/id.ts';
import { exhaustive } from '../kernel/exhaustive.ts';
import { belongsTo, holds, type Actor, type ProjectRole } from './actor.ts';

/** Actions on one project, and the roles that may take them. */
export const PROJECT_ACTIONS = {
  'project.see': ['lead', 'editor', 'reader', 'panellist', 'observer', 'oversight'],
  'people.see': ['lead', 'oversight'],
  'people.invite': ['lead'],
  'images.import': ['lead'],
  'images.confirm': ['lead'],
  'case.list': ['lead'],
  'protocol.see': ['lead', 'editor', 'reader', 'panellist', 'observer', 'oversight'],
  /** The draft, with its coded terms. What it says comes into force when a lead publishes it. */
  'protocol.write': ['lead', 'editor'],
  'protocol.publish': ['lead'],
  /** An image that the protocol shows as an example: pixels, so not for oversight. */
  'example.see': ['lead', 'editor', 'reader', 'panellist', 'observer'],
  /** Asks whether anybody still judges a case, and what panels made of it. */
  'example.choose': ['lead'],
  'read.assign': ['lead'],
  'read.list': ['lead'],
  'read.do': ['reader'],
  'agreement.see': ['lead'],
  'session.schedule': ['lead'],
  /** May be given a seat. */
  'session.attend': ['lead', 'reader', 'panellist', 'observer'],
  'session.list': ['lead', 'panellist', 'observer'],
  'record.see': ['lead', 'panellist', 'oversight'],
  'release.export': ['lead'],
} as const satisfies Record<string, readonly ProjectRole[]>;
export type ProjectAction = keyof typeof PROJECT_ACTIONS;

export const PLATFORM_ACTIONS = ['project.create', 'users.manage', 'ledger.verify'] as const;
export type PlatformAction = (typeof PLATFORM_ACTIONS)[number];

export type Subject = { readonly kind: 'platform' } | { readonly kind: 'project'; readonly project: ProjectId };

/** An administrator runs the platform and holds no role in a project by that alone. */
export function can(actor: Actor | null, action: ProjectAction | PlatformAction, subject: Subject): boolean {
  if (!actor) return false;
  switch (subject.kind) {
    case 'platform':
      return actor.administrator && (PLATFORM_ACTIONS as readonly string[]).includes(action);
    case 'project':
      return isProjectAction(action) && mayInProject(actor, action, subject.project);
    default:
      return exhaustive(subject);
  }
}

/** Whether somebody who holds these roles in the project of a session may be given a seat in it. */
export const mayAttend = (roles: readonly ProjectRole[]): boolean =>
  roles.some((held) => (PROJECT_ACTIONS['session.attend'] as readonly ProjectRole[]).includes(held));

const isProjectAction = (action: string): action is ProjectAction => Object.hasOwn(PROJECT_ACTIONS, action);

function mayInProject(actor: Actor, action: ProjectAction, project: ProjectId): boolean {
  if (!belongsTo(actor, project)) return false;
  return PROJECT_ACTIONS[action].some((role) => holds(actor, project, role));
}
