/**
 * What readers tell the lead beside their reads: flags and excuses; and how long they were at it. A text of a reader may say what
 * is in the images, so a lead who has to judge the case too learns only that there is one.
 */
import type { ExcuseReport, NewExcuse, NewFlag, Report, Reports, SpentTime } from '#contract/reports.ts';
import type { Actor } from '#domain/access/actor.ts';
import { can } from '#domain/access/policy.ts';
import type { CaseId, FlagId, ProjectId, ReadId, UserId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { DraftRead } from '#domain/reading/read.ts';
import type { ReadingTime } from '#domain/reading/reading-time.ts';
import { excuseSentence, withholdsImages } from '#domain/reading/report.ts';
import { caseById, casesById, setCaseState, type Case } from '#server/store/cases.ts';
import type { Store } from '#server/store/database.ts';
import { flagsOfProject, insertFlag, settleFlag, type Flag } from '#server/store/flags.ts';
import { newId } from '#server/store/ids.ts';
import type { Ledger } from '#server/store/ledger.ts';
import { endRead, excusedReadsOfProject, readById, readsOfCase, type EndedRead } from '#server/store/reads.ts';
import { tellTime } from '#server/store/sittings.ts';
import { mayWithhold, stoppedReaders } from '#server/store/withholding.ts';
import { isWithheld, READER_SAW_IDENTITY } from './withholding.ts';

export interface ReportPorts {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly now: () => Instant;
  /** The read is no longer its reader's to open, or its images are withheld: open connections are asked again. */
  readonly ended: (read: ReadId) => void;
  /** Whether a session that is not over makes this person part of the blind set. */
  readonly deliberatesOver: (user: UserId, id: CaseId) => boolean;
}

export interface ReportService {
  flag(actor: Actor, read: ReadId, flag: NewFlag): Result<{ flag: FlagId }, Refusal>;
  /** The reader cannot read it: the read ends, its draft is kept, the lead may ask somebody else. */
  excuse(actor: Actor, read: ReadId, excuse: NewExcuse): Result<null, Refusal>;
  /** How long one window was at a draft. @returns the sums over all windows. */
  spend(actor: Actor, read: ReadId, spent: SpentTime): Result<ReadingTime, Refusal>;
  /** For a lead. */
  list(actor: Actor, project: ProjectId): Result<Reports, Refusal>;
  settle(actor: Actor, project: ProjectId, settling: { flag: FlagId; note: string }): Result<null, Refusal>;
}

export function createReports(ports: ReportPorts): ReportService {
  const { store, ledger } = ports;

  function ownRead(actor: Actor, id: ReadId): Result<Own, Refusal> {
    const read = readById(store.db, id);
    const one = read && caseById(store.db, read.case);
    const isOwn = read?.reader.kind === 'person' && read.reader.user === actor.user;
    if (!isOwn || !one || !can(actor, 'read.do', { kind: 'project', project: one.project }))
      return err(refusal('not-found'));
    return ok({ one, draft: read.state === 'draft' ? read : null });
  }

  return {
    flag(actor, id, { kind, text }) {
      const own = ownRead(actor, id);
      if (!own.ok) return own;
      const { one } = own.value;
      const flag = newId<FlagId>();
      const reader = { project: one.project, user: actor.user };
      const withheld = withholdsImages(kind) && one.state === 'ready' && mayWithhold(store.db, reader);
      store.transact((tx) => {
        insertFlag(tx, { id: flag, case: one.id, read: id, kind, text, at: ports.now() });
        ledger.append(tx, {
          actor: actor.user,
          stream: `case:${one.id}`,
          type: 'case-flagged',
          payload: { flag, kind },
        });
        if (withheld) setCaseState(tx, one.id, 'awaiting-look', READER_SAW_IDENTITY);
      });
      if (withheld) for (const { id: read } of readsOfCase(store.db, one.id)) ports.ended(read);
      return ok({ flag });
    },
    excuse(actor, id, { reason, text }) {
      const own = ownRead(actor, id);
      if (!own.ok) return own;
      const ending = { read: id, how: 'excused', at: ports.now(), because: excuseSentence(reason, text) } as const;
      const ended = store.transact((tx) => {
        if (!endRead(tx, ending)) return err(refusal('read-closed'));
        ledger.append(tx, { actor: actor.user, stream: `read:${id}`, type: 'read-excused', payload: { reason } });
        return ok(null);
      });
      if (ended.ok) ports.ended(id);
      return ended;
    },
    spend(actor, id, spent) {
      const own = ownRead(actor, id);
      if (!own.ok) return own;
      if (!own.value.draft) return err(refusal('read-closed'));
      return ok(store.transact((tx) => tellTime(tx, id, spent)));
    },
    list(actor, project) {
      if (!can(actor, 'read.list', { kind: 'project', project })) return err(refusal('not-allowed'));
      return ok(reportsFor(ports, actor, project));
    },
    settle(actor, project, { flag, note }) {
      if (!can(actor, 'read.list', { kind: 'project', project })) return err(refusal('not-allowed'));
      const found = flagsOfProject(store.db, project).find(({ id }) => id === flag);
      if (!found) return err(refusal('not-found'));
      return store.transact((tx) => {
        if (!settleFlag(tx, flag, { at: ports.now(), note })) return err(refusal('version-conflict'));
        const payload = { flag, kind: found.kind };
        ledger.append(tx, { actor: actor.user, stream: `case:${found.case}`, type: 'flag-settled', payload });
        return ok(null);
      });
    },
  };
}

interface Own {
  readonly one: Case;
  /** Null once it is submitted. */
  readonly draft: DraftRead | null;
}

function reportsFor(ports: ReportPorts, { user }: Actor, project: ProjectId): Reports {
  const { db } = ports.store;
  const [flags, excused] = [flagsOfProject(db, project), excusedReadsOfProject(db, project)];
  const reported = new Set([...flags, ...excused].map((report) => report.case));
  const cases = new Map(casesById(db, [...reported]).map((one) => [one.id, one]));
  const reads = (id: CaseId): boolean =>
    readsOfCase(db, id).some(({ reader }) => reader.kind === 'person' && reader.user === user);
  const inside = (id: CaseId): boolean => reads(id) || ports.deliberatesOver(user, id);
  const common = ({ case: id, user: reader, at }: Flag | EndedRead): Report => ({
    case: id,
    alias: cases.get(id)?.alias ?? '',
    reader,
    at,
  });
  const told = (report: { case: CaseId; user: UserId }, text: string): string | null =>
    report.user !== user && inside(report.case) ? null : text;
  return {
    flags: flags.map((flag) => ({
      ...common(flag),
      flag: flag.id,
      kind: flag.kind,
      withholds: withholds(flag, cases.get(flag.case)),
      text: told(flag, flag.text),
      settled: flag.settled,
    })),
    excuses: excused.map((read): ExcuseReport => ({
      ...common(read),
      read: read.read,
      text: told(read, read.because),
    })),
    stopped: stoppedReaders(db, project),
  };
}

const withholds = ({ kind, settled }: Flag, one: Case | undefined): boolean =>
  withholdsImages(kind) && settled === null && one !== undefined && isWithheld(one);
