/**
 * Which stage answers for which document. The gate knows documents, the stages know their rules; here, and only here, the two
 * are put together.
 */
import { textOf, type DocumentName } from '#documents/names.ts';
import type { FrameKey } from '#domain/geometry/frame.ts';
import { liesInside, type RunEnds } from '#domain/geometry/labelmap.ts';
import type { CaseId } from '#domain/kernel/id.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import type { ProtocolCitation } from '#domain/protocol/protocol.ts';
import { itemStateOf } from '#domain/session/state.ts';
import type { Access } from './access/access.ts';
import type { Openings } from './access/openings.ts';
import type { CollabPorts } from './collab/ports.ts';
import type { FrameIndex } from './ingest/frame-index.ts';
import type { ProtocolService } from './protocol/protocol-service.ts';
import type { ReadingService } from './reading/reading-service.ts';
import { isSessionDocument, type Sessions } from './session/sessions.ts';
import { caseById, type Case } from './store/cases.ts';
import type { Store } from './store/database.ts';
import { protocolVersion } from './store/protocols.ts';
import { readById } from './store/reads.ts';

export interface DocumentStages {
  readonly store: Store;
  readonly access: Pick<Access, 'recognise' | 'whoHasToken' | 'redeemTicket'>;
  readonly openings: Openings;
  readonly frames: FrameIndex;
  readonly protocol: () => Pick<ProtocolService, 'draft'>;
  readonly reading: () => Pick<ReadingService, 'mayOpen'>;
  readonly sessions: () => Pick<Sessions, 'policy' | 'state' | 'attended'>;
}

export function collabPorts(stages: DocumentStages): CollabPorts {
  const { access, openings, protocol, reading, sessions } = stages;
  return {
    async whoIs(credentials) {
      if (credentials.kind === 'cookie') return access.recognise(credentials.headers);
      const actor = await access.whoHasToken(credentials.token);
      return actor && { actor, until: null };
    },
    opened: ({ actor, name, access: right }) =>
      openings.opened({ user: actor.user, document: loggedNameOf(name), access: right }),
    redeemTicket: (ticket) => access.redeemTicket(ticket),
    mayOpen(actor, name) {
      if (name.kind === 'read') return reading().mayOpen(actor, name.read);
      if (name.kind === 'protocol') return protocol().draft.mayOpen(actor, name.protocol);
      return isSessionDocument(name) ? sessions().policy.mayOpen(actor, name) : null;
    },
    mayWriteRoot(actor, name, { root }) {
      if (name.kind === 'read') return reading().mayOpen(actor, name.read) === 'write';
      if (name.kind === 'protocol') return protocol().draft.mayOpen(actor, name.protocol) === 'write';
      return isSessionDocument(name) && sessions().policy.mayWriteRoot(actor.user, name, root);
    },
    seatOf: (actor, session) => sessions().policy.seatOf(actor.user, session),
    validate: (name, { value }) => membershipProblem(stages, name, Object.values(value)),
    presence(actor, name) {
      if (name.kind === 'protocol') return 'cursor';
      return isSessionDocument(name) ? sessions().policy.presence(actor.user, name) : null;
    },
    mayPresent: (actor, session) => sessions().policy.mayPresent(actor.user, session),
    attended: (session, isThere) => sessions().attended(session, isThere),
  };
}

/** The seat in the name of a document leads from a person to what they did under an alias. */
const loggedNameOf = (name: DocumentName): string => (name.kind === 'seat' ? `seat:${name.session}` : textOf(name));

/** A frame must belong to the case, painted pixels to the frame, a finding to the protocol: what the shape of a value cannot tell. */
function membershipProblem(stages: DocumentStages, name: DocumentName, entries: readonly unknown[]): Refusal | null {
  const about = subjectOf(stages, name);
  if (!about) return null;
  const findings = findingsOf(stages.store, about.citation);
  for (const entry of entries) {
    if (typeof entry !== 'object' || entry === null) continue;
    if ('frame' in entry && !isFrameOf(stages, about.one, entry.frame)) return refusal('invalid-read');
    if (!paintsInside(stages, about.one, entry)) return refusal('invalid-read');
    if ('finding' in entry && !(typeof entry.finding === 'string' && findings.has(entry.finding)))
      return refusal('invalid-read');
  }
  return null;
}

/** A published version never changes, so what it allows is parsed once for each store. */
const known = new WeakMap<Store, Map<string, ReadonlySet<string>>>();

function findingsOf(store: Store, { protocol, version }: ProtocolCitation): ReadonlySet<string> {
  const versions = known.get(store) ?? new Map<string, ReadonlySet<string>>();
  known.set(store, versions);
  const key = `${protocol} ${String(version)}`;
  const found = versions.get(key);
  if (found) return found;
  const content = protocolVersion(store.db, { protocol, version })?.content;
  const findings = new Set(content?.findings.map((f) => f.id));
  if (content) versions.set(key, findings);
  return findings;
}

type About = Pick<Case, 'study'>;

interface Subject {
  readonly one: About;
  readonly citation: ProtocolCitation;
}

function subjectOf({ store, sessions }: DocumentStages, name: DocumentName): Subject | null {
  if (name.kind === 'read') {
    const read = readById(store.db, name.read);
    const one = read && caseById(store.db, read.case);
    return one ? { one, citation: read.protocol } : null;
  }
  if (name.kind !== 'table') return null;
  const state = sessions().state(name.session);
  const item = state && itemStateOf(state, name.item);
  const one = item && caseOf(store, item.content.case);
  return one ? { one, citation: state.protocol } : null;
}

/** The study of a case never changes, and a table is asked about for every edit of a panel. */
const studies = new WeakMap<Store, Map<CaseId, About>>();

function caseOf(store: Store, id: CaseId): About | undefined {
  const known = studies.get(store) ?? new Map<CaseId, About>();
  studies.set(store, known);
  const found = known.get(id) ?? caseById(store.db, id);
  if (found) known.set(id, { study: found.study });
  return found;
}

/** Comments and vertices carry their frame in the same form as marks; null means "the whole image". */
const isFrameOf = ({ frames }: DocumentStages, one: About, frame: unknown): boolean =>
  frame === null || (isKey(frame) && frames.geometryOf(one.study, frame) !== undefined);

/** Of a mark that is no fragment. */
function paintsInside({ frames }: DocumentStages, { study }: About, entry: object): boolean {
  if (!('tool' in entry) || entry.tool !== 'labelmap' || !('frame' in entry) || !('points' in entry)) return true;
  const geometry = isKey(entry.frame) ? frames.geometryOf(study, entry.frame) : undefined;
  // The shape of the value was judged before: these are runs.
  return geometry === undefined || liesInside(entry.points as RunEnds, geometry);
}

const isKey = (value: unknown): value is FrameKey =>
  typeof value === 'object' && value !== null && 'sop' in value && 'frame' in value;
