import { describe, expect, it } from 'vitest';
import {
  callerFrom,
  codeOf,
  eventTypes,
  PASSWORD,
  testAccess,
  valueOf,
  withBearer,
  withCookie,
} from '#tests/factories/access.ts';

const CALLER = callerFrom('203.0.113.7');

describe('signing in', () => {
  it('[AC1] a cookie names the person with their roles until they sign out', async () => {
    const { access, project } = testAccess();
    const { id } = await project('reader');
    const cookie = valueOf(await access.signIn({ email: 'member@x.org', password: PASSWORD }, CALLER));
    const actor = await access.whoIs(withCookie(cookie));
    expect(actor).toMatchObject({ email: 'member@x.org', administrator: false });
    expect(actor?.roles.get(id)).toEqual(['reader']);
    await access.signOut(withCookie(cookie));
    expect(await access.whoIs(withCookie(cookie))).toBeNull();
  });

  it('[AC2] a wrong password and an unknown person look the same', async () => {
    const { access, person } = testAccess();
    await person('ada@x.org');
    const answers = [
      await access.signIn({ email: 'ada@x.org', password: 'wrong horse battery' }, CALLER),
      await access.signIn({ email: 'eve@x.org', password: 'wrong horse battery' }, CALLER),
    ];
    expect(answers[0]).toEqual(answers[1]);
    expect(answers.map(codeOf)).toEqual(['bad-credentials', 'bad-credentials']);
  });

  it('[AC3] the cookie is kept by https alone when the origin is https', async () => {
    for (const [origin, secure] of [
      ['https://consilium.example.org', true],
      [null, false],
    ] as const) {
      const { access, person } = testAccess({ origin });
      await person('ada@x.org');
      const cookie = valueOf(await access.signIn({ email: 'ada@x.org', password: PASSWORD }, CALLER));
      expect(cookie.secure).toBe(secure);
      expect(await access.whoIs(withCookie(cookie))).toMatchObject({ email: 'ada@x.org' });
    }
  });

  it('[AC4] after ten failures within a quarter of an hour, one address may not guess on; others may', async () => {
    const { access, person, advance } = testAccess();
    await person('ada@x.org');
    const attempt = async (password: string, caller = CALLER): Promise<string> =>
      codeOf(await access.signIn({ email: 'ada@x.org', password }, caller));
    const guesses = await Promise.all(Array.from({ length: 11 }, (_, n) => attempt(`a wrong guess ${String(n)}`)));
    expect(guesses.filter((code) => code === 'rate-limited')).toHaveLength(1);
    expect(await attempt(PASSWORD)).toBe('rate-limited');
    expect(await attempt(PASSWORD, callerFrom('203.0.113.8'))).toBe('ok');
    advance(15 * 60_000);
    expect(await attempt(PASSWORD)).toBe('ok');
  });

  it('a forged or foreign cookie names nobody', async () => {
    const { access, person } = testAccess();
    await person('ada@x.org');
    const cookie = valueOf(await access.signIn({ email: 'ada@x.org', password: PASSWORD }, CALLER));
    const [token = ''] = cookie.value.split('.');
    expect(await access.whoIs(withCookie({ ...cookie, value: `${token}.${'A'.repeat(43)}=` }))).toBeNull();
    expect(await access.whoIs(withCookie({ ...cookie, value: token }))).toBeNull();
    expect(await access.whoIs(new Headers())).toBeNull();
  });

  it('[AC5] a new password ends every sign-in', async () => {
    const { access, person, ...world } = testAccess();
    const { user } = await person('ada@x.org');
    const cookie = valueOf(await access.signIn({ email: 'ada@x.org', password: PASSWORD }, CALLER));
    const { password } = valueOf(await access.operator.resetPassword('ada@x.org'));
    expect(await access.whoIs(withCookie(cookie))).toBeNull();
    expect(codeOf(await access.signIn({ email: 'ada@x.org', password: PASSWORD }, CALLER))).toBe('bad-credentials');
    expect(codeOf(await access.signIn({ email: 'ada@x.org', password }, CALLER))).toBe('ok');
    expect(eventTypes(world, `user:${user}`)).toEqual(['user-created', 'password-reset']);
    expect(codeOf(await access.operator.resetPassword('ada@x.org', 'short'))).toBe('weak-password');
  });
});

describe('personal access tokens', () => {
  it('[AC6] are shown once, stored as a hash, and work until they are revoked', async () => {
    const { access, person, ...world } = testAccess();
    const ada = await person('ada@x.org');
    const { id, token } = valueOf(await access.createToken(ada, { name: 'script' }));
    expect(token).toMatch(/^cns_[\w-]{43}$/);
    expect(world.store.connection.serialize().includes(token)).toBe(false);
    expect(await access.whoIs(withBearer(token))).toMatchObject({ user: ada.user });
    expect(await access.whoHasToken(token)).toMatchObject({ user: ada.user });
    expect(await access.tokensOf(ada)).toMatchObject([{ id, name: 'script' }]);

    expect(codeOf(await access.revokeToken(await person('bob@x.org'), id))).toBe('not-found');
    expect(codeOf(await access.revokeToken(ada, id))).toBe('ok');
    expect(codeOf(await access.revokeToken(ada, id))).toBe('not-found');
    expect(await access.whoIs(withBearer(token))).toBeNull();
    expect(eventTypes(world, `user:${ada.user}`)).toEqual(['user-created', 'token-created', 'token-revoked']);
  });

  it('[AC7] a bad token is nobody, even beside a good cookie', async () => {
    const { access, person } = testAccess();
    await person('ada@x.org');
    const headers = withCookie(valueOf(await access.signIn({ email: 'ada@x.org', password: PASSWORD }, CALLER)));
    headers.set('authorization', 'Bearer cns_wrong');
    expect(await access.whoIs(headers)).toBeNull();
    headers.set('authorization', 'Basic YWRhOng=');
    expect(await access.whoIs(headers)).toBeNull();
  });
});

it('[AC8] the ledger names no e-mail address', async () => {
  const { access, project, ledger } = testAccess();
  const { id, lead, member } = await project('reader');
  valueOf(await access.createToken(lead, { name: 'lead@x.org' }));
  valueOf(await access.takeRole(lead, { project: id, user: member.user, role: 'reader' }));
  valueOf(await access.operator.resetPassword('lead@x.org'));
  const events = ledger.readAfter(0, 100);
  expect(events.length).toBeGreaterThan(5);
  expect(JSON.stringify(events)).not.toContain('@x.org');
});
