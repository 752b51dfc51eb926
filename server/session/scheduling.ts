/** Scheduling: a lead names the people and the items; seats and the order of the agenda are drawn, the template is frozen. */
import type { Actor } from '#domain/access/actor.ts';
import { can, mayAttend } from '#domain/access/policy.ts';
import type { ProjectId, SessionId, UserId } from '#domain/kernel/id.ts';
import { refusal, type Refusal } from '#domain/kernel/refusal.ts';
import { err, ok, type Result } from '#domain/kernel/result.ts';
import type { ProtocolCitation } from '#domain/protocol/protocol.ts';
import { hasAdjudicator } from '#domain/plan/session-template.ts';
import { schedule, type PlannedItem } from '#domain/session/agenda.ts';
import type { SessionRole } from '#domain/session/view.ts';
import { newId } from '#server/store/ids.ts';
import { personById } from '#server/store/people.ts';
import { rolesOf } from '#server/store/projects.ts';
import { protocolVersion } from '#server/store/protocols.ts';
import { readsOfCase } from '#server/store/reads.ts';
import { insertSession } from '#server/store/sessions.ts';
import type { Transaction } from '#server/store/database.ts';
import { roomChance } from './ballot-seal.ts';
import type { CommandPorts } from './commanding.ts';

export interface SessionDraft {
  readonly project: ProjectId;
  readonly title: string;
  /** The version the reads were made under; its session template is frozen into the session. */
  readonly protocol: Pick<ProtocolCitation, 'protocol' | 'version'>;
  readonly people: readonly { readonly user: UserId; readonly role: SessionRole }[];
  readonly items: readonly PlannedItem[];
}

/** Refuses people who are not of the project or may not see pixels, an empty agenda, and a panel nobody can chair or vote in. */
export function scheduleIn(
  ports: CommandPorts,
  actor: Actor,
  draft: SessionDraft,
): Result<{ readonly session: SessionId }, Refusal> {
  if (!can(actor, 'session.schedule', { kind: 'project', project: draft.project })) return err(refusal('not-allowed'));
  const { store, log, now } = ports;
  return store.transact((tx) => {
    const version = protocolVersion(tx, draft.protocol);
    if (!version) return err(refusal('protocol-missing'));
    const people = seatable(tx, draft);
    if (!people.ok) return people;
    if (hasAdjudicator(version.content.session) && chairReadOne(tx, draft)) return err(refusal('adjudicates-own-case'));
    const { content, hash } = version;
    const citation = { protocol: version.protocol, version: version.version, hash };
    const plan = { ...draft, template: content.session, citation, protocol: content, people: people.value };
    const event = schedule(plan, roomChance, now());
    if (!event.ok) return event;
    const session = newId<SessionId>();
    const { title, at, people: seated, items } = event.value;
    insertSession(tx, { id: session, project: draft.project, title, at, people: seated, items });
    log.append(tx, { id: session, actor: actor.user, seq: 0 }, [event.value]);
    return ok({ session });
  });
}

/** Whoever gave one of the opinions is not the one to decide between them (FDA 2018, independent central review). */
function chairReadOne(tx: Transaction, { people, items }: SessionDraft): boolean {
  const chair = people.find(({ role }) => role === 'chair')?.user;
  return items.some((item) =>
    readsOfCase(tx, item.case).some(({ reader }) => reader.kind === 'person' && reader.user === chair),
  );
}

type Invited = { readonly user: UserId; readonly name: string; readonly role: SessionRole };

function seatable(tx: Transaction, { project, people }: SessionDraft): Result<Invited[], Refusal> {
  const invited: Invited[] = [];
  for (const { user, role } of people) {
    const person = personById(tx, user);
    const roles = rolesOf(tx, user).get(project) ?? [];
    if (!person || !mayAttend(roles))
      return err(refusal('bad-request', { people: 'somebody is not a member of the project' }));
    invited.push({ user, name: person.name, role });
  }
  return ok(invited);
}
