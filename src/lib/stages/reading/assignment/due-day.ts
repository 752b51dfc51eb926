/** Dates as a date field says them: "2026-12-01", or nothing. Due is the end of the day where the lead is. */
import { instantOf, type Instant } from '#domain/kernel/instant.ts';

export const endOfDay = (day: string): Instant | null => (day === '' ? null : instantOf(Date.parse(`${day}T23:59:59`)));

export const dayOf = (due: Instant | null): string => (due === null ? '' : new Date(due).toLocaleDateString('sv-SE'));
