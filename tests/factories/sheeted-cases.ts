/** Reads as the figures of agreement see them: compared case by case and laid out in sheets. */
import type { ComparedCase } from '#domain/agreement/compared-case.ts';
import { seeded } from '#domain/kernel/random.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import { sheetsOf, type NamedJob } from '#server/agreement/sheets.ts';

/** Each case is a patient of its own. */
export function sheetsOfCases(
  cases: readonly Pick<ComparedCase, 'case' | 'reads' | 'groups'>[],
  protocol: ProtocolContent,
): NamedJob[] {
  const raters = cases[0]?.reads[0]?.raters ?? 'identified';
  const comparisons = cases.map((one, at) => ({ ...one, one: { alias: `Case ${String(at + 1)}` } }));
  return sheetsOf({ comparisons, protocol, raters, random: seeded(1), patientOf: (id) => id });
}

export function jobNamed(jobs: readonly NamedJob[], id: string): NamedJob['job'] {
  const found = jobs.find((one) => one.id === id);
  if (!found) throw new Error(`no sheet ${id} among ${jobs.map((one) => one.id).join(', ')}`);
  return found.job;
}
