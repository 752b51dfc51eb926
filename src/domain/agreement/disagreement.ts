/**
 * Where readers of one case differ, and in what: whether a lesion exists, which class it is, how large it is. These are the items
 * of an agenda; one lesion may be there in several respects.
 */
import type { GeometryOf } from '../geometry/extent.ts';
import type { Measurement } from '../geometry/measurement.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import type { ReadId } from '../kernel/id.ts';
import type { AgreementPlan } from '../plan/agreement-plan.ts';
import type { FieldValue } from '../protocol/field.ts';
import type { ProtocolContent } from '../protocol/protocol.ts';
import type { SubmittedRead } from '../reading/read.ts';
import { lesionGroups, type LesionGroup } from './lesion-group.ts';
import type { SeenLesion } from './seen-lesion.ts';

export type Disagreement =
  | {
      readonly kind: 'existence';
      readonly group: LesionGroup;
      readonly marked: readonly ReadId[];
      readonly unmarked: readonly ReadId[];
    }
  | { readonly kind: 'class'; readonly group: LesionGroup; readonly differences: readonly ClassDifference[] }
  | {
      readonly kind: 'extent';
      readonly group: LesionGroup;
      readonly diameters: readonly ReadDiameter[];
      /** The greatest difference of two readers, and what the plan allows those two, in the unit of the diameters. */
      readonly difference: number;
      readonly allowed: number;
    };

export type DisagreementKind = Disagreement['kind'];

export interface ClassDifference {
  /** `finding`, or the id of a field of the finding. */
  readonly about: string;
  readonly values: readonly { readonly read: ReadId; readonly value: FieldValue }[];
}

export interface ReadDiameter {
  readonly read: ReadId;
  readonly diameter: Measurement;
}

/** What a class difference is about when readers named different findings. */
const FINDING = 'finding';

/** @param reads all reads of one case and round. Group after group; within a group existence, class, extent. */
export function disagreementsOf(
  reads: readonly SubmittedRead[],
  protocol: ProtocolContent,
  geometry: GeometryOf,
): Disagreement[] {
  return lesionGroups(reads, protocol, geometry).flatMap((group) => disagreementsAbout(group, protocol));
}

export function disagreementsAbout(group: LesionGroup, protocol: ProtocolContent): Disagreement[] {
  return [existence(group), classes(group, protocol), extent(group, protocol.agreement)].filter((d) => d !== undefined);
}

function existence(group: LesionGroup): Disagreement | undefined {
  if (group.unmarked.length === 0) return undefined;
  return { kind: 'existence', group, marked: group.seen.map((s) => s.read), unmarked: group.unmarked };
}

function classes(group: LesionGroup, { agreement }: ProtocolContent): Disagreement | undefined {
  const findings = group.seen.map((s) => ({ read: s.read, value: s.lesion.finding }));
  const fields = agreement.classFields.map((field) => ({ about: field, values: valuesOf(group.seen, field) }));
  const differences = [{ about: FINDING, values: findings }, ...fields].filter(({ values }) => differ(values));
  return differences.length > 0 ? { kind: 'class', group, differences } : undefined;
}

/** A field left empty is no answer and contradicts nobody. */
function valuesOf(seen: readonly SeenLesion[], field: string): ClassDifference['values'] {
  return seen.flatMap(({ read, lesion }) => {
    const value = lesion.attributes[field];
    return value === undefined ? [] : [{ read, value }];
  });
}

/** Several chosen options are a set: the order of choosing is no difference. */
function differ(values: ClassDifference['values']): boolean {
  const texts = values.map(({ value }) => canonicalJson(Array.isArray(value) ? value.toSorted() : value));
  return new Set(texts).size > 1;
}

/** Millimetres are compared with millimetres only; a reader without a diameter in the common unit says nothing about extent. */
function extent(group: LesionGroup, plan: AgreementPlan): Disagreement | undefined {
  const all = group.seen.flatMap(({ read, extent: e }) => (e ? [{ read, diameter: e.diameter }] : []));
  const calibrated = all.filter(({ diameter }) => diameter.unit === 'mm');
  const diameters = calibrated.length >= 2 ? calibrated : all.filter(({ diameter }) => diameter.unit === 'px');
  const worst = worstPair(diameters, plan.extent);
  return worst && worst.difference > worst.allowed ? { kind: 'extent', group, diameters, ...worst } : undefined;
}

interface PairDifference {
  readonly difference: number;
  readonly allowed: number;
}

/** The pair that exceeds its allowance most. In pixels only the share applies: a millimetre means nothing there. */
function worstPair(diameters: readonly ReadDiameter[], plan: AgreementPlan['extent']): PairDifference | undefined {
  let worst: PairDifference | undefined;
  diameters.forEach(({ diameter: a }, i) => {
    for (const { diameter: b } of diameters.slice(i + 1)) {
      const allowed = Math.max(a.unit === 'mm' ? plan.mm : 0, (plan.share * (a.value + b.value)) / 2);
      const difference = Math.abs(a.value - b.value);
      if (!worst || difference - allowed > worst.difference - worst.allowed) worst = { difference, allowed };
    }
  });
  return worst;
}
