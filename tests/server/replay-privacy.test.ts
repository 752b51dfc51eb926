/** What a replay must not tell: who is behind an alias, when somebody voted, and anything that was one person's alone. */
import { describe, expect, it } from 'vitest';
import { recordOf } from '#documents/record.ts';
import type { SessionTemplate } from '#domain/plan/session-template.ts';
import { prepareReplay } from '#lib/stages/record/prepared-replay.ts';
import { playedPanel, type PlayedPanel } from '#tests/factories/replay-panel.ts';

const small = { people: 4, items: 2, edits: 60, length: 600_000 };
const played = (template: Partial<SessionTemplate>): Promise<PlayedPanel> => playedPanel({ ...small, template });

/** The answer with every update in the clear, bytes as Latin-1. */
const openedWire = ({ wire, replay }: PlayedPanel): string =>
  [wire, ...replay.rows.map(([, , , data]) => Buffer.from(data, 'base64').toString('latin1'))].join('\n');

const casts = ({ at, session }: PlayedPanel): number[] =>
  at.ledger.read(`session:${session}`).flatMap(({ type, at: when }) => (type === 'ballot-cast' ? [when] : []));

describe.each(['named', 'aliased-until-close', 'aliased'] as const)('a replay where the session is %s', (identity) => {
  it('[RP14] tells no user id, address, commitment, nonce, read id or seat document', async () => {
    const panel = await played({ identity });
    const text = openedWire(panel);
    const { at, session, people } = panel;
    const state = at.sessions.state(session);
    const secrets = at.ledger
      .read(`session:${session}`)
      .flatMap(({ payload }) => [...JSON.stringify(payload).matchAll(/"(?:commitment|nonce)":"([^"]+)"/g)])
      .map(([, secret]) => secret ?? '');
    const reads = state?.items.flatMap(({ content }) => content.reads.map(({ read }) => read)) ?? [];
    const marks = state?.items.flatMap(({ content }) =>
      content.reads.flatMap((r) => r.lesion?.marks.map((m) => m.id) ?? []),
    );
    expect(secrets.length).toBeGreaterThan(20);
    expect(reads).toHaveLength(4);
    for (const secret of [
      ...secrets,
      ...reads,
      ...(marks ?? []),
      ...people.flatMap(({ user, email }) => [user, email]),
    ])
      expect(text.includes(secret), secret).toBe(false);
    for (const word of ['seat:', 'read:', 'castAt', 'nonce', 'commitment', 'journalSeq'])
      expect(text.includes(word), word).toBe(false);
  });

  it('[RP15] tells names only as the record showed them', async () => {
    const panel = await played({ identity });
    const text = openedWire(panel);
    const names = panel.people.map(({ name }) => name);
    for (const name of names) expect(text.includes(name), name).toBe(identity !== 'aliased');
    const prepared = await prepareReplay(panel.replay, { pause: () => Promise.resolve() });
    const labelsAt = (position: number) => recordOf(prepared.record.at(position))?.people.map(({ label }) => label);
    const closed = panel.replay.milestones.at(-1)?.position ?? 0;
    const [during, after] = [labelsAt(closed - 1), labelsAt(closed)];
    expect(during?.toSorted()).toEqual(
      identity === 'named' ? names.toSorted() : ['Chair', 'Panellist 1', 'Panellist 2', 'Panellist 3'],
    );
    expect(after?.toSorted()).toEqual(identity === 'aliased' ? during?.toSorted() : names.toSorted());
    const authors = new Set(prepared.contributions.map(({ author }) => author.label));
    expect([...authors].toSorted()).toEqual(during?.toSorted());
  });
});

describe('the ballots in a replay', () => {
  it('[RP2] have no time: where everybody saw who is missing, too, nothing moves between the opening of a question and its close', async () => {
    const panel = await played({ missingShownTo: 'everybody' });
    const { replay } = panel;
    const cast = casts(panel);
    expect(cast.length).toBeGreaterThan(15);
    const shown = new Set(replay.rows.map(([, ms]) => replay.session.startedAt + ms));
    const closes = new Set<number>(
      panel.at.ledger.read(`session:${panel.session}`).flatMap(({ type, at }) => (type === 'stage-closed' ? [at] : [])),
    );
    expect(cast.filter((when) => shown.has(when) && !closes.has(when))).toEqual([]);
    const prepared = await prepareReplay(replay, { pause: () => Promise.resolve() });
    const seen = cast.flatMap((when) => {
      const time = when - replay.session.startedAt;
      const voting = recordOf(prepared.record.at(prepared.positionAt(time - 1)))?.floor.voting;
      return voting ? [voting.cast] : [];
    });
    expect(new Set(seen)).toEqual(new Set([0]));
  });
});
