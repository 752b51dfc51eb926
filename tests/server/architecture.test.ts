/**
 * The architecture is checked by a machine; this checks the machine. One violation of every rule is planted in a small tree
 * with the product's paths, and the rule it breaks must be reported for it, alone.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractConfiguration from 'dependency-cruiser/config-utl/extract-depcruise-config';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { testFolder } from '#tests/factories/folder.ts';

/** The stages in the order in which the design tells them: a stage may read those before it. */
const STAGES = [
  'access',
  'governance',
  'ingest',
  'protocol',
  'reading',
  'agreement',
  'priority',
  'session',
  'record',
  'competence',
  'release',
  'overview',
];
const LAYERS = ['src/domain', 'server', 'src/lib/stages'];

const FILE = resolve('.dependency-cruiser.mjs');
const configuration = await extractConfiguration(FILE);
const { STORY } = v.parse(v.object({ STORY: v.array(v.string()) }), await import(FILE));

/** A file that imports another. */
interface Plant {
  readonly file: string;
  readonly imports: string;
  /** The rule that forbids it; null when it is allowed. */
  readonly breaks: string | null;
  readonly text?: string;
}

describe('The architecture', () => {
  it('[AR1] tells the story in the order of the design', () => {
    expect(STORY).toEqual(STAGES);
  });

  it('[AR2] every rule catches the violation planted for it, and no other rule does', async () => {
    const plants = [...storyPlants(), ...VIOLATIONS];
    const names = (configuration.forbidden ?? []).map((rule) => rule.name);
    expect(new Set(plants.map(({ breaks }) => breaks))).toEqual(new Set(names));
    expect(await rulesBrokenBy(plants)).toEqual(new Map(plants.map(({ file, breaks }) => [file, [breaks]])));
  });

  it('[AR3] what the design allows is not reported', async () => {
    expect(await rulesBrokenBy(ALLOWED)).toEqual(new Map());
  });
});

/** Every stage reads every later one, in every layer. */
function storyPlants(): Plant[] {
  return LAYERS.flatMap((layer) =>
    STAGES.slice(0, -1).flatMap((stage, i) =>
      STAGES.slice(i + 1).map((later) => ({
        file: `${layer}/${stage}/reads-${later}.ts`,
        imports: importName(`${layer}/${later}/target.ts`),
        breaks: `story-${layer.replaceAll('/', '-')}-${stage}`,
      })),
    ),
  );
}

const plant = (breaks: string, [file, imports]: readonly [string, string]): Plant => ({ file, imports, breaks });

const VIOLATIONS: readonly Plant[] = [
  plant('kernel-imports-nothing', ['src/domain/kernel/a.ts', '#domain/geometry/target.ts']),
  plant('geometry-on-kernel', ['src/domain/geometry/a.ts', '#domain/reading/target.ts']),
  plant('statistics-on-kernel', ['src/domain/statistics/a.ts', '#domain/geometry/target.ts']),
  plant('plan-on-kernel', ['src/domain/plan/a.ts', '#domain/protocol/target.ts']),
  plant('domain-is-pure', ['src/domain/reading/a.ts', '#documents/target.ts']),
  {
    ...plant('domain-is-pure', ['src/domain/reading/b.ts', '#server/reading/target.ts']),
    text: "import type { value } from '#server/reading/target.ts';",
  },
  plant('domain-libraries', ['src/domain/reading/c.ts', 'node:fs']),
  plant('domain-libraries', ['src/domain/reading/d.ts', 'yjs']),
  plant('domain-libraries', ['src/domain/reading/e.ts', 'undeclared']),
  plant('documents-know-domain', ['src/documents/a.ts', '#contract/target.ts']),
  plant('contract-knows-domain', ['src/contract/a.ts', '#documents/target.ts']),
  plant('ui-knows-no-domain', ['src/lib/ui/a.ts', '#domain/reading/target.ts']),
  plant('ui-knows-no-domain', ['src/lib/ui/Plant.svelte', '#lib/viewer/target.ts']),
  plant('collab-server-knows-no-stage', ['server/collab/a.ts', '#server/session/target.ts']),
  plant('store-knows-no-stage', ['server/store/a.ts', '#server/reading/target.ts']),
  plant('store-knows-no-stage', ['server/store/b.ts', '#server/dicom/target.ts']),
  plant('dicom-knows-no-stage', ['server/dicom/a.ts', '#server/store/target.ts']),
  plant('one-door-cornerstone', ['src/lib/stages/session/Plant.svelte', '@cornerstonejs/core']),
  plant('one-door-provider', ['src/lib/stages/session/a.ts', '@hocuspocus/provider']),
  plant('one-door-hocuspocus', ['server/session/a.ts', '@hocuspocus/server']),
  plant('one-door-drizzle', ['server/session/b.ts', 'drizzle-orm']),
  plant('one-door-drizzle', ['server/session/c.ts', 'better-sqlite3']),
  plant('src-knows-server-by-type', ['src/routes/a.ts', '#server/assemble.ts']),
  plant('server-knows-no-browser', ['server/reading/a.ts', '#lib/ui/target.ts']),
  plant('stages-not-from-composition', ['server/reading/b.ts', '#server/assemble.ts']),
  plant('stages-not-from-composition', ['server/reading/c.ts', '#server/cli/target.ts']),
  plant('no-tests-in-product', ['src/lib/viewer/a.ts', '#tests/factories/target.ts']),
  plant('no-cycles', ['src/domain/protocol/a.ts', './a.ts']),
  plant('no-orphan-resolution', ['server/release/a.ts', './missing.ts']),
];

