/** How moments read on the pages: "23 Nov 2026, 16:47". */
const WITH_TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });

/** @param ms since 1970. */
export const momentText = (ms: number): string => WITH_TIME.format(ms);
export const dayText = (ms: number): string => DAY.format(ms);
