/** Whose read a line is about, as a lead sees it. */
import type { Reader } from '#domain/reading/read.ts';

export interface Person {
  readonly user: string;
  readonly name: string;
}

/** "Jonas Weber", or "Reader 2 (LIDC-IDRI)" for a slot of an imported data set. */
export function readerName(reader: Reader, people: readonly Person[]): string {
  if (reader.kind === 'slot') return `${reader.label} (${reader.source})`;
  return people.find(({ user }) => user === reader.user)?.name ?? 'Somebody who left';
}
