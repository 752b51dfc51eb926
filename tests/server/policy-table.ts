/**
 * Who gets past which door: every operation of every route, every kind of document, every DICOMweb path and every command,
 * against everybody who may come. Whoever is not named is refused. A new door has to be entered here.
 */
import type { DocumentName } from '#documents/names.ts';
import type { Example } from '#domain/protocol/protocol.ts';
import type { SessionCommandType } from '#domain/session/command.ts';
import type { DICOMWEB_PATHS } from '#server/ingest/dicomweb.ts';
import { v4 } from 'uuid';
import { valueOf } from '#tests/factories/access.ts';
import { ASKERS, type Asker, type House } from '#tests/factories/house.ts';

export interface Door {
  readonly opensTo: readonly Asker[];
  readonly params?: (house: House) => Record<string, string> | Promise<Record<string, string>>;
  readonly json?: (house: House) => unknown;
  readonly form?: (house: House) => Record<string, string>;
}

const EVERYBODY = ASKERS;
/** With an account: a guest reaches one session, and no page, list or token besides. */
const SIGNED_IN = ASKERS.filter((asker) => asker !== 'nobody' && asker !== 'guest');
const SEATED = ['lead', 'panellist', 'observer'] as const;
const AT_TABLE = [...SEATED, 'guest'] as const;

const MEMBERS = ['lead', 'reader', 'panellist', 'observer', 'oversight', 'editor'] as const;
/** Of the draft of the protocol. */
const WRITERS = ['lead', 'editor'] as const;

const project = (house: House) => ({ project: house.project });
const session = (house: House) => ({ id: house.session });
const oneCase = (house: House) => ({ case: house.panel.case });
const read = (house: House) => ({ read: house.read });
const agenda = ({ panel }: House) => ({
  title: 'Panel',
  cases: [panel.case],
  people: [
    { user: panel.people.lead.user, role: 'chair' },
    { user: panel.people.first.user, role: 'panellist' },
  ],
});
const plan = ({ panel }: House) => ({
  ...{ name: 'Batch', dueAt: null, design: { kind: 'crossed' }, readers: [panel.people.outsider.user] },
  ...{ from: 1, to: 1, unread: false, similarTogether: false, repeats: null, seed: 1 },
});
const account = () => ({ name: 'New', email: `${v4()}@example.org`, password: 'correct horse battery' });

async function invitation(house: House): Promise<{ token: string }> {
  const { lead } = house.panel.people;
  const wish = { role: 'observer', days: 1 } as const;
  return { token: valueOf(await house.services.access.invite(lead, house.project, wish)).token };
}

async function guestLink({ services, panel, session }: House): Promise<{ token: string }> {
  const wish = { role: 'observer', label: 'Ben', hours: 1 } as const;
  return { token: valueOf(await services.guests.invite(panel.people.lead, session, wish)).token };
}

async function oneGuest({ services, panel, session }: House): Promise<Record<string, string>> {
  const wish = { role: 'observer', label: 'Ben', hours: 1 } as const;
  const { id } = valueOf(await services.guests.invite(panel.people.lead, session, wish));
  return { id: session, guest: id };
}

/** Keyed by operation and route id. `page` is a page without server code; `load`, `action:…` and `layout` are server code of
 * pages. */
