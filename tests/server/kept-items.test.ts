/** What sessions have on their agendas is kept with every command, and is what replaying them says. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ProjectId, SessionId } from '#domain/kernel/id.ts';
import type { Services } from '#server/assemble.ts';
import { MIGRATIONS } from '#server/store/migration.ts';
import { itemsOfProject, sessionsOfProject, type ItemRow } from '#server/store/sessions.ts';
import { valueOf } from '#tests/factories/access.ts';
import { chaired, disagreeingHouse, itemsOf, planned, queueFor, threeReads } from '#tests/factories/disagreements.ts';

/** As the queue was told before anything was kept: from the state of every session. */
const replayed = ({ store, session }: Services, project: ProjectId): ItemRow[] =>
  sessionsOfProject(store.db, project)
    .flatMap(({ id }) => session.state(id) ?? [])
    .flatMap(({ id, title, closedAt, items }) =>
      items
        .filter(({ phase }) => phase === 'sealed' || closedAt === null)
        .map(({ phase, content: { case: one, finding, reads } }) => ({
          ...{ session: id, title, case: one, sealed: phase === 'sealed' },
          about: finding ? reads.flatMap(({ lesion }) => lesion?.id ?? []) : reads.map(({ read }) => read),
        })),
    );

const sorted = (rows: readonly ItemRow[]): string[] =>
  rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();

async function house() {
  const at = await disagreeingHouse({ session: { reasonRequired: false } });
  threeReads(at);
  const { services, actors, project } = at;
  const schedule = async (disagreements: string[]): Promise<SessionId> =>
    valueOf(await services.agreement.schedule(actors.lead, project, planned(at, { disagreements }))).session;
  const [existence = '', texture = '', , quality = ''] = (await queueFor(at)).entries.map(({ id }) => id);
  const seal = async (session: SessionId, kind: string): Promise<void> => {
    const item = itemsOf(at, session).find(({ content }) => content.kinds.some((one) => one === kind))?.content.id;
    const answer = kind === 'field' ? false : 'no';
    await chaired(at, session, [
      ...[{ type: 'join' }, { type: 'open-session' }, { type: 'open-item', item }, { type: 'open-vote', item }],
      { type: 'cast-ballot', item, round: 1, stage: 0, answer },
      { type: 'decide', item },
      { type: 'seal', item, castingVotes: {}, cause: 'misread' },
    ]);
  };
  const closed = await schedule([existence, texture]);
  await seal(closed, 'existence');
  await chaired(at, closed, [{ type: 'close-session' }]);
  await seal(await schedule([texture, quality]), 'field');
  await schedule([existence]);
  return at;
}

it('[DQ21] what is kept of agendas is what replaying every session says, whatever was sealed, closed or left', async () => {
  const { services, project } = await house();
  const kept = itemsOfProject(services.store.db, project);
  expect(kept.map(({ sealed }) => sealed).sort()).toEqual([false, false, true, true]);
  expect(sorted(kept)).toEqual(sorted(replayed(services, project)));
});

it('[DQ21] a database from before is given the same by its migration', async () => {
  const { services, project } = await house();
  const { connection, db } = services.store;
  const before = sorted(itemsOfProject(db, project));
  const [file = ''] = readdirSync(MIGRATIONS).filter((name) => name.endsWith('kept_items_of_sessions.sql'));
  const [, fill = ''] = readFileSync(join(MIGRATIONS, file), 'utf8').split('--> statement-breakpoint');
  connection.exec('DELETE FROM session_items');
  expect(itemsOfProject(db, project)).toEqual([]);
  connection.exec(fill);
  expect(sorted(itemsOfProject(db, project))).toEqual(before);
});
