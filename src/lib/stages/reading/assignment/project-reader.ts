/** A reader of the project with what a lead noted about them. */
import type { UserId } from '#domain/kernel/id.ts';

export interface ProjectReader {
  readonly user: UserId;
  readonly name: string;
  /** Empty where nothing was noted. */
  readonly institution: string;
  /** Kinds of cases they may be given; an empty list stands for all. */
  readonly expertise: readonly string[];
}

interface Noted {
  readonly user: UserId;
  readonly institution: string;
  readonly expertise: readonly string[];
}

export function projectReaders(
  people: readonly { readonly user: UserId; readonly name: string }[],
  notes: readonly Noted[],
): ProjectReader[] {
  const noted = new Map(notes.map((note) => [note.user, note]));
  return people.map(({ user, name }) => {
    const note = noted.get(user);
    return { user, name, institution: note?.institution ?? '', expertise: note?.expertise ?? [] };
  });
}
