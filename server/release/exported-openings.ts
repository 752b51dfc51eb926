/** The access log of a project, as it leaves with an export. */
import { textOf, type DocumentName } from '#documents/names.ts';
import type { UserId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Read } from '#domain/reading/read.ts';
import { showsNames } from '#domain/session/projection.ts';
import type { SessionState } from '#domain/session/state.ts';
import { openingStream } from '#server/access/openings.ts';
import type { Ledger } from '#server/store/ledger.ts';

/** Somebody was let into a document. Who it was is left out where a session goes under aliases: an hour leads to a letter. */
export interface ExportedOpening {
  readonly document: string;
  readonly at: Instant;
  readonly person: UserId | 'system' | null;
}

interface Opened {
  readonly sessions: readonly SessionState[];
  readonly reads: readonly Read[];
}

export function exportedOpenings(ledger: Pick<Ledger, 'read'>, { sessions, reads }: Opened): ExportedOpening[] {
  const aliased = sessions.filter((state) => !showsNames(state));
  const cases = new Set(aliased.flatMap(({ items }) => items.map(({ content }) => content.case)));
  const logged = [
    ...sessions.flatMap((state) => documentsOf(state).map((document) => ({ document, named: showsNames(state) }))),
    // The list of reads, which leads see, names the reader of an id: under aliases a read is not even mentioned.
    ...reads
      .filter(({ case: one }) => !cases.has(one))
      .map(({ id }) => ({ document: textOf({ kind: 'read', read: id }), named: true })),
  ];
  return logged.flatMap(({ document, named }) =>
    ledger.read(openingStream(document)).map(({ at, actor }) => ({ document, at, person: named ? actor : null })),
  );
}

function documentsOf({ id: session, items }: SessionState): string[] {
  const names: DocumentName[] = [
    { kind: 'record', session },
    ...items.map(({ content }) => ({ kind: 'table', session, item: content.id }) as const),
  ];
  return [...names.map(textOf), `seat:${session}`];
}
