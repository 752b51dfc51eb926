import { describe, expect, test } from 'vitest';
import { dataSet, element } from '../part10/builder.ts';
import type { Element } from '../part10/dataset.ts';
import { TAG } from '../part10/tag.ts';
import { SYNTAX } from '../part10/transfer-syntax.ts';
import { framesOf } from './frames.ts';
import type { ImagePixel } from './image-pixel.ts';

const image = (frames: number): ImagePixel => ({
  ...{ rows: 1, columns: 2, samples: 1, bitsAllocated: 8, bitsStored: 8 },
  ...{ signed: false, photometric: 'MONOCHROME2', planar: false, frames },
});
const SOI = Uint8Array.of(0xff, 0xd8, 0xff, 1);
const REST = Uint8Array.of(2, 3);

function fragments(parts: readonly Uint8Array[], offsets: readonly number[] = []): Element {
  let at = 0;
  const placed = parts.map((bytes) => {
    const one = { at, bytes };
    at += 8 + bytes.length;
    return one;
  });
  const offsetTable = new Uint8Array(Uint32Array.from(offsets).buffer);
  return { kind: 'fragments', tag: TAG.pixelData, vr: 'OB', offsetTable, fragments: placed };
}
const cut = (elements: readonly Element[], frames: number, transferSyntax: string = SYNTAX.jpegBaseline) => {
  const result = framesOf({ dataset: dataSet(elements), image: image(frames), transferSyntax });
  return result.ok ? result.value.map((frame) => [...frame]) : result.error.code;
};
const FIRST = [...SOI, ...REST];

describe('[PX1] encapsulated frames are put together from fragments', () => {
  test('one frame takes all fragments', () => {
    expect(cut([fragments([SOI, REST])], 1)).toEqual([FIRST]);
  });
  test('as many fragments as frames', () => {
    expect(cut([fragments([SOI, SOI])], 2)).toEqual([[...SOI], [...SOI]]);
  });
  test('by the Basic Offset Table', () => {
    expect(cut([fragments([REST, SOI, REST], [0, 10 + 12])], 2)).toEqual([[...REST, ...SOI], [...REST]]);
  });
  test('by the Extended Offset Table', () => {
    const table = element(TAG.extendedOffsetTable, new Uint8Array(BigUint64Array.of(0n, 22n).buffer), 'OV');
    expect(cut([table, fragments([REST, SOI, REST])], 2)).toEqual([[...REST, ...SOI], [...REST]]);
  });
  test('by the start of codestreams where there is no table', () => {
    expect(cut([fragments([SOI, REST, SOI])], 2)).toEqual([FIRST, [...SOI]]);
  });
  test('RLE frames are never split', () => {
    expect(cut([fragments([SOI, REST, SOI])], 2, SYNTAX.rle)).toBe('inconsistent-dimensions');
  });
  test('a table that points into the middle of a fragment is refused', () => {
    expect(cut([fragments([SOI, REST, SOI], [0, 5])], 2)).toBe('inconsistent-dimensions');
  });
  test('another number of frames than declared is refused', () => {
    expect(cut([fragments([SOI, REST, REST])], 2)).toBe('inconsistent-dimensions');
  });
});

describe('[PX2] native frames follow each other', () => {
  const pixels = (length: number) =>
    element(
      TAG.pixelData,
      Uint8Array.from({ length }, (_, i) => i),
      'OB',
    );
  test('padding behind the last one is left out', () => {
    expect(cut([pixels(5)], 2, SYNTAX.explicitLittle)).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });
  test('too few bytes are refused', () => {
    expect(cut([pixels(3)], 2, SYNTAX.explicitLittle)).toBe('inconsistent-dimensions');
  });
  test('fragments in a native syntax are a contradiction', () => {
    expect(cut([fragments([SOI])], 1, SYNTAX.explicitLittle)).toBe('malformed');
  });
});
