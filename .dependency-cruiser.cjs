/**
 * Who may import whom. The table of docs/ARCHITECTURE.md as rules: each folder of `src` names the
 * folders, or single files, it may import beside itself; everything not named is forbidden.
 */
const mayImport = {
  domain: [],
  contract: ['domain'],
  durable: [],
  store: ['domain', 'durable'],
  devices: ['domain'],
  imaging: ['domain'],
  sync: ['domain', 'durable'],
  station: ['domain', 'contract', 'durable', 'store', 'devices', 'imaging', 'sync'],
  ministry: ['domain', 'contract', 'durable', 'sync/formats'],
  main: ['contract', 'domain', 'durable', 'station/host'],
  // Cameras and keyboard of this computer can only be heard where the page is: their drivers run there.
  renderer: [
    'domain',
    'contract',
    'devices/transports/browser-media.ts',
    'devices/drivers/uvc-camera.ts',
    'devices/drivers/wedge-scanner.ts',
  ],
  cli: ['domain', 'contract', 'devices', 'imaging', 'station', 'ministry'],
};

/** Native modules and Electron load in one place each: [package's folder name, the one place]. */
const oneHome = [
  ['electron', 'src/main/'],
  ['better-sqlite3', 'src/store/'],
  ['serialport', 'src/devices/transports/'],
  ['node-hid', 'src/devices/transports/'],
];

const layerRules = Object.entries(mayImport).map(([folder, allowed]) => ({
  name: `layers-${folder}`,
  comment: `${folder} may import ${[folder, ...allowed].join(', ')} and nothing else of ours`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: {
    path: '^(src|bench|tests)/',
    pathNot: [folder, ...allowed].map((name) => `^src/${name}${name.endsWith('.ts') ? '$' : '/'}`),
  },
}));

const homeRules = oneHome.map(([name, home]) => ({
  name: `only-home-of-${name}`,
  comment: `${name} is imported at run time only from ${home}`,
  severity: 'error',
  from: { path: '^src/', pathNot: `^${home}` },
  to: { path: `(^|node_modules/)${name}(/|$)`, dependencyTypesNot: ['type-only'] },
}));

module.exports = {
  forbidden: [
    ...layerRules,
    ...homeRules,
    {
      name: 'unknown-folder',
      comment: 'every folder of src has its line in the table of imports',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(${Object.keys(mayImport).join('|')})/` },
      to: {},
    },
    {
      name: 'no-circular',
      comment: 'two files that need each other are one file, or three',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(virtual:|electron$)' },
    },
    {
      name: 'pure-has-no-node',
      comment: 'domain, contract and the page run where there is no Node',
      severity: 'error',
      from: {
        path: '^src/(domain/|contract/|renderer/|devices/transports/browser-media|devices/drivers/(uvc|wedge)-)',
      },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.(css|woff2?|ttf|png|svg|mp3|wav)$' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json'],
      exportsFields: ['exports'],
    },
  },
};
