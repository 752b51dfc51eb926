/** Which reads of a case may be compared with each other; what they say is not looked at here. */
import type { ProjectId, UserId } from '#domain/kernel/id.ts';
import { comparable } from '#domain/reading/read.ts';
import { readyCases, type Case } from '#server/store/cases.ts';
import type { Store } from '#server/store/database.ts';
import { readHeadsOfCase, readHeadsOfProject, type ReadHead } from '#server/store/read-heads.ts';

export interface ReadSet {
  readonly one: Case;
  readonly heads: readonly ReadHead[];
  /** Everybody who reads the case, in this set or outside. */
  readonly readers: ReadonlySet<UserId>;
}

/**
 * Of ready cases, each at least two reads, all of them submitted. A set is what may be compared: one round, made under the protocol
 * version that is compared by, equally blind. Imported, unblinded reads never mix with blind ones.
 */
export function readSetsOf({ db }: Store, project: ProjectId, version: number): ReadSet[] {
  const heads = Map.groupBy(readHeadsOfProject(db, project), (head) => head.case);
  return readyCases(db, project).flatMap((one) => setsIn(one, heads.get(one.id) ?? [], version));
}

/**
 * Of every case that came again to a reader, their two reads: blind, made under one version of the protocol, and told of only when
 * every read of the case is in.
 */
export function repeatSetsOf({ db }: Store, project: ProjectId, version: number): ReadSet[] {
  const byCase = Map.groupBy(readHeadsOfProject(db, project), (head) => head.case);
  return readyCases(db, project).flatMap((one) => {
    const ofCase = byCase.get(one.id) ?? [];
    if (!comparable(ofCase)) return [];
    const readers = readersOf(ofCase);
    return ofCase.flatMap((again) => {
      const first = ofCase.find(({ id }) => id === again.repeats);
      const heads = first ? [first, again] : [];
      const fits = heads.every((head) => head.version === version && head.blinding === 'blind');
      return fits && first ? [{ one, heads, readers }] : [];
    });
  });
}

const readersOf = (heads: readonly ReadHead[]): ReadonlySet<UserId> =>
  new Set(heads.flatMap(({ user }) => (user === null ? [] : [user])));

export const readSetsOfCase = ({ db }: Store, one: Case, version: number): ReadSet[] =>
  one.state === 'ready' ? setsIn(one, readHeadsOfCase(db, one.id), version) : [];

function setsIn(one: Case, ofCase: readonly ReadHead[], version: number): ReadSet[] {
  const readers = readersOf(ofCase);
  // A repeat tells about its reader alone.
  const current = ofCase.filter((head) => head.version === version && head.repeats === null);
  const sets = Map.groupBy(current, (head) => `${String(head.round)} ${head.blinding} ${head.raters}`);
  return [...sets.values()].filter(comparable).map((heads) => ({ one, heads, readers }));
}
