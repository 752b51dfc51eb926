/** Options and anchors as lines of text: one option per line, "1 Highly unlikely" for an anchor of a scale. */
import type { Field } from '#domain/protocol/field.ts';
import { keyFrom } from '#domain/protocol/key.ts';

type Option = Extract<Field, { kind: 'choice' }>['options'][number];
type Anchor = Extract<Field, { kind: 'ordinal' }>['anchors'][number];

export const optionLines = (options: readonly Option[]): string => options.map(({ label }) => label).join('\n');

/** An option that keeps its label keeps its key, so that older reads stay comparable. */
export function optionsFrom(lines: string, before: readonly Option[]): Option[] {
  const taken = new Set<string>();
  return rows(lines).map((label) => {
    const known = before.find((option) => option.label === label && !taken.has(option.value));
    const value = known?.value ?? keyFrom(label, [...taken, ...before.map((option) => option.value)]);
    taken.add(value);
    return { value, label };
  });
}

export const anchorLines = (anchors: readonly Anchor[]): string =>
  anchors.map(({ value, label }) => `${String(value)} ${label}`).join('\n');

/** A line without a number gets the next one. */
export function anchorsFrom(lines: string): Anchor[] {
  let last = 0;
  return rows(lines).map((line) => {
    const parts = /^(-?\d+)[\s.:)]+(.+)$/.exec(line);
    last = parts ? Number(parts[1]) : last + 1;
    return { value: last, label: parts?.[2] ?? line };
  });
}

const rows = (lines: string): string[] =>
  lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
