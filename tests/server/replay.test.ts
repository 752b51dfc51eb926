/** The replay of a real session: equal to what was live, open to those who may, and silent about everything else. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { ReplaySchema, type Replay } from '#contract/replay.ts';
import { rootOf } from '#documents/entries.ts';
import { textOf, type DocumentName } from '#documents/names.ts';
import { recordOf } from '#documents/record.ts';
import type { Actor } from '#domain/access/actor.ts';
import { canonicalJson } from '#domain/kernel/canonical-json.ts';
import type { ItemId, SessionId } from '#domain/kernel/id.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { prepareReplay, type PreparedReplay } from '#lib/stages/record/prepared-replay.ts';
import type { Track } from '#lib/stages/record/track.ts';
import { createJournal } from '#server/store/journal.ts';
import { valueOf } from '#tests/factories/access.ts';
import { COMING_TOGETHER, demoPanel } from '#tests/factories/demo-panel.ts';
import { settleItem } from '#tests/factories/panel-session.ts';
import { ask, wholeServer, type Somebody, type Whole } from '#tests/factories/whole.ts';

const folder = mkdtempSync(join(tmpdir(), 'consilium-replay-'));
const atOnce = { pause: () => Promise.resolve() };

interface Settled {
  readonly whole: Whole;
  readonly session: SessionId;
  readonly item: ItemId;
  readonly chair: Somebody;
  readonly people: readonly Somebody[];
  /** What the replay was answered with while the session was open. */
  readonly early: Awaited<ReturnType<Whole['services']['replay']['open']>>;
}

let settled: Settled;
let replay: Replay;
let prepared: PreparedReplay;

beforeAll(async () => {
  settled = await settledSession();
  const answer = valueOf(await settled.whole.services.replay.open(settled.chair.actor, settled.session));
  replay = v.parse(ReplaySchema, JSON.parse(JSON.stringify(answer)));
  prepared = await prepareReplay(replay, { ...atOnce, rowsPerKeyframe: 7 });
}, 120_000);
afterAll(async () => {
  await settled.whole.close();
  rmSync(folder, { recursive: true, force: true });
});

/** One item of the demo, settled by real connections; then the session is closed. */
async function settledSession(): Promise<Settled> {
  const panel = await demoPanel(folder);
  const { whole, session, chair, record, people, item } = panel;
  await settleItem(panel, item, COMING_TOGETHER);
  const early = await whole.services.replay.open(chair.actor, session);
  await ask(whole, chair, session, { type: 'close-session' });
  await whole.services.session.settled(session);
  record.leave();
  return { whole, session, item, chair, people, early };
}

