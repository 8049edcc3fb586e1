import { join } from 'node:path';

/**
 * The Node that runs the processes beside the station: this process's own, or the one that a package carries where the
 * station is a utility process of Electron, whose program is no Node (the fuse runAsNode is off).
 */
export function companionNode(): string {
  if (process.versions['electron'] === undefined) return process.execPath;
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  // Electron's own addition to `process`.
  const { resourcesPath } = process as NodeJS.Process & { readonly resourcesPath: string };
  return join(resourcesPath, 'node', program);
}
