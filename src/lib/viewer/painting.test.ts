import { describe, expect, it } from 'vitest';
import { pixelPoint } from '#domain/geometry/point.ts';
import { Painting } from './painting.ts';
import type { BrushSettings, DrawnShape, ViewMark } from './viewer.ts';

interface Press {
  readonly pointerId?: number;
  readonly shiftKey?: boolean;
}

/** An element without a browser, whose CSS pixels are the pixels of a frame. */
function desk({ rows = 40, columns = 40, diameter = 3 }: { rows?: number; columns?: number; diameter?: number } = {}) {
  const target = new EventTarget();
  const element = Object.assign(target, {
    setPointerCapture: () => undefined,
    getBoundingClientRect: () => ({ left: 0, top: 0 }),
  }) as unknown as HTMLDivElement;
  const said: unknown[] = [];
  const brush: BrushSettings = { diameter, erasing: false };
  const at = { frame: 1, armed: true, brush };
  const painting = new Painting({
    element,
    events: {
      onMarkDrawn: (shape) => said.push(['drawn', shape.frame.frame, shape.points]),
      onMarkChanged: (id, points) => said.push(['changed', id, points]),
      onMarkRemoved: (id) => said.push(['removed', id]),
      onMarkRefused: (why) => said.push(['refused', why]),
    },
    here: () => ({ key: { sop: '1.2', frame: at.frame }, geometry: { rows, columns } }),
    toPixel: ([x, y]) => pixelPoint(x, y),
    isArmed: () => at.armed,
    brush: () => at.brush,
    changed: () => undefined,
  });
  const send = (
    type: string,
    [x, y]: readonly [number, number],
    { pointerId = 1, shiftKey = false }: Press = {},
  ): void => {
    const place = { clientX: x, clientY: y, button: 0, pointerId, shiftKey };
    const event = Object.assign(new Event(type), place, { getCoalescedEvents: () => [] as PointerEvent[] });
    target.dispatchEvent(event);
  };
  const drag = (from: readonly [number, number], to: readonly [number, number], press: Press = {}): void => {
    send('pointerdown', from, press);
    send('pointermove', to, press);
    send('pointerup', to, press);
  };
  return { painting, said, at, send, drag };
}

const mark = (id: string, points: DrawnShape['points'], more: Partial<ViewMark> = {}): ViewMark => ({
  ...{ id, points, frame: { sop: '1.2', frame: 1 }, tool: 'labelmap' },
  ...{ colour: '#fff', dash: '', label: '', editable: true, visible: true },
  ...more,
});
const ROW: DrawnShape['points'] = [
  [4, 9],
  [20, 9],
];

describe('the brush', () => {
  it('[VW12] tells a stroke once, when it ends, as a new mark on the frame where it was begun', () => {
    const { painting, said, at, send } = desk({ diameter: 1 });
    send('pointerdown', [5, 5]);
    send('pointermove', [8, 5]);
    expect(painting.gesture?.points).toEqual([
      [5, 5],
      [8, 5],
    ]);
    expect(said).toEqual([]);
    at.frame = 2;
    send('pointermove', [12, 5]);
    expect(said).toEqual([
      [
        'drawn',
        1,
        [
          [5, 5],
          [8, 5],
        ],
      ],
    ]);
    send('pointerup', [12, 5]);
    expect(said).toHaveLength(1);
    expect(painting.gesture).toBeNull();
  });

  it('[VW12] goes on with the selected mark, and on another frame with the mark of the same finding there', () => {
    const { painting, said, at, drag } = desk({ diameter: 1 });
    const other = mark('b', ROW, { lesion: 'a', frame: { sop: '1.2', frame: 2 } });
    painting.show([mark('a', ROW, { lesion: 'a' }), other, mark('c', ROW)]);
    painting.select('a');
    drag([4, 10], [20, 10]);
    expect(said.at(-1)).toEqual(['changed', 'a', [...ROW, [4, 10], [20, 10]]]);
    at.frame = 2;
    drag([4, 10], [20, 10]);
    expect(said.at(-1)).toMatchObject(['changed', 'b', {}]);
    at.frame = 3;
    drag([4, 10], [20, 10]);
    expect(said.at(-1)).toMatchObject(['drawn', 3, {}]);
    painting.select(null);
    at.frame = 1;
    drag([4, 9], [20, 9]);
    expect(said.at(-1)).toMatchObject(['drawn', 1, ROW]);
  });

  it('[VW12] rubs out with Shift or when it is turned, what lies beneath or is selected, and removes what is left empty', () => {
    const { painting, said, at, drag } = desk({ diameter: 1 });
    painting.show([
      mark('a', ROW),
      mark(
        'theirs',
        [
          [30, 30],
          [39, 30],
        ],
        { editable: false },
      ),
    ]);
    drag([10, 9], [12, 9], { shiftKey: true });
    expect(said).toEqual([
      [
        'changed',
        'a',
        [
          [4, 9],
          [9, 9],
          [13, 9],
          [20, 9],
        ],
      ],
    ]);
    at.brush = { diameter: 1, erasing: true };
    drag([4, 9], [20, 9]);
    expect(said.at(-1)).toEqual(['removed', 'a']);
    drag([30, 30], [39, 30]);
    drag([1, 1], [2, 1]);
    expect(said).toHaveLength(2);
  });

  it('is out of hand while another tool is in it, and a second finger takes a stroke back', () => {
    const { painting, said, at, send, drag } = desk();
    send('pointerdown', [5, 5]);
    send('pointerdown', [9, 9], { pointerId: 2 });
    send('pointerup', [5, 5]);
    at.armed = false;
    drag([5, 5], [9, 9]);
    expect(said).toEqual([]);
    expect(painting.gesture).toBeNull();
  });

  it('[VW13] refuses in words what is too ragged to keep, and tells no change', () => {
    const { painting, said, drag } = desk({ rows: 6000, columns: 8, diameter: 1 });
    painting.show([
      mark('a', [
        [4, 0],
        [4, 0],
      ]),
    ]);
    painting.select('a');
    drag([4, 0], [4, 2499]);
    expect(said.at(-1)).toMatchObject(['changed', 'a', {}]);
    drag([4, 0], [4, 2500]);
    expect(said.at(-1)).toEqual(['refused', expect.stringContaining('What was painted before is as it was.')]);
    expect(said).toHaveLength(2);
  });
});
