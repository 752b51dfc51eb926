/**
 * Reads as they leave with an export. Where a session about the case goes under aliases, a read carries nothing that is known
 * elsewhere beside a name: no id, hash, time or journal number, fresh ids for its marks, a number drawn for this case and this
 * export alone, and no place in the order. Otherwise the list of reads, which leads see, would lead from a mark to its reader.
 */
import { randomInt, randomUUID } from 'node:crypto';
import type { CaseId } from '#domain/kernel/id.ts';
import { seeded } from '#domain/kernel/random.ts';
import type { Mark, ReadContent } from '#domain/reading/mark.ts';
import { BLINDING_TEXT, type Read } from '#domain/reading/read.ts';

/** A draft is exported as what is known of it: that it is open. Its content is its reader's alone. */
export type ExportedRead = (Read | AliasedRead) & { readonly blindingText: string };

type AliasedRead = Pick<Read, 'case' | 'round' | 'protocol' | 'blinding' | 'raters' | 'state'> & {
  readonly reader: { readonly kind: 'alias'; readonly label: string };
  /** Of a submitted read. */
  readonly content?: ReadContent;
};

/** @param underAliases the cases of sessions that show no names. */
export function exportedReads(reads: readonly Read[], underAliases: ReadonlySet<CaseId>): ExportedRead[] {
  const byCase = Map.groupBy(reads, (read) => read.case);
  return [...byCase].flatMap(([one, ofCase]) => (underAliases.has(one) ? aliased(ofCase) : ofCase.map(named)));
}

const named = (read: Read): ExportedRead => ({ ...read, blindingText: BLINDING_TEXT[read.blinding] });

const aliased = (reads: readonly Read[]): ExportedRead[] =>
  seeded(randomInt(2 ** 31))
    .shuffled(reads)
    .map((read, i) => (read.reader.kind === 'slot' ? named(read) : aliasedRead(read, `Reader ${String(i + 1)}`)));

function aliasedRead(read: Read, label: string): ExportedRead {
  const { case: one, round, protocol, blinding, raters, state } = read;
  return {
    ...{ case: one, round, protocol, blinding, raters, state },
    reader: { kind: 'alias', label },
    ...(read.state === 'submitted' && {
      content: { marks: renamed(read.content.marks), answers: read.content.answers },
    }),
    blindingText: BLINDING_TEXT[blinding],
  };
}

/** The ids of marks carry the times at which they were drawn. */
function renamed(marks: readonly Mark[]): Mark[] {
  const fresh = new Map<string, string>();
  const idFor = (old: string): string => {
    const id = fresh.get(old) ?? randomUUID();
    fresh.set(old, id);
    return id;
  };
  return marks.map((mark) => ({ ...mark, id: idFor(mark.id), lesion: idFor(mark.lesion) }));
}
