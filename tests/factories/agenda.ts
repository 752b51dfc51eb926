/** What a session is planned from: a template, a protocol with one finding, and an item two readers differ on. */
import { v4 } from 'uuid';
import { idOf, type CaseId, type ReadId } from '#domain/kernel/id.ts';
import type { SessionTemplate } from '#domain/plan/session-template.ts';
import type { FieldValues } from '#domain/protocol/field.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import type { PlannedItem } from '#domain/session/agenda.ts';

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

/** The same with fields of the case: two that a panel can vote on, and one it cannot. */
export const casedProtocol = (template: SessionTemplate = panelTemplate): ProtocolContent => ({
  ...panelProtocol(template),
  caseFields: [
    { id: 'complete', label: 'Is the chest complete?', required: false, kind: 'yes-no' },
    {
      id: 'quality',
      label: 'Image quality',
      required: false,
      kind: 'choice',
      options: [
        { value: 'adequate', label: 'Adequate' },
        { value: 'limited', label: 'Limited' },
      ],
    },
    { id: 'remark', label: 'Remark', required: false, kind: 'text', maximumLength: 100 },
  ],
});

/** An item about a case as a whole under `casedProtocol`, with what two readers answered for it. */
export const plannedCase = (caseId: CaseId, answers: readonly [FieldValues, FieldValues]): PlannedItem => {
  const fields = ['complete', 'quality'].filter((field) => answers[0][field] !== answers[1][field]);
  return {
    ...{ case: caseId, caseAlias: 'Case 1', context: { age: '64 y' }, finding: null, fields },
    target: { frame: { sop: '1.2.3', frame: 5 }, box: null },
    kinds: fields.length > 0 ? ['field'] : [],
    reads: answers.map((said) => ({ read: idOf<ReadId>(v4()), blinding: null, lesion: null, answers: said })),
  };
};

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
