/** Builds everything into `out/`: shell, preload and page by electron-vite, then the processes. */
import path from 'node:path';
import { build as buildForElectron } from 'electron-vite';
import { build } from 'vite';
import { processBuilds } from '../electron.vite.config.ts';

const root = path.resolve(import.meta.dirname, '..');
process.chdir(root);

try {
  await buildForElectron({ root, logLevel: 'warn' });
  for (const configuration of processBuilds) await build(configuration);
} catch (error) {
  // The bundler's message says where in the sources; its own stack says nothing.
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
