import { describe, expect, it } from 'vitest';
import { chordText, matches, type KeyPress } from './chord.ts';

const press = (changes: Partial<KeyPress>): KeyPress => ({
  key: '',
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...changes,
});

describe('a chord', () => {
  it('asks for exactly its modifiers, and takes Command for Ctrl', () => {
    expect(matches(press({ key: 'Enter', ctrlKey: true }), 'Ctrl+Enter')).toBe(true);
    expect(matches(press({ key: 'Enter', metaKey: true }), 'Ctrl+Enter')).toBe(true);
    expect(matches(press({ key: 'Enter' }), 'Ctrl+Enter')).toBe(false);
    expect(matches(press({ key: 'm', ctrlKey: true }), 'm')).toBe(false);
    expect(matches(press({ key: 'M' }), 'm')).toBe(true);
  });

  it('asks for Shift only where it is named', () => {
    expect(matches(press({ key: '?', shiftKey: true }), '?')).toBe(true);
    expect(matches(press({ key: 'ArrowLeft', shiftKey: true }), 'ArrowLeft')).toBe(true);
    expect(matches(press({ key: 'ArrowLeft', shiftKey: true }), 'Shift+ArrowLeft')).toBe(true);
    expect(matches(press({ key: 'ArrowLeft' }), 'Shift+ArrowLeft')).toBe(false);
  });

  it('knows Alt and a digit by the physical key, because keyboards turn the two into other characters', () => {
    expect(matches(press({ key: '¡', code: 'Digit1', altKey: true }), 'Alt+1')).toBe(true);
    expect(matches(press({ key: '1', code: 'Digit1' }), 'Alt+1')).toBe(false);
  });

  it('is printed as on a key cap', () => {
    expect(chordText('Ctrl+Enter')).toBe('Ctrl ↵');
    expect(chordText('m')).toBe('M');
    expect(chordText('Alt+1')).toBe('Alt 1');
  });
});
