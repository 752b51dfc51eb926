/**
 * The same meeting, held twice, in which others have read, voted and explained otherwise: whoever is outside receives the same
 * until it is published. Same answers, frames, order and sizes; only what chance and the clock put in is made equal before.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { RECORD } from '#documents/record.ts';
import { seeded, type Random } from '#domain/kernel/random.ts';
import { BUILT_IN_TEMPLATES } from '#domain/plan/session-template.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import type { ReadContent } from '#domain/reading/mark.ts';
import type * as Sealing from '#server/session/ballot-seal.ts';
import { ballotsOfRound } from '#server/store/sessions.ts';
import { READERS, ROLES, VISITORS, type Role, type Visitor } from './cast.ts';
import { contentOf, convene, ONE_QUESTION, openHouse, outlineAt, present, token, type Reading } from './house.ts';
import { differences, outlookOf } from './outlook.ts';
import { newPlay, playMeeting, stateOf, type Play } from './script.ts';
import { STEPS, type Step } from './witness.ts';
import type { Voice } from './voice.ts';

const LONG = process.env['BLINDING'] === 'long';
const PATIENCE = { timeout: 600_000 };

const drawn = vi.hoisted(() => ({ ids: 0 }));

/** Chance that both meetings share: lots that fall alike, ids that are numbered. */
vi.mock('#server/session/ballot-seal.ts', async (original) => {
  const real = await original<typeof Sealing>();
  const placeOf = (value: unknown): number => (value as { target?: { box: { x: number } | null } }).target?.box?.x ?? 0;
  const shuffled = <T>(values: readonly T[]): T[] => values.toSorted((a, b) => placeOf(a) - placeOf(b));
  const id = (): string => `00000000-0000-4000-8000-${String((drawn.ids += 1)).padStart(12, '0')}`;
  return { ...real, roomChance: { ...real.roomChance, shuffled, id } };
});

// The clock stands still between commands, so that counts are shown when they come in and not when a second is over.
beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 5, 9) }));
afterAll(() => void vi.useRealTimers());

/** Who says something else than usual, and how. */
interface Otherwise {
  readonly who: readonly Role[];
  readonly reading?: Reading;
  readonly content?: Partial<ProtocolContent>;
  readonly voice?: (random: (role: Role) => Random) => Partial<Voice>;
  /** Who schedules the session. */
  readonly by?: Role;
  readonly meanwhile?: (play: Play) => Promise<void>;
}

type Template = (typeof BUILT_IN_TEMPLATES)[number]['template'];

const USUAL: Otherwise = { who: [] };

class Enough extends Error {}

/** The meeting until one ballot is missing. */
async function untilTheLastBallot(template: Template, otherwise: Otherwise): Promise<Play> {
  const play = await planned(template, otherwise);
  const enough = async (): Promise<void> => {
    await otherwise.meanwhile?.(play);
    await play.visitors.arrived();
    throw new Enough();
  };
  await expect(playMeeting(play, enough)).rejects.toThrow(Enough);
  return play;
}

async function planned(template: Template, otherwise: Otherwise): Promise<Play> {
  drawn.ids = 0;
  vi.setSystemTime(Date.UTC(2026, 0, 5, 9));
  const randomOf = (role: Role): Random => seeded(ROLES.indexOf(role) + (otherwise.who.includes(role) ? 1000 : 100));
  const reading: Reading = (role) => {
    const says = otherwise.who.includes(role) ? (otherwise.reading ?? contentOf) : contentOf;
    return says(role, randomOf(role));
  };
  const meeting = await convene(await openHouse(template, reading, otherwise.content), otherwise.by);
  return newPlay(meeting, LONG, {
    reason: (role, about) => `${about}-${token(randomOf(role))}`,
    drafting: randomOf('drafter'),
    tick: () => void vi.setSystemTime(Date.now() + 2000),
    ...otherwise.voice?.(randomOf),
  });
}

/** By which doors the two meetings can be told apart by those who should not be able to. */
const told = (one: Play, other: Play, { by, until }: { by: readonly Visitor[]; until: Step }): string[] =>
  by.flatMap((who) =>
    differences(outlookOf(one, who), outlookOf(other, who))
      .filter((door) => STEPS.slice(0, STEPS.indexOf(until) + 1).some((step) => door.startsWith(`${step}:`)))
      .filter((door) => who !== 'lead' || !door.includes('agreement'))
      .map((door) => `${who}, ${door}`),
  );

