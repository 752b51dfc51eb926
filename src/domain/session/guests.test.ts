import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plannedItem } from '#tests/factories/agenda.ts';
import { pureRoom, userOf, votingRoom, type Asked, type PureRoom } from '#tests/factories/pure-room.ts';
import type { GuestRole } from '../access/guest.ts';
import { idOf, type CaseId, type Seat } from '../kernel/id.ts';
import { recordView, seatView } from './projection.ts';
import { personOf } from './state.ts';
import type { Person } from './view.ts';
import { eligibleSeats, missingSeats } from './voting.ts';

type Room = ReturnType<typeof votingRoom>;

const seatOf = (room: PureRoom, name: string): Seat => idOf<Seat>(room.seat(name));
const shown = (room: PureRoom, name: string): Person | undefined =>
  recordView(room.state()).people.find((person) => person.seat === seatOf(room, name));
const ballot = (room: Room, answer: string): Asked => ({
  type: 'cast-ballot',
  item: room.on,
  round: 1,
  stage: 0,
  answer,
});
const code = (answer: { readonly ok: boolean; readonly error?: { readonly code: string } }): string =>
  answer.error?.code ?? 'ok';

/** Somebody who came in while the first question is open, and has taken their place. */
function withGuest(room: Room, name: string, role: GuestRole = 'panellist'): void {
  expect(code(room.letIn(name, role))).toBe('ok');
  room.send(name, { type: 'join' });
}

describe('a guest of a session', () => {
  it('[GU13] votes when they took their place while the first question was open, and can recuse themself', () => {
    const room = votingRoom();
    expect(code(room.letIn('ana', 'panellist'))).toBe('ok');
    expect(code(room.ask('ana', ballot(room, 'no')))).toBe('not-joined');
    room.send('ana', { type: 'join' });
    for (const name of ['chair', 'first', 'second']) room.send(name, ballot(room, 'yes'));
    expect(room.item().phase).toBe('vote');
    expect(missingSeats(room.state(), room.item())).toEqual([seatOf(room, 'ana')]);
    withGuest(room, 'ben');
    room.send('ben', { type: 'recuse', item: room.on, reason: 'treated the patient' });
    room.send('ana', ballot(room, 'no'));
    expect(room.item().voting?.closed[0]?.eligible).toEqual(
      ['chair', 'first', 'second', 'ana'].map((name) => seatOf(room, name)).sort(),
    );
  });

  it('[GU13] comes too late for a round whose first question is closed, and never votes as an observer', () => {
    const room = votingRoom();
    withGuest(room, 'olga', 'observer');
    for (const name of ['chair', 'first', 'second']) room.send(name, ballot(room, 'yes'));
    withGuest(room, 'ana');
    for (const name of ['ana', 'olga'])
      expect(code(room.ask(name, { ...ballot(room, 'solid'), stage: 1 } as Asked))).toBe('not-eligible');
  });

  it('[GU14] moves no alias and no colour once the session is open; in the lobby places follow the random seats', () => {
    fc.assert(
      fc.property(
        fc.nat(9999),
        fc.array(fc.constantFrom<GuestRole>('panellist', 'observer'), { minLength: 1, maxLength: 6 }),
        fc.nat(6),
        (seed, roles, before) => {
          const room = pureRoom({ seed, template: { identity: 'aliased' }, items: [plannedItem(idOf<CaseId>('c'))] });
          const [early, late] = [roles.slice(0, before), roles.slice(before)];
          early.forEach((role, i) => room.letIn(`early-${String(i)}`, role));
          const seats = recordView(room.state()).people.map((person) => person.seat);
          expect(seats).toEqual(seats.toSorted());
          room.send('chair', { type: 'join' });
          room.send('chair', { type: 'open-session' });
          const opened = recordView(room.state()).people;
          late.forEach((role, i) => room.letIn(`late-${String(i)}`, role));
          const now = recordView(room.state()).people;
          expect(now.slice(0, opened.length)).toEqual(opened);
          expect(new Set(now.map((person) => person.label)).size).toBe(now.length);
          expect(now.map((person) => person.place)).toEqual(now.map((_, i) => i));
        },
      ),
    );
  });

  it('[GU15] is called a guest wherever names are shown, and nowhere else', () => {
    const named = votingRoom();
    withGuest(named, 'Ana Pereira');
    expect(shown(named, 'Ana Pereira')).toMatchObject({ label: 'Ana Pereira (guest)', initials: 'AP' });
    for (const identity of ['aliased', 'aliased-until-close'] as const) {
      const room = votingRoom({ template: { identity } });
      withGuest(room, 'Ana Pereira');
      expect(JSON.stringify(recordView(room.state()))).not.toMatch(/guest|Ana|Pereira/);
      room.send('chair', { type: 'park', item: room.on });
      room.send('chair', { type: 'close-session' });
      const text = JSON.stringify(recordView(room.state()));
      if (identity === 'aliased') expect(text).not.toMatch(/guest|Ana|Pereira/);
      else expect(text).toContain('Ana Pereira (guest)');
    }
  });
});

