/** Whatever people do, in whatever order: the session stays whole, and nothing sealed shows before its reveal. */
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { plannedItem } from '#tests/factories/agenda.ts';
import { pureRoom, userOf, type Asked, type PureRoom } from '#tests/factories/pure-room.ts';
import { idOf, type CaseId, type Seat } from '../kernel/id.ts';
import type { SessionTemplate } from '../plan/session-template.ts';
import { SESSION_COMMAND_TYPES, type SessionCommandType } from './command.ts';
import { SessionEventSchema } from './event.ts';
import { isActive, possible, sceneOf } from './guards.ts';
import { recordView, seatView } from './projection.ts';
import { currentItem, personOf, replay, type ItemState } from './state.ts';
import { castSeats, eligibleSeats, missingSeats, openQuestion } from './voting.ts';

const GUEST = 'guest';
const NAMES = ['chair', 'first', 'second', 'third', 'observer', GUEST];
const KINDS = { 1: 'location', 2: 'rating' } as const;

interface Step {
  readonly who: string;
  readonly pick: number;
  /** Any command at all, also one that is not possible now. */
  readonly wild: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  who: fc.oneof({ weight: 2, arbitrary: fc.constant('chair') }, { weight: 3, arbitrary: fc.constantFrom(...NAMES) }),
  pick: fc.nat(997),
  wild: fc.boolean(),
});

const template: fc.Arbitrary<Partial<SessionTemplate>> = fc.record({
  identity: fc.constantFrom('named', 'aliased-until-close', 'aliased'),
  unlock: fc.constantFrom(
    { kind: 'all-done' as const },
    { kind: 'quorum' as const, ballots: 2 },
    { kind: 'facilitator' as const },
  ),
  rule: fc.constantFrom({ kind: 'majority' as const }, { kind: 'k-of-n' as const, k: 3 }),
  tie: fc.constantFrom('another-round', 'chair', 'unresolved'),
  maximumRounds: fc.integer({ min: 1, max: 3 }),
  chair: fc.constantFrom('casting-vote', 'both'),
  denominator: fc.constantFrom('cast', 'eligible'),
  missingShownTo: fc.constantFrom('chair', 'everybody'),
});

const run = fc.record({ template, seed: fc.nat(9999), steps: fc.array(step, { minLength: 60, maxLength: 160 }) });

function roomOf({ template: chosen, seed }: { template: Partial<SessionTemplate>; seed: number }): PureRoom {
  const items = ([1, 2] as const).map((n) => ({
    ...plannedItem(idOf<CaseId>(`case-${String(n)}`), { canary: `canary-read-${String(n)}` }),
    kinds: [KINDS[n]],
  }));
  return pureRoom({ template: chosen, seed, items, panellists: ['first', 'second', 'third'] });
}

/** One step: mostly a command; now and then the guest is let in, or sent out again. */
function take(room: PureRoom, step: Step): { readonly ok: boolean } {
  const { who, pick } = step;
  if (who !== GUEST || pick % 3 > 0) return room.ask(who, commandOf(room, step));
  const seated = personOf(room.state(), userOf(GUEST));
  if (!seated) return room.letIn(GUEST, pick % 2 === 0 ? 'panellist' : 'observer');
  return pick % 5 === 0 ? room.sendOut(GUEST) : room.ask(who, commandOf(room, step));
}

/** What would end most runs before they get anywhere. */
const RARE: readonly SessionCommandType[] = ['close-session', 'recuse', 'park', 'excuse'];

/** The command this step stands for, aimed at what is before the panel or, when it is `wild`, sometimes beside it. */
function commandOf(room: PureRoom, { who, pick, wild }: Step): Asked {
  const me = personOf(room.state(), userOf(who));
  const rarely = (type: SessionCommandType): boolean => !RARE.includes(type) || pick % 13 === 0;
  const offered = me ? possible(sceneOf(room.state(), me)).filter(rarely) : [];
  const types = wild && pick % 5 === 0 ? SESSION_COMMAND_TYPES : offered.length > 0 ? offered : SESSION_COMMAND_TYPES;
  const type = types[pick % types.length] ?? 'join';
  return particulars(room, type, { who, pick });
}

const reasonOf = (item: number, round: number, who: string): string =>
  `canary-reason-${String(item)}-${String(round)}-${who}-end`;

function particulars(room: PureRoom, type: SessionCommandType, { who, pick }: { who: string; pick: number }): Asked {
  const state = room.state();
  const at = currentItem(state) ?? room.item();
  const item = type === 'open-item' ? room.item(1 + (pick % 2)).content.id : at.content.id;
  const round = at.voting?.round ?? 1;
  const stage = at.voting?.closed.length ?? 0;
  const answers = openQuestion(at)?.answers ?? [{ value: 'yes' }];
  const value = answers[pick % Math.min(2, answers.length)]?.value ?? 'yes';
  const reason = reasonOf(at.content.number, round, who);
  const onStage = { item, round, stage };
  const answer = openQuestion(at)?.multiple ? [String(value)] : value;
  const missing = missingSeats(state, at)[0] ?? idOf<Seat>('nobody');
  const particular: Partial<Record<SessionCommandType, Asked>> = {
    'cast-ballot': { type: 'cast-ballot', ...onStage, answer, reason },
    abstain: { type: 'abstain', ...onStage, reason },
    'close-stage': { type: 'close-stage', ...onStage },
    recuse: { type: 'recuse', item, reason: `canary-recusal-${who}` },
    excuse: { type: 'excuse', item, seat: missing },
    seal: { type: 'seal', item, castingVotes: {}, cause: 'slip', reason: 'decided' },
  };
  const onSession = ['join', 'open-session', 'close-session', 'present', 'stop-presenting'].includes(type);
  return particular[type] ?? ((onSession ? { type } : { type, item }) as Asked);
}

