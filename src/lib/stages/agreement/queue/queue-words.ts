/** How the queue speaks: kinds, what became of a disagreement, and why it costs what it costs. */
import type { QueuedCost, QueueEntry, QueueState, QueueStatus, Statement } from '#contract/disagreements.ts';
import { exhaustive } from '#domain/kernel/exhaustive.ts';
import type { DisagreementKind } from '#domain/plan/disagreement-kind.ts';

export const KIND_NAMES: Readonly<Record<DisagreementKind, string>> = {
  existence: 'Existence',
  class: 'Class',
  extent: 'Extent',
  location: 'Location',
  rating: 'Rating',
  field: 'Field',
};

export const STATE_NAMES: Readonly<Record<QueueState, string>> = {
  open: 'open',
  'rule-applies': 'a rule applies',
  'by-rule': 'resolved by rule',
  'on-agenda': 'on an agenda',
  settled: 'settled by a panel',
};

/** "Case 7, lesion 2". */
export const placeText = ({ lesion, alias }: Pick<QueueEntry, 'lesion' | 'alias'>): string =>
  lesion ? `${alias}, lesion ${String(lesion.number)}` : `${alias} as a whole`;

/** "Class: Texture". */
export const respectText = ({ kind, about }: Pick<QueueEntry, 'kind' | 'about'>): string =>
  about === '' ? KIND_NAMES[kind] : `${KIND_NAMES[kind]}: ${about}`;

/** The same in a list of chosen ones: what a lesion differs in is its kind, what a case differs in its fields. */
export const inText = ({ lesion, kind, about }: QueueEntry): string =>
  lesion ? KIND_NAMES[kind].toLowerCase() : about;

export interface SameStatement extends Omit<Statement, 'reader'> {
  readonly readers: readonly string[];
}

/** Readers who say the same stand together, each group at the place of its first. */
export function saidAlike(statements: readonly Statement[]): SameStatement[] {
  const ordered = statements.toSorted((a, b) => a.reader.localeCompare(b.reader, 'en', { numeric: true }));
  const groups = Map.groupBy(ordered, ({ text, managed }) => `${text} ${String(managed)}`).values();
  return [...groups].flatMap(([first, ...others]) =>
    first ? [{ ...first, readers: [first, ...others].map(({ reader }) => reader) }] : [],
  );
}

/** Beside the name of the state; empty where that says all. */
export function statusDetail(status: QueueStatus): string {
  switch (status.state) {
    case 'open':
      return '';
    case 'on-agenda':
    case 'settled':
      return `“${status.title}”`;
    case 'by-rule':
      return `rule ${status.clause}, not discussed: ${status.answers.join('; ')}`;
    case 'rule-applies':
      return `rule ${status.clause}, not recorded yet: ${status.answers.join('; ')}`;
    default:
      return exhaustive(status);
  }
}

/** Two decimals at most, and none that say nothing. */
export const costText = (value: number): string => String(Math.round(value * 100) / 100);

export function costReason({ changes, ofKind, ofScale }: QueuedCost): string {
  const parts = [
    changesText(changes),
    ...(ofKind > 0 ? [`${costText(ofKind)} for its kind`] : []),
    ...(ofScale > 0.005 ? [`${costText(ofScale)} for steps on the scale`] : []),
  ];
  return parts.join(', ');
}

function changesText(changes: number): string {
  if (changes === 0) return 'management stays the same';
  const whom = changes === 1 ? 'every pair' : `${String(Math.round(changes * 100))} % of pairs`;
  return `management would change for ${whom}`;
}

/** "3 disagreements in 2 lesions of 1 case", "2 disagreements about 2 cases as a whole", "…, and about 1 case as a whole". */
export function chosenText(chosen: readonly QueueEntry[]): string {
  const [inLesions, aboutCases] = [chosen.filter(({ lesion }) => lesion), chosen.filter(({ lesion }) => !lesion)];
  const lesions = new Set(inLesions.map(placeText)).size;
  const cases = new Set(inLesions.map((one) => one.case)).size;
  const places = [
    ...(lesions > 0 ? [`in ${counted(lesions, 'lesion')} of ${counted(cases, 'case')}`] : []),
    ...(aboutCases.length > 0
      ? [`about ${counted(new Set(aboutCases.map((one) => one.case)).size, 'case')} as a whole`]
      : []),
  ];
  return `${counted(chosen.length, 'disagreement')} ${places.join(', and ')}`;
}

export const counted = (count: number, noun: string): string => `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
