import { describe, expect, it } from 'vitest';
import { patientPoint } from '#domain/geometry/point.ts';
import { keyAction, takesText, VIEWER_KEYS, type KeyPress } from './keys.ts';
import { pixelOf, planeOf, rounded, worldOf } from './pixel-space.ts';
import { prefetchOrder } from './prefetch-order.ts';
import { Turnstile } from './turnstile.ts';

const press = (key: string, over: Partial<KeyPress> = {}): KeyPress => ({
  key,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  target: null,
  ...over,
});

describe('[VW6] single keys never fire while a text field has focus, and leave combinations to others', () => {
  it('maps digits to presets and letters in either case to tools', () => {
    expect(keyAction(press('2'))).toEqual({ kind: 'preset', number: 2 });
    expect(keyAction(press('L'))).toEqual({ kind: 'arm', tool: 'length' });
    expect(keyAction(press('PageDown'))).toEqual({ kind: 'step', by: 10 });
    expect(keyAction(press('0'))).toBeNull();
  });
  it('gives the brush its keys while it is in hand', () => {
    expect(keyAction(press('['))).toBeNull();
    expect(keyAction(press('['), 'labelmap')).toEqual({ kind: 'brush', by: -1 });
    expect(keyAction(press(']', { ctrlKey: true }), 'labelmap')).toBeNull();
    expect(keyAction(press('K'))).toEqual({ kind: 'arm', tool: 'labelmap' });
  });
  it('keeps out of text', () => {
    expect(keyAction(press('l', { target: { tagName: 'TEXTAREA' } as unknown as EventTarget }))).toBeNull();
    expect(takesText({ tagName: 'INPUT', type: 'text' })).toBe(true);
    expect(takesText({ tagName: 'INPUT', type: 'checkbox' })).toBe(false);
    expect(takesText({ tagName: 'DIV', isContentEditable: true })).toBe(true);
    expect(takesText({ tagName: 'BUTTON' })).toBe(false);
  });
  it.each(['altKey', 'ctrlKey', 'metaKey'] as const)('ignores %s', (modifier) => {
    expect(keyAction(press('1', { [modifier]: true }))).toBeNull();
  });
  it('gives each key one meaning', () => {
    const keys = VIEWER_KEYS.map((line) => line.key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('[VW7] the newest request wins; a slow older one never replaces a newer one', () => {
  it('lets what finishes in order through, so that a long scroll shows its progress', () => {
    const order = new Turnstile();
    const [first, second, third] = [order.ticket(), order.ticket(), order.ticket()];
    expect([order.pass(first), order.isNewest(first)]).toEqual([true, false]);
    expect(order.pass(third)).toBe(true);
    expect(order.pass(second)).toBe(false);
    expect(order.isNewest(third)).toBe(true);
  });
});

describe('prefetching', () => {
  it('goes outwards from the slice on screen, two ahead for one behind', () => {
    expect(prefetchOrder(8, 3, 1)).toEqual([4, 5, 2, 6, 7, 1, 0]);
    expect(prefetchOrder(4, 3, -1)).toEqual([2, 1, 0]);
    expect(prefetchOrder(1, 0, 1)).toEqual([]);
  });
});

describe('pixels and world', () => {
  const oblique = planeOf({
    rows: 512,
    columns: 512,
    spacing: { row: 0.5, column: 0.8, kind: 'patient' },
    plane: {
      position: patientPoint(-100, 20, 7),
      alongRow: patientPoint(0.6, 0.8, 0),
      alongColumn: patientPoint(-0.8, 0.6, 0),
    },
  });
  it.each([0, 0.5])('are each other’s inverse with shift %d', (shift) => {
    const [x, y] = pixelOf(worldOf([12.25, -3.5], oblique, shift), oblique, shift);
    expect([rounded(x), rounded(y)]).toEqual([12.25, -3.5]);
  });
  it('put the first pixel at the image position', () => {
    expect(worldOf([0, 0], oblique, 0)).toEqual([-100, 20, 7]);
  });
  it('lay a frame without plane flat, one unit per pixel', () => {
    expect(worldOf([3, 4], planeOf({ rows: 9, columns: 9 }), 0)).toEqual([3, 4, 0]);
  });
  it('round to a thousandth of a pixel and know no negative zero', () => {
    expect(Object.is(rounded(-0.0001), 0)).toBe(true);
    expect(rounded(1.23456)).toBe(1.235);
  });
});
