/** Commands of a session that come too late, from the wrong person or with the wrong content, over HTTP. */
import { v4 } from 'uuid';
import { describe, expect, it } from 'vitest';
import type { SessionView } from '#server/session/sessions.ts';
import { itemAt } from '#tests/factories/panel-line.ts';
import { panelOnWire, type Name, type PanelOnWire } from '#tests/factories/panel-wire.ts';
import { refusalIn } from '#tests/factories/wire.ts';

const VOTERS = ['lead', 'first', 'second'] as const;

const ballotOn = ({ items }: PanelOnWire, more: object = {}) => ({
  ...{ type: 'cast-ballot', item: items[0], round: 1, stage: 0, answer: 'no' },
  ...more,
});

/** What a refused command is, checked to have left no event. */
async function refused(at: PanelOnWire, who: Name, command: Readonly<Record<string, unknown>>): Promise<string> {
  const before = at.events();
  const answer = refusalIn(await at.command(who, command));
  expect(at.events()).toEqual(before);
  return answer;
}

async function revealed(at: PanelOnWire): Promise<void> {
  for (const who of VOTERS) await at.send(who, ballotOn(at));
}

describe('[BC1] a ballot counts for the question it was given on, or is refused', () => {
  it('a ballot for something that is not asked', async () => {
    const at = await panelOnWire();
    const ask = (more: object): Promise<string> => refused(at, 'first', ballotOn(at, more));
    expect(await ask({ item: at.items[1] })).toBe('409 item-not-current');
    expect(await ask({ item: v4() })).toMatch(/^(404 not-found|409 item-not-current)$/);
    expect(await ask({ round: 2 })).toBe('409 voting-closed');
    expect(await ask({ round: 0 })).toBe('409 voting-closed');
    expect(await ask({ stage: 1 })).toBe('409 voting-closed');
    expect(await ask({ answer: 'maybe' })).toBe('422 invalid-ballot');
    expect(await ask({ answer: ['no'] })).toBe('422 invalid-ballot');
    expect(await ask({ answer: 4 })).toBe('422 invalid-ballot');
    expect(await ask({ clause: 'no-such-clause' })).toBe('422 not-in-protocol');
  });

  it('a command that has no such form', async () => {
    const at = await panelOnWire();
    const ask = (command: Readonly<Record<string, unknown>>): Promise<string> => refused(at, 'first', command);
    expect(await ask({ type: 'win' })).toBe('400 bad-request');
    expect(await ask({ type: 'join', commandId: '1' })).toBe('400 bad-request');
    expect(await ask(ballotOn(at, { answer: undefined }))).toBe('400 bad-request');
    expect(await ask(ballotOn(at, { answer: { $ne: null } }))).toBe('400 bad-request');
    expect(await ask(ballotOn(at, { round: -1 }))).toBe('400 bad-request');
    expect(await ask(ballotOn(at, { reason: 'x'.repeat(501) }))).toBe('400 bad-request');
    expect(await ask({ type: 'recuse', item: at.items[0], reason: ' ' })).toBe('400 bad-request');
  });

  it('a ballot after the question closed, and after the item was sealed', async () => {
    const at = await panelOnWire();
    await revealed(at);
    expect(await refused(at, 'first', ballotOn(at, { answer: 'yes' }))).toMatch(/^409 (voting-closed|wrong-phase)$/);
    await at.send('lead', { type: 'decide', item: at.items[0] });
    const seal = { type: 'seal', item: at.items[0], cause: 'slip' };
    await at.send('lead', seal);
    expect(await refused(at, 'first', ballotOn(at))).toMatch(/^409 /);
    expect(await refused(at, 'lead', seal)).toMatch(/^409 /);
  });
});

describe('[BC2] a command is one event, however often it arrives', () => {
  it('the same id gets the same answer, another id replaces while the question is open', async () => {
    const at = await panelOnWire();
    const once = ballotOn(at, { commandId: v4() });
    const before = at.events().length;
    const [one, two] = await Promise.all([at.command('first', once), at.command('first', once)]);
    expect(two).toEqual(one);
    expect(await at.command('first', { ...once, answer: 'yes' })).toEqual(one);
    expect(at.events()).toHaveLength(before + 1);
    await at.send('first', ballotOn(at, { answer: 'yes' }));
    expect(at.events()).toHaveLength(before + 2);
    for (const who of ['lead', 'second'] as const) await at.send(who, ballotOn(at));
    const shown = await at.ask(`/api/v1/sessions/${at.session}`, { token: at.people.first.token });
    const { record } = shown.body as SessionView;
    const [item] = at.items;
    const ballots = item && itemAt(record, item).revealed?.rounds[0]?.stages[0]?.ballots.map(({ answer }) => answer);
    expect(ballots?.toSorted()).toEqual(['no', 'no', 'yes']);
  });

  it('a refusal is repeated as well, also when it would be accepted by now', async () => {
    const at = await panelOnWire();
    const early = { type: 'discuss', item: at.items[0], commandId: v4() };
    const first = await at.command('lead', early);
    await revealed(at);
    expect(await at.command('lead', early)).toEqual(first);
    await at.send('lead', { ...early, commandId: v4() });
  });
});

