import { describe, expect, it } from 'vitest';
import { keyFrom } from '#domain/protocol/key.ts';
import { anchorLines, anchorsFrom, optionLines, optionsFrom } from './field-lines.ts';

describe('fields as lines of text', () => {
  it('a key comes from the label, without accents, and is unique', () => {
    expect(keyFrom('Ground glass', [])).toBe('ground-glass');
    expect(keyFrom('Épaississement (2)', [])).toBe('epaississement-2');
    expect(keyFrom('Solid', ['solid', 'solid-2'])).toBe('solid-3');
    expect(keyFrom('3 mm', [])).toBe('mm');
    expect(keyFrom('…', [])).toBe('item');
  });

  it('an answer that keeps its label keeps its key, whatever stands around it', () => {
    const before = [
      { value: 'a1', label: 'Solid' },
      { value: 'b2', label: 'Part-solid' },
    ];
    expect(optionsFrom('Part-solid\n\n Ground glass \nSolid', before)).toEqual([
      { value: 'b2', label: 'Part-solid' },
      { value: 'ground-glass', label: 'Ground glass' },
      { value: 'a1', label: 'Solid' },
    ]);
    expect(optionsFrom(optionLines(before), before)).toEqual(before);
  });

  it('anchors keep their numbers, and a line without one gets the next', () => {
    const anchors = anchorsFrom('1 Unlikely\n2. Indeterminate\nLikely\n-1: below');
    expect(anchors).toEqual([
      { value: 1, label: 'Unlikely' },
      { value: 2, label: 'Indeterminate' },
      { value: 3, label: 'Likely' },
      { value: -1, label: 'below' },
    ]);
    expect(anchorsFrom(anchorLines(anchors))).toEqual(anchors);
  });
});
