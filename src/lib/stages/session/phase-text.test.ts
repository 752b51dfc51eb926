import { describe, expect, it } from 'vitest';
import type { ItemPhase } from '#domain/session/view.ts';
import { phaseText, stepsOf } from './phase-text.ts';
import { itemAt, seatOf, template, votingOn } from './room.fixture.ts';

const PHASES: ItemPhase[] = ['look', 'vote', 'reveal', 'discuss', 'revote', 'decide', 'sealed', 'parked'];

describe('the phase card', () => {
  it('always says what is asked and by which rule', () => {
    for (const phase of PHASES) {
      const words = phaseText({
        phase,
        template,
        item: itemAt(phase),
        voting: votingOn(phase),
        seat: seatOf('panellist'),
      });
      expect(words.heading, phase).not.toBe('');
      expect(words.text, phase).toMatch(/\.$/);
    }
  });

  it('tells the chair what leads on, and a panellist whom to wait for', () => {
    const at = (role: 'chair' | 'panellist'): string =>
      phaseText({ phase: 'look', template, item: itemAt('look'), voting: null, seat: seatOf(role) }).text;
    expect(at('chair')).toContain('Open the vote');
    expect(at('panellist')).toContain('The chair opens the vote');
  });

  it('tells an observer and somebody recused that they have no vote', () => {
    const situation = { phase: 'vote', template, item: itemAt('vote'), voting: votingOn('vote') } as const;
    expect(phaseText({ ...situation, seat: seatOf('observer') }).text).toContain('no vote');
    expect(phaseText({ ...situation, seat: seatOf('panellist', { recused: true }) }).text).toContain('recused');
  });

  it('says before a re-vote that the ballot from the round before does not count', () => {
    const words = phaseText({
      phase: 'revote',
      template,
      item: itemAt('revote'),
      voting: votingOn('revote'),
      seat: seatOf('panellist'),
    });
    expect(words.text).toContain('does not count');
  });

  it('names what the last round left open', () => {
    const words = phaseText({
      phase: 'discuss',
      template,
      item: itemAt('discuss'),
      voting: null,
      seat: seatOf('panellist'),
    });
    expect(words.text).toContain('Open after round 1: Malignancy.');
    expect(words.text).not.toContain('Is there a finding');
  });
});

describe('the phase card of a case as a whole', () => {
  const about = (phase: ItemPhase) => {
    const situation = { phase, template, voting: votingOn(phase), seat: seatOf('panellist') };
    return phaseText({ ...situation, item: { ...itemAt(phase), finding: null } });
  };

  it('[SE29] asks to look at all of it, and for no outline', () => {
    expect(about('look').heading).toBe('Look at the whole case');
    expect(about('discuss').text).not.toContain('outline');
  });
});

describe('the steps of an item', () => {
  it('leave the re-vote out when the template has one round', () => {
    expect(stepsOf('decide', { ...template, maximumRounds: 1 })).toEqual({
      steps: ['Look', 'Vote', 'Reveal', 'Discuss', 'Decide'],
      current: 4,
    });
    expect(stepsOf('decide', template)).toMatchObject({ current: 5 });
  });

  it('are all done once the item is sealed, and not begun between items', () => {
    expect(stepsOf('sealed', template).current).toBe(6);
    expect(stepsOf(null, template).current).toBe(-1);
  });
});
