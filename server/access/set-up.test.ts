import { expect, it } from 'vitest';
import { codeOf, PASSWORD, testAccess, valueOf } from '#tests/factories/access.ts';

const ADMIN = { name: 'Ada', email: 'ada@x.org', password: PASSWORD };

it('[SU1] the link makes the first administrator, once, and is offered only while there is none', async () => {
  const { access } = testAccess();
  const token = access.openSetUp() ?? '';
  expect(codeOf(access.seeSetUp(token))).toBe('ok');
  expect(codeOf(await access.setUp(token, { ...ADMIN, password: 'short' }))).toBe('weak-password');
  expect(valueOf(await access.setUp(token, ADMIN))).toMatchObject({ email: 'ada@x.org', administrator: true });
  expect(codeOf(await access.setUp(token, { ...ADMIN, email: 'eve@x.org' }))).toBe('invitation-expired');
  expect(access.openSetUp()).toBeNull();
});

it('[SU2] a newer link replaces the one before, and every link ends after a day', async () => {
  const { access, advance } = testAccess();
  const [first, second] = [access.openSetUp() ?? '', access.openSetUp() ?? ''];
  expect(codeOf(await access.setUp(first, ADMIN))).toBe('invitation-expired');
  advance(24 * 60 * 60_000);
  expect(codeOf(await access.setUp(second, ADMIN))).toBe('invitation-expired');
});

it('two who follow the link at the same time make one administrator', async () => {
  const { access } = testAccess();
  const token = access.openSetUp() ?? '';
  const both = await Promise.all([access.setUp(token, ADMIN), access.setUp(token, { ...ADMIN, email: 'eve@x.org' })]);
  expect(both.map(codeOf).toSorted()).toEqual(['invitation-expired', 'ok']);
});
