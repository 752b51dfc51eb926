import { expect, it } from 'vitest';
import type { PlacedMilestone } from '#domain/record/replay.ts';
import { SOMEBODY, type Contribution } from './contribution.ts';
import { sectionsOf, windowOf } from './contribution-sections.ts';
import type { PreparedReplay } from './prepared-replay.ts';
import { Track } from './track.ts';
import { idOf, type ItemId, type ProjectId, type SessionId } from '#domain/kernel/id.ts';

const item = idOf<ItemId>('item');
const step = (kind: PlacedMilestone['kind'], ms: number): PlacedMilestone => {
  return { kind, ms, item: kind === 'opened' ? null : item, round: null, phase: null, position: 0 };
};
const made = (ms: number): Contribution => {
  const what = { kind: 'mark', how: 'added', about: '', frame: null, text: null } as const;
  return { item, seat: null, author: SOMEBODY, ...what, from: ms, ms, changes: 1 };
};
const milestones = [step('opened', 0), step('discussion', 100), step('vote', 300), step('discussion', 400)];
const session = { id: idOf<SessionId>('s'), project: idOf<ProjectId>('p'), title: '', startedAt: 0, length: 500 };
const prepared: PreparedReplay = {
  replay: { session, protocol: null, seats: [], documents: [], rows: [], milestones },
  record: new Track(),
  tables: new Map(),
  contributions: [],
  numbers: new Map([[item, 2]]),
  bands: [],
  gaps: [],
  positionAt: () => 0,
};

it('[RP8] contributions stand under the step after which they were made, each once', () => {
  const all = [100, 150, 200, 410, 420].map(made);
  const sections = sectionsOf(prepared, all);
  expect(sections.map(({ made: own }) => own.map(({ ms }) => ms))).toEqual([[], [100, 150, 200], [], [410, 420]]);
  expect(sections.flatMap((section) => windowOf(section, { from: 2, to: 4 })).map(({ ms }) => ms)).toEqual([200, 410]);
  expect(sections.flatMap((section) => windowOf(section, { from: -9, to: 99 }))).toEqual(all);
});
