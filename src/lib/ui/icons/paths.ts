/** The drawings of our icons: 20 × 20 viewBox, 1.6 px strokes, drawn for this product. */
export interface Stroke {
  readonly d: string;
  readonly look?: 'filled' | 'dashed';
}

const ring = (x: number, y: number, r: number, ry = r): string =>
  `M${String(x - r)} ${String(y)}a${String(r)} ${String(ry)} 0 1 0 ${String(2 * r)} 0a${String(r)} ${String(ry)} 0 1 0 ${String(-2 * r)} 0z`;
const line = (d: string): readonly Stroke[] => [{ d }];
const dot = (x: number, y: number, r: number): Stroke => ({ d: ring(x, y, r), look: 'filled' });

const EYE = `M2.6 10S5.4 5.2 10 5.2 17.4 10 17.4 10 14.6 14.8 10 14.8 2.6 10 2.6 10z${ring(10, 10, 2.2)}`;

export const ICON_STROKES = {
  window: [{ d: ring(10, 10, 6.6) }, { d: 'M10 3.4a6.6 6.6 0 0 1 0 13.2z', look: 'filled' }],
  zoom: line(`${ring(8.6, 8.6, 5)}M12.4 12.4l4.2 4.2M8.6 6.4v4.4M6.4 8.6h4.4`),
  pan: line(
    'M10 2.8v14.4M2.8 10h14.4M7.8 5 10 2.8 12.2 5M7.8 15l2.2 2.2 2.2-2.2M5 7.8 2.8 10 5 12.2M15 7.8l2.2 2.2-2.2 2.2',
  ),
  length: line('M4.6 15.4 15.4 4.6M3.4 11.6v5h5M11.6 3.4h5v5'),
  bidirectional: line('M4 16 16 4M6.6 6.6l7 7'),
  ellipse: line(ring(10, 10, 7, 5)),
  freehand: line(
    'M6.6 4.2c3-1.6 7.4-.4 8.6 2.4 1 2.6-.8 4-.6 6 .2 2.4-2.8 4.4-5.6 3.6-3-.8-4.8-2.6-4.8-5.2 0-2.4.6-5.8 2.4-6.8z',
  ),
  labelmap: [
    { d: 'M16.8 3.2 9.4 10.8' },
    { d: 'M9.4 10.8c1.7.5 2.6 1.7 2.2 3.2-.6 2.3-4 3.2-8 2.4 1.7-.8 1.7-1.7 2-3 .4-1.8 2-3 3.8-2.6z', look: 'filled' },
  ],
  box: line('M4 5.4h12v9.2H4z'),
  'whole-image': [{ d: 'M3 4h14v12H3z' }, { d: 'M6 7h8v6H6z', look: 'dashed' }],
  probe: [{ d: 'M10 2.8v4.4M10 12.8v4.4M2.8 10h4.4M12.8 10h4.4' }, dot(10, 10, 0.7)],
  arrow: line('M16 4 5 15M5 8.4V15h6.6'),
  target: [{ d: ring(10, 10, 6.4) }, dot(10, 10, 1.2)],
  outline: [
    { d: 'M5 6.4 11.4 4l4.4 5.2-2.6 6-7.4-1z', look: 'dashed' },
    dot(5, 6.4, 1.3),
    dot(11.4, 4, 1.3),
    dot(13.2, 15.2, 1.3),
  ],
  play: line('M6.4 4.4v11.2L15.4 10z'),
  pause: line('M7 4.6v10.8M13 4.6v10.8'),
  eye: line(EYE),
  'eye-off': line(`${EYE}M4 16 16 4`),
  undo: line('M7.6 4.4 4 8l3.6 3.6M4.4 8h7.4a4 4 0 0 1 0 8H8.4'),
  redo: line('M12.4 4.4 16 8l-3.6 3.6M15.6 8H8.2a4 4 0 0 0 0 8h3.4'),
  reset: line('M4.4 8.2A6.2 6.2 0 1 1 3.8 11M4.2 4v4.4h4.4'),
  comment: line('M3.6 4.4h12.8v9H9l-3.6 3v-3H3.6z'),
  check: line('m4.4 10.6 3.8 3.8 7.4-8.4'),
  close: line('m5 5 10 10M15 5 5 15'),
  down: line('m5 7.6 5 5 5-5'),
  left: line('m12.4 5-5 5 5 5'),
  right: line('m7.6 5 5 5-5 5'),
  list: line('M4 5.6h12M4 10h12M4 14.4h12'),
  warning: line('M10 3.6 17.4 16H2.6zM10 8.4v3.6M10 13.8v.4'),
  plus: line('M10 4v12M4 10h12'),
  upload: line('M10 13.6V4M6 7.6 10 3.6l4 4M3.8 13v3.4h12.4V13'),
  download: line('M10 3.6V13M6 9.4l4 4 4-4M3.8 13v3.4h12.4V13'),
} as const satisfies Record<string, readonly Stroke[]>;

export type IconName = keyof typeof ICON_STROKES;
