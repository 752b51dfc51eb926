/** What a first version starts from: no finding of anybody's, and the usual way to compare and to settle. */
import { usualPanel } from '../plan/session-template.ts';
import type { ProtocolContent } from './protocol.ts';

export const beginning = (): ProtocolContent => ({
  title: '',
  question: '',
  findings: [{ id: 'finding', name: '', definition: '', tools: ['freehand'], fields: [] }],
  caseFields: [],
  clauses: [],
  contextBeforeRead: ['age', 'sex'],
  agreement: { matching: { maximumMm: 10, maximumPixels: 20 }, extent: { mm: 2, share: 0.2 }, classFields: [] },
  session: usualPanel('Panel'),
});
