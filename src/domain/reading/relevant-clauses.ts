/** Which clauses a reader wants now: those about the field in question first, then those about the finding, then the others. */
import type { Field } from '../protocol/field.ts';
import type { Clause, Finding, ProtocolContent } from '../protocol/protocol.ts';

export interface RelevantClauses {
  readonly field: readonly Clause[];
  readonly finding: readonly Clause[];
  readonly others: readonly Clause[];
}

export interface Subject {
  readonly finding?: Finding | undefined;
  readonly field?: Field | undefined;
}

/**
 * A clause is about something when that cites its number ("see 4.2"), or when the clause uses a word of its name. A word that most
 * clauses use tells nothing about any of them.
 */
export function relevantClauses({ clauses }: Pick<ProtocolContent, 'clauses'>, subject: Subject): RelevantClauses {
  const isAbout = aboutness(clauses);
  const field = subject.field ? clauses.filter((clause) => isAbout(clause, fieldTexts(subject.field))) : [];
  const about = subject.finding
    ? clauses.filter((clause) => isAbout(clause, [subject.finding?.name ?? '', subject.finding?.definition ?? '']))
    : [];
  const finding = about.filter((clause) => !field.includes(clause));
  return { field, finding, others: clauses.filter((clause) => !field.includes(clause) && !finding.includes(clause)) };
}

/** Clauses in which every word of the search stands, or whose number begins with it. */
export function clausesMatching(clauses: readonly Clause[], search: string): Clause[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return clauses.filter(({ number, text }) =>
    words.every((word) => number.startsWith(word) || text.toLowerCase().includes(word)),
  );
}

/** The first text names the thing, so its words count; the others only cite. */
function aboutness(clauses: readonly Clause[]): (clause: Clause, texts: readonly [string, ...string[]]) => boolean {
  const uses = ({ text }: Clause, word: string): boolean => text.toLowerCase().includes(word);
  const tells = (word: string): boolean => clauses.filter((clause) => uses(clause, word)).length <= clauses.length / 2;
  return (clause, texts) => {
    if (texts.some((text) => cites(text, clause.number))) return true;
    return wordsOf(texts[0]).some((word) => tells(word) && uses(clause, word));
  };
}

function fieldTexts(field: Field | undefined): [string, ...string[]] {
  if (!field) return [''];
  const options = field.kind === 'choice' || field.kind === 'choices' ? field.options : [];
  const anchors = field.kind === 'ordinal' ? field.anchors : [];
  return [[field.label, ...options.map(({ label }) => label)].join(' '), ...anchors.map(({ label }) => label)];
}

/** "4.2" is cited by "see 4.2", not by "14.2", "4.21" or "4.2 mm". */
const cites = (text: string, number: string): boolean =>
  new RegExp(String.raw`(?<![\d.])${number.replaceAll('.', String.raw`\.`)}(?![\d]|\.\d|\s*(mm|cm|%))`).test(text) &&
  number.includes('.');

/** Words of at least four letters, without the ending of the plural. */
const wordsOf = (text: string): string[] =>
  (text.toLowerCase().match(/\p{L}{4,}/gu) ?? []).map((word) => (word.length > 4 ? word.replace(/s$/, '') : word));
