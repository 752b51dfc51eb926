import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { checkedProtocol, isProblems } from '#domain/protocol/problems.ts';
import type { ProtocolContent } from '#domain/protocol/protocol.ts';
import { fullProtocol as full } from '#tests/factories/written-protocol.ts';
import { rootOf } from './entries.ts';
import { contentOf, keysIn, markPublished, writeContent } from './protocol-content.ts';
import { DRAFT_ROOTS, FIELDS, FINDINGS, draftIn } from './protocol-draft.ts';
import { validateRoot } from './shapes.ts';
import { changeText } from './texts.ts';
import { idOf, type ProtocolId } from '#domain/kernel/id.ts';

function drafted(content: ProtocolContent, version: number): Y.Doc {
  const doc = new Y.Doc();
  writeContent(doc, { content, version, newId: v7, chance: () => 0.5 });
  return doc;
}
const rootsOf = (doc: Y.Doc) => Object.fromEntries(DRAFT_ROOTS.map((root) => [root, rootOf(doc, root).toJSON()]));
const draftOf = (doc: Y.Doc) => draftIn(rootsOf(doc));

test('[PT10] a draft that begins from a version says exactly what the version says', () => {
  const draft = draftOf(drafted(full, 3));
  expect(contentOf(draft)).toEqual(full);
  expect(draft.about.basedOn).toBe(3);
  expect(isProblems(checkedProtocol(contentOf(draft)))).toBe(false);
});

test('[PT10] everything in a draft has the form of its document', () => {
  const name = { kind: 'protocol', protocol: idOf<ProtocolId>(v7()) } as const;
  for (const [root, json] of Object.entries(rootsOf(drafted(full, 3))))
    expect(validateRoot(name, root, json)).toBeNull();
});

test('[PT10] a first version takes its keys from its labels, and they stay when labels change', () => {
  const doc = drafted(full, 0);
  const [field] = draftOf(doc).fields;
  const [finding] = draftOf(doc).findings;
  if (!field || !finding) throw new Error('there is nothing');
  changeText(doc, { root: FINDINGS, id: finding.id, field: 'name' }, 'Solid mass');
  const keys = keysIn(draftOf(doc));
  expect(keys.get(finding.id)).toBe('solid-mass');
  markPublished(doc, keys, 1);
  changeText(doc, { root: FINDINGS, id: finding.id, field: 'name' }, 'Lump');
  expect(keysIn(draftOf(doc)).get(finding.id)).toBe('solid-mass');
  expect(draftOf(doc).about.basedOn).toBe(1);
});

test('[PT10] what belongs to a finding that somebody removed meanwhile is left out', () => {
  const doc = drafted(full, 1);
  const [finding] = draftOf(doc).findings;
  if (!finding) throw new Error('there is nothing');
  rootOf(doc, FINDINGS).delete(finding.id);
  expect(rootOf(doc, FIELDS).size).toBeGreaterThan(0);
  expect(contentOf(draftOf(doc))).toMatchObject({ findings: [], agreement: { classFields: [] } });
});
