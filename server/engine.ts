import { setFlagsFromString } from 'node:v8';

/** How V8 is set up for a server that runs for weeks. */
export function tuneEngine(): void {
  // V8 of Node 24 can end the process when it replaces a WebAssembly import wrapper ("Check failed: jit_page.has_value()",
  // from WasmImportWrapperCache::Free), seen once in an HTTP client's parser. The first, generic wrapper is never replaced.
  setFlagsFromString('--wasm-wrapper-tiering-budget=2147483647');
  // The whole heap is collected when it has grown to four times of what was alive, not by a few MB: with documents of 120
  // people in it that was every three seconds, 7 to 30 ms each, and twice the time of all other collecting.
  setFlagsFromString('--heap-growing-percent=300');
}
