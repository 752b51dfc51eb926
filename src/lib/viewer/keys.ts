/** Which key does what in the viewer. Only a table and a look-up: the components listen, the viewer acts. */
import type { NamedWindow } from '#contract/images.ts';
import { sizeBeside } from './brush-size.ts';
import type { ArmedTool, Viewer } from './viewer.ts';

export type ViewerAction =
  | { readonly kind: 'step'; readonly by: number }
  | { readonly kind: 'end'; readonly which: 'first' | 'last' }
  | { readonly kind: 'zoom'; readonly factor: number }
  | { readonly kind: 'preset'; readonly number: number }
  | { readonly kind: 'arm'; readonly tool: ArmedTool }
  | { readonly kind: 'brush'; readonly by: 1 | -1 }
  | { readonly kind: 'rotate'; readonly degrees: 90 | -90 }
  | { readonly kind: 'cine' | 'reset' | 'fit' | 'invert' | 'flip' | 'labels' | 'remove' | 'release' };

export interface KeyLine {
  /** As `KeyboardEvent.key`, letters in lower case. */
  readonly key: string;
  /** As printed on a key cap. */
  readonly cap: string;
  readonly action: ViewerAction;
  readonly text: string;
}

const PAGE = 10;
const ZOOM = 1.25;

const arm = (key: string, tool: ArmedTool, text: string): KeyLine => ({
  key,
  cap: key.toUpperCase(),
  action: { kind: 'arm', tool },
  text,
});

/** In the order of a help panel. The digits 1–9 are added by `keyAction`: they mean the presets of the series. */
export const VIEWER_KEYS: readonly KeyLine[] = [
  { key: 'ArrowUp', cap: '↑', action: { kind: 'step', by: -1 }, text: 'Previous image' },
  { key: 'ArrowDown', cap: '↓', action: { kind: 'step', by: 1 }, text: 'Next image' },
  { key: 'ArrowLeft', cap: '←', action: { kind: 'step', by: -1 }, text: 'Previous image' },
  { key: 'ArrowRight', cap: '→', action: { kind: 'step', by: 1 }, text: 'Next image' },
  { key: 'PageUp', cap: 'PgUp', action: { kind: 'step', by: -PAGE }, text: 'Ten images back' },
  { key: 'PageDown', cap: 'PgDn', action: { kind: 'step', by: PAGE }, text: 'Ten images on' },
  { key: 'Home', cap: 'Home', action: { kind: 'end', which: 'first' }, text: 'First image' },
  { key: 'End', cap: 'End', action: { kind: 'end', which: 'last' }, text: 'Last image' },
  { key: ' ', cap: 'Space', action: { kind: 'cine' }, text: 'Run or stop the cine' },
  arm('w', 'window-level', 'Window'),
  arm('z', 'zoom', 'Zoom'),
  arm('p', 'pan', 'Move'),
  arm('l', 'length', 'Length'),
  arm('b', 'bidirectional', 'Two diameters'),
  arm('q', 'box', 'Box'),
  arm('o', 'freehand', 'Outline'),
  arm('k', 'labelmap', 'Brush; again to rub out, and back'),
  arm('e', 'ellipse', 'Ellipse'),
  arm('x', 'probe', 'Probe'),
  arm('a', 'arrow', 'Arrow'),
  { key: '+', cap: '+', action: { kind: 'zoom', factor: ZOOM }, text: 'Larger' },
  { key: '-', cap: '−', action: { kind: 'zoom', factor: 1 / ZOOM }, text: 'Smaller' },
  { key: '=', cap: '=', action: { kind: 'fit' }, text: 'Fit' },
  { key: 'i', cap: 'I', action: { kind: 'invert' }, text: 'Invert' },
  { key: 'r', cap: 'R', action: { kind: 'reset' }, text: 'Reset' },
  { key: '.', cap: '.', action: { kind: 'rotate', degrees: 90 }, text: 'Turn right' },
  { key: ',', cap: ',', action: { kind: 'rotate', degrees: -90 }, text: 'Turn left' },
  { key: 'v', cap: 'V', action: { kind: 'flip' }, text: 'Mirror' },
  { key: 'h', cap: 'H', action: { kind: 'labels' }, text: 'Hide or show the labels' },
  { key: 'Delete', cap: 'Del', action: { kind: 'remove' }, text: 'Delete the selected mark' },
  { key: 'Backspace', cap: '⌫', action: { kind: 'remove' }, text: 'Delete the selected mark' },
  { key: 'Escape', cap: 'Esc', action: { kind: 'release' }, text: 'Back to the window tool' },
];