/** Commands that need no particulars: what is offered is then always accepted. */
const PLAIN: readonly SessionCommandType[] = [
  'join',
  'open-session',
  'close-session',
  'open-vote',
  'discuss',
  'open-revote',
  'decide',
  'park',
  'stop-presenting',
  'recuse',
  'excuse',
  'close-stage',
  'seal',
];

describe('any sequence of commands', () => {
  it('[SN1] leaves a session that its events rebuild exactly, through their schema', () => {
    overRuns('at the end', (room) => {
      const stored: unknown[] = room.events().map((event) => JSON.parse(JSON.stringify(event)) as unknown);
      const events = stored.map((event) => v.parse(SessionEventSchema, event));
      expect(replay(events, room.id)).toEqual(room.state());
    });
  });

  it('[SN2] shows nothing of reads, kinds, ballots and reasons before their reveal', () => {
    overRuns('after every event', (room) => expectNoCanary(room));
  }, 20_000);

  it('[SN3] never has more ballots than people who may vote, and never two active items', () => {
    overRuns('after every event', (room) => {
      const state = room.state();
      expect(state.items.filter((item) => isActive(item.phase)).length).toBeLessThanOrEqual(1);
      for (const item of state.items) {
        if (!item.voting) continue;
        const eligible = eligibleSeats(state, item);
        for (const seat of castSeats(item.voting)) expect(eligible).toContain(seat);
        expect(new Set(castSeats(item.voting)).size).toBe(castSeats(item.voting).length);
      }
    });
  });

  it('[SN4] gives an item at most one outcome, and never more rounds than the template allows', () => {
    overRuns('after every event', (room) => {
      for (const { content, outcome, phase, rounds } of room.state().items) {
        const sealed = room.events().filter((event) => event.type === 'sealed' && event.item === content.id);
        expect(sealed.length).toBe(phase === 'sealed' ? 1 : 0);
        expect(outcome !== null).toBe(phase === 'sealed');
        expect(rounds.length).toBeLessThanOrEqual(room.state().template.maximumRounds);
      }
    });
  });

  it('[SN5] refuses what is not offered, and accepts what is', () => {
    fc.assert(
      fc.property(run, ({ steps, ...options }) => {
        const room = roomOf(options);
        for (const each of steps) {
          if (each.pick % 29 === 0) take(room, { ...each, who: GUEST, pick: each.pick * 6 });
          const command = commandOf(room, each);
          const me = personOf(room.state(), userOf(each.who));
          const offered = me ? possible(sceneOf(room.state(), me)).includes(command.type) : false;
          const answer = room.ask(each.who, command);
          if (!offered && command.type !== 'join') expect(answer.ok).toBe(false);
          if (offered && PLAIN.includes(command.type)) expect(answer).toMatchObject({ ok: true });
        }
      }),
    );
  });
});

function overRuns(when: 'after every event' | 'at the end', check: (room: PureRoom) => void): void {
  const reached = new Set<string>();
  fc.assert(
    fc.property(run, ({ steps, ...options }) => {
      const room = roomOf(options);
      for (const each of steps) {
        const answer = take(room, each);
        if (answer.ok && when === 'after every event') check(room);
      }
      check(room);
      for (const event of room.events()) reached.add(event.type);
    }),
    // A fixed seed, so that a run that reaches every corner today does so tomorrow.
    { numRuns: 60, seed: 47 },
  );
  // Runs that never get anywhere prove nothing.
  expect([...reached]).toEqual(
    expect.arrayContaining(['revealed', 'sealed', 'recused', 'excused', 'parked', 'guest-seated', 'guest-sent-out']),
  );
}

function expectNoCanary(room: PureRoom): void {
  const state = room.state();
  const record = JSON.stringify(recordView(state));
  const hidden = [...state.items.flatMap(hiddenOf), 'nonce-', 'commitment-', 'user-'].filter((c) => c !== undefined);
  const views = state.people.map(({ seat }) => ({ seat, text: JSON.stringify(seatView(state, seat, room.box())) }));
  for (const canary of hidden) {
    expect(record).not.toContain(canary);
    for (const { text } of views) expect(text).not.toContain(canary);
  }
  for (const { voting, content } of state.items) {
    for (const name of voting ? NAMES : []) {
      const canary = reasonOf(content.number, voting?.round ?? 0, name);
      expect(record).not.toContain(canary);
      for (const { seat, text } of views) if (seat !== room.seat(name)) expect(text).not.toContain(canary);
    }
  }
}

/** What must not show of an item that was never revealed. */
function hiddenOf(item: ItemState): (string | undefined)[] {
  if (item.reads) return [];
  const { kinds, reads, context } = item.content;
  const ids = reads.flatMap((read) => [read.read, ...(read.lesion?.marks.map((mark) => mark.id) ?? [])]);
  const shown = Object.values(context.before);
  return [
    ...kinds.map((kind) => `"${kind}"`),
    ...ids,
    ...Object.values(context.after).filter((c) => !shown.includes(c)),
  ];
}
