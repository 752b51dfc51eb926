/**
 * The architecture, as rules a machine checks. Most of them are generated from the story: a stage may read the stages
 * before it, never those after.
 */
export const STORY = [
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

/** The folders in which the story is told again, layer by layer. */
const LAYERS = ['src/domain', 'server', 'src/lib/stages'];

const storyRules = LAYERS.flatMap((layer) =>
  STORY.slice(0, -1).map((stage, i) => ({
    name: `story-${layer.replaceAll('/', '-')}-${stage}`,
    comment: `${stage} comes before ${STORY.slice(i + 1).join(', ')} and must not read them.`,
    severity: 'error',
    from: { path: `^${layer}/${stage}/` },
    to: { path: `^${layer}/(${STORY.slice(i + 1).join('|')})/` },
  })),
);

const stages = STORY.join('|');
const test = String.raw`\.test\.ts$`;
/** Builds the whole and may therefore see the whole. */
const composition = String.raw`^server/(consilium\.js|(main|assemble[a-z-]*|demo|cli|development)\.ts|(demo|cli)/)`;

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const layerRules = [
  rule(
    'kernel-imports-nothing',
    'The kernel rests on nothing of ours.',
    { path: '^src/domain/kernel/' },
    { path: '^(src|server)/', pathNot: '^src/domain/kernel/' },
  ),
  rule(
    'geometry-on-kernel',
    'Geometry rests on the kernel alone.',
    { path: '^src/domain/geometry/', pathNot: test },
    { path: '^(src|server)/', pathNot: '^src/domain/(kernel|geometry)/' },
  ),
  rule(
    'statistics-on-kernel',
    'Statistics rest on the kernel alone.',
    { path: '^src/domain/statistics/', pathNot: test },
    { path: '^(src|server)/', pathNot: '^src/domain/(kernel|statistics)/' },
  ),
  rule(
    'plan-on-kernel',
    'Plans are data and rest on the kernel alone.',
    { path: '^src/domain/plan/', pathNot: test },
    { path: '^(src|server)/', pathNot: '^src/domain/(kernel|plan)/' },
  ),
  rule(
    'domain-is-pure',
    'What is true needs no I/O, framework or store.',
    { path: '^src/domain/', pathNot: test },
    { path: '^(src/(documents|contract|lib|routes)|server)/' },
  ),
  rule(
    'domain-libraries',
    'The domain knows valibot and pure-rand, nothing else.',
    { path: '^src/domain/', pathNot: test },
    {
      dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'core'],
      pathNot: '^node_modules/(valibot|pure-rand)/',
    },
  ),
  rule(
    'documents-know-domain',
    'Document shapes know the domain and Yjs.',
    { path: '^src/documents/', pathNot: test },
    { path: '^(src/(contract|lib|routes)|server)/' },
  ),
  rule(
    'contract-knows-domain',
    'Wire shapes know the domain.',
    { path: '^src/contract/', pathNot: test },
    { path: '^(src/(documents|lib|routes)|server)/' },
  ),
  rule(
    'ui-knows-no-domain',
    'The design system knows no domain.',
    { path: '^src/lib/ui/' },
    { path: '^(src/(domain|documents|contract|routes)|src/lib/(stages|viewer|collab)|server)/' },
  ),
  rule(
    'collab-server-knows-no-stage',
    'The gate asks injected policies; it imports no stage.',
    { path: '^server/collab/', pathNot: test },
    { path: `^server/(${stages})/` },
  ),
  rule(
    'store-knows-no-stage',
    'The store serves the stages and knows none.',
    { path: '^server/store/', pathNot: test },
    { path: `^server/(${stages}|collab|dicom)/` },
  ),
  rule(
    'dicom-knows-no-stage',
    'DICOM is a tool below the stages.',
    { path: '^server/dicom/', pathNot: test },
    { path: `^server/(${stages}|collab|store)/` },
  ),
];

const doorRules = [
  rule(
    'one-door-cornerstone',
    'Only the viewer opens Cornerstone.',
    { pathNot: '^(src/lib/viewer|server/dicom|node_modules)/' },
    { path: '^node_modules/@cornerstonejs/' },
  ),
  rule(
    'one-door-provider',
    'Only lib/collab opens the Hocuspocus provider.',
    { path: '^(src|server)/', pathNot: `^src/lib/collab/|${test}` },
    { path: '^node_modules/@hocuspocus/provider/' },
  ),
  rule(
    'one-door-hocuspocus',
    'Only server/collab opens Hocuspocus.',
    { path: '^(src|server)/', pathNot: '^server/collab/' },
    { path: '^node_modules/@hocuspocus/server/' },
  ),
  rule(
    'one-door-drizzle',
    'SQL lives in the store.',
    { path: '^(src|server)/', pathNot: '^server/(store|access/auth)' },
    { path: '^node_modules/(drizzle-orm|better-sqlite3)/' },
  ),
  rule(
    'src-knows-server-by-type',
    'A value import would bundle the server twice.',
    { path: '^src/' },
    { path: '^server/', dependencyTypesNot: ['type-only'] },
  ),
  rule(
    'server-knows-no-browser',
    'The server never reaches into browser code.',
    { path: '^server/' },
    { path: '^src/(lib|routes)/' },
  ),
  rule(
    'stages-not-from-composition',
    'Nobody imports the composition root.',
    { path: '^server/', pathNot: `${composition}|${test}` },
    { path: composition },
  ),
  rule(
    'no-tests-in-product',
    'Product code never imports tests.',
    { path: '^(src|server)/', pathNot: test },
    { path: '^tests/' },
  ),
];

const commonRules = [
  rule(
    'no-cycles',
    'A cycle is two modules that are one.',
    {},
    { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  ),
  rule(
    'no-orphan-resolution',
    'Every import resolves.',
    { path: '^(src|server|tests)/' },
    { couldNotResolve: true, pathNot: String.raw`^(\$app|\$env|\./\$types)` },
  ),
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [...storyRules, ...layerRules, ...doorRules, ...commonRules],
  options: {
    // `.svelte` files are read as the compiler leaves them: their type-only imports are gone by then and not judged.
    doNotFollow: { path: 'node_modules' },
    exclude: { path: String.raw`(^|/)(build|\.svelte-kit|data|drizzle|static)/` },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'node', 'default', 'types'],
    },
  },
};
