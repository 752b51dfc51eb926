/**
 * Earlier examinations of the same patient, for looking at beside a read: images alone, never what anybody made of them, and only
 * once the protocol shows the reader what came before.
 */
import type { CaseId, UserId } from '#domain/kernel/id.ts';
import type { Read } from '#domain/reading/read.ts';
import { caseById, caseOfStudy, type Case } from '#server/store/cases.ts';
import type { Database } from '#server/store/database.ts';
import { earlierStudies, laterStudies } from '#server/store/images.ts';
import { protocolVersion } from '#server/store/protocols.ts';
import { readsOfCase } from '#server/store/reads.ts';

/** The last earlier one whose images may be looked at; null where there is none, or not yet. */
export function priorOf(db: Database, read: Read, one: Case): CaseId | null {
  if (!showsPriors(db, read)) return null;
  const earlier = earlierStudies(db, one.study).flatMap((study) => caseOfStudy(db, study) ?? []);
  return earlier.find(({ state }) => state === 'ready')?.id ?? null;
}

/** Whether this person reads a case to which this one is the prior. */
export function isPriorFor(db: Database, user: UserId, id: CaseId): boolean {
  const one = caseById(db, id);
  if (!one) return false;
  return laterStudies(db, one.study)
    .flatMap((study) => caseOfStudy(db, study) ?? [])
    .some((later) =>
      readsOfCase(db, later.id).some(
        (read) => read.reader.kind === 'person' && read.reader.user === user && priorOf(db, read, later) === id,
      ),
    );
}

const showsPriors = (db: Database, read: Read): boolean =>
  read.state === 'submitted' ||
  (protocolVersion(db, read.protocol)?.content.contextBeforeRead.includes('prior') ?? false);
