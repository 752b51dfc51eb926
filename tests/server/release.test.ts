/** What leaves with an export: under aliases, nothing that leads from a letter or a seat to a person. */
import { expect, it } from 'vitest';
import type { SessionId } from '#domain/kernel/id.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import type { SessionState } from '#domain/session/state.ts';
import { createRelease, type ExportedProject } from '#server/release/release.ts';
import { valueOf } from '#tests/factories/access.ts';
import { testHouse, type House } from '#tests/factories/house.ts';

type Identity = SessionState['template']['identity'];

/** The export as it would be had the template of all sessions said so. */
function exportUnder({ services, project }: House, identity: Identity): ExportedProject {
  const { store, ledger, collab, session } = services;
  const state = (id: SessionId): SessionState | null => {
    const found = session.state(id);
    return found && { ...found, template: { ...found.template, identity } };
  };
  const now = () => instantOf(Date.now());
  const release = createRelease({
    store,
    ledger,
    now,
    sessions: { state },
    readDocument: (name) => collab.readDocument(name),
  });
  return valueOf(release.exportProject(project));
}

it('[RL3] an export names readers, but not where a session about the case goes under aliases', async () => {
  const house = await testHouse();
  const reader = house.actors.reader;
  if (!reader) throw new Error('no reader');

  const named = exportUnder(house, 'named');
  expect(named.reads.map((read) => read.reader)).toContainEqual({ kind: 'person', user: reader.user });
  expect(named.sessions.flatMap((s) => s.record.people.map((p) => p.label))).toContain(house.actors.lead?.name);

  const aliased = exportUnder(house, 'aliased');
  expect(aliased.reads.map((read) => read.reader.kind)).toEqual(named.reads.map(() => 'alias'));
  const { people: _people, protocols: _protocols, ...rest } = aliased;
  const text = JSON.stringify(rest);
  for (const actor of Object.values(house.actors)) {
    if (!actor) continue;
    expect(text).not.toContain(actor.user);
    expect(text).not.toContain(JSON.stringify(actor.name));
  }
});

it('[RL1] an export holds no content of a draft', async () => {
  const { reads } = exportUnder(await testHouse(), 'named');
  expect(reads.map((read) => read.state)).toEqual(['draft']);
  expect(reads.flatMap((read) => Object.keys(read))).not.toContain('content');
});
