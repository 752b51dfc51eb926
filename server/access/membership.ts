/** Projects and who belongs to them. */
import { can } from '#domain/access/policy.ts';
import type { Actor } from '#domain/access/actor.ts';
import type { ProjectId, UserId } from '#domain/kernel/id.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { NewProject } from '#contract/access.ts';
import type { Transaction } from '#server/store/database.ts';
import { guestByUser } from '#server/store/guests.ts';
import { personById } from '#server/store/people.ts';
import {
  allProjects,
  deleteMembership,
  insertMembership,
  insertProject,
  membersOf,
  projectNamed,
  type Member,
  type Membership,
  type Project,
} from '#server/store/projects.ts';
import type { AccessPorts } from './ports.ts';

export interface Memberships {
  /** The creator becomes the project's first lead. */
  createProject(actor: Actor, wish: NewProject): Promise<Result<Project, Refusal>>;
  /** The projects the actor belongs to, by name. */
  projectsOf(actor: Actor): Promise<readonly Project[]>;
  /** @param nameOrId the id or the exact name; `not-found` unless the actor belongs to it. */
  projectFor(actor: Actor, nameOrId: string): Promise<Result<Project, Refusal>>;
  membersOf(actor: Actor, project: ProjectId): Promise<Result<readonly Member[], Refusal>>;
  giveRole(actor: Actor, membership: Membership): Promise<Result<null, Refusal>>;
  takeRole(actor: Actor, membership: Membership): Promise<Result<null, Refusal>>;
}

export function createMemberships(ports: AccessPorts): Memberships {
  const { store } = ports;
  const mayInvite = (actor: Actor, project: ProjectId): boolean =>
    can(actor, 'people.invite', { kind: 'project', project });
  return {
    async createProject(actor, { name }) {
      if (!can(actor, 'project.create', { kind: 'platform' })) return err(refusal('not-allowed'));
      return Promise.resolve(
        store.transact((tx) => writeProject(ports, tx, { name, lead: actor.user, by: actor.user })),
      );
    },
    projectsOf: (actor) => Promise.resolve(allProjects(store.db).filter(({ id }) => actor.roles.has(id))),
    async projectFor(actor, nameOrId) {
      const project = await Promise.resolve(projectNamed(store.db, nameOrId));
      const visible = project !== null && can(actor, 'project.see', { kind: 'project', project: project.id });
      return visible ? ok(project) : err(refusal('not-found'));
    },
    async membersOf(actor, project) {
      if (!can(actor, 'people.see', { kind: 'project', project })) return err(refusal('not-allowed'));
      return ok(await Promise.resolve(membersOf(store.db, project)));
    },
    async giveRole(actor, membership) {
      if (!mayInvite(actor, membership.project)) return err(refusal('not-allowed'));
      return Promise.resolve(store.transact((tx) => writeRole(ports, tx, { ...membership, by: actor.user })));
    },
    async takeRole(actor, membership) {
      if (!mayInvite(actor, membership.project)) return err(refusal('not-allowed'));
      return Promise.resolve(store.transact((tx) => dropRole(ports, tx, { ...membership, by: actor.user })));
    },
  };
}

interface By {
  readonly by: UserId | 'system';
}

export function writeProject(
  { ledger, now }: AccessPorts,
  tx: Transaction,
  { name, lead, by }: By & { readonly name: string; readonly lead: UserId },
): Result<Project, Refusal> {
  if (projectNamed(tx, name)) return err(refusal('bad-request', { name: 'taken' }));
  const project = insertProject(tx, name, now());
  insertMembership(tx, { project: project.id, user: lead, role: 'lead' }, now());
  const stream = `project:${project.id}`;
  ledger.append(tx, { actor: by, stream, type: 'project-created', payload: { project: project.id, name } });
  ledger.append(tx, { actor: by, stream, type: 'role-given', payload: { user: lead, role: 'lead' } });
  return ok(project);
}

/** Giving a role twice is harmless and writes nothing. A guest of a session holds none, ever. */
export function writeRole(
  { ledger, now }: AccessPorts,
  tx: Transaction,
  { by, ...membership }: By & Membership,
): Result<null, Refusal> {
  const { project, user, role } = membership;
  if (!personById(tx, user) || guestByUser(tx, user)) return err(refusal('not-found'));
  if (insertMembership(tx, membership, now()))
    ledger.append(tx, { actor: by, stream: `project:${project}`, type: 'role-given', payload: { user, role } });
  return ok(null);
}

/** The last lead stays: a project nobody leads could never be opened to anybody again. */
function dropRole(
  { ledger }: AccessPorts,
  tx: Transaction,
  { by, ...membership }: By & Membership,
): Result<null, Refusal> {
  const { project, user, role } = membership;
  const leads = membersOf(tx, project).filter((member) => member.role === 'lead');
  if (role === 'lead' && leads.length === 1 && leads[0]?.user === user)
    return err(refusal('not-allowed', { last: 'lead' }));
  if (!deleteMembership(tx, membership)) return err(refusal('not-found'));
  ledger.append(tx, { actor: by, stream: `project:${project}`, type: 'role-taken', payload: { user, role } });
  return ok(null);
}