describe('[BC3] only those whose part it is are heard', () => {
  it('observers, people who stepped back, people without a seat and strangers', async () => {
    const at = await panelOnWire();
    expect(await refused(at, 'observer', ballotOn(at))).toBe('403 not-eligible');
    expect(await refused(at, 'observer', { type: 'abstain', ...where(at) })).toBe('403 not-eligible');
    expect(await refused(at, 'outsider', ballotOn(at))).toBe('404 not-found');
    expect(await refused(at, 'outsider', { type: 'join' })).toBe('404 not-found');
    const path = `/api/v1/sessions/${at.session}/commands`;
    const json = { ...ballotOn(at), commandId: v4() };
    expect(refusalIn(await at.ask(path, { json }))).toBe('401 not-signed-in');
    await at.send('second', { type: 'recuse', item: at.items[0], reason: 'my own patient' });
    expect(await refused(at, 'second', ballotOn(at))).toBe('403 not-eligible');
  });

  it.each(['open-vote', 'discuss', 'open-revote', 'decide', 'seal', 'park', 'close-stage', 'close-session'])(
    '%s is for the chair',
    async (type) => {
      const at = await panelOnWire();
      expect(await refused(at, 'first', { type, ...where(at) })).toMatch(/^(403|409) /);
      expect(await refused(at, 'observer', { type, ...where(at) })).toMatch(/^(403|409) /);
    },
  );

  const where = ({ items }: PanelOnWire) => ({ item: items[0], round: 1, stage: 0 });
});

describe('[BC4] a decision lacks nothing it must have, and is made once', () => {
  it('the cause, the phase, the tie', async () => {
    const at = await panelOnWire();
    const [item] = at.items;
    expect(await refused(at, 'lead', { type: 'decide', item })).toMatch(/^409 (wrong-phase|ballots-missing)$/);
    expect(await refused(at, 'lead', { type: 'seal', item, cause: 'slip' })).toBe('409 wrong-phase');
    await revealed(at);
    await at.send('lead', { type: 'decide', item });
    expect(await refused(at, 'lead', { type: 'seal', item })).toBe('422 cause-required');
    expect(await refused(at, 'lead', { type: 'seal', item, cause: 'bad luck' })).toBe('400 bad-request');
    const casting = { type: 'seal', item, cause: 'slip', castingVotes: { existence: 'yes' } };
    expect(await refused(at, 'lead', casting)).toBe('409 casting-vote-refused');
    expect(await refused(at, 'lead', { type: 'seal', item, cause: 'slip', clause: '9.9' })).toBe('422 not-in-protocol');
    await at.send('lead', { type: 'seal', item, cause: 'slip' });
    expect(await refused(at, 'lead', { type: 'seal', item, cause: 'slip' })).toMatch(/^409 /);
    expect(await refused(at, 'lead', { type: 'open-item', item })).toMatch(/^409 /);
  });

  it('the reason, where the template asks for one', async () => {
    const at = await panelOnWire({ reasonRequired: true });
    expect(await refused(at, 'first', ballotOn(at))).toBe('422 reason-required');
    expect(await refused(at, 'first', ballotOn(at, { reason: '   ' }))).toBe('422 reason-required');
    for (const who of VOTERS) await at.send(who, ballotOn(at, { reason: 'a vessel' }));
    const [item] = at.items;
    await at.send('lead', { type: 'decide', item });
    expect(await refused(at, 'lead', { type: 'seal', item, cause: 'slip' })).toBe('422 reason-required');
    await at.send('lead', { type: 'seal', item, cause: 'slip', reason: 'all saw a vessel' });
  });

  it('a closed session takes nothing more', async () => {
    const at = await panelOnWire();
    await at.send('lead', { type: 'park', item: at.items[0] });
    await at.send('lead', { type: 'close-session' });
    expect(await refused(at, 'first', ballotOn(at))).toBe('409 session-closed');
    expect(await refused(at, 'lead', { type: 'open-item', item: at.items[1] })).toBe('409 session-closed');
    expect(await refused(at, 'first', { type: 'join' })).toBe('409 session-closed');
  });
});
