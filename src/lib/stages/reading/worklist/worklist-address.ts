/** The address of a worklist: only what somebody asked for stands in it. */
import type { WorklistQuery } from '#contract/worklist.ts';

const UNASKED: Readonly<Record<string, string>> = { state: 'draft', due: 'any' };

export function addressOf(path: string, query: Partial<WorklistQuery>): string {
  const asked = Object.entries(query).filter(([name, value]) => value !== '' && value !== UNASKED[name]);
  const text = new URLSearchParams(Object.fromEntries(asked)).toString();
  return text === '' ? path : `${path}?${text}`;
}
