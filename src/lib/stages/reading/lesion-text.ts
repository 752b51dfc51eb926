/** How a finding of one's own reads in the list: its size, its answers, what is still missing. */
import { frameText, type FrameKey } from '#domain/geometry/frame.ts';
import { measurementsOf, type Measurement } from '#domain/geometry/measurement.ts';
import { askedFields } from '#domain/protocol/condition.ts';
import { valueText, type Field, type FieldValues } from '#domain/protocol/field.ts';
import type { Finding, ProtocolContent } from '#domain/protocol/protocol.ts';
import type { Lesion, Mark, ReadContent } from '#domain/reading/mark.ts';
import { measureText } from '#lib/viewer/mark-text.ts';
import type { FramePlaces } from '#lib/stages/ingest/case-images.ts';

/** "18.2 mm", or "40 px" where the frame is not calibrated; empty where nothing was measured. */
export function sizeText(lesion: Lesion, places: FramePlaces): string {
  const mark = largestMark(lesion, places);
  const geometry = mark && places.get(frameText(mark.frame))?.geometry;
  return mark && geometry ? measureText(mark, geometry) : '';
}

/** Where the finding is largest; protocols measure it there. */
export const largestMark = (lesion: Lesion, places: FramePlaces): Mark | undefined =>
  lesion.marks.toSorted((a, b) => longest(b, places) - longest(a, places))[0];

/** A sentence when every outline is smaller than what the protocol counts; null otherwise and wherever mm are unknown. */
export function tooSmall(lesion: Lesion, finding: Finding | undefined, places: FramePlaces): string | null {
  const minimum = finding?.minimumMm;
  if (minimum === undefined) return null;
  const sizes = lesion.marks.flatMap((mark) => measured(mark, places) ?? []);
  const calibrated = sizes.length === lesion.marks.length && sizes.every((size) => size.unit === 'mm');
  if (!calibrated || sizes.some((size) => size.value >= minimum)) return null;
  return `The longest diameter is below the ${String(minimum)} mm this protocol counts.`;
}

/** "Solid, malignancy 4": anchors by their number alone. */
export const answersText = (values: FieldValues, fields: readonly Field[]): string =>
  fields
    .flatMap((field) => {
      const value = values[field.id];
      if (value === undefined || value === '') return [];
      return field.kind === 'ordinal' ? [`${field.label.toLowerCase()} ${String(value)}`] : [valueText(field, value)];
    })
    .join(', ');

/** Required fields without an answer, in the order of the form. */
export const missingIn = (values: FieldValues, fields: readonly Field[]): readonly Field[] =>
  askedFields(fields, values).filter(
    (field) => field.required && (values[field.id] === undefined || values[field.id] === ''),
  );

/** One line to read back before the read is frozen: "2 × Nodule ≥ 3 mm. Any nodule ≥ 3 mm? Yes. Submit?" */
export function readBackText(
  content: ReadContent,
  lesions: readonly Lesion[],
  protocol: Pick<ProtocolContent, 'findings' | 'caseFields'>,
): string {
  const counts = protocol.findings.flatMap(({ id, name }) => {
    const count = lesions.filter((lesion) => lesion.finding === id).length;
    return count > 0 ? [`${String(count)} × ${name}`] : [];
  });
  const answers = protocol.caseFields.flatMap((field) => {
    const value = content.answers[field.id];
    if (value === undefined || value === '' || field.kind === 'text') return [];
    return [`${field.label}${/[?.]$/.test(field.label) ? '' : ':'} ${valueText(field, value)}`];
  });
  const found = counts.length > 0 ? counts.join(', ') : 'No findings';
  return `${[found, ...answers].join('. ')}.`;
}

interface Placed {
  readonly frame: FrameKey;
  readonly tool: Lesion['marks'][number]['tool'];
  readonly points: Lesion['marks'][number]['points'];
}

function measured(mark: Placed, places: FramePlaces): Measurement | undefined {
  const place = places.get(frameText(mark.frame));
  return place && measurementsOf(mark, place.geometry.spacing).longest;
}

const longest = (mark: Placed, places: FramePlaces): number => measured(mark, places)?.value ?? 0;
