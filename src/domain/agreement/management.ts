/** What would be done for a patient with a lesion as one reader states it: the category of management the protocol puts it in. */
import { exhaustive } from '../kernel/exhaustive.ts';
import type { LesionCondition } from '../plan/cost-rules.ts';
import type { FieldValue, FieldValues } from '../protocol/field.ts';
import type { ProtocolContent } from '../protocol/protocol.ts';
import type { SeenLesion } from './seen-lesion.ts';

/** A lesion as far as management depends on it. */
export interface StatedLesion {
  readonly finding: string;
  readonly attributes: FieldValues;
  /** The longest diameter; undefined without millimetres. */
  readonly diameterMm: number | undefined;
}

export const statedBy = ({ lesion, extent }: SeenLesion): StatedLesion => ({
  finding: lesion.finding,
  attributes: lesion.attributes,
  diameterMm: extent?.diameter.unit === 'mm' ? extent.diameter.value : undefined,
});

/** Where no category holds, nothing is done: so too for a lesion nobody marked. */
export const NOTHING_DONE = null;

/** The name of the category; without categories in the protocol the finding itself, from its minimum size on. */
export function managementOf(lesion: StatedLesion, { agreement, findings }: ProtocolContent): string | null {
  const categories = agreement.cost?.management ?? [];
  if (categories.length > 0) {
    return categories.find(({ when }) => when.every((one) => holds(one, lesion)))?.name ?? NOTHING_DONE;
  }
  const minimum = findings.find(({ id }) => id === lesion.finding)?.minimumMm ?? 0;
  return (lesion.diameterMm ?? minimum) < minimum ? NOTHING_DONE : lesion.finding;
}

function holds(condition: LesionCondition, lesion: StatedLesion): boolean {
  switch (condition.about) {
    case 'finding':
      return condition.is.includes(lesion.finding);
    case 'diameter':
      return within(lesion.diameterMm, condition);
    case 'answer':
      return valuesOf(lesion.attributes[condition.field]).some((value) => condition.is.includes(value));
    case 'value': {
      const value = lesion.attributes[condition.field];
      return within(typeof value === 'number' ? value : undefined, condition);
    }
    default:
      return exhaustive(condition);
  }
}

interface Range {
  readonly atLeast?: number | undefined;
  readonly below?: number | undefined;
}

const within = (value: number | undefined, { atLeast, below }: Range): boolean =>
  value !== undefined && value >= (atLeast ?? -Infinity) && value < (below ?? Infinity);

/** Of several chosen options each counts. */
function valuesOf(value: FieldValue | undefined): readonly (boolean | number | string)[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
