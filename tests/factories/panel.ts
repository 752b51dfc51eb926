/** A project with a published protocol, people, cases and planned items: what a session needs to be scheduled. */
import { v4 } from 'uuid';
import type { Actor, ProjectRole } from '#domain/access/actor.ts';
import { idOf, type CaseId, type ProjectId, type ProtocolId, type ReadId } from '#domain/kernel/id.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import type { PlannedItem } from '#domain/session/agenda.ts';
import type { SessionTemplate } from '#domain/plan/session-template.ts';
import type { Store, Transaction } from '#server/store/database.ts';
import { insertCase } from '#server/store/cases.ts';
import { newId } from '#server/store/ids.ts';
import { studyNamed } from '#server/store/images.ts';
import { insertPerson } from '#server/store/people.ts';
import { insertMembership, insertProject } from '#server/store/projects.ts';
import { insertProtocol, insertProtocolVersion, type ProtocolVersion } from '#server/store/protocols.ts';

export const panelTemplate: SessionTemplate = {
  name: 'Panel of three',
  identity: 'named',
  unlock: { kind: 'all-done' },
  rule: { kind: 'majority' },
  tie: 'chair',
  maximumRounds: 2,
  reasonRequired: false,
  chair: 'both',
  denominator: 'cast',
  missingShownTo: 'chair',
  secondsPerItem: 180,
};

export const panelProtocol = (template: SessionTemplate = panelTemplate): ProtocolContent => ({
  title: 'Nodules',
  question: 'Is there a nodule?',
  findings: [
    {
      id: 'nodule',
      name: 'Nodule',
      definition: 'A round opacity.',
      tools: ['freehand'],
      fields: [
        {
          id: 'texture',
          label: 'Texture',
          required: true,
          kind: 'choice',
          options: [
            { value: 'solid', label: 'Solid' },
            { value: 'part-solid', label: 'Part-solid' },
          ],
        },
        {
          id: 'margin',
          label: 'Margin',
          required: false,
          kind: 'choices',
          options: [
            { value: 'lobulated', label: 'Lobulated' },
            { value: 'spiculated', label: 'Spiculated' },
          ],
        },
        { id: 'note', label: 'Note', required: false, kind: 'text', maximumLength: 100 },
      ],
    },
  ],
  caseFields: [],
  clauses: [{ id: 'pleura', number: '2.3', kind: 'edge-case', text: 'A nodule may touch the pleura.' }],
  contextBeforeRead: ['age'],
  agreement: {
    matching: { maximumMm: 15, maximumPixels: 25 },
    extent: { mm: 2, share: 0.2 },
    classFields: ['texture', 'margin', 'note'],
  },
  session: template,
});

/** An item on which two readers differ: the first has an outline with these words in it, the second has none. */
export const plannedItem = (caseId: CaseId, { canary = 'solid' }: { canary?: string } = {}): PlannedItem => {
  const mark = v4();
  const frame = { sop: '1.2.3', frame: 5 };
  return {
    case: caseId,
    caseAlias: 'Case 1',
    target: { frame, box: { x: 100, y: 100, width: 80, height: 80 } },
    context: { age: '64 y', history: `history ${canary}` },
    finding: 'nodule',
    kinds: ['existence', 'extent'],
    reads: [
      {
        read: idOf<ReadId>(v4()),
        blinding: null,
        lesion: {
          id: mark,
          attributes: { texture: canary },
          marks: [
            {
              id: mark,
              lesion: mark,
              frame,
              tool: 'freehand',
              points: [
                [1, 2],
                [3, 4],
                [5.125, 6],
              ],
              finding: 'nodule',
              attributes: { texture: canary },
            },
          ],
        },
      },
      { read: idOf<ReadId>(v4()), blinding: null, lesion: null },
    ],
  };
};

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
