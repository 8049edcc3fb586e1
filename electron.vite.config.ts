import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { InlineConfig } from 'vite';

const root = import.meta.dirname;

/** The packages that stay packages at run time: native ones, and those that read files of their own. */
const installedPackages = Object.keys(
  (JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as PackageFile).dependencies,
);

interface PackageFile {
  readonly dependencies: Readonly<Record<string, string>>;
}

/** What a bundle for Node leaves to `import` at run time: `node:fs`, `fs`, `electron`, `sharp`, … */
const installedOrBuiltIn: readonly RegExp[] = [
  /^node:/,
  ...['electron', ...builtinModules, ...installedPackages].map(
    (name) => new RegExp(`^${RegExp.escape(name)}(/.*)?$`),
  ),
];

/** The shell, the preload and the page: what Electron itself runs. */
export default defineConfig({
  main: {
    build: {
      outDir: resolve(root, 'out/main'),
      externalizeDeps: false,
      sourcemap: true,
      rolldownOptions: {
        input: { index: resolve(root, 'src/main/index.ts') },
        external: [...installedOrBuiltIn],
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: resolve(root, 'out/preload'),
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: resolve(root, 'src/main/preload/index.ts') },
        // A sandboxed preload is one CommonJS file and may require nothing but electron.
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: resolve(root, 'src/renderer'),
    publicDir: false,
    plugins: [react()],
    build: {
      outDir: resolve(root, 'out/renderer'),
      // The page's content security policy allows neither inline scripts nor data: addresses.
      assetsInlineLimit: 0,
      // The page is read from disk at every start: less to parse is sooner ready.
      minify: true,
      chunkSizeWarningLimit: 2048,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: resolve(root, 'src/renderer/index.html') },
    },
  },
});

/**
 * The processes beside the window, and a thread of the station, for the project's Node 24: one self-contained
 * folder each, with only the installed packages left outside.
 */
export const processBuilds: readonly InlineConfig[] = [
  processBuild('station', 'src/station/entry.ts'),
  processBuild('device-host', 'src/devices/host/main.ts'),
  processBuild('print-examiner', 'src/imaging/print-examiner-thread.ts'),
  processBuild('emulator', 'src/devices/emulators/main.ts'),
  processBuild('sbi-emulator', 'src/devices/emulators/sbi-main.ts'),
  processBuild('ministry', 'src/ministry/main.ts'),
];

function processBuild(name: string, entry: string): InlineConfig {
  return {
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      target: 'node24',
      outDir: resolve(root, 'out', name),
      emptyOutDir: true,
      sourcemap: true,
      rolldownOptions: {
        input: { index: resolve(root, entry) },
        external: [...installedOrBuiltIn],
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  };
}
