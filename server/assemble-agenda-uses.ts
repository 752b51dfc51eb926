/** What agreement has to know of the later stage besides: which lesions sessions have on their agendas, or have settled. */
import type { ProjectId } from '#domain/kernel/id.ts';
import type { ItemState, SessionState } from '#domain/session/state.ts';
import type { AgendaUse } from './agreement/agenda-use.ts';
import type { Sessions } from './session/sessions.ts';
import type { Store } from './store/database.ts';
import { sessionsOfProject } from './store/sessions.ts';

interface Ground {
  readonly store: Store;
  readonly session: Pick<Sessions, 'state'>;
}

/** The newest session first. What was left open when a session closed is nobody's any more. */
export const agendasIn = ({ store, session }: Ground, project: ProjectId): AgendaUse[] =>
  sessionsOfProject(store.db, project)
    .flatMap(({ id }) => session.state(id) ?? [])
    .flatMap((state) =>
      state.items
        .filter(({ phase }) => phase === 'sealed' || state.closedAt === null)
        .map((item) => useIn(state, item)),
    );

const useIn = ({ id, title }: SessionState, { content, phase }: ItemState): AgendaUse => ({
  ...{ session: id, title, case: content.case },
  lesions: new Set(content.reads.flatMap(({ lesion }) => (lesion ? [lesion.id] : []))),
  state: phase === 'sealed' ? 'settled' : 'on-agenda',
});
