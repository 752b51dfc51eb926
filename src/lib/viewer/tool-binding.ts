/** Which mouse button does what on one viewport: left the armed tool, right zoom, middle pan. The wheel is the viewer's. */
import {
  annotation,
  ArrowAnnotateTool,
  BidirectionalTool,
  EllipticalROITool,
  Enums,
  LengthTool,
  PanTool,
  PlanarFreehandROITool,
  ProbeTool,
  RectangleROITool,
  ToolGroupManager,
  WindowLevelTool,
  ZoomTool,
} from '@cornerstonejs/tools';
import { DRAWING_TOOLS, type DrawingTool, type Tool } from '#domain/geometry/shape.ts';
import type { ArmedTool } from './viewer.ts';

const { MouseBindings } = Enums;

/** Event of the element: marks were drawn again, with or without the image. */
export const MARKS_RENDERED = Enums.Events.ANNOTATION_RENDERED;

export const TOOL_CLASSES = [
  WindowLevelTool,
  PanTool,
  ZoomTool,
  LengthTool,
  BidirectionalTool,
  RectangleROITool,
  EllipticalROITool,
  PlanarFreehandROITool,
  ProbeTool,
  ArrowAnnotateTool,
];

/** The library draws all but painted pixels, see painting.ts. */
export type LibraryTool = Exclude<DrawingTool, 'labelmap'>;
export const LIBRARY_TOOLS: readonly LibraryTool[] = DRAWING_TOOLS.filter((tool) => tool !== 'labelmap');

/** Names of the drawing tools in the library. */
export const LIBRARY_NAME: Readonly<Record<LibraryTool, string>> = {
  length: LengthTool.toolName,
  bidirectional: BidirectionalTool.toolName,
  box: RectangleROITool.toolName,
  ellipse: EllipticalROITool.toolName,
  freehand: PlanarFreehandROITool.toolName,
  probe: ProbeTool.toolName,
  arrow: ArrowAnnotateTool.toolName,
};

/** The library leaves these names untyped. */
const NAVIGATION: Readonly<Record<Exclude<ArmedTool, Tool>, string>> = {
  'window-level': String(WindowLevelTool.toolName),
  zoom: String(ZoomTool.toolName),
  pan: String(PanTool.toolName),
};

const NAMES = { ...NAVIGATION, ...LIBRARY_NAME };
const ARMED = [...LIBRARY_TOOLS, 'window-level', 'zoom', 'pan'] as const;

/**
 * Undo keys of the library are taken away (they are the document's), values are computed by the domain, an arrow does not
 * ask for a text with a dialog of the browser, and an outline is always closed.
 */
const CONFIGURATION: Readonly<Record<LibraryTool, object>> = {
  length: { actions: {}, getTextLines: () => [] },
  bidirectional: { getTextLines: () => [] },
  box: { calculateStats: false, getTextLines: () => [] },
  ellipse: { calculateStats: false, getTextLines: () => [] },
  freehand: { calculateStats: false, allowOpenContours: false, getTextLines: () => [] },
  probe: { getTextLines: () => undefined, handleRadius: '5' },
  arrow: {
    // A name is needed for the library to keep the arrow; it is not shown.
    getTextCallback: (done: (text: string) => void) => {
      done('arrow');
    },
    changeTextCallback: () => undefined,
  },
};

export interface ToolBinding {
  arm(tool: ArmedTool): void;
  /** Style of shapes that have none of their own, which are those being drawn. */
  pen(style: Record<string, string | boolean>): void;
  destroy(): void;
}

export function bindTools(viewportId: string, engineId: string): ToolBinding {
  const group = ToolGroupManager.createToolGroup(viewportId);
  if (!group) throw new Error(`a tool group ${viewportId} exists already`);
  for (const name of Object.values(NAVIGATION)) group.addTool(name);
  for (const tool of LIBRARY_TOOLS) group.addTool(LIBRARY_NAME[tool], CONFIGURATION[tool]);
  group.addViewport(viewportId, engineId);
  for (const tool of LIBRARY_TOOLS) group.setToolPassive(LIBRARY_NAME[tool]);
  const apply = (armed: ArmedTool): void => {
    for (const tool of ARMED) {
      const bindings = [...fixedBindings(tool), ...(tool === armed ? [{ mouseButton: MouseBindings.Primary }] : [])];
      group.setToolPassive(NAMES[tool], { removeAllBindings: true });
      if (bindings.length > 0) group.setToolActive(NAMES[tool], { bindings });
    }
  };
  apply('window-level');
  return {
    arm: apply,
    pen(style) {
      annotation.config.style.setToolGroupToolStyles(viewportId, { global: style });
    },
    destroy() {
      ToolGroupManager.destroyToolGroup(viewportId);
    },
  };
}

interface Binding {
  readonly mouseButton?: (typeof MouseBindings)[keyof typeof MouseBindings];
  readonly numTouchPoints?: number;
}

function fixedBindings(tool: ArmedTool): Binding[] {
  if (tool === 'zoom') return [{ mouseButton: MouseBindings.Secondary }];
  if (tool === 'pan') return [{ mouseButton: MouseBindings.Auxiliary }, { numTouchPoints: 2 }];
  return [];
}
