/** A case with who reads it, as a lead sees it: names, states and versions, never what a read says. */
import type { CaseId, ReadId } from '#domain/kernel/id.ts';
import type { Blinding, Ending, Reader } from '../read.ts';

export interface AssignedCase {
  readonly id: CaseId;
  readonly alias: string;
  readonly number: number;
  readonly kind: string;
  readonly reads: readonly AssignedRead[];
}

export interface AssignedRead {
  readonly read: ReadId;
  readonly reader: Reader;
  readonly state: 'draft' | 'submitted' | Ending;
  readonly blinding: Blinding;
  readonly interchangeable: boolean;
  readonly protocolVersion: number;
  readonly again: boolean;
}
