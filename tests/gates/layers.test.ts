import { afterAll, beforeAll, expect, test } from 'vitest';
import { ProjectCopy } from './project-copy.ts';
import type { Verdict } from './project-copy.ts';

const inOrder = {
  'src/domain/result.ts': 'export const ok = 1;\n',
  'src/contract/api.ts': "import { ok } from '../domain/result.ts';\nexport const api = ok;\n",
  'src/store/index.ts': "import { ok } from '../domain/result.ts';\nexport const store = ok;\n",
  'src/sync/formats/jws.ts': 'export const jws = 1;\n',
  'src/sync/seal.ts': 'export const seal = 1;\n',
  'src/station/station.ts': "import { store } from '../store/index.ts';\nconsole.log(store);\n",
  'src/ministry/receipts.ts': "import { jws } from '../sync/formats/jws.ts';\nconsole.log(jws);\n",
  'src/devices/drivers/zfm-link.ts': 'export const link = 1;\n',
  'src/devices/rack/rack.ts': 'export type R = 1;\n',
  'src/devices/drivers/uvc-camera.ts': 'export const camera = 1;\n',
  'src/devices/transports/browser-media.ts': 'export const media = 1;\n',
  'src/devices/drivers/wedge-scanner.ts': 'export const wedge = 1;\n',
  'src/renderer/camera.ts':
    "import { camera } from '../devices/drivers/uvc-camera.ts';\n" +
    "import { wedge } from '../devices/drivers/wedge-scanner.ts';\nconsole.log(wedge);\n" +
    "import { media } from '../devices/transports/browser-media.ts';\nconsole.log(camera, media);\n",
  'src/main/power.ts': "import { app } from 'electron';\nconsole.log(app);\n",
};

/** A file that breaks the house, and the rule that must say so. */
const broken: readonly (readonly [rule: string, file: string, text: string])[] = [
  ['layers-domain', 'src/domain/a.ts', "import '../store/index.ts';"],
  ['layers-store', 'src/store/a.ts', "import { seal } from '../sync/seal.ts';\nconsole.log(seal);"],
  ['layers-imaging', 'src/imaging/a.ts', "import '../store/index.ts';"],
  ['layers-contract', 'src/contract/a.ts', "import '../store/index.ts';"],
  ['layers-renderer', 'src/renderer/a.ts', "import '../station/station.ts';"],
  ['layers-renderer', 'src/renderer/b.ts', "import type { S } from '../store/index.ts';"],
  ['layers-renderer', 'src/renderer/c.ts', "import '../devices/drivers/zfm-link.ts';"],
  ['layers-renderer', 'src/renderer/d.ts', "import type { R } from '../devices/rack/rack.ts';"],
  ['layers-renderer', 'src/renderer/e.ts', "import '../devices/drivers/uvc-camera-other.ts';"],
  ['layers-main', 'src/main/a.ts', "import '../store/index.ts';"],
  ['layers-ministry', 'src/ministry/a.ts', "import '../sync/seal.ts';"],
  ['layers-cli', 'src/cli/a.ts', "import '../store/index.ts';"],
  [
    'only-home-of-electron',
    'src/station/a.ts',
    "import { app } from 'electron';\nconsole.log(app);",
  ],
  [
    'only-home-of-better-sqlite3',
    'src/sync/a.ts',
    "import D from 'better-sqlite3';\nconsole.log(D);",
  ],
  ['only-home-of-serialport', 'src/devices/drivers/a.ts', "import 'serialport';"],
  ['only-home-of-node-hid', 'src/station/b.ts', "import 'node-hid';"],
  ['pure-has-no-node', 'src/domain/b.ts', "import fs from 'node:fs';\nconsole.log(fs);"],
  ['pure-has-no-node', 'src/devices/drivers/uvc-camera-other.ts', "import 'node:fs';"],
  [
    'layers-devices',
    'src/devices/transports/browser-media-other.ts',
    "import '../../renderer/camera.ts';",
  ],
  ['unknown-folder', 'src/helpers/a.ts', "import '../domain/result.ts';"],
  ['no-unresolvable', 'src/domain/c.ts', "import './nowhere.ts';"],
];

const circle = {
  'src/domain/d.ts': "import { e } from './e.ts';\nexport const d = () => e;\n",
  'src/domain/e.ts': "import { d } from './d.ts';\nexport const e = () => d;\n",
};

let project: ProjectCopy;
let house: Verdict;
let ruin: Verdict;
beforeAll(async () => {
  project = new ProjectCopy().write(inOrder);
  house = await project.layers();
  ruin = await project
    .write(Object.fromEntries(broken.map(([, file, text]) => [file, `${text}\n`])))
    .write(circle)
    .layers();
});
afterAll(() => {
  project.remove();
});

test('a house in order passes', () => {
  expect(house.output).toContain('no dependency violations');
  expect(house.code).toBe(0);
});

test('a broken layer rule fails the check', () => {
  expect(ruin.code).not.toBe(0);
});

test.each(broken)('%s is what %s breaks', (rule, file) => {
  expect(ruin.output).toContain(`error ${rule}: ${file}`);
});

test('two files that import each other are found', () => {
  expect(ruin.output).toContain('error no-circular: src/domain/d.ts');
});

test('what is in order is not blamed for its neighbours', () => {
  for (const file of Object.keys(inOrder)) expect(ruin.output).not.toContain(`: ${file} →`);
});

test('domain is checked without the types of Node and of the page', async () => {
  const { code, output } = await project
    .write({ 'src/domain/f.ts': 'export const f = process.pid + document.title.length;\n' })
    .types('pure');
  expect(output).toContain("'process'");
  expect(output).toContain("'document'");
  expect(code).not.toBe(0);
});
