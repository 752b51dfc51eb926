import { describe, expect, it } from 'vitest';
import { callerFrom, codeOf, eventTypes, PASSWORD, testAccess, valueOf } from '#tests/factories/access.ts';

const NEW = { name: 'Eve', email: 'eve@x.org', password: PASSWORD };
const DAY = 24 * 60 * 60_000;

describe('an invitation', () => {
  it('[IV1] lets one new person in, in its role, once', async () => {
    const { access, project, ...world } = testAccess();
    const { id, lead } = await project('reader');
    const { token } = valueOf(await access.invite(lead, id, { role: 'panellist', days: 14 }));
    expect(valueOf(await access.seeInvitation(token))).toMatchObject({ project: { name: 'P' }, role: 'panellist' });
    valueOf(await access.enterByInvitation(token, NEW));
    expect(access.operator.actorOf('eve@x.org')?.roles.get(id)).toEqual(['panellist']);
    expect(codeOf(await access.signIn({ email: 'eve@x.org', password: PASSWORD }, callerFrom('::1')))).toBe('ok');
    expect(codeOf(await access.enterByInvitation(token, { ...NEW, email: 'mallory@x.org' }))).toBe(
      'invitation-expired',
    );
    expect(access.operator.actorOf('mallory@x.org')).toBeNull();
    expect(eventTypes(world, `project:${id}`).slice(-3)).toEqual([
      'invitation-created',
      'invitation-accepted',
      'role-given',
    ]);
  });

  it('[IV2] gives somebody signed in one more role', async () => {
    const { access, project, person } = testAccess();
    const { id, lead, member } = await project('reader');
    const { token } = valueOf(await access.invite(lead, id, { role: 'panellist', days: 14 }));
    valueOf(await access.acceptInvitation(member, token));
    expect(access.operator.actorOf(member.email)?.roles.get(id)?.toSorted()).toEqual(['panellist', 'reader']);
    expect(codeOf(await access.acceptInvitation(await person('bob@x.org'), token))).toBe('invitation-expired');
  });

  it('[IV3] ends; an unknown one looks like an ended one', async () => {
    const { access, project, advance } = testAccess();
    const { id, lead, member } = await project('reader');
    const { token } = valueOf(await access.invite(lead, id, { role: 'observer', days: 1 }));
    advance(DAY);
    const ended = await access.acceptInvitation(member, token);
    expect(codeOf(ended)).toBe('invitation-expired');
    expect(await access.acceptInvitation(member, 'unknown')).toEqual(ended);
    expect(await access.seeInvitation(token)).toEqual(ended);
  });

  it('[IV4] stays open when the new account is refused', async () => {
    const { access, project } = testAccess();
    const { id, lead } = await project('reader');
    const { token } = valueOf(await access.invite(lead, id, { role: 'observer', days: 1 }));
    expect(codeOf(await access.enterByInvitation(token, { ...NEW, password: 'short' }))).toBe('weak-password');
    expect(codeOf(await access.enterByInvitation(token, { ...NEW, email: 'LEAD@x.org' }))).toBe('email-taken');
    expect(codeOf(await access.enterByInvitation(token, NEW))).toBe('ok');
  });

  it('[IV5] is the lead’s to give: readers, strangers and administrators without a role may not', async () => {
    const { access, project, person } = testAccess();
    const { id, member } = await project('reader');
    const administrator = await person('admin@x.org', { administrator: true });
    for (const actor of [member, administrator, await person('bob@x.org')])
      expect(codeOf(await access.invite(actor, id, { role: 'lead', days: 1 }))).toBe('not-allowed');
  });
});

describe('membership', () => {
  it('[ME1] an administrator creates a project and leads it; others may not', async () => {
    const { access, person } = testAccess();
    const administrator = await person('admin@x.org', { administrator: true });
    const { id } = valueOf(await access.createProject(administrator, { name: 'New' }));
    expect(access.operator.actorOf('admin@x.org')?.roles.get(id)).toEqual(['lead']);
    expect(codeOf(await access.createProject(administrator, { name: 'New' }))).toBe('bad-request');
    expect(codeOf(await access.createProject(await person('bob@x.org'), { name: 'Other' }))).toBe('not-allowed');
  });

  it('[ME2] somebody who does not belong to a project cannot tell that it exists', async () => {
    const { access, project, person } = testAccess();
    const { id, member } = await project('observer');
    const stranger = await person('bob@x.org', { administrator: true });
    expect(await access.projectFor(stranger, id)).toEqual(await access.projectFor(stranger, 'no such project'));
    expect(await access.projectsOf(stranger)).toEqual([]);
    expect(valueOf(await access.projectFor(member, 'P'))).toEqual({ id, name: 'P' });
    expect(await access.projectsOf(member)).toEqual([{ id, name: 'P' }]);
  });

  it('[ME3] the last lead cannot be taken away', async () => {
    const { access, project } = testAccess();
    const { id, lead, member } = await project('reader');
    const leading = { project: id, role: 'lead' as const };
    expect(codeOf(await access.takeRole(lead, { ...leading, user: lead.user }))).toBe('not-allowed');
    valueOf(await access.giveRole(lead, { ...leading, user: member.user }));
    expect(codeOf(await access.takeRole(lead, { ...leading, user: lead.user }))).toBe('ok');
  });

  it('[ME4] giving a role twice writes one event', async () => {
    const { access, project, ...world } = testAccess();
    const { id, lead, member } = await project('reader');
    const before = eventTypes(world, `project:${id}`).length;
    valueOf(await access.giveRole(lead, { project: id, user: member.user, role: 'reader' }));
    expect(eventTypes(world, `project:${id}`)).toHaveLength(before);
  });
});
