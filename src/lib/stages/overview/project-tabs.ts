/** The pages of a project that exist for somebody with these roles: a tab nobody may open is not shown. */
import type { ProjectRole } from '#domain/access/actor.ts';
import { PROJECT_ACTIONS, type ProjectAction } from '#domain/access/policy.ts';

export interface ProjectTab {
  readonly href: string;
  readonly label: string;
}

const TABS: readonly { readonly path: string; readonly label: string; readonly needs: ProjectAction }[] = [
  { path: '', label: 'Overview', needs: 'project.see' },
  { path: '/cases', label: 'Cases', needs: 'case.list' },
  { path: '/protocol', label: 'Protocol', needs: 'protocol.see' },
  { path: '/people', label: 'People', needs: 'people.see' },
  { path: '/reads', label: 'Reads', needs: 'read.list' },
  { path: '/agreement', label: 'Agreement', needs: 'agreement.see' },
  { path: '/disagreements', label: 'Disagreements', needs: 'agreement.see' },
  { path: '/sessions', label: 'Sessions', needs: 'session.list' },
];

export const allows = (roles: readonly ProjectRole[], action: ProjectAction): boolean =>
  roles.some((role) => (PROJECT_ACTIONS[action] as readonly ProjectRole[]).includes(role));

export const tabsFor = (project: string, roles: readonly ProjectRole[]): ProjectTab[] =>
  TABS.filter((tab) => allows(roles, tab.needs)).map(({ path, label }) => ({
    href: `/projects/${project}${path}`,
    label,
  }));
