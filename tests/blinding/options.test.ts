/** The canaries through every option a template has: every pair of options in the quick form, all of them in the long one. */
import { describe, expect, it } from 'vitest';
import { BUILT_IN_TEMPLATES } from '#domain/plan/session-template.ts';
import { convene, openHouse } from './house.ts';
import { everyCombination, everyPair } from './options.ts';
import { newPlay, playMeeting } from './script.ts';

const LONG = process.env['BLINDING'] === 'long';
// The built-in ways to settle are gone through by the canaries already.
const COMBINATIONS = LONG ? everyCombination() : everyPair(BUILT_IN_TEMPLATES.map(({ template }) => template));

describe.each(COMBINATIONS)('$name', ({ template }) => {
  it('[BL2] nothing comes to anybody before it is published', { timeout: 600_000 }, async () => {
    const play = newPlay(await convene(await openHouse(template)), false);
    await playMeeting(play);
    expect(play.witness.leaks).toEqual([]);
  });
});
