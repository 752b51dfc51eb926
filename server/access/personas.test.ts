import { describe, expect, it } from 'vitest';
import { callerFrom, codeOf, testAccess, valueOf, withCookie } from '#tests/factories/access.ts';

describe('one-click sign-in', () => {
  it('[DM1] works on this machine in a database that the demo made', async () => {
    const { access, project } = testAccess();
    await project('reader');
    access.operator.markMadeByDemo();
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      expect(access.personasFor(callerFrom(address))).toMatchObject([{ roles: ['lead'] }, { roles: ['reader'] }]);
      const cookie = valueOf(await access.signInAsPersona('member@x.org', callerFrom(address)));
      expect(await access.whoIs(withCookie(cookie))).toMatchObject({ email: 'member@x.org' });
    }
  });

  it('[DM2] is refused everywhere else: another machine, a proxy, a rebound name', async () => {
    const { access, person } = testAccess();
    await person('ada@x.org');
    access.operator.markMadeByDemo();
    const elsewhere = [
      callerFrom('203.0.113.7'),
      callerFrom('127.0.0.1', { 'x-forwarded-for': '203.0.113.7' }),
      callerFrom('127.0.0.1', { via: '1.1 proxy' }),
      callerFrom('127.0.0.1', { host: 'consilium.example.org' }),
      callerFrom('127.0.0.1', { host: '127.0.0.1.evil.example' }),
    ];
    for (const caller of elsewhere) {
      expect(access.personasFor(caller)).toEqual([]);
      expect(codeOf(await access.signInAsPersona('ada@x.org', caller))).toBe('not-allowed');
    }
  });

  it('[DM3] does not exist in a database made otherwise', async () => {
    const { access, person } = testAccess();
    await person('ada@x.org');
    expect(access.isDemo()).toBe(false);
    expect(codeOf(await access.signInAsPersona('ada@x.org', callerFrom('127.0.0.1')))).toBe('not-allowed');
  });
});
