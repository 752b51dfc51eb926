/** Projects, who belongs to them in which role, and the invitations into them. */
import { and, asc, eq, isNull, or } from 'drizzle-orm';
import { PROJECT_ROLES, type ProjectRole } from '#domain/access/actor.ts';
import { idOf, type Id, type ProjectId, type UserId } from '#domain/kernel/id.ts';
import { instantOf, type Instant } from '#domain/kernel/instant.ts';
import type { Database, Transaction } from './database.ts';
import { newId } from './ids.ts';
import { invitations, memberships, projects, setUpLinks, users } from './schema/access.ts';

export type InvitationId = Id<'invitation'>;

export interface Project {
  readonly id: ProjectId;
  readonly name: string;
}

export interface Member {
  readonly user: UserId;
  readonly name: string;
  readonly email: string;
  readonly role: ProjectRole;
}

export interface Invitation {
  readonly id: InvitationId;
  readonly project: Project;
  readonly role: ProjectRole;
  readonly expiresAt: Instant;
  readonly accepted: boolean;
}

export interface NewInvitation {
  readonly project: ProjectId;
  readonly role: ProjectRole;
  /** SHA-256 of the token in the link. */
  readonly hash: string;
  readonly createdBy: UserId;
  readonly at: Instant;
  readonly expiresAt: Instant;
}

type Source = Database | Transaction;

const PROJECT = { id: projects.id, name: projects.name };
const projectOf = (row: { id: string; name: string }): Project => ({ id: idOf<ProjectId>(row.id), name: row.name });

/** @param nameOrId the id or the exact name. */
export function projectNamed(on: Source, nameOrId: string): Project | null {
  const row = on
    .select(PROJECT)
    .from(projects)
    .where(or(eq(projects.id, nameOrId), eq(projects.name, nameOrId)))
    .get();
  return row ? projectOf(row) : null;
}

export const allProjects = (on: Source): Project[] =>
  on.select(PROJECT).from(projects).orderBy(asc(projects.name)).all().map(projectOf);

export function insertProject(tx: Transaction, name: string, at: Instant): Project {
  const id = newId<ProjectId>();
  tx.insert(projects).values({ id, name, createdAt: at }).run();
  return { id, name };
}

export function rolesOf(on: Source, user: UserId): ReadonlyMap<ProjectId, readonly ProjectRole[]> {
  const roles = new Map<ProjectId, ProjectRole[]>();
  const rows = on
    .select({ project: memberships.projectId, role: memberships.role })
    .from(memberships)
    .where(eq(memberships.userId, user))
    .all();
  for (const row of rows) {
    const project = idOf<ProjectId>(row.project);
    roles.set(project, [...(roles.get(project) ?? []), roleOf(row.role)]);
  }
  return roles;
}

export const membersOf = (on: Source, project: ProjectId): Member[] =>
  on
    .select({ user: users.id, name: users.name, email: users.email, role: memberships.role })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(eq(memberships.projectId, project))
    .orderBy(asc(users.name), asc(users.id))
    .all()
    .map((row) => ({ ...row, user: idOf<UserId>(row.user), role: roleOf(row.role) }));

export interface Membership {
  readonly project: ProjectId;
  readonly user: UserId;
  readonly role: ProjectRole;
}

/** @returns false when the person held the role already. */
export function insertMembership(tx: Transaction, { project, user, role }: Membership, since: Instant): boolean {
  const row = { projectId: project, userId: user, role, since };
  return tx.insert(memberships).values(row).onConflictDoNothing().run().changes > 0;
}

/** @returns false when the person did not hold the role. */
export function deleteMembership(tx: Transaction, { project, user, role }: Membership): boolean {
  const one = and(eq(memberships.projectId, project), eq(memberships.userId, user), eq(memberships.role, role));
  return tx.delete(memberships).where(one).run().changes > 0;
}

export function insertInvitation(tx: Transaction, { project, at, ...rest }: NewInvitation): InvitationId {
  const id = newId<InvitationId>();
  tx.insert(invitations)
    .values({ id, projectId: project, createdAt: at, ...rest })
    .run();
  return id;
}

export function invitationByHash(on: Source, hash: string): Invitation | null {
  const row = on
    .select({
      id: invitations.id,
      project: PROJECT,
      role: invitations.role,
      expiresAt: invitations.expiresAt,
      acceptedAt: invitations.acceptedAt,
    })
    .from(invitations)
    .innerJoin(projects, eq(projects.id, invitations.projectId))
    .where(eq(invitations.hash, hash))
    .get();
  if (!row) return null;
  return {
    id: idOf<InvitationId>(row.id),
    project: projectOf(row.project),
    role: roleOf(row.role),
    expiresAt: instantOf(row.expiresAt),
    accepted: row.acceptedAt !== null,
  };
}

export function markAccepted(tx: Transaction, id: InvitationId, by: { user: UserId; at: Instant }): void {
  tx.update(invitations).set({ acceptedBy: by.user, acceptedAt: by.at }).where(eq(invitations.id, id)).run();
}

/** The new link replaces every unused one. */
export function insertSetUpLink(tx: Transaction, link: { hash: string; at: Instant; expiresAt: Instant }): void {
  tx.delete(setUpLinks).where(isNull(setUpLinks.usedAt)).run();
  tx.insert(setUpLinks).values({ hash: link.hash, createdAt: link.at, expiresAt: link.expiresAt }).run();
}

export function setUpLinkIsOpen(on: Source, hash: string, at: Instant): boolean {
  const row = on.select().from(setUpLinks).where(eq(setUpLinks.hash, hash)).get();
  return row !== undefined && row.usedAt === null && row.expiresAt > at;
}

export function markSetUpLinkUsed(tx: Transaction, hash: string, at: Instant): void {
  tx.update(setUpLinks).set({ usedAt: at }).where(eq(setUpLinks.hash, hash)).run();
}

/** @throws Error for a role this version does not know: the database is newer than the program. */
function roleOf(text: string): ProjectRole {
  const role = PROJECT_ROLES.find((known) => known === text);
  if (!role) throw new Error(`unknown role ${text}`);
  return role;
}