/** While the brush is in hand. */
export const BRUSH_KEYS: readonly KeyLine[] = [
  { key: '[', cap: '[', action: { kind: 'brush', by: -1 }, text: 'Smaller brush' },
  { key: ']', cap: ']', action: { kind: 'brush', by: 1 }, text: 'Larger brush' },
];

const LINES = new Map(VIEWER_KEYS.map((line) => [line.key, line.action]));
const BRUSH_LINES = new Map(BRUSH_KEYS.map((line) => [line.key, line.action]));

export interface KeyPress {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly target: EventTarget | null;
}

/** Whether the element takes typed text, so that no single key may fire while it has the focus. */
export function takesText(target: unknown): boolean {
  if (typeof target !== 'object' || target === null) return false;
  const element = target as { tagName?: unknown; isContentEditable?: unknown; type?: unknown };
  if (element.isContentEditable === true) return true;
  if (element.tagName === 'TEXTAREA' || element.tagName === 'SELECT') return true;
  return (
    element.tagName === 'INPUT' && !['button', 'checkbox', 'radio', 'range', 'submit'].includes(String(element.type))
  );
}

/** Whether a control uses this key itself: Space presses a button, arrows choose among radio buttons. */
function ownsKey(target: unknown, key: string): boolean {
  if (typeof target !== 'object' || target === null || (key.length === 1 && key !== ' ')) return false;
  const element = target as { closest?: (selector: string) => unknown };
  if (typeof element.closest !== 'function') return false;
  return Boolean(element.closest('button, a, input, summary, [role]:not([role="application"])'));
}

/** What a key press means here; null for keys of others: with a modifier, of a focused control, or while text is being typed. */
export function keyAction(press: KeyPress, armed: ArmedTool = 'window-level'): ViewerAction | null {
  if (press.altKey || press.ctrlKey || press.metaKey || takesText(press.target)) return null;
  if (ownsKey(press.target, press.key)) return null;
  if (/^[1-9]$/.test(press.key)) return { kind: 'preset', number: Number(press.key) };
  const brush = armed === 'labelmap' ? BRUSH_LINES.get(press.key) : undefined;
  return brush ?? LINES.get(press.key.length === 1 ? press.key.toLowerCase() : press.key) ?? null;
}

export interface KeyContext {
  readonly viewer: Viewer;
  readonly presets: readonly NamedWindow[];
  readonly toggleLabels: () => void;
}

const DEFAULT_RATE = 15;

/** Carries out an action on a viewer. */
export function perform(action: ViewerAction, { viewer, presets, toggleLabels }: KeyContext): void {
  const { count, cine } = viewer.position;
  switch (action.kind) {
    case 'step':
      return void viewer.step(action.by);
    case 'end':
      return void viewer.show(action.which === 'first' ? 0 : count - 1);
    case 'zoom':
      return viewer.zoomBy(action.factor);
    case 'preset': {
      const preset = presets[action.number - 1];
      return preset ? viewer.setWindow(preset) : undefined;
    }
    case 'arm':
      return armOrTurn(action.tool, viewer);
    case 'brush':
      return viewer.setBrush({ diameter: sizeBeside(viewer.position.brush.diameter, action.by) });
    case 'rotate':
      return viewer.rotate(action.degrees);
    case 'cine':
      return viewer.cine(cine === null ? (viewer.series.frameRate ?? DEFAULT_RATE) : null);
    case 'labels':
      return toggleLabels();
    default:
      return performPlain(action.kind, viewer);
  }
}

/** The key of the brush that is in hand turns it: from painting to rubbing out, and back. */
function armOrTurn(tool: ArmedTool, viewer: Viewer): void {
  const { armed, brush } = viewer.position;
  if (tool === 'labelmap' && armed === 'labelmap') viewer.setBrush({ erasing: !brush.erasing });
  else viewer.arm(tool);
}

function performPlain(kind: 'reset' | 'fit' | 'invert' | 'flip' | 'remove' | 'release', viewer: Viewer): void {
  switch (kind) {
    case 'remove':
      return viewer.removeSelected();
    case 'release':
      viewer.select(null);
      return viewer.arm('window-level');
    default:
      return viewer[kind]();
  }
}
