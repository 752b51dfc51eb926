import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { aliasHex, participantHex } from './tones.ts';

const tokens = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

it('colours drawn on a canvas are those of the tokens', () => {
  for (let i = 0; i < 6; i++) expect(tokens).toContain(`--p${String(i + 1)}: ${participantHex(i)};`);
  for (let i = 0; i < 8; i++) expect(tokens).toContain(`--a${String(i + 1)}: ${aliasHex(i)};`);
});

it('aliases never have the colour of a participant', () => {
  const people = Array.from({ length: 6 }, (_, i) => participantHex(i));
  for (let i = 0; i < 8; i++) expect(people).not.toContain(aliasHex(i));
});
