/** A project in the store with people, a published protocol and a case: what a session needs to be scheduled. */
import { v4 } from 'uuid';
import type { Actor, ProjectRole } from '#domain/access/actor.ts';
import type { CaseId, ProjectId, ProtocolId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { SessionTemplate } from '#domain/plan/session-template.ts';
import type { Store, Transaction } from '#server/store/database.ts';
import { insertCase } from '#server/store/cases.ts';
import { newId } from '#server/store/ids.ts';
import { studyNamed } from '#server/store/images.ts';
import { insertPerson } from '#server/store/people.ts';
import { insertMembership, insertProject } from '#server/store/projects.ts';
import { insertProtocol, insertProtocolVersion, type ProtocolVersion } from '#server/store/protocols.ts';
import { panelProtocol, panelTemplate } from './agenda.ts';

export interface Panel {
  readonly project: ProjectId;
  readonly protocol: ProtocolVersion;
  readonly case: CaseId;
  /** The lead, who chairs; two panellists; an observer; somebody of the project without a seat. */
  readonly people: Readonly<Record<'lead' | 'first' | 'second' | 'observer' | 'outsider', Actor>>;
}

export function panel(store: Store, at: Instant, template: SessionTemplate = panelTemplate): Panel {
  return store.transact((tx) => {
    const { id: project } = insertProject(tx, `Project ${v4()}`, at);
    const person = (name: string, role: ProjectRole): Actor => actorIn(tx, { project, name, role, at });
    const people = {
      lead: person('Mary Okafor', 'lead'),
      first: person('Jun Tan', 'panellist'),
      second: person('Sunita Iyer', 'panellist'),
      observer: person('Lena Brandt', 'observer'),
      outsider: person('Nobody Here', 'reader'),
    };
    const protocol: ProtocolVersion = {
      protocol: newId<ProtocolId>(),
      version: 1,
      hash: 'f'.repeat(64),
      content: panelProtocol(template),
      publishedAt: at,
      publishedBy: people.lead.user,
    };
    insertProtocol(tx, { id: protocol.protocol, project, at });
    insertProtocolVersion(tx, protocol);
    const study = studyNamed(tx, { project, uid: '1.2', patientKey: 'k' }).id;
    return { project, protocol, people, case: insertCase(tx, { project, study, lookReason: '', at }) };
  });
}

function actorIn(
  tx: Transaction,
  { project, name, role, at }: { project: ProjectId; name: string; role: ProjectRole; at: Instant },
): Actor {
  const email = `${v4()}@example.org`;
  const { id: user } = insertPerson(tx, { name, email, passwordHash: '-', administrator: false }, at);
  insertMembership(tx, { project, user, role }, at);
  return { user, name, email, administrator: false, roles: new Map([[project, [role]]]) };
}
