/** What agreement has to know of the later stage: what the panels of sessions that are over answered, before and after discussing. */
import type { ProjectId } from '#domain/kernel/id.ts';
import type { ItemState, RoundState } from '#domain/session/state.ts';
import type { DiscussedQuestion } from './agreement/convergence.ts';
import type { Sessions } from './session/sessions.ts';
import type { Store } from './store/database.ts';
import { sessionsOfProject } from './store/sessions.ts';

interface Ground {
  readonly store: Store;
  readonly session: Pick<Sessions, 'state'>;
}

export const discussedIn = ({ store, session }: Ground, project: ProjectId): DiscussedQuestion[] =>
  sessionsOfProject(store.db, project)
    .filter(({ closedAt }) => closedAt !== null)
    .flatMap(({ id }) => session.state(id)?.items ?? [])
    .flatMap(questionsOf);

/** The first round is the last one before the discussion, and the last round follows it; with one round nothing can change. */
function questionsOf({ content, rounds }: ItemState): DiscussedQuestion[] {
  const [first, last] = [rounds[0], rounds.at(-1)];
  if (!first || !last || first === last) return [];
  return content.questions.map(({ stage, text }) => {
    const [before, after] = [answersIn(first, stage), answersIn(last, stage)];
    const answers = [...before].flatMap(([seat, answer]) => {
      const later = after.get(seat);
      return later === undefined ? [] : [{ before: answer, after: later }];
    });
    return { case: content.case, question: `${content.finding?.name ?? 'The case as a whole'}: ${text}`, answers };
  });
}

/** By seat; who abstained said nothing. */
const answersIn = ({ stages }: RoundState, stage: number) =>
  new Map(
    stages
      .filter((revealed) => revealed.stage === stage)
      .flatMap(({ ballots }) =>
        ballots.flatMap(({ seat, answer }) => (answer === null ? [] : [[seat, answer] as const])),
      ),
  );
