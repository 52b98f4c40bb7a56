/** Which floors of src-main each floor may import, from the ground up. */
const floors = {
  base: [],
  rpc: [],
  compute: ['base'],
  model: ['base', 'compute'],
  data: ['base'],
  retrieve: ['base', 'compute'],
  evaluate: ['base', 'compute', 'model', 'data', 'retrieve'],
  train: ['base', 'compute', 'model', 'data', 'retrieve', 'evaluate'],
  simulate: ['base', 'compute', 'model', 'data', 'retrieve', 'evaluate'],
  inspect: ['base', 'compute', 'model', 'data', 'retrieve', 'evaluate', 'simulate'],
  notebook: ['base', 'contract'],
  contract: ['rpc'],
  services: [
    'base',
    'compute',
    'model',
    'data',
    'retrieve',
    'evaluate',
    'train',
    'simulate',
    'rpc',
    'inspect',
    'notebook',
    'contract',
  ],
  electron: ['base', 'rpc', 'services', 'contract', 'web'],
  web: ['base', 'rpc', 'services', 'contract'],
  cli: [
    'base',
    'compute',
    'model',
    'data',
    'retrieve',
    'evaluate',
    'train',
    'simulate',
    'inspect',
    'services',
    'rpc',
    'contract',
    'web',
  ],
};

/** The one file that may import each package with native code. */
const nativeImporters = {
  'onnxruntime-node': '^src-main/compute/',
  '@duckdb/node-api': '^src-main/data/duckdb\\.ts$',
  'hnswlib-node': '^src-main/retrieve/hnsw\\.ts$',
};

/** The types of results may cross to a window as they are: nothing of them is left when it runs. */
const typesAside = { dependencyTypesNot: ['type-only'] };

const floorRules = Object.entries(floors).map(([floor, below]) => ({
  name: `floor-${floor}`,
  comment: `src-main/${floor} may import ${below.join(', ') || 'no other floor'}.`,
  severity: 'error',
  from: { path: `^src-main/${floor}/` },
  to: {
    path: '^src-main/',
    pathNot: `^src-main/(${[floor, ...below].join('|')})/`,
    ...(floor === 'contract' ? typesAside : {}),
  },
}));

const nativeRules = Object.entries(nativeImporters).map(([name, importer]) => ({
  name: `native-${name.replace(/\W+/g, '-')}`,
  comment: `${name} is imported by one file, which is what can be replaced.`,
  severity: 'error',
  from: { path: '^(src-main|src-renderer|bench)/', pathNot: importer },
  to: { path: `node_modules/${name}/` },
}));

export default {
  forbidden: [
    ...floorRules,
    ...nativeRules,
    {
      name: 'known-floor',
      comment: 'A folder of src-main needs its place in the list of floors.',
      severity: 'error',
      from: { path: '^src-main/', pathNot: `^src-main/(${Object.keys(floors).join('|')})/` },
      to: {},
    },
    {
      name: 'electron-in-its-floor',
      comment: 'Only the desktop shell knows Electron.',
      severity: 'error',
      from: { path: '^(src-main|src-renderer)/', pathNot: '^src-main/electron/' },
      to: { path: 'node_modules/electron/' },
    },
    {
      name: 'renderer-contract-only',
      comment: 'The page knows the contract and nothing behind it.',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { path: '^src-main/', pathNot: '^src-main/(contract|rpc)/' },
    },
    {
      name: 'product-stands-alone',
      comment: 'The product imports no test, bench or script.',
      severity: 'error',
      from: { path: '^src-(main|renderer)/' },
      to: { path: '^(test|bench|scripts)/' },
    },
    {
      name: 'no-cycle',
      comment: 'A cycle has no bottom to understand first.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'An import leads to a file or an installed package.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'runtime-dependency',
      comment: 'What the product imports is shipped with it.',
      severity: 'error',
      from: { path: '^src-main/', pathNot: '^src-main/electron/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)\\.venv/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.svelte', '.json'],
    },
  },
};
