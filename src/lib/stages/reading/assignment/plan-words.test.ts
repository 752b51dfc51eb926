import { expect, it } from 'vitest';
import type { PlanPreview } from '#contract/assignments.ts';
import { idOf, type UserId } from '#domain/kernel/id.ts';
import { refusal } from '#domain/kernel/refusal.ts';
import { UNREACHABLE } from '#lib/stages/access/api-request.ts';
import { balanceText, refusedInWords, refusedPlan, warningsOf } from './plan-words.ts';

const a = idOf<UserId>('a');
const b = idOf<UserId>('b');
const share = (user: UserId, informed = 0) => ({ user, cases: 6, repeats: 0, informed });
const preview = (over: Partial<PlanPreview> = {}): PlanPreview => ({
  ...{ digest: '', cases: 12, reads: 24, repeats: 0, existing: 0, kinds: [], readers: [share(a), share(b)] },
  ...{ caseRange: { least: 6, most: 6 }, pairRange: { least: 2, most: 2 }, least: { cases: 0, pairs: 0 } },
  ...{ short: { count: 0, numbers: [] }, sameInstitution: [] },
  ...over,
});

it('[WL8] a preview says in words how even a plan is, and whether it could be more even', () => {
  expect(balanceText(preview())).toBe(
    'Every reader gets 6 cases; every two have 2 in common: no plan of this size is more even.',
  );
  expect(balanceText(preview({ pairRange: { least: 1, most: 3 } }))).toMatch(/difference of 0 between pairs/);
  expect(balanceText(preview({ least: null }))).toMatch(/as far as who may read what allows/);
  expect(balanceText(preview({ pairRange: { least: 0, most: 0 } }))).toMatch(/no two readers have a case in common/);
});

it('[WL8] it warns of short cases, of one institution, of reads that cannot be blind and of what exists', () => {
  const names = new Map([
    ['a', 'Ada'],
    ['b', 'Ben'],
  ]);
  expect(warningsOf(preview(), names)).toEqual([]);
  const bad = preview({
    short: { count: 30, numbers: [4, 9] },
    sameInstitution: [{ institution: 'St. Elsewhere', readers: [a, b], cases: 2 }],
    readers: [share(a, 3), share(b)],
    existing: 5,
  });
  expect(warningsOf(bad, names)).toEqual([
    '30 cases get fewer readers than asked for, because too few may read them: 4, 9 and more.',
    'Ada and Ben are both of St. Elsewhere and have 2 cases in common.',
    'Ada could know what others made of 3 of the cases: these reads are called informed and not compared with blind ones.',
    '5 reads of this plan exist already and are left alone.',
  ]);
});

it('[AS6] a plan that cannot be says why and what to do instead', () => {
  const nothing = refusal('nothing-selected');
  expect(refusedPlan(nothing, { unread: true })).toMatch(/untick “Only cases nobody reads yet”/);
  expect(refusedPlan(nothing, { unread: false })).toMatch(/everybody chosen reads all of them already/);
  expect(refusedPlan(refusal('plan-too-large', { most: 10_000 }), { unread: true })).toMatch(/more than 10000 reads/);
  expect(refusedPlan(refusal('version-conflict'), { unread: true })).toMatch(/Look at it again/);
  const tooMany = refusal('bad-request', { design: 'a case cannot have more readers than there are' });
  expect(refusedPlan(UNREACHABLE, { unread: true })).not.toMatch(/Nobody was asked/);
  expect(refusedPlan(tooMany, { unread: true })).toMatch(/^This cannot be: a case cannot have more/);
  const odd = refusal('bad-request', { issues: ['seed: Invalid type'] });
  expect(refusedInWords(odd)).toBe(odd.message);
});
