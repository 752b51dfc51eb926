/** A protocol with something in every part: the one of the demonstration. */
import { v7 } from 'uuid';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import { lungProtocol } from '#server/demo/lung-protocol.ts';
import { panelProtocol } from './agenda.ts';

export const writtenProtocol: ProtocolContent = lungProtocol;

/** Everything a protocol can say. */
export const fullProtocol: ProtocolContent = {
  ...panelProtocol(),
  population: 'Adults who smoke.',
  caseFields: [
    { id: 'seen', label: 'Seen before?', required: true, kind: 'yes-no' },
    { id: 'sure', label: 'How sure?', required: false, kind: 'confidence', when: { field: 'seen', is: [true] } },
    { id: 'size', label: 'Size', required: false, kind: 'number', unit: 'mm', minimum: 0, maximum: 50 },
  ],
  clauses: [
    { id: 'b', number: '2.9', kind: 'rule', text: 'One.' },
    { id: 'a', number: '2.10', kind: 'edge-case', text: 'Two.' },
  ],
  examples: [
    {
      id: 'typical',
      case: v7(),
      frame: { sop: '1.2', frame: 3 },
      finding: panelProtocol().findings[0]?.id,
      mark: { tool: 'probe', points: [[1.5, 2]] },
      commentary: 'A typical one.',
    },
  ],
  readingOrder: { kind: 'shuffled', seed: 5 },
  agreement: {
    ...panelProtocol().agreement,
    caseFields: ['seen', 'sure'],
    tolerances: { sure: 20, size: 2 },
    figures: { seen: 'gwet-ac' },
    cost: {
      management: [
        {
          name: 'Biopsy',
          when: [
            { about: 'finding', is: ['nodule'] },
            { about: 'diameter', atLeast: 8 },
            { about: 'answer', field: 'texture', is: ['solid'] },
          ],
        },
      ],
      kinds: { existence: 1 },
      steps: { sure: 0.01 },
    },
    resolve: [{ by: 'majority', of: 'class', share: 0.75, clause: 'a' }],
  },
};