const allowed = (file: string, imports: string, text?: string): Plant => ({
  file,
  imports,
  breaks: null,
  ...(text && { text }),
});

const ALLOWED: readonly Plant[] = [
  allowed('src/domain/session/a.ts', '#domain/agreement/target.ts'),
  allowed('src/domain/session/b.ts', 'valibot'),
  allowed('src/domain/geometry/a.test.ts', '#tests/factories/target.ts'),
  allowed('src/lib/viewer/a.ts', '@cornerstonejs/core'),
  allowed('src/lib/collab/a.ts', '@hocuspocus/provider'),
  allowed('server/collab/a.ts', '@hocuspocus/server'),
  allowed('server/store/a.ts', 'drizzle-orm'),
  allowed('server/consilium.js', './cli.ts'),
  allowed('server/cli.ts', '#server/assemble.ts'),
  allowed('src/routes/a.ts', '#server/assemble.ts', "import type { value } from '#server/assemble.ts';"),
];

/** Runs the product's configuration over the planted tree: importing file → rules reported for it. */
async function rulesBrokenBy(plants: readonly Plant[]): Promise<Map<string, string[]>> {
  const folder = testFolder();
  for (const file of ['package.json', 'tsconfig.json']) write(folder, file, readFileSync(file, 'utf8'));
  for (const name of PACKAGES) writePackage(folder, name);
  for (const target of TARGETS) write(folder, target, 'export const value = 1;\n');
  for (const { file, imports, text } of plants) write(folder, file, text ?? importing(file, imports));
  const { options = {}, forbidden = [] } = configuration;
  const { tsConfig: _, ...rest } = options;
  const cruised = await cruise(['src', 'server'], { ...rest, baseDir: folder, validate: true, ruleSet: { forbidden } });
  const broken = new Map<string, string[]>();
  for (const { from, rule } of (cruised.output as ICruiseResult).summary.violations)
    broken.set(from, [...(broken.get(from) ?? []), rule.name]);
  return broken;
}

const PACKAGES = [
  'svelte',
  'valibot',
  'yjs',
  '@cornerstonejs/core',
  '@hocuspocus/provider',
  '@hocuspocus/server',
  'drizzle-orm',
  'better-sqlite3',
  'undeclared',
];

const TARGETS = [
  ...LAYERS.flatMap((layer) => STAGES.map((stage) => `${layer}/${stage}/target.ts`)),
  'src/domain/geometry/target.ts',
  'src/documents/target.ts',
  'src/contract/target.ts',
  'src/lib/ui/target.ts',
  'src/lib/viewer/target.ts',
  'server/dicom/target.ts',
  'server/store/target.ts',
  'server/cli/target.ts',
  'server/assemble.ts',
  'tests/factories/target.ts',
];

function write(folder: string, file: string, text: string): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const EVERY_ENTRY = { '.': './entry.js', './*': './entry.js' };

function writePackage(folder: string, name: string): void {
  write(folder, `node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', exports: EVERY_ENTRY }));
  write(folder, `node_modules/${name}/entry.js`, 'export const value = 1;\n');
}

function importing(file: string, imports: string): string {
  const line = `import { value } from '${imports}';\nconst used: number = value;\n`;
  return file.endsWith('.svelte') ? `<script lang="ts">\n${line}</script>\n<p>{used}</p>\n` : line;
}

/** How the product's own files name each other. */
const importName = (file: string): string => `#${file.replace(/^src\//, '')}`;
