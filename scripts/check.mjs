/**
 * `npm run check`: every gate in order, and at the end which ones failed.
 * `node scripts/check.mjs [GATE …]` runs only those named.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const environments = fs
  .readdirSync(root)
  .flatMap((name) => /^tsconfig\.(?!base\.)(.+)\.json$/.exec(name)?.[1] ?? []);

/** The program of a package by the file that its package.json names. */
function program(packageName, name) {
  const folder = path.join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return path.join(folder, typeof bin === 'string' ? bin : bin[name]);
}

/** Gate by gate: its name, and the arguments for Node. */
const gates = [
  ['format', program('prettier', 'prettier'), '--check', '--log-level', 'warn', '.'],
  ['lint', program('oxlint', 'oxlint'), '--deny-warnings'],
  ['bans', 'scripts/check-bans.mjs'],
  ...environments.map((name) => [
    `types-${name}`,
    program('tsc', 'tsc'),
    '--project',
    `tsconfig.${name}.json`,
  ]),
  [
    'layers',
    program('dependency-cruiser', 'depcruise'),
    '--config',
    '.dependency-cruiser.cjs',
    ...['src', 'bench', 'tests'].filter((folder) => fs.existsSync(path.join(root, folder))),
  ],
  ['dead-code', program('knip', 'knip'), '--no-progress'],
  ['messages', 'scripts/check-messages.mjs'],
];

const asked = process.argv.slice(2);
const chosen = gates.filter(
  ([name]) => asked.length === 0 || asked.some((a) => name.startsWith(a)),
);
if (chosen.length === 0) {
  process.stderr.write(
    `There is no such gate. Gates: ${gates.map(([name]) => name).join(', ')}.\n`,
  );
  process.exit(2);
}

const failed = [];
await Promise.all(Array.from({ length: Math.min(2, os.availableParallelism()) }, worker(chosen)));

if (failed.length === 0) {
  process.stdout.write(`The check passed: ${chosen.map(([name]) => name).join(', ')}.\n`);
} else {
  process.stdout.write(`The check failed: ${failed.join(', ')}.\n`);
  process.exitCode = 1;
}

/** Two gates at a time; each tells its findings in one piece. */
function worker(list) {
  const queue = [...list];
  return async () => {
    for (let gate = queue.shift(); gate; gate = queue.shift()) {
      const [name, ...args] = gate;
      const { code, output } = await run(args);
      process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name}\n`);
      if (code === 0) continue;
      failed.push(name);
      process.stdout.write(`${output.trimEnd()}\n\n`);
    }
  };
}

function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
