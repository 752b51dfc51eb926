/**
 * A fractional index: texts whose order is the order of things in a list, so that something can be put between two others
 * without renumbering them. A text reads as the digits after "0." in base 62; it never ends in the smallest digit, so there
 * is always room before it (the idea of D. Greenspan, "Implementing fractional indexing", 2020).
 */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = DIGITS.length;
/** Two people inserting at the same place at the same time get different texts, but for one chance in 62³. */
const JITTER_DIGITS = 3;

export const ORDER_PATTERN = /^[0-9A-Za-z]{0,199}[1-9A-Za-z]$/;

/**
 * A text strictly between the two; null stands for the open end on that side.
 * @param chance uniform in [0, 1), e.g. `Math.random`.
 * @throws RangeError when `before` is not smaller than `after`.
 */
export function orderBetween(before: string | null, after: string | null, chance: () => number): string {
  if (before !== null && after !== null && before >= after)
    throw new RangeError('there is no room between equal orders');
  return midpoint(before ?? '', after) + jitter(chance);
}

/** Orders for a whole new list at once, evenly spread, so that they stay short. */
export function evenOrders(count: number, chance: () => number): string[] {
  return Array.from({ length: count }, (_, i) => fourDigits(((i + 1) * BASE ** 4) / (count + 1)) + jitter(chance));
}

export const byOrder = (a: { order: string; id: string }, b: { order: string; id: string }): number =>
  compare(a.order, b.order) || compare(a.id, b.id);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const digitAt = (text: string, index: number): number => Math.max(0, DIGITS.indexOf(text[index] ?? '0'));
const digit = (value: number): string => DIGITS.charAt(value);

/** Greater than `low`; smaller than `high` even when digits are appended, because it is no prefix of `high`. */
function midpoint(low: string, high: string | null): string {
  let prefix = '';
  for (let i = 0; ; i++) {
    const a = digitAt(low, i);
    const b = high === null ? BASE : digitAt(high, i);
    if (a === b) {
      prefix += digit(a);
      continue;
    }
    if (b - a > 1) return prefix + digit(Math.floor((a + b) / 2));
    // Neighbouring digits: keep the lower one; from here on only the lower text limits us.
    prefix += digit(a);
    return prefix + above(low, i + 1);
  }
}

/** The shortest text that is greater than the rest of `low` from `index` on, in the middle of what is left. */
function above(low: string, index: number): string {
  let prefix = '';
  for (let i = index; ; i++) {
    const a = digitAt(low, i);
    if (a < BASE - 1) return prefix + digit(Math.floor((a + BASE) / 2));
    prefix += digit(a);
  }
}

function fourDigits(value: number): string {
  const whole = Math.floor(value);
  return [3, 2, 1, 0].map((power) => digit(Math.floor(whole / BASE ** power) % BASE)).join('');
}

function jitter(chance: () => number): string {
  let text = '';
  for (let i = 0; i < JITTER_DIGITS - 1; i++) text += digit(Math.floor(chance() * BASE));
  return text + digit(1 + Math.floor(chance() * (BASE - 1)));
}
