/** Nobody's client receives a byte of what is not published yet: for every built-in way to settle, everybody, every door. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { RECORD } from '#documents/record.ts';
import { BUILT_IN_TEMPLATES, usualPanel } from '#domain/plan/session-template.ts';
import { SEATED } from './cast.ts';
import { contentOf, convene, ONE_QUESTION, openHouse, present, type Reading } from './house.ts';
import { newPlay, playMeeting } from './script.ts';
import type { Finding } from './witness.ts';

/** `BLINDING=long`: every door in every step, and everything a client can still try after it was refused. */
const LONG = process.env['BLINDING'] === 'long';
const PATIENCE = { timeout: LONG ? 600_000 : 120_000 };

const inWords = (findings: readonly Finding[]): string[] => [
  ...new Set(findings.map(({ who, where, what, step }) => `${step}: ${who} got “${what}” by ${where}`)),
];

describe.each(BUILT_IN_TEMPLATES)('$id', ({ template }) => {
  it('[BL2][BL3] nothing comes to anybody before it is published, and to the panel afterwards', PATIENCE, async () => {
    const play = newPlay(await convene(await openHouse(template)), LONG);
    await playMeeting(play);
    expect(inWords(play.witness.leaks)).toEqual([]);
    expect(play.witness.missing()).toEqual([]);
  });
});

const aboutTheCase: Reading = (role, random) => {
  const { marks, answers } = contentOf(role, random);
  return { marks, answers: { ...answers, complete: role === 'second' ? 'no' : 'yes' } };
};

it('[SE25][BL2][BL3] nor when the case as a whole comes before the panel', PATIENCE, async () => {
  const house = await openHouse(usualPanel('Panel'), aboutTheCase, ONE_QUESTION);
  const play = newPlay(await convene(house), LONG);
  expect(play.at.wholeCase).toBe(true);
  await playMeeting(play);
  expect(inWords(play.witness.leaks)).toEqual([]);
  expect(play.witness.missing()).toEqual([]);
});

it('[BL8] a projection that leaks is caught, however it wraps what it leaks', PATIENCE, async () => {
  const play = newPlay(await convene(await openHouse(usualPanel('Panel'))), false);
  const mark = present(play.at.reads.get('first')?.content.marks[0], 'mark');
  const [x = 0] = mark.points.flat();
  const note = String(mark.attributes['note']);
  const leak = { place: x, words: gzipSync(JSON.stringify({ note })).toString('base64') };
  const record = { kind: 'record', session: play.at.session } as const;
  const planted = async (): Promise<void> => {
    const { roots } = play.at.services.collab.readDocument(record);
    await play.at.services.collab.publish(record, RECORD, { ...(roots[RECORD] as object), leak });
    throw new Planted();
  };
  await expect(playMeeting(play, planted)).rejects.toThrow(Planted);
  await play.visitors.arrived();
  play.witness.judge();
  const caught = new Set(play.witness.leaks.map(({ who, what }) => `${who}: ${what}`));
  for (const who of SEATED.filter((role) => role !== 'first'))
    for (const what of ['discussed mark, coordinate 0', 'discussed mark, attribute'])
      expect(caught).toContain(`${who}: first: ${what}`);
  expect(play.witness.leaks.every(({ step }) => step === 'vote')).toBe(true);
});

/** Ends the meeting when there is enough to see. */
class Planted extends Error {}