export const ROUTES: Readonly<Record<string, Door>> = {
  // The frame around all pages: asked for nobody in particular, it still stands behind the admission of the page in it.
  'layout /': { opensTo: SIGNED_IN },
  'GET /healthz': { opensTo: EVERYBODY },
  'GET /readyz': { opensTo: EVERYBODY },
  'GET /api/v1/openapi.json': { opensTo: EVERYBODY },
  'page /sign-in': { opensTo: EVERYBODY },
  'load /sign-in': { opensTo: EVERYBODY },
  'action:password /sign-in': { opensTo: [], form: () => ({ email: 'nobody@example.org', password: 'wrong' }) },
  'action:persona /sign-in': { opensTo: EVERYBODY, form: () => ({ email: 'stranger@example.org' }) },
  'POST /sign-out': { opensTo: EVERYBODY },
  'page /invite/[token]': { opensTo: EVERYBODY },
  'load /invite/[token]': { opensTo: EVERYBODY, params: invitation },
  'action:accept /invite/[token]': { opensTo: SIGNED_IN, params: invitation, form: () => ({}) },
  'action:enter /invite/[token]': { opensTo: EVERYBODY, params: invitation, form: account },
  // Open only while there is no administrator, to whoever holds the link: here there is one, so the link answers 410.
  'page /join/[token]': { opensTo: EVERYBODY },
  'load /join/[token]': { opensTo: EVERYBODY, params: guestLink },
  // Who is signed in is told to sign out first (409), so that no link is used up by the one who made it.
  'action:default /join/[token]': {
    opensTo: EVERYBODY,
    params: guestLink,
    form: () => ({ name: 'Ana Pereira', invited: 'yes' }),
  },
  'page /guest': { opensTo: [...SIGNED_IN, 'guest'] },
  'load /guest': { opensTo: ['guest'] },
  'page /set-up/[token]': { opensTo: EVERYBODY },
  'load /set-up/[token]': { opensTo: EVERYBODY, params: () => ({ token: 'spent' }) },
  'action:default /set-up/[token]': { opensTo: EVERYBODY, params: () => ({ token: 'spent' }), form: account },
  'GET /api/v1/projects': { opensTo: SIGNED_IN },
  'POST /api/v1/projects': { opensTo: ['administrator'], json: () => ({ name: v4() }) },
  'GET /api/v1/projects/[project]/people': { opensTo: ['lead', 'oversight'], params: project },
  'POST /api/v1/projects/[project]/invitations': {
    opensTo: ['lead'],
    params: project,
    json: () => ({ role: 'reader' }),
  },
  'GET /api/v1/tokens': { opensTo: SIGNED_IN },
  'POST /api/v1/tokens': { opensTo: SIGNED_IN, json: () => ({ name: 'script' }) },
  'POST /api/v1/tickets': { opensTo: SIGNED_IN },
  // A token of somebody else does not exist for anybody.
  'DELETE /api/v1/tokens/[token]': { opensTo: [], params: () => ({ token: v4() }) },
  'GET /api/v1/projects/[project]/agreement/figures': { opensTo: ['lead'], params: project },
  'GET /api/v1/projects/[project]/disagreements': { opensTo: ['lead'], params: project },
  'POST /api/v1/projects/[project]/disagreements/resolutions': { opensTo: ['lead'], params: project },
  'GET /api/v1/projects/[project]/cases': { opensTo: ['lead'], params: project },
  'GET /api/v1/projects/[project]/protocol': { opensTo: MEMBERS, params: project },
  'POST /api/v1/projects/[project]/protocol': {
    opensTo: ['lead'],
    params: project,
    json: () => ({ content: {}, openReads: 'finish', basedOn: 1 }),
  },
  'POST /api/v1/projects/[project]/protocol/draft': {
    opensTo: WRITERS,
    params: project,
    json: () => ({ step: 'keep', version: 1 }),
  },
  'GET /api/v1/projects/[project]/protocol/codes': { opensTo: WRITERS, params: project },
  'PUT /api/v1/projects/[project]/protocol/codes': {
    opensTo: WRITERS,
    params: project,
    json: () => ({ name: 'codes.json', codes: [] }),
  },
  'GET /api/v1/projects/[project]/protocol/draft/cases/[case]': {
    opensTo: ['lead'],
    params: (house) => ({ ...project(house), ...oneCase(house) }),
  },
  // The session works under a version that shows this image.
  'GET /api/v1/examples/[sop]/[frame]': {
    opensTo: ['lead', 'editor', 'reader', 'panellist', 'observer', 'guest'],
    params: ({ sop }) => ({ sop, frame: '1' }),
  },
  'GET /api/v1/projects/[project]/reads': { opensTo: ['lead'], params: project },
  'POST /api/v1/projects/[project]/reads': {
    opensTo: ['lead'],
    params: project,
    json: () => ({ cases: [], readers: [] }),
  },
  'GET /api/v1/projects/[project]/assignments': { opensTo: ['lead'], params: project },
  'GET /api/v1/projects/[project]/assignments/cases': { opensTo: ['lead'], params: project },
  'POST /api/v1/projects/[project]/assignments': {
    opensTo: ['lead'],
    params: project,
    json: (house) => ({ ...plan(house), digest: '0'.repeat(64) }),
  },
  'POST /api/v1/projects/[project]/assignments/preview': { opensTo: ['lead'], params: project, json: plan },
  'PATCH /api/v1/projects/[project]/assignments/[batch]': {
    opensTo: ['lead'],
    params: (house) => ({ ...project(house), batch: house.project }),
    json: () => ({ dueAt: null }),
  },
  'POST /api/v1/projects/[project]/assignments/dates': {
    opensTo: ['lead'],
    params: project,
    json: ({ project: batch, panel }) => ({ of: [{ batch, users: [panel.people.outsider.user] }], dueAt: null }),
  },
  'POST /api/v1/projects/[project]/reads/[read]/ending': {
    opensTo: ['lead'],
    params: (house) => ({ ...project(house), ...read(house) }),
    json: () => ({ how: 'withdrawn', because: 'away' }),
  },
  'PUT /api/v1/projects/[project]/readers/[user]': {
    opensTo: ['lead'],
    params: (house) => ({ ...project(house), user: house.panel.people.outsider.user }),
    json: () => ({ institution: 'St. Elsewhere', expertise: [] }),
  },
  'GET /api/v1/projects/[project]/sessions': { opensTo: ['lead', 'panellist', 'observer'], params: project },
  'POST /api/v1/projects/[project]/sessions': { opensTo: ['lead'], params: project, json: agenda },
  'PUT /api/v1/cases/[case]/context': { opensTo: ['lead'], params: oneCase, json: () => ({}) },
  'POST /api/v1/cases/[case]/exclusion': { opensTo: ['lead'], params: oneCase, json: () => ({ reason: 'blurred' }) },
  'GET /api/v1/cases/[case]/images': { opensTo: ['lead', 'reader', 'panellist', 'observer', 'guest'], params: oneCase },
  'POST /api/v1/cases/[case]/look': { opensTo: ['lead'], params: oneCase },
  'GET /api/v1/reads': { opensTo: SIGNED_IN },
  'GET /api/v1/reads/[read]': { opensTo: ['reader'], params: read },
  'POST /api/v1/reads/[read]/submission': {
    opensTo: ['reader'],
    params: read,
    json: () => ({ commandId: v4(), proof: 'AAA=', protocolVersion: 1 }),
  },
  'POST /api/v1/reads/[read]/flags': {
    opensTo: ['reader'],
    params: read,
    json: () => ({ kind: 'image-quality', text: 'blurred' }),
  },
  'POST /api/v1/reads/[read]/excuse': {
    opensTo: ['reader'],
    params: read,
    json: () => ({ reason: 'no-time', text: '' }),
  },
  'POST /api/v1/reads/[read]/time': {
    opensTo: ['reader'],
    params: read,
    json: () => ({ sitting: v4(), active: 1, idle: 0 }),
  },
  'GET /api/v1/projects/[project]/reports': { opensTo: ['lead'], params: project },
  // A flag that does not exist is nobody's to settle: 404 for a lead, 403 for others.
  'POST /api/v1/projects/[project]/reports/[flag]': {
    opensTo: [],
    params: (house) => ({ ...project(house), flag: v4() }),
    json: () => ({ note: 'looked' }),
  },
  'POST /api/v1/projects/[project]/withheld': {
    opensTo: ['lead'],
    params: project,
    json: () => ({ flags: [v4()], reason: 'nothing-seen' }),
  },
  'PUT /api/v1/projects/[project]/withheld/[user]': {
    opensTo: ['lead'],
    params: (house) => ({ ...project(house), user: house.panel.people.outsider.user }),
    json: () => ({ allowed: false }),
  },
  'page /(pages)': { opensTo: SIGNED_IN },
  'load /(pages)': { opensTo: SIGNED_IN },
  'page /(pages)/worklist': { opensTo: SIGNED_IN },
  'load /(pages)/worklist': { opensTo: SIGNED_IN },
  'page /(pages)/projects': { opensTo: SIGNED_IN },
  'load /(pages)/projects': { opensTo: SIGNED_IN },
  'layout /(pages)/projects/[project]': { opensTo: MEMBERS, params: project },
  'page /(pages)/projects/[project]': { opensTo: SIGNED_IN, params: project },
  'load /(pages)/projects/[project]': { opensTo: MEMBERS, params: project },
  'page /(pages)/projects/[project]/agreement': { opensTo: SIGNED_IN, params: project },
  'load /(pages)/projects/[project]/agreement': { opensTo: ['lead'], params: project },
  'page /(pages)/projects/[project]/cases': { opensTo: SIGNED_IN, params: project },
  'load /(pages)/projects/[project]/cases': { opensTo: ['lead'], params: project },
  'load /(pages)/projects/[project]/cases/[case]': {
    opensTo: ['lead'],
    params: (house) => ({ ...project(house), ...oneCase(house) }),
  },
  'page /(pages)/projects/[project]/disagreements': { opensTo: SIGNED_IN, params: project },
  'load /(pages)/projects/[project]/disagreements': { opensTo: ['lead'], params: project },
  'page /(pages)/projects/[project]/people': { opensTo: SIGNED_IN, params: project },
  'load /(pages)/projects/[project]/people': { opensTo: ['lead', 'oversight'], params: project },
  'page /(pages)/projects/[project]/protocol': { opensTo: SIGNED_IN, params: project },
  'load /(pages)/projects/[project]/protocol': { opensTo: MEMBERS, params: project },
  'page /(pages)/projects/[project]/protocol/edit': { opensTo: SIGNED_IN, params: project },
  'load /(pages)/projects/[project]/protocol/edit': { opensTo: WRITERS, params: project },
  'page /(pages)/projects/[project]/reads': { opensTo: SIGNED_IN, params: project },
  'load /(pages)/projects/[project]/reads': { opensTo: ['lead'], params: project },
  'page /(pages)/projects/[project]/sessions': { opensTo: SIGNED_IN, params: project },
  'load /(pages)/projects/[project]/sessions': { opensTo: ['lead', 'panellist', 'observer'], params: project },
  'page /reads/[read]': { opensTo: SIGNED_IN, params: read },
  'load /reads/[read]': { opensTo: ['reader'], params: read },
  'page /sessions/[id]': { opensTo: [...SIGNED_IN, 'guest'], params: session },
  'load /sessions/[id]': { opensTo: AT_TABLE, params: session },
  'GET /api/v1/sessions/[id]': { opensTo: AT_TABLE, params: session },
  // Whoever has a seat or may see records; before the close they are told to wait (409).
  'page /sessions/[id]/replay': { opensTo: SIGNED_IN, params: session },
  'GET /api/v1/sessions/[id]/replay': { opensTo: [...SEATED, 'oversight'], params: session },
  'POST /api/v1/sessions/[id]/commands': {
    opensTo: AT_TABLE,
    params: session,
    json: () => ({ type: 'join', commandId: v4() }),
  },
  'GET /api/v1/sessions/[id]/guests': { opensTo: ['lead'], params: session },
  'POST /api/v1/sessions/[id]/guests': {
    opensTo: ['lead'],
    params: session,
    json: () => ({ role: 'observer', label: 'Ben' }),
  },
  'DELETE /api/v1/sessions/[id]/guests/[guest]': { opensTo: ['lead'], params: oneGuest },
};

