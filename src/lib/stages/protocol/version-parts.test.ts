import { expect, test } from 'vitest';
import { differencesBetween, type Difference } from '#domain/protocol/difference.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import { fullProtocol, writtenProtocol } from '#tests/factories/written-protocol.ts';
import { versionParts } from './version-parts.ts';

const changed = (before: ProtocolContent, after: ProtocolContent): Difference[] =>
  differencesBetween(versionParts(before), versionParts(after));
/** [-what went-] and {+what came+}. */
const sentence = ({ words }: Difference): string =>
  words.map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `{+${text}+}` : `[-${text}-]`)).join('');

test('[PT25] a version that says the same has no difference, and every part of one has a sentence', () => {
  expect(changed(fullProtocol, fullProtocol)).toEqual([]);
  for (const { about, text } of versionParts(fullProtocol)) expect(`${about}: ${text}`).toMatch(/^[A-Z].*\S: .+/);
  expect(new Set(versionParts(fullProtocol).map(({ id }) => id)).size).toBe(versionParts(fullProtocol).length);
});

test('[PT25] what changed reads as sentences with the words that went and came, and never as data', () => {
  const [nodule] = writtenProtocol.findings;
  const [, vesselRule] = writtenProtocol.clauses;
  if (!nodule || !vesselRule) throw new Error('the protocol is empty');
  const [texture, ...fields] = nodule.fields;
  if (texture?.kind !== 'choice') throw new Error('there is no texture');
  const after: ProtocolContent = {
    ...writtenProtocol,
    findings: [{ ...nodule, minimumMm: 6, fields: [{ ...texture, required: false }, ...fields] }],
    clauses: writtenProtocol.clauses.filter(({ id }) => id !== vesselRule.id),
    agreement: { ...writtenProtocol.agreement, extent: { mm: 3, share: 0.2 } },
    session: { ...writtenProtocol.session, maximumRounds: 3 },
  };
  const differences = changed(writtenProtocol, after);
  expect(differences.map(({ about, kind }) => `${kind}: ${about}`)).toEqual([
    'changed: How “Nodule ≥ 3 mm” is marked',
    'changed: About “Nodule ≥ 3 mm”, “Texture”',
    'changed: Comparing',
    'changed: Panel',
    'removed: Clause 2.1',
  ]);
  const [marked, asked] = differences.map(sentence);
  expect(marked).toContain('It counts from [-3 -]{+6 +}mm.');
  expect(asked).toBe('[-Texture: -]{+Texture, optional: +}Solid · Part-solid · Ground glass.');
  for (const text of differences.map(sentence)) expect(text).not.toMatch(/undefined|"|_|maximumMm|\bkind\b/);
});