describe('a guest who is sent out', () => {
  it('[GU16] takes the open ballot along, and the question closes when nobody else is missing', () => {
    const room = votingRoom();
    withGuest(room, 'ana');
    withGuest(room, 'ben');
    const [ana, ben] = [seatOf(room, 'ana'), seatOf(room, 'ben')];
    for (const name of ['chair', 'first', 'second', 'ana']) room.send(name, ballot(room, 'no'));
    expect(room.item().phase).toBe('vote');
    expect(code(room.sendOut('ana'))).toBe('ok');
    expect(room.item().voting?.box.some((entry) => entry.seat === ana)).toBe(false);
    expect(code(room.sendOut('ben'))).toBe('ok');
    const [stage] = room.item().rounds[0]?.stages ?? [];
    expect(room.item().phase).toBe('reveal');
    expect(stage?.ballots.map(({ seat }) => seat)).not.toContain(ana);
    expect(stage?.ballots).toHaveLength(3);
    expect(eligibleSeats(room.state(), room.item())).not.toContain(ben);
  });

  it('[GU16] takes no further part, while what was recorded of the seat stays', () => {
    const room = votingRoom();
    withGuest(room, 'ana');
    const seat = seatOf(room, 'ana');
    for (const name of ['chair', 'first', 'second', 'ana']) room.send(name, ballot(room, 'no'));
    room.send('ana', { type: 'present' });
    expect(code(room.sendOut('ana'))).toBe('ok');
    expect(room.state()).toMatchObject({ presenter: null, sentOut: [seat] });
    expect(personOf(room.state(), userOf('ana'))).toBeUndefined();
    expect(seatView(room.state(), seat, [])).toBeNull();
    expect(code(room.ask('ana', { type: 'join' }))).toBe('not-found');
    const record = recordView(room.state());
    expect(record.people.find((person) => person.seat === seat)).toMatchObject({ joined: false, gone: true });
    expect(JSON.stringify(record[`item:${room.on}`])).toContain(seat);
  });

  it('[GU16] leaves an item that was put aside where it is', () => {
    const room = votingRoom();
    withGuest(room, 'ana');
    for (const name of ['chair', 'first', 'second']) room.send(name, ballot(room, 'no'));
    room.send('chair', { type: 'park', item: room.on });
    expect(code(room.sendOut('ana'))).toBe('ok');
    expect(room.item().phase).toBe('parked');
    room.send('chair', { type: 'open-item', item: room.on });
    room.send('chair', { type: 'close-stage', item: room.on, round: 1, stage: 0 });
    expect(room.item().phase).toBe('reveal');
  });

  it('[GU16] is gone from the list when nothing has begun yet', () => {
    const room = pureRoom();
    const before = recordView(room.state()).people;
    room.letIn('ana', 'panellist');
    room.send('ana', { type: 'join' });
    expect(code(room.sendOut('ana'))).toBe('ok');
    expect(recordView(room.state()).people).toEqual(before);
  });

  it('[GU17] only guests are sent out, and nobody comes in or is sent out when the session is closed', () => {
    const room = votingRoom();
    withGuest(room, 'ana');
    for (const name of ['first', 'chair', 'nobody']) expect(code(room.sendOut(name))).toBe('not-found');
    room.send('chair', { type: 'park', item: room.on });
    room.send('chair', { type: 'close-session' });
    expect(code(room.sendOut('ana'))).toBe('session-closed');
    expect(code(room.letIn('ben', 'observer'))).toBe('session-closed');
  });
});
