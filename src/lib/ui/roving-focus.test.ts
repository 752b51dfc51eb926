import { describe, expect, it } from 'vitest';
import { movedIndex } from './roving-focus.ts';

describe('a group with one tab stop', () => {
  it('moves with the arrows and wraps at both ends', () => {
    expect(movedIndex('ArrowDown', 0, 3)).toBe(1);
    expect(movedIndex('ArrowRight', 2, 3)).toBe(0);
    expect(movedIndex('ArrowUp', 0, 3)).toBe(2);
    expect(movedIndex('Home', 2, 3)).toBe(0);
    expect(movedIndex('End', 0, 3)).toBe(2);
  });

  it('begins at the first choice, or the last going backwards, when nothing is chosen', () => {
    expect(movedIndex('ArrowDown', -1, 3)).toBe(0);
    expect(movedIndex('ArrowUp', -1, 3)).toBe(2);
  });

  it('leaves every other key alone and an empty group in peace', () => {
    expect(movedIndex('a', 0, 3)).toBeNull();
    expect(movedIndex('ArrowDown', -1, 0)).toBeNull();
  });
});
