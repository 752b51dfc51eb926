#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';

// Plain JavaScript, so that even a Node too old to run the TypeScript sources can say so in a sentence.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`Consilium needs Node 22.18 or newer; this is ${process.versions.node}.`);
  console.error('On Linux and Windows "npm ci" brings the right Node along: use "npm start" or "npx consilium".');
  process.exit(2);
}
// V8 of Node 24 can end the process when it replaces a WebAssembly import wrapper ("Check failed: jit_page.has_value()", from
// WasmImportWrapperCache::Free), seen once in an HTTP client's parser. The first, generic wrapper is never replaced instead.
setFlagsFromString('--wasm-wrapper-tiering-budget=2147483647');
const { main } = await import('./cli.ts');
process.exitCode = await main(process.argv.slice(2));
