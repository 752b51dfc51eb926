/** What agreement has to know of the later stage besides: what sessions have on their agendas, or have settled. */
import type { ProjectId } from '#domain/kernel/id.ts';
import type { AgendaUse } from './agreement/agenda-use.ts';
import type { Store } from './store/database.ts';
import { itemsOfProject } from './store/sessions.ts';

/** The newest session first. What was left open when a session closed is nobody's any more. */
export const agendasIn = ({ db }: Store, project: ProjectId): AgendaUse[] =>
  itemsOfProject(db, project).map(({ about, sealed, ...item }) => ({
    ...item,
    about: new Set(about),
    state: sealed ? 'settled' : 'on-agenda',
  }));