const except = (...who: readonly Role[]): Visitor[] => VISITORS.filter((one) => !who.some((other) => other === one));

/** Two lesions as three readers see them when it is the other one that is missed, with other outlines of other lengths. */
const swapped: Reading = (role, random): ReadContent => {
  const texture = role === 'second' ? 'part-solid' : 'solid';
  const missed = role === 'second' ? [] : [outlineAt([350, 350], 'solid', random)];
  const answers = { remark: `remark-${token(random)}-and-a-good-deal-more-than-before` };
  return { marks: [outlineAt([150, 150], texture, random), ...missed], answers };
};

/** What everybody sees alike, with more points and more words. */
const longer: Reading = (role, random): ReadContent => {
  const { marks, answers } = contentOf(role, random);
  const [first, ...rest] = marks;
  const points =
    first?.points.flatMap(([x, y]): [number, number][] => [
      [x, y],
      [x + 0.25, y],
    ]) ?? [];
  return {
    marks: first ? [{ ...first, points }, ...rest] : [],
    answers: { remark: `${String(answers['remark'])}-and-more` },
  };
};

/** One lesion alone, which the second reader does not see, or sees as the others do. */
const alike = (random: Random): ReadContent => ({
  marks: [{ ...outlineAt([150, 150], 'solid', random), attributes: { texture: 'solid', note: 'the same words' } }],
  answers: { remark: `remark-${token(random)}` },
});
const missing: Reading = (role, random) => (role === 'second' ? { marks: [], answers: {} } : alike(random));
const seeing: Reading = (_, random) => alike(random);

/** The same, and one answer about the case, in which the second reader stands alone or not. */
const answering =
  (alone: boolean): Reading =>
  (role, random) => {
    const { marks, answers } = alike(random);
    return { marks, answers: { ...answers, complete: alone && role === 'second' ? 'no' : 'yes' } };
  };

const templateOf = (id: string): Template =>
  present(
    BUILT_IN_TEMPLATES.find((one) => one.id === id),
    id,
  ).template;

/** One that names people and one that never does; the long form takes all. */
const HERE = BUILT_IN_TEMPLATES.filter(({ id }) => LONG || ['named-panel', 'rounds-without-names'].includes(id));

describe.each(HERE)('$id', ({ template }) => {
  let held: Play | null = null;
  const usually = async (): Promise<Play> => (held ??= await untilTheLastBallot(template, USUAL));

  it(
    '[BL11] other reads, ballots and reasons of others change nothing of what anybody receives',
    PATIENCE,
    async () => {
      const who = ['second', 'readingLead', 'third', 'recused', 'drafter'] as const;
      const voice = (): Partial<Voice> => ({ first: { chair: 'no', first: 'yes', second: 'yes', third: 'no' } });
      const other = await untilTheLastBallot(template, { who, reading: swapped, voice });
      expect(told(await usually(), other, { by: except(...who), until: 'vote' })).toEqual([]);
    },
  );

  it('[BL11] nor do those of the chair and of the reader who was alone, however long they are', PATIENCE, async () => {
    const who = ['chair', 'first'] as const;
    const voice = (randomOf: (role: Role) => Random): Partial<Voice> => ({
      first: { chair: 'cannot-tell', first: 'no', second: 'no', third: 'cannot-tell' },
      reason: (role, about) => `${about}-${token(randomOf(role))}${role === 'first' ? '-and-so-on'.repeat(20) : ''}`,
    });
    const other = await untilTheLastBallot(template, { who, reading: longer, voice });
    expect(told(await usually(), other, { by: except(...who), until: 'vote' })).toEqual([]);
  });

  it('[BL11] nor does the order in which others vote, for whom nobody tells who is missing', PATIENCE, async () => {
    const order: Voice['order'] = (voters) =>
      voters.toSorted((a, b) => Number(a === 'second') - Number(b === 'second'));
    const other = await untilTheLastBallot(template, { who: [], voice: () => ({ order }) });
    const by = except('chair', 'second', 'third');
    expect(
      told(await usually(), other, { by: template.missingShownTo === 'chair' ? by : outsiders, until: 'vote' }),
    ).toEqual([]);
  });

  it('[BL11] a projection whose length depends on a ballot is caught', PATIENCE, async () => {
    const meanwhile = async ({ at }: Play): Promise<void> => {
      const record = { kind: 'record', session: at.session } as const;
      const { roots } = at.services.collab.readDocument(record);
      const { current } = stateOf(at);
      const [ballot] = ballotsOfRound(at.services.store.db, at.session, { item: present(current, 'item'), round: 1 });
      const padding = '.'.repeat(present(ballot?.reason, 'reason').length);
      await at.services.collab.publish(record, RECORD, { ...(roots[RECORD] as object), padding });
    };
    const longReason = (): Partial<Voice> => ({ reason: (_, about) => `${about}-a-word-more-than-the-other` });
    const leaking = await untilTheLastBallot(template, { who: [], meanwhile });
    const other = await untilTheLastBallot(template, { who: [], meanwhile, voice: longReason });
    expect(told(leaking, other, { by: ['observer'], until: 'vote' })).toEqual([
      expect.stringMatching(/^observer, vote: socket record:<session>: .*padding/),
      expect.stringMatching(/^observer, vote: socket record:<session> by y-websocket: .*padding/),
      expect.stringMatching(/^observer, vote: document record:<session>: .*padding/),
    ]);
  });
});

