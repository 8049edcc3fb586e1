import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtApplication } from './station-window.ts';

/**
 * An application folder whose station believes that it is to hold real records. Old Electrons, which
 * stand in for tests, refuse production before a window opens; here the shell trains and its station
 * alone is told otherwise, so that set-up and passphrase can be seen in the real page with the real store.
 */
export function productionApplication(folder: string): string {
  const project = builtApplication();
  const application = join(folder, 'application');
  mkdirSync(join(application, 'out/station'), { recursive: true });
  for (const part of ['out/main', 'out/preload', 'out/renderer', 'migrations', 'resources']) {
    symlinkSync(join(project, part), join(application, part));
  }
  const description = { name: 'tram', version: '0.0.0', type: 'module', main: 'out/main/index.js' };
  writeFileSync(join(application, 'package.json'), JSON.stringify(description));
  const station = pathToFileURL(join(project, 'out/station/index.js')).href;
  writeFileSync(
    join(application, 'out/station/index.js'),
    `const emit = process.emit;
process.emit = function (name, message, ...rest) {
  const boot = name === 'message' && message?.type === 'boot';
  return emit.call(this, name, boot ? { ...message, training: false } : message, ...rest);
};
await import(${JSON.stringify(station)});
`,
  );
  return application;
}
