/** What home and a project's overview show: counts and next steps, gathered from the stages under the actor's own rights. */
import type { Home, Need, ProjectCounts } from '#contract/overview.ts';
import type { Actor } from '#domain/access/actor.ts';
import type { ProjectId } from '#domain/kernel/id.ts';
import type { Refusal } from '#domain/kernel/refusal.ts';
import type { Result } from '#domain/kernel/result.ts';
import { services } from './services.ts';

const SHOWN_READS = 12;

export async function homeOf(actor: Actor): Promise<Home> {
  const projects = await services().access.projectsOf(actor);
  const names = new Map(projects.map(({ id, name }) => [id, name]));
  const sessions = await services().session.mine(actor);
  return {
    reads: services()
      .reading.worklist(actor)
      .slice(0, SHOWN_READS)
      .map((line) => ({ ...line, projectName: nameIn(names, line.project) })),
    batches: services().reading.ownBatches(actor),
    sessions: sessions.map(({ id, project, title, scheduledAt, openedAt, closedAt, role }) => ({
      id,
      projectName: nameIn(names, project),
      title,
      role,
      scheduledAt,
      state: closedAt !== null ? 'closed' : openedAt !== null ? 'open' : 'lobby',
    })),
    needs: projects.flatMap((project) => needsOf(actor, project)),
    projects: projects.map(({ id, name }) => ({ id, name, roles: [...(actor.roles.get(id) ?? [])] })),
    mayCreateProject: actor.administrator,
  };
}

/** Null for people who may not list reads. */
export async function countsOf(actor: Actor, project: ProjectId): Promise<ProjectCounts | null> {
  const counts = valueOf(services().assignment.counts(actor, project));
  if (!counts) return null;
  const sessions = valueOf(await services().session.list(actor, project)) ?? [];
  const sessionsClosed = sessions.filter((session) => session.closedAt !== null).length;
  return { ...counts, sessions: sessions.length, sessionsClosed };
}

/** What waits for a lead, the oldest obligation of the story first. */
function needsOf(actor: Actor, { id, name }: { readonly id: ProjectId; readonly name: string }): Need[] {
  const needs = valueOf(services().assignment.needs(actor, id));
  if (!needs) return [];
  const { empty, toLookAt, unasked, late } = needs;
  const base = `/projects/${id}`;
  const withheld = services().withholding.waiting(actor, id);
  const protocol = valueOf(services().protocol.current(actor, id));
  return [
    ...(protocol ? [] : [need(name, 'No protocol is published yet.', `${base}/protocol/edit`, 'Write')]),
    ...(empty ? [need(name, 'No images yet.', `${base}/cases`, 'Import')] : []),
    ...withheld.map(({ name: reader, cases }) =>
      need(name, withheldText(reader, cases.length), `${base}/cases`, 'Decide'),
    ),
    ...toLookAt
      .filter(({ id: one }) => !withheld.some(({ cases }) => cases.includes(one)))
      .map((one) => need(name, `${one.alias} waits for a look.`, `${base}/cases/${one.id}`, 'Look')),
    ...(protocol && unasked > 0
      ? [need(name, `${String(unasked)} ready without a reader.`, `${base}/reads`, 'Assign')]
      : []),
    ...(late > 0
      ? [need(name, late === 1 ? 'One read is late.' : `${String(late)} reads are late.`, `${base}/reads`, 'Dates')]
      : []),
  ];
}

const withheldText = (reader: string, cases: number): string =>
  `${reader} withholds ${cases === 1 ? 'a case' : `${String(cases)} cases`}: a patient may be named in the images.`;

const need = (project: string, text: string, href: string, action: string): Need => ({ project, text, href, action });

const valueOf = <T>(result: Result<T, Refusal>): T | null => (result.ok ? result.value : null);

const nameIn = (names: ReadonlyMap<string, string>, project: string): string => names.get(project) ?? '';