/** The image of the house as an example of the protocol. */
export const SHOWN: Example = {
  ...{ id: 'small', case: '018f6d2e-0000-7000-8000-000000000001', frame: { sop: '1.2.3', frame: 1 } },
  commentary: 'Small, and it counts.',
};

/** Before the session is open. Content of a `seat:` is for one person alone: the panellist, here. */
export const DOCUMENTS: Readonly<
  Record<DocumentName['kind'], { readonly opensTo: readonly Asker[]; readonly name: (house: House) => DocumentName }>
> = {
  read: { opensTo: ['reader'], name: ({ read }) => ({ kind: 'read', read }) },
  table: { opensTo: [], name: (house) => ({ kind: 'table', session: house.session, item: house.item }) },
  record: { opensTo: AT_TABLE, name: (house) => ({ kind: 'record', session: house.session }) },
  seat: { opensTo: ['panellist'], name: (house) => ({ kind: 'seat', session: house.session, seat: house.seat }) },
  protocol: { opensTo: WRITERS, name: ({ panel }) => ({ kind: 'protocol', protocol: panel.protocol.protocol }) },
};

/** The case is on the session's agenda and the reader has a read of it; oversight never sees pixels. */
export const DICOMWEB: Readonly<Record<(typeof DICOMWEB_PATHS)[number], readonly Asker[]>> = {
  'instances/:sop/frames/:frame': ['lead', 'reader', 'panellist', 'observer', 'guest'],
  'instances/:sop/metadata': ['lead', 'reader', 'panellist', 'observer', 'guest'],
};

export const UPLOAD: readonly Asker[] = ['lead'];

/** Which seats a command is meant for. Somebody without a seat is refused every one of them. */
export const COMMANDS: Readonly<Record<SessionCommandType, readonly ('chair' | 'panellist' | 'observer')[]>> = {
  join: ['chair', 'panellist', 'observer'],
  'open-session': ['chair'],
  'close-session': ['chair'],
  'open-item': ['chair'],
  'open-vote': ['chair'],
  'cast-ballot': ['chair', 'panellist'],
  abstain: ['chair', 'panellist'],
  recuse: ['chair', 'panellist'],
  excuse: ['chair'],
  'close-stage': ['chair'],
  discuss: ['chair'],
  'open-revote': ['chair'],
  decide: ['chair'],
  seal: ['chair'],
  park: ['chair'],
  present: ['chair', 'panellist'],
  'stop-presenting': ['chair', 'panellist', 'observer'],
};
