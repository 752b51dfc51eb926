/**
 * The composition root: configuration → store → services → collab. This is the only place where things are built and where
 * a later stage is plugged into the port of an earlier one; production, development and tests all come through here.
 */
import { mkdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { destination, pino, type Logger } from 'pino';
import type { ReadId } from '#domain/kernel/id.ts';
import { instantOf, type Instant } from '#domain/kernel/instant.ts';
import type { Refusal } from '#domain/kernel/refusal.ts';
import type { Result } from '#domain/kernel/result.ts';
import { createAccess, type Access } from './access/access.ts';
import { createGuests, type Guests } from './access/guests.ts';
import { peopleWithNewRights } from './access/new-rights.ts';
import { createOpenings } from './access/openings.ts';
import { addressOf } from './address.ts';
import { createAuthentication, type Authentication } from './access/authentication.ts';
import { createAgreementService, type AgreementService } from './agreement/agreement-service.ts';
import { keyedDigest } from './agreement/disagreement-id.ts';
import { createFiguresThread } from './agreement/figures-thread.ts';
import { createKnownComparisons } from './agreement/known-comparisons.ts';
import { agendasIn } from './assemble-agenda-uses.ts';
import { draftOf } from './assemble-agenda.ts';
import { casesKnownTo } from './assemble-blinding.ts';
import { collabPorts } from './assemble-collab.ts';
import { examplePorts } from './assemble-examples.ts';
import { discussedIn } from './assemble-panels.ts';
import { createCollab, type Collab, type CollabOptions } from './collab/collab.ts';
import type { Config } from './config.ts';
import { createDecodePool } from './dicom/pool.ts';
import { remappedUid } from './dicom/uid.ts';
import { createFrameIndex } from './ingest/frame-index.ts';
import { createIngest, type Ingest } from './ingest/ingest.ts';
import { createProtocolService, type ProtocolService } from './protocol/protocol-service.ts';
import { createAssignmentService, type AssignmentService } from './reading/assignment/assignment-service.ts';
import { importLidc, type LidcReport } from './reading/lidc-import.ts';
import { createReadingService, type ReadingService } from './reading/reading-service.ts';
import { createReports, type ReportService } from './reading/reports.ts';
import { createWithholding, type Withholding } from './reading/withholding.ts';
import { createReadiness } from './readiness.ts';
import { createReplay, type ReplayService } from './record/replay.ts';
import { createRelease, type Release } from './release/release.ts';
import { createSessions, type Sessions } from './session/sessions.ts';
import { createBlobs, type Blobs } from './store/blobs.ts';
import { openDatabase, type Store } from './store/database.ts';
import { createJournal, type Journal } from './store/journal.ts';
import { watchForeignEvents } from './store/foreign-events.ts';
import { createLedger, type Ledger, type LedgerEvent } from './store/ledger.ts';
import { migrate } from './store/migration.ts';
import { createSecrets, type Secrets } from './store/secrets.ts';
import { deliberatesOver } from './store/sessions.ts';
import { storageRefusal } from './store/storage-failure.ts';

/** The stages, as routes and the command line see them, in the order of the story. */
export interface Services {
  readonly config: Config;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly blobs: Blobs;
  readonly secrets: Secrets;
  readonly access: Access;
  readonly guests: Guests;
  readonly ingest: Ingest;
  readonly protocol: ProtocolService;
  readonly reading: ReadingService;
  readonly reports: ReportService;
  readonly withholding: Withholding;
  readonly assignment: AssignmentService;
  /** Reading files of LIDC-IDRI, by the command line. */
  readonly importLidc: (request: Parameters<typeof importLidc>[2]) => Result<LidcReport, Refusal>;
  readonly agreement: AgreementService;
  readonly session: Sessions;
  readonly replay: ReplayService;
  readonly release: Release;
  readonly collab: Collab;
  /** Whether the database takes writes. */
  readonly readiness: () => Result<{ readonly ready: true }, Refusal>;
  /** What an exception of the disk is to whoever asked; null for any other exception. */
  readonly storageRefusal: (cause: unknown) => Refusal | null;
  /** Streamed traffic that never reaches SvelteKit; answers whether it took the request. */
  readonly http: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** WebSocket upgrades below `/collab`. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Brings the shown state to what the ledger says; resolves when it is shown. */
  start(): Promise<void>;
  /** Ends every WebSocket, so that the HTTP server can close. */
  closeConnections(): Promise<void>;
  close(): Promise<void>;
}

/** What everything is built from. */
interface Ground {
  readonly config: Config;
  readonly now: () => Instant;
  readonly log: Logger;
  readonly store: Store;
  readonly journal: Journal;
  readonly ledger: Ledger;
  readonly blobs: Blobs;
  readonly secrets: Secrets;
  readonly authentication: Authentication;
  readonly access: Access;
}

/** What a test may set otherwise than production does. */
export type Tuning = Pick<CollabOptions, 'rowsPerKeyframe'>;

export function assemble(config: Config, tuning: Tuning = {}): Services {
  const ground = groundOf(config);
  const { store, ledger, now, log, journal, access } = ground;
  const frames = createFrameIndex(store, ledger);
  const pool = createDecodePool({ workers: Math.max(1, Math.min(4, availableParallelism())) });
  // Stages ask the gate and the gate asks the stages: the gate is built first and asks when a message comes in.
  const collab = createCollab({
    ...tuning,
    journal,
    now,
    log,
    origin: config.origin,
    addressOf: (request) => addressOf(request, config),
    ports: collabPorts({
      openings: createOpenings(ground),
      store,
      access,
      frames,
      protocol: () => protocol,
      reading: () => reading,
      sessions: () => session,
    }),
  });
  const ingest: Ingest = createIngest({
    ...ground,
    pool,
    uidKey: (project) => ground.secrets.uidKey(project),
    whoIs: (headers) => access.whoIs(headers),
    mayOpenCase: (actor, id) => reading.mayOpenCase(actor, id) || session.policy.maySeeCase(actor.user, id),
    isShown: (actor, project, frame) => protocol.examples.maySee(actor, project, frame),
  });
  const reconsiderRead = (read: ReadId): void => {
    collab
      .reconsider({ document: { kind: 'read', read } })
      .catch((cause: unknown) => log.error({ read, err: cause }, 'open connections were not asked again'));
  };
  const reading: ReadingService = createReadingService({
    ...ground,
    seriesOf: (study, key) => frames.seriesOf(study, key),
    casesKnownTo: (user, project) => casesKnownTo(ground, user, project),
    withDraft: (read, run) => {
      const name = { kind: 'read', read } as const;
      return collab.withLock(name, () => run(collab.readDocument(name)));
    },
    submitted: (read) => {
      // The read is in; rules are applied again before the next agenda is made.
      agreement.readSubmitted(read).catch((cause: unknown) => {
        log.error({ read, err: cause }, 'what the rules of the protocol resolve was not recorded');
      });
      reconsiderRead(read);
    },
  });
  const assignment = createAssignmentService({
    ...ground,
    casesKnownTo: (user, project) => casesKnownTo(ground, user, project),
    withDraft: (read, run) => collab.withLock({ kind: 'read', read }, run),
    rightsChanged: reconsiderRead,
  });
  const protocol: ProtocolService = createProtocolService({
    ...ground,
    openReads: (tx, published) => reading.moveOpenReads(tx, published),
    withDraft: (id, run) => {
      const name = { kind: 'protocol', protocol: id } as const;
      return collab.withLock(name, () => run(collab.readDocument(name)));
    },
    editDraft: (id, change) => collab.edit({ kind: 'protocol', protocol: id }, change),
    ...examplePorts({ store, frames, session: () => session }),
  });
  const session: Sessions = createSessions({
    store,
    ledger,
    now,
    room: collab,
    showingFailed: (id, cause) => log.error({ session: id, err: cause }, 'a projection was not published'),
  });
  const agreement: AgreementService = createAgreementService({
    ...ground,
    frames,
    deliberatesOver: (user, id) => deliberatesOver(store.db, user, id),
    thread: createFiguresThread(),
    known: createKnownComparisons(ledger),
    discussed: (project) => discussedIn({ store, session }, project),
    agendas: (project) => agendasIn(store, project),
    keyed: (project, text) => keyedDigest(ground.secrets.uidKey(project), text),
    schedule: (actor, agenda) => session.schedule(actor, draftOf(agenda, { ...ground, frames })),
  });
  const guests = createGuests({ ...ground, sessions: session.guests });
  const rightsChanged = (events: readonly LedgerEvent[]): void => {
    for (const user of [...peopleWithNewRights(events), ...guests.whoseStayEnds(events)]) {
      collab
        .reconsider({ user })
        .catch((cause: unknown) => log.error({ err: cause }, 'open connections were not asked again'));
    }
  };
  ledger.onCommitted(rightsChanged);
  const watch = { store, ledger, heard: rightsChanged };
  let stopWatching = (): void => undefined;
  return {
    ...ground,
    guests,
    ingest,
    protocol,
    reading,
    withholding: createWithholding({ ...ground, reconsider: reconsiderRead }),
    reports: createReports({
      ...ground,
      ended: reconsiderRead,
      deliberatesOver: (user, id) => deliberatesOver(store.db, user, id),
    }),
    assignment,
    importLidc: (request) =>
      importLidc(
        { ...ground, remap: (project, uid) => remappedUid(uid, ground.secrets.uidKey(project)) },
        null,
        request,
      ),
    agreement,
    session,
    replay: createReplay({ ...ground, sessions: session }),
    release: createRelease({ ...ground, sessions: session, readDocument: (name) => collab.readDocument(name) }),
    collab,
    readiness: createReadiness({ store, now }),
    storageRefusal,
    http: (request, response) => ingest.http(request, response),
    upgrade: (request, socket, head) => collab.upgrade(request, socket, head),
    start() {
      const failed = (cause: unknown): void => log.error({ err: cause }, 'what other processes did was not read');
      stopWatching = watchForeignEvents({ ...watch, failed });
      return session.start();
    },
    closeConnections: () => collab.close(),
    async close() {
      stopWatching();
      session.close();
      await pool.close();
      store.close();
    },
  };
}

function groundOf(config: Config): Ground {
  mkdirSync(config.dataFolder, { recursive: true });
  const now = (): Instant => instantOf(Date.now());
  // stdout belongs to the answers of commands.
  const log = pino({ level: config.logLevel, base: null }, destination(2));
  const store = openDatabase(join(config.dataFolder, 'consilium.db'));
  migrate(store);
  const journal = createJournal(store.connection, now);
  const ledger = createLedger({ store, now, journalSeq: () => journal.head() });
  const blobs = createBlobs(join(config.dataFolder, 'blobs'));
  const secrets = createSecrets(join(config.dataFolder, 'secrets'));
  const authentication = createAuthentication({
    db: store.db,
    secret: secrets.authentication(),
    origin: config.origin,
  });
  const access = createAccess({ store, ledger, now, authentication });
  return { config, now, log, store, journal, ledger, blobs, secrets, authentication, access };
}

/** The one slot by which the bundled SvelteKit side finds the services built here. */
export const SERVICES = Symbol.for('consilium.services');

export function offer(services: Services): void {
  Object.defineProperty(globalThis, SERVICES, { value: services, configurable: true });
}
