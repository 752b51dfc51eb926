/**
 * A list of coded terms that people bring along, such as the context groups of DICOM PS3.16: any JSON in which objects carry
 * scheme, value and meaning, by these names or by those of DICOM. Such lists are licensed by their makers, so none comes with us.
 */
import * as v from 'valibot';
import { jsonFailure } from '../kernel/json-failure.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { CodeSchema, isKnownScheme, isValueOfScheme } from './code.ts';

export const ListedCodeSchema = v.object({
  ...CodeSchema.entries,
  /** "CID 6100", where the list says so. */
  group: v.pipe(v.string(), v.maxLength(40)),
});
export type ListedCode = v.InferOutput<typeof ListedCodeSchema>;

export const MOST_CODES = 5000;

export interface CodeListProblem {
  /** "line 3, column 7" of the text, or the way to the entry: `context_groups.6100.codes.3.meaning`. */
  readonly at: string;
  readonly message: string;
}

/** Each code once, in the order of the file; or everything that is wrong with it. */
export function codesIn(text: string): Result<ListedCode[], CodeListProblem[]> {
  const parsed = jsonOf(text);
  if (!parsed.ok) return err([parsed.error]);
  const found = new Map<string, ListedCode>();
  const problems: CodeListProblem[] = [];
  for (const { path, entry } of entriesIn(parsed.value, [])) {
    const { code, wrong } = codeOf(entry, path);
    problems.push(...wrong);
    const key = code && `${code.scheme} ${code.value}`;
    if (key && !found.has(key)) found.set(key, code);
  }
  if (problems.length > 0) return err(problems);
  if (found.size === 0) return err([{ at: 'the whole file', message: 'There is no code in it.' }]);
  if (found.size > MOST_CODES)
    return err([
      { at: 'the whole file', message: `It has ${String(found.size)} codes; ${String(MOST_CODES)} can be kept.` },
    ]);
  return ok([...found.values()]);
}

type Entry = Readonly<Record<string, unknown>>;

const NAMES = {
  scheme: ['scheme', 'CodingSchemeDesignator'],
  value: ['value', 'CodeValue'],
  meaning: ['meaning', 'CodeMeaning'],
} as const;
const PARTS = ['scheme', 'value', 'meaning'] as const;

const nameIn = (entry: Entry, part: (typeof PARTS)[number]): string | undefined =>
  NAMES[part].find((name) => Object.hasOwn(entry, name));

/** Whatever has a value and one of the other two wants to be a code. */
const isCode = (entry: Entry): boolean =>
  nameIn(entry, 'value') !== undefined && (nameIn(entry, 'scheme') ?? nameIn(entry, 'meaning')) !== undefined;

function* entriesIn(node: unknown, path: readonly string[]): Generator<{ path: readonly string[]; entry: Entry }> {
  if (typeof node !== 'object' || node === null) return;
  const entry: Entry = { ...node };
  if (!Array.isArray(node) && isCode(entry)) yield { path, entry };
  for (const [name, child] of Object.entries(entry)) yield* entriesIn(child, [...path, name]);
}

function codeOf(entry: Entry, path: readonly string[]): { code?: ListedCode; wrong: CodeListProblem[] } {
  const at = (part: (typeof PARTS)[number]): string => [...path, nameIn(entry, part) ?? part].join('.');
  const group = typeof entry['cid'] === 'string' ? entry['cid'] : path[path.indexOf('context_groups') + 1];
  const said = Object.fromEntries(PARTS.map((part) => [part, entry[nameIn(entry, part) ?? '']]));
  const inGroup = path.includes('context_groups') || 'cid' in entry ? `CID ${group ?? ''}`.slice(0, 40) : '';
  const parsed = v.safeParse(ListedCodeSchema, { ...said, group: inGroup });
  if (!parsed.success)
    return {
      wrong: parsed.issues.map((issue) => ({
        at: at(PARTS.find((part) => part === v.getDotPath(issue)) ?? 'value'),
        message: 'This is missing, empty, too long or no text.',
      })),
    };
  const code = parsed.output;
  if (!isKnownScheme(code.scheme))
    return { wrong: [{ at: at('scheme'), message: `“${code.scheme}” is no scheme that is known here.` }] };
  if (!isValueOfScheme(code))
    return { wrong: [{ at: at('value'), message: `“${code.value}” cannot be a code of ${code.scheme}.` }] };
  return { code, wrong: [] };
}

function jsonOf(text: string): Result<unknown, CodeListProblem> {
  try {
    return ok(JSON.parse(text));
  } catch {
    const { line, column } = jsonFailure(text);
    const at = `line ${String(line)}, column ${String(column)}`;
    return err({ at, message: 'Here the file stops being JSON.' });
  }
}

/** Codes whose meaning, value or group has all the words; those whose meaning begins with them come first. */
export function codesMatching(codes: readonly ListedCode[], words: string, most: number): ListedCode[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  const hits = codes.filter(({ scheme, value, meaning, group }) => {
    const text = `${meaning} ${scheme} ${value} ${group}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
  const first = wanted.join(' ');
  const rank = ({ meaning }: ListedCode): number => (meaning.toLowerCase().startsWith(first) ? 0 : 1);
  return hits.toSorted((a, b) => rank(a) - rank(b) || a.meaning.length - b.meaning.length).slice(0, most);
}
