/** What a statement of the server is about, read off its SQL: the moments of the product at which a process can be killed. */

export const SUBJECTS = [
  /** An edit of a person. */
  'edit',
  /** The server's own edit of a projection. */
  'projection',
  'keyframe',
  /** Events of the ledger. */
  'ballot-cast',
  'revealed',
  'sealed',
  'read-submitted',
  'event',
  /** The copy before a migration, and the migration itself. */
  'copy',
  'migration',
  /** The online copy of a backup. */
  'backup',
] as const;
export type Subject = (typeof SUBJECTS)[number];

const EVENTS = ['ballot-cast', 'revealed', 'sealed', 'read-submitted'] as const;

export function subjectsOf(sql: string, args: readonly unknown[]): Subject[] {
  if (/^\s*VACUUM INTO/i.test(sql)) return ['copy'];
  const table = /^\s*INSERT INTO\s+["`]?(\w+)/i.exec(sql)?.[1];
  if (table === 'journal') return [args.includes('server') ? 'projection' : 'edit'];
  if (table === 'keyframe') return ['keyframe'];
  if (table !== 'ledger') return [];
  return ['event', ...EVENTS.filter((type) => args.includes(type))];
}
