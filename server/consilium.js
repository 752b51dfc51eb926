#!/usr/bin/env node
// Plain JavaScript, so that even a Node too old to run the TypeScript sources can say so in a sentence.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`Consilium needs Node 22.18 or newer; this is ${process.versions.node}.`);
  console.error('On Linux and Windows "npm ci" brings the right Node along: use "npm start" or "npx consilium".');
  process.exit(2);
}
const { tuneEngine } = await import('./engine.ts');
tuneEngine();
const { main } = await import('./cli.ts');
process.exitCode = await main(process.argv.slice(2));
