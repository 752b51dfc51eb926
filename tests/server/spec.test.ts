/** docs/SPEC.md and the tests name each other: no rule without a sentence, no sentence that only seems to be tested. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const SPEC = readFileSync('docs/SPEC.md', 'utf8');
const UNTESTED_HEADING = '## Not yet tested';
const [tested = '', untested = ''] = SPEC.split(UNTESTED_HEADING);
const ruleLines = SPEC.split('\n').filter((line) => line.startsWith('- **['));
const quoted = rulesQuotedByTests();

describe('docs/SPEC.md', () => {
  it('states every rule in one sentence on one line, once', () => {
    for (const line of ruleLines) expect(line).toMatch(/^- \*\*\[[A-Z]{2,3}\d+\]\*\* .+\.$/);
    expect(twice(rulesIn(SPEC))).toEqual([]);
    expect(rulesIn(SPEC)).toHaveLength(ruleLines.length);
  });

  it('knows every rule that a test quotes', () => {
    const known = new Set(rulesIn(SPEC));
    expect([...quoted].filter((rule) => !known.has(rule)).sort()).toEqual([]);
  });

  it('lists under “Not yet tested” exactly the rules that no test quotes', () => {
    expect(rulesIn(tested).filter((rule) => !quoted.has(rule))).toEqual([]);
    expect(rulesIn(untested).filter((rule) => quoted.has(rule))).toEqual([]);
  });
});

/** The rules that a text states, in its order. */
const rulesIn = (text: string): string[] =>
  [...text.matchAll(/^- \*\*\[([A-Z]{2,3}\d+)\]\*\* /gm)].map(([, rule]) => rule ?? '');

const twice = (rules: readonly string[]): string[] => rules.filter((rule, i) => rules.indexOf(rule) !== i);

/** Titles open with their rules: `'[GT2] …'`, `'[SE4][CM1] …'`. */
function rulesQuotedByTests(): ReadonlySet<string> {
  const files = ['src', 'server', 'tests'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  );
  const texts = files.filter((file) => /\.(test|e2e)\.ts$/.test(file)).map((file) => readFileSync(file, 'utf8'));
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/(?<=['"`\]] ?)\[([A-Z]{2,3}\d+)\]/g)].map(([, rule]) => rule ?? '')),
  );
}
