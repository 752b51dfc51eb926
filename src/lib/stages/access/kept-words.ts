/** Work the server did not take, in words: why, and what it was. */
import type { KeptWork } from '#lib/collab/kept-work.ts';
import { ANSWERS, MARKS } from '#documents/read.ts';
import { NOTES } from '#documents/table.ts';
import { JOINT } from '#documents/joint.ts';

const CLOSED: readonly string[] = ['read-only', 'root-denied', 'no-longer-allowed', 'not-allowed'];
const KINDS: Readonly<Record<string, string>> = { read: 'the read', table: 'the table', protocol: 'the draft' };

/** Whether the work came too late rather than being wrong. */
export const isClosed = ({ code }: KeptWork): boolean => CLOSED.includes(code);

/** "Not saved: the read was closed." */
export function keptReason({ document, code, message }: KeptWork): string {
  const kind = KINDS[document.split(':')[0] ?? ''] ?? 'the document';
  if (CLOSED.includes(code)) return `Not saved: ${kind} was closed.`;
  return `Not saved: ${message ?? `${kind} could not be changed.`}`;
}

type Noun = 'mark' | 'comment' | 'corner' | 'answer' | 'note' | 'entry';
const PLURALS: Readonly<Record<Noun, string>> = {
  mark: 'marks',
  comment: 'comments',
  corner: 'corners of the joint outline',
  answer: 'answers',
  note: 'notes',
  entry: 'entries',
};

/** "2 marks, 1 answer, 1 removed". */
export function keptContent({ unsent }: KeptWork): string {
  const counts = new Map<string, number>();
  const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
  for (const [root, entries] of Object.entries(unsent))
    for (const value of Object.values(entries)) count(value === null ? 'removed' : nounOf(root));
  return [...counts].map(([what, n]) => `${String(n)} ${n === 1 ? singular(what) : plural(what)}`).join(', ');
}

function nounOf(root: string): Noun {
  if (root === MARKS || root.startsWith('a:')) return 'mark';
  if (root === ANSWERS) return 'answer';
  if (root === JOINT) return 'corner';
  if (root === NOTES) return 'note';
  return root.startsWith('c:') ? 'comment' : 'entry';
}

const singular = (what: string): string => (what === 'corner' ? 'corner of the joint outline' : what);
const plural = (what: string): string => (what in PLURALS ? PLURALS[what as Noun] : what);

/** The work as a file a person can open, send or read again. */
export const keptFile = (work: KeptWork): { readonly name: string; readonly text: string } => ({
  name: `not-saved-${work.document.split(':')[0] ?? 'document'}-${new Date(work.at).toISOString().replaceAll(':', '-').slice(0, 19)}.json`,
  text: JSON.stringify({ ...work, at: new Date(work.at).toISOString(), why: keptReason(work) }, null, 2),
});
