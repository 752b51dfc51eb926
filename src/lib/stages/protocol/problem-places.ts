/** From a problem of the content to the place on the page where it can be mended, and how that place is called. */
import { tick } from 'svelte';
import type { ProtocolDraft } from '#documents/protocol-draft.ts';
import type { ProtocolProblem } from '#domain/protocol/problem.ts';
import type { Refused } from '#lib/stages/access/api-request.ts';

export interface ProblemPlace {
  /** Id of the entry in the draft; the part of the page where there is none. */
  readonly entry: string;
  readonly name: string;
}

const PART_NAMES: Readonly<Record<string, string>> = {
  title: 'Title',
  question: 'Question',
  population: 'Target population',
  findings: 'Findings',
  caseFields: 'The case as a whole',
  contextBeforeRead: 'Seen before submitting',
  readingOrder: 'Reading order',
  session: 'Panel',
  examples: 'Worked examples',
};
const FIELD_NAMES: Readonly<Record<string, string>> = {
  name: 'name',
  definition: 'definition',
  tools: 'geometry',
  code: 'code',
  minimumMm: 'smallest size',
  label: 'label',
  options: 'answers',
  anchors: 'anchors',
  when: 'condition',
  number: 'number',
  text: 'text',
  commentary: 'commentary',
  case: 'case',
  frame: 'image',
  finding: 'finding',
  mark: 'mark',
};

/** "findings.0.fields.1.label" → the second field of the first finding. */
export function placeOf(draft: ProtocolDraft, { path }: Pick<ProtocolProblem, 'path'>): ProblemPlace {
  const [part = '', index, ...rest] = path.split('.');
  const at = Number(index);
  switch (part) {
    case 'findings': {
      const finding = draft.findings[at];
      if (!finding) break;
      const name = finding.name || `Finding ${String(at + 1)}`;
      if (rest[0] !== 'fields' || rest.length < 2) return { entry: finding.id, name: named(name, rest[0]) };
      return fieldPlace(draft, { of: finding.id, at: Number(rest[1]), name, tail: rest[2] });
    }
    case 'caseFields':
      return fieldPlace(draft, { of: 'case', at, name: 'Case', tail: rest[0] });
    case 'examples': {
      const example = draft.examples[at];
      if (example) return { entry: example.id, name: named(`Example ${String(at + 1)}`, rest[0]) };
      break;
    }
    case 'clauses': {
      const clause = draft.clauses[at];
      if (clause) return { entry: clause.id, name: named(`Clause ${clause.number || String(at + 1)}`, rest[0]) };
    }
  }
  if (part === 'agreement') return planPlace(draft, index, rest);
  return { entry: part === 'session' ? part : 'about', name: PART_NAMES[part] ?? 'Protocol' };
}

/** What the plan says of a field stands with the field, but what it says of a field that is gone stands nowhere. */
function planPlace(draft: ProtocolDraft, part: string | undefined, [list, at]: readonly string[]): ProblemPlace {
  if (part === 'resolve') return { entry: 'resolve', name: `What needs no panel, rule ${String(Number(list) + 1)}` };
  if (part !== 'cost') return { entry: 'agreement', name: 'Comparing' };
  const category = list === 'management' ? draft.categories[Number(at)] : undefined;
  if (!category) return { entry: 'cost', name: 'What a disagreement costs' };
  return { entry: category.id, name: `What a disagreement costs, category ${String(Number(at) + 1)}` };
}

function fieldPlace(
  draft: ProtocolDraft,
  { of, at, name, tail }: { of: string; at: number; name: string; tail: string | undefined },
): ProblemPlace {
  const field = draft.fields.filter((one) => one.of === of)[at];
  const label = field?.label === '' || !field ? `field ${String(at + 1)}` : `“${field.label}”`;
  return { entry: field?.id ?? of, name: named(`${name}, ${label}`, tail) };
}

const named = (thing: string, part: string | undefined): string => {
  const name = part === undefined ? undefined : FIELD_NAMES[part];
  return name ? `${thing}, ${name}` : thing;
};

/** What a refusal of the server says is wrong, place by place. */
export function problemsIn(refused: Refused | null): Pick<ProtocolProblem, 'path' | 'message'>[] {
  const said = refused && 'details' in refused ? refused.details['problems'] : undefined;
  return (Array.isArray(said) ? said : []).flatMap((one) => {
    const [, path, message] = /^(\S+): (.*) \[[a-z-]+\]$/.exec(String(one)) ?? [];
    return path !== undefined && message !== undefined ? [{ path, message }] : [];
  });
}

/** Brings an entry into view and its first control into focus, once it is on the page. */
export async function focusEntry(id: string): Promise<void> {
  await tick();
  const entry = document.getElementById(`entry-${id}`);
  entry?.scrollIntoView({ block: 'center' });
  entry?.querySelector<HTMLElement>('input, textarea, select')?.focus({ preventScroll: true });
}
