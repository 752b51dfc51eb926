/**
 * The rendering library, started once per page. `Viewport.svelte` loads it once it is in a browser, never for a page that a server renders.
 * Order matters: core, then the decoders, then the tools.
 */
import * as core from '@cornerstonejs/core';
import { init as startDecoders } from '@cornerstonejs/dicom-image-loader';
import * as tools from '@cornerstonejs/tools';
import { provideFrames } from './frame-loader.ts';
import { TOOL_CLASSES } from './tool-binding.ts';
import type { ViewerOptions } from './viewer.ts';

export interface Library {
  readonly engine: core.RenderingEngine;
  /** Images are drawn by the processor, not by WebGL. */
  readonly onProcessor: boolean;
}

type Manager = Parameters<typeof tools.annotation.state.setAnnotationManager>[0];

/** Decoded frames kept in memory, in bytes: about two thousand CT slices. */
const MEMORY = 2 ** 30;

let library: Library | null = null;

/** The choice of renderer is made by the first viewer of a page and holds for all of it. */
export function startLibrary(rendering: NonNullable<ViewerOptions['rendering']>): Library {
  library ??= start(rendering);
  return library;
}

function start(rendering: NonNullable<ViewerOptions['rendering']>): Library {
  const { webgl, softwareRasterizer } = core.getRenderingCapabilities();
  const onProcessor = rendering === 'processor' || !webgl || (rendering === 'auto' && softwareRasterizer);
  core.init({ rendering: { useCPURendering: onProcessor }, debug: {} });
  core.setUseCPURendering(onProcessor, false);
  core.cache.setMaxCacheSize(MEMORY);
  startDecoders({ maxWebWorkers: Math.max(1, Math.min(4, navigator.hardwareConcurrency - 1)) });
  tools.init();
  for (const tool of TOOL_CLASSES) tools.addTool(tool);
  separateAnnotations();
  provideFrames(onProcessor);
  return { engine: new core.RenderingEngine('consilium'), onProcessor };
}

/**
 * The library files annotations under the frame of reference, so two viewports of one series would show each other's marks
 * and images without a frame of reference would share one heap. Here each viewport has a heap of its own.
 */
function separateAnnotations(): void {
  // The library leaves the type of its manager out.
  const manager = tools.annotation.state.getAnnotationManager() as Manager;
  manager.getGroupKey = (selector: string | HTMLDivElement) =>
    typeof selector === 'string' ? selector : (core.getEnabledElement(selector)?.viewportId ?? 'none');
}