const described = (doc: Y.Doc): unknown => {
  const filled = [...doc.share.keys()]
    .map((root) => [root, rootOf(doc, root).toJSON()] as const)
    .filter(([, json]) => Object.keys(json).length > 0);
  return {
    canonical: canonicalJson(Object.fromEntries(filled)),
    vector: [...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(),
  };
};
const live = (name: DocumentName): unknown => {
  const { canonical, stateVector } = settled.whole.services.collab.readDocument(name);
  return { canonical, vector: [...Y.decodeStateVector(stateVector)].sort() };
};
const recordWhen = (time: number) => recordOf(prepared.record.at(prepared.positionAt(time)));

describe('the end of a replay', () => {
  const names = (): [DocumentName, Track][] => {
    const { session } = settled;
    const tables = [...prepared.tables].map(([item, track]): [DocumentName, Track] => [
      { kind: 'table', session, item },
      track,
    ]);
    return [[{ kind: 'record', session }, prepared.record], ...tables];
  };

  it('[RP4] equals the live document and the journal read back, for every document of the session', async () => {
    const documents = names();
    expect(documents).toHaveLength(1 + replay.documents.length - 1);
    const fromLog = await prepareReplay(replay, { ...atOnce, rowsPerKeyframe: 1_000_000 });
    for (const [name, track] of documents) {
      const expected = live(name);
      expect(described(track.at(replay.rows.length))).toEqual(expected);
      expect(described(track.end)).toEqual(expected);
      const whole = name.kind === 'table' ? fromLog.tables.get(name.item) : fromLog.record;
      expect(whole && described(whole.at(replay.rows.length))).toEqual(expected);
    }
    const table = prepared.tables.get(settled.item);
    expect(table?.countAt(replay.rows.length)).toBeGreaterThan(4);
  });

  it('[RP4] equals what a server reads from a keyframe and the rest after a restart', async () => {
    const expected = names().map(([name]) => live(name));
    for (const [name] of names()) keyframeHalfWay(name);
    await settled.whole.close();
    settled = { ...settled, whole: await wholeServer(folder) };
    expect(names().map(([name]) => live(name))).toEqual(expected);
    expect(names().map(([, track]) => described(track.at(replay.rows.length)))).toEqual(expected);
  });
});

/** As the gate leaves one behind: the whole document after the first half of its rows. */
function keyframeHalfWay(name: DocumentName): void {
  const { store } = settled.whole.services;
  const journal = createJournal(store.connection, () => instantOf(Date.now()));
  const rows = [...journal.rows(textOf(name))];
  const half = rows.slice(0, Math.ceil(rows.length / 2));
  const doc = new Y.Doc();
  for (const { data } of half) Y.applyUpdate(doc, data);
  const last = half.at(-1);
  if (last) journal.keyframe(textOf(name), last.seq, Y.encodeStateAsUpdate(doc));
}

describe('a moment of a replay', () => {
  it('[RP9] shows exactly what everybody saw: nothing of ballots and reads before the reveal, all of it from there on', () => {
    const reveal = replay.milestones.find(({ kind }) => kind === 'reveal');
    const vote = replay.milestones.find(({ kind }) => kind === 'vote');
    if (!reveal || !vote) throw new Error('there was a vote');
    const before = recordOf(prepared.record.at(reveal.position - 1));
    expect(before?.[`item:${settled.item}`]?.revealed).toBeNull();
    expect(before?.[`reads:${settled.item}`]).toBeUndefined();
    const after = recordWhen(reveal.ms);
    expect(after?.[`item:${settled.item}`]?.revealed?.rounds).toHaveLength(1);
    expect(after?.[`reads:${settled.item}`]).toHaveLength(3);
    expect(recordWhen(vote.ms)?.floor.voting?.cast).toBe(0);
  });

  it('[RP1] finds the steps of the panel in their order, and what people made between them', () => {
    expect(replay.milestones.filter(({ kind }) => kind !== 'question').map(({ kind }) => kind)).toEqual([
      ...['opened', 'item', 'vote', 'reveal', 'discussion', 'vote', 'reveal', 'decision', 'seal', 'closed'],
    ]);
    expect(prepared.contributions.map(({ kind }) => kind)).toContain('comment');
    expect(prepared.contributions.filter(({ kind }) => kind === 'outline').length).toBeGreaterThanOrEqual(2);
    const comment = prepared.contributions.find(({ kind }) => kind === 'comment');
    expect(comment).toMatchObject({
      author: { label: 'Jonas Weber' },
      how: 'added',
      text: 'The tag touches the pleura here.',
    });
    const discussion = replay.milestones.findIndex(({ kind }) => kind === 'discussion');
    expect(comment?.ms).toBeGreaterThanOrEqual(replay.milestones[discussion]?.ms ?? Infinity);
    expect(comment?.ms).toBeLessThanOrEqual(replay.milestones[discussion + 1]?.ms ?? 0);
  });
});

describe('who may look at a replay', () => {
  const open = async (actor: Actor): Promise<string> => {
    const answer = await settled.whole.services.replay.open(actor, settled.session);
    return answer.ok ? 'open' : answer.error.code;
  };
  const newcomer = async (name: string, role: 'panellist' | 'reader' | 'oversight' | null): Promise<Actor> => {
    const { operator } = settled.whole.services.access;
    const email = `${name}@example.org`;
    valueOf(
      await operator.addPerson({ name, email, password: 'correct horse battery' }, { administrator: role === null }),
    );
    const user = operator.actorOf(email)?.user;
    if (role && user) valueOf(operator.giveRole({ project: replay.session.project, user, role }));
    return operator.actorOf(email) ?? Promise.reject(new Error(`${name} did not enter`));
  };

  it('[RP10] nobody before the close; afterwards people of the session and those who may see records, and nobody else', async () => {
    expect(settled.early).toMatchObject({ ok: false, error: { code: 'session-not-closed' } });
    for (const { actor } of settled.people) expect(await open(actor)).toBe('open');
    expect(await open(await newcomer('oversight', 'oversight'))).toBe('open');
    expect(await open(await newcomer('panellist', 'panellist'))).toBe('open');
    expect(await open(await newcomer('reader', 'reader'))).toBe('not-found');
    expect(await open(await newcomer('administrator', null))).toBe('not-found');
  });

  it('[RP11] whoever still has to judge one of its cases without having been there waits', async () => {
    const { services } = settled.whole;
    const late = await newcomer('late', 'panellist');
    expect(await open(late)).toBe('open');
    const people = [
      { user: settled.chair.actor.user, role: 'chair' as const },
      { user: late.user, role: 'panellist' as const },
    ];
    valueOf(
      await services.agreement.schedule(settled.chair.actor, replay.session.project, {
        title: 'Again',
        cases: [],
        people,
      }),
    );
    expect(await open(late)).toBe('inside-blind-set');
    expect(await open(settled.chair.actor)).toBe('open');
  });

  it('[RP12] each look is an event of the ledger, and a refused one is none', async () => {
    const { ledger } = settled.whole.services;
    const looks = () => ledger.read(`record:${settled.session}`);
    const before = looks().length;
    expect(await open(settled.chair.actor)).toBe('open');
    expect(looks().length).toBe(before + 1);
    expect(looks().at(-1)).toMatchObject({ actor: settled.chair.actor.user, type: 'replay-looked', payload: {} });
    const stranger = { ...settled.chair.actor, roles: new Map() };
    expect(await open(stranger)).toBe('not-found');
    expect(looks().length).toBe(before + 1);
  });
});
