/** How other people's pointers look: an arrow and a name on the same slice, a hint at the edge from another slice. */

export interface Pen {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
}

interface Person {
  readonly name: string;
  readonly colour: string;
}

const FONT = '550 12px "Inter Variable", Inter, system-ui, sans-serif';
const INK = '#07131c';
/** Room for the scroll strip. */
const STRIP = 16;

export function paintCursor({ context }: Pen, { name, colour }: Person, [x, y]: readonly [number, number]): void {
  context.save();
  context.translate(x, y);
  context.beginPath();
  context.moveTo(0, 0);
  context.lineTo(0, 17);
  context.lineTo(4.5, 13);
  context.lineTo(7.5, 19);
  context.lineTo(10.5, 17.5);
  context.lineTo(7.5, 12);
  context.lineTo(13, 12);
  context.closePath();
  context.lineWidth = 2.5;
  context.strokeStyle = 'rgba(0, 0, 0, 0.85)';
  context.stroke();
  context.fillStyle = colour;
  context.fill();
  context.restore();
  paintChip(context, { name, colour }, [x + 14, y + 17]);
}

/** @param y where on the strip the other slice lies; `text` names it, e.g. "S. Iyer · Im 113". */
export function paintHint({ context, width, height }: Pen, { name, colour }: Person, y: number): void {
  const size = chipWidth(context, name);
  paintChip(context, { name, colour }, [width - STRIP - size, Math.max(30, Math.min(height - 50, y - 10))]);
}

function paintChip(
  context: CanvasRenderingContext2D,
  { name, colour }: Person,
  [x, y]: readonly [number, number],
): void {
  const width = chipWidth(context, name);
  context.font = FONT;
  context.beginPath();
  context.roundRect(x, y, width, 20, 4);
  context.lineWidth = 2;
  context.strokeStyle = 'rgba(0, 0, 0, 0.6)';
  context.stroke();
  context.fillStyle = colour;
  context.fill();
  context.fillStyle = INK;
  context.textBaseline = 'middle';
  context.fillText(name, x + 6, y + 10.5);
}

/** Measuring a text at every picture costs more than drawing it. */
const widths = new Map<string, number>();

function chipWidth(context: CanvasRenderingContext2D, text: string): number {
  const known = widths.get(text);
  if (known !== undefined) return known;
  context.font = FONT;
  const width = context.measureText(text).width + 12;
  // Until the font is there another one is measured.
  if (document.fonts.status === 'loaded') widths.set(text, width);
  return width;
}
