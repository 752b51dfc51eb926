/**
 * The protocol of the demonstration project. Its definitions follow the Fleischner Society glossary (Hansell et al.,
 * Radiology 2008;246:697) and its malignancy scale the LIDC-IDRI reading form (Armato et al., Med Phys 2011;38:915).
 */
import { usualPanel } from '#domain/plan/session-template.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';

export const lungProtocol: ProtocolContent = {
  title: 'Lung nodules on chest CT',
  question: 'Is there a nodule of 3 mm or more, what is its texture, and how suspicious is it?',
  findings: [
    {
      id: 'nodule',
      name: 'Nodule ≥ 3 mm',
      definition:
        'A rounded or irregular opacity, well or poorly defined, with a longest diameter from 3 mm to 30 mm, seen on at least two consecutive images.',
      code: { scheme: 'SCT', value: '27925004', meaning: 'Nodule' },
      tools: ['freehand', 'labelmap', 'ellipse', 'bidirectional', 'length'],
      minimumMm: 3,
      fields: [
        {
          id: 'texture',
          label: 'Texture',
          required: true,
          kind: 'choice',
          options: [
            { value: 'solid', label: 'Solid' },
            { value: 'part-solid', label: 'Part-solid' },
            { value: 'ground-glass', label: 'Ground glass' },
          ],
        },
        {
          id: 'malignancy',
          label: 'Malignancy',
          required: true,
          kind: 'ordinal',
          anchors: [
            { value: 1, label: 'Highly unlikely' },
            { value: 2, label: 'Moderately unlikely' },
            { value: 3, label: 'Indeterminate' },
            { value: 4, label: 'Moderately suspicious' },
            { value: 5, label: 'Highly suspicious' },
          ],
        },
      ],
    },
  ],
  caseFields: [
    { id: 'any-nodule', label: 'Any nodule ≥ 3 mm?', required: true, kind: 'yes-no' },
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
    { id: 'note', label: 'Note', required: false, kind: 'text', maximumLength: 500 },
  ],
  clauses: [
    {
      id: 'window',
      number: '1.1',
      kind: 'rule',
      text: 'Read on the lung window (W 1500, L −600). Confirm calcium and fat on the soft-tissue window.',
    },
    {
      id: 'minimum',
      number: '2.1',
      kind: 'rule',
      text: 'Mark a nodule only when its longest diameter reaches 3 mm on the image where it is largest.',
    },
    {
      id: 'vessel',
      number: '2.2',
      kind: 'edge-case',
      text: 'Follow a round opacity through the images above and below. What continues as a tube is a vessel and is not marked.',
    },
    {
      id: 'pleura',
      number: '2.3',
      kind: 'edge-case',
      text: 'A nodule that touches the pleura counts when it bulges into the lung. A flat pleural thickening does not.',
    },
    {
      id: 'outline',
      number: '3.1',
      kind: 'rule',
      text: 'Outline the nodule on the image where it is largest. Leave spicules and vessels that enter it outside the outline.',
    },
    {
      id: 'diameter',
      number: '3.2',
      kind: 'rule',
      text: 'The extent of a nodule is the longest diameter of its outline, in millimetres, on the image where it is largest.',
    },
    {
      id: 'solid',
      number: '4.1',
      kind: 'rule',
      text: 'A nodule is solid when it hides the vessels and bronchi within it everywhere.',
    },
    {
      id: 'part-solid',
      number: '4.2',
      kind: 'edge-case',
      text: 'A nodule is part-solid when a ground-glass part and a solid part are both visible on the lung window in two planes.',
    },
    {
      id: 'suspicion',
      number: '5.1',
      kind: 'rule',
      text: 'Rate suspicion from the image alone, for a 60-year-old smoker, as the likelihood of cancer.',
    },
  ],
  contextBeforeRead: ['age', 'sex', 'indication'],
  agreement: {
    matching: { maximumMm: 15, maximumPixels: 25 },
    extent: { mm: 2, share: 0.2 },
    classFields: ['texture', 'malignancy'],
  },
  session: usualPanel('Lung panel'),
};
