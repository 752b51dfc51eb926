/** A version as sentences, each under a name that stays: what two versions are compared by, for people. */
import type { Part } from '#domain/protocol/difference.ts';
import type { Field } from '#domain/protocol/field.ts';
import type { Example, Finding, ProtocolContent } from '#domain/protocol/protocol.ts';
import { panelWords } from './panel-choices.ts';
import { comparedWords, costWords, lesionWords, namesIn, resolutionWords } from './plan-words.ts';
import { CONTEXT_NAMES, conditionText, GRANULARITY_NAMES, orderText, rangeText, TOOL_NAMES } from './protocol-words.ts';

export function versionParts(content: ProtocolContent): Part[] {
  const { title, question, population, findings, caseFields, clauses, examples = [], agreement, session } = content;
  const seen = content.contextBeforeRead.map((key) => CONTEXT_NAMES[key]).join(', ');
  const resolved = (agreement.resolve ?? []).map((rule) => resolutionWords(rule, namesIn(content)));
  return [
    { id: 'title', about: 'Title', text: title },
    { id: 'question', about: 'Clinical question', text: question },
    ...(population === undefined ? [] : [{ id: 'population', about: 'Target population', text: population }]),
    ...findings.flatMap(findingParts),
    ...caseFields.map((field) => fieldPart(field, { list: caseFields, of: 'case', about: 'About the case' })),
    ...clauses.map(({ id, number, kind, text }) => ({
      ...{ id: `clause ${id}`, about: `Clause ${number}` },
      text: kind === 'edge-case' ? `${text} Edge case.` : text,
    })),
    ...examples.map((example, i) => examplePart(example, i, findings)),
    { id: 'context', about: 'Seen before submitting', text: `${seen === '' ? 'The images alone' : seen}.` },
    { id: 'order', about: 'Reading order', text: `Cases are read ${orderText(content.readingOrder)}.` },
    { id: 'lesion', about: 'Comparing', text: lesionWords(agreement) },
    { id: 'compared', about: 'In which answers readers are compared', text: comparedWords(content).join(' ') },
    { id: 'cost', about: 'What a disagreement costs', text: costWords(content).join(' ') },
    { id: 'resolve', about: 'What needs no panel', text: resolved.join(' ') || 'People settle every disagreement.' },
    { id: 'session', about: 'Panel', text: panelWords(session) },
  ];
}

function findingParts({ id, name, definition, code, granularity, tools, minimumMm, fields }: Finding): Part[] {
  const drawn = [
    `One mark for each ${GRANULARITY_NAMES[granularity ?? 'finding']}, drawn with ${tools.map((tool) => TOOL_NAMES[tool]).join(', ')}.`,
    minimumMm === undefined ? '' : `It counts from ${String(minimumMm)} mm.`,
    code ? `Its code is ${code.scheme} ${code.value}, ${code.meaning}.` : '',
  ];
  return [
    { id: `finding ${id}`, about: `Finding “${name}”`, text: `${name}: ${definition}` },
    { id: `finding ${id} drawn`, about: `How “${name}” is marked`, text: drawn.filter(Boolean).join(' ') },
    ...fields.map((field) => fieldPart(field, { list: fields, of: id, about: `About “${name}”` })),
  ];
}

interface Listed {
  readonly list: readonly Field[];
  readonly of: string;
  readonly about: string;
}

function fieldPart(field: Field, { list, of, about }: Listed): Part {
  const asked = conditionText(field, list);
  const text = `${field.label}${field.required ? '' : ', optional'}: ${rangeText(field)}${asked ? `; ${asked}` : ''}.`;
  return { id: `field ${of} ${field.id}`, about: `${about}, “${field.label}”`, text };
}

function examplePart(
  { id, frame, finding, mark, commentary }: Example,
  at: number,
  findings: readonly Finding[],
): Part {
  const shown = findings.find((one) => one.id === finding)?.name ?? 'not a finding';
  const image = `Image ${String(frame.frame)} of …${frame.sop.slice(-8)}`;
  return {
    ...{ id: `example ${id}`, about: `Example ${String(at + 1)}` },
    text: `${shown}: ${commentary} ${image}${mark ? `, marked: ${TOOL_NAMES[mark.tool]}` : ''}.`,
  };
}
