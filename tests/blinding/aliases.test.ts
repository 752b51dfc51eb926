/**
 * Under aliases for ever no answer to anybody links a person to a seat, before or after the close: not one answer, frame or
 * export holds what identifies somebody else together with their seat or alias.
 */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_TEMPLATES } from '#domain/plan/session-template.ts';
import { recordView } from '#domain/session/projection.ts';
import { valueOf } from '#tests/factories/access.ts';
import { partOf, SEATED, type Role } from './cast.ts';
import { convene, emailOf, openHouse, present, type Meeting } from './house.ts';
import { newPlay, playMeeting, stateOf } from './script.ts';
import { createSearch, layersOf, textNeedle, type Needle } from './search.ts';

const ALIASED = BUILT_IN_TEMPLATES.filter(({ template }) => template.identity === 'aliased');

interface Sign {
  readonly who: Role;
  readonly of: 'person' | 'seat';
}

/** What identifies a person, and what identifies their place in the session. */
function signsIn(at: Meeting): Map<string, Sign> {
  const labels = new Map(recordView(stateOf(at)).people.map((one) => [one.seat, one.label]));
  const signs = SEATED.flatMap((who) => {
    const seat = present(at.seats.get(who), who);
    const person = [at.actors[who].user, partOf(who).name, emailOf(who), at.reads.get(who)?.id];
    // The role of the chair is no secret, and “Chair” is said of it in every room.
    const place = [seat, labels.get(seat)].filter((text) => text !== 'Chair');
    const sign = (of: Sign['of'], texts: readonly (string | undefined)[]): [string, Sign][] =>
      texts.flatMap((text) => (text === undefined ? [] : [[text, { who, of }]]));
    return [...sign('person', person), ...sign('seat', place)];
  });
  return new Map(signs);
}

/** Pieces that hold somebody else's identity and any seat of the session. */
function links(at: Meeting, pieces: readonly { who: string; where: string; bytes: Uint8Array }[]): string[] {
  const known = signsIn(at);
  const needles: Needle[] = [...known.keys()].map((text) => textNeedle(text, text));
  const search = createSearch(needles);
  const searched = new Map<string, Sign[]>();
  return pieces.flatMap(({ who, where, bytes }) => {
    const digest = createHash('sha256').update(bytes).digest('base64');
    const found =
      searched.get(digest) ?? search(layersOf(Buffer.from(bytes), 1)).flatMap((text) => known.get(text) ?? []);
    searched.set(digest, found);
    const others = found.filter((one) => one.of === 'person' && one.who !== who);
    const seats = found.filter((one) => one.of === 'seat');
    return others.length > 0 && seats.length > 0 ? [`${who} by ${where}: ${others.map((o) => o.who).join()}`] : [];
  });
}

describe.each(ALIASED)('$id', ({ template }) => {
  it(
    '[BL9] links nobody to a seat, in the room, the replay, the lists and the export',
    { timeout: 120_000 },
    async () => {
      const play = newPlay(await convene(await openHouse(template)), false);
      await playMeeting(play);
      expect([...new Set(links(play.at, play.witness.pieces))]).toEqual([]);
      const {
        people: _people,
        protocols: _protocols,
        ...rest
      } = valueOf(play.at.services.release.exportProject(play.at.project));
      expect(links(play.at, [{ who: 'export', where: 'file', bytes: Buffer.from(JSON.stringify(rest)) }])).toEqual([]);
      // The same search finds the link where it is: in what the server itself knows.
      const kept = Buffer.from(JSON.stringify(stateOf(play.at)));
      expect(links(play.at, [{ who: 'ledger', where: 'state', bytes: kept }])).toHaveLength(1);
    },
  );
});
