/** One case as it is compared: its reads of one round, and the lesions they contain. */
import type { CaseId } from '../kernel/id.ts';
import type { SubmittedRead } from '../reading/read.ts';
import type { LesionGroup } from './lesion-group.ts';

export interface ComparedCase {
  readonly case: CaseId;
  readonly reads: readonly SubmittedRead[];
  /** As `lesionGroups` found them. */
  readonly groups: readonly LesionGroup[];
}