/** Nobody of these comes to know anything of a session, ever. */
const outsiders: readonly Visitor[] = ['drafter', 'administrator', 'stranger', 'nobody'];

it(
  '[BL11] a second round that goes otherwise looks the same until it is revealed, and to outsiders for ever',
  PATIENCE,
  async () => {
    const template = templateOf('named-panel');
    const play = async (otherwise: Otherwise): Promise<Play> => {
      const one = await planned(template, otherwise);
      await playMeeting(one);
      return one;
    };
    const reason: Voice['reason'] = (role, about) =>
      about.startsWith('because-2') && role === 'second'
        ? `${about}-is-what-I-have-seen-and-nothing-else`
        : `${about}-of-${role}`;
    const usually = await play({ who: [], voice: () => ({ reason: (role, about) => `${about}-of-${role}` }) });
    const other = await play({ who: [], voice: () => ({ reason }) });
    expect(told(usually, other, { by: except('second'), until: 'private again' })).toEqual([]);
    expect(told(usually, other, { by: outsiders, until: 'closed' })).toEqual([]);
    expect(told(usually, other, { by: ['observer'], until: 'revealed again' })).not.toEqual([]);
  },
);

it(
  '[BL12] whoever has read a case and schedules a session about it receives the same whether or not the reads differ',
  PATIENCE,
  async () => {
    const template = templateOf('named-panel');
    const by = 'readingLead';
    const one = await untilTheLastBallot(template, { who: READERS, reading: missing, by });
    const other = await untilTheLastBallot(template, { who: READERS, reading: seeing, by });
    expect([one, other].map(({ at }) => stateOf(at).items.map(({ content }) => content.kinds))).toEqual([
      [['existence']],
      [[]],
    ]);
    expect(told(one, other, { by: except('second'), until: 'vote' })).toEqual([]);
  },
);

it(
  '[SE25][BL12] nor do they learn whether the reads differ in what was answered for the case as a whole',
  PATIENCE,
  async () => {
    const template = templateOf('named-panel');
    const by = 'readingLead';
    const meeting = (alone: boolean): Promise<Play> =>
      untilTheLastBallot(template, { who: READERS, reading: answering(alone), content: ONE_QUESTION, by });
    const [one, other] = [await meeting(true), await meeting(false)];
    const items = [one, other].map(({ at }) =>
      stateOf(at).items.map(({ content }) => [content.finding?.id ?? 'case', content.kinds]),
    );
    expect(items).toEqual([
      [
        ['case', ['field']],
        ['nodule', []],
      ],
      [
        ['case', []],
        ['nodule', []],
      ],
    ]);
    expect(told(one, other, { by: except('second'), until: 'vote' })).toEqual([]);
  },
);
