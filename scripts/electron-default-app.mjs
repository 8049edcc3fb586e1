/**
 * The default application of the stock Electron runtime: starts the application whose folder is
 * given on the command line, as `electron FOLDER` does in a released Electron.
 */
import { app } from 'electron';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const given = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (given === undefined) {
  process.stderr.write('Give the folder of the application to start.\n');
  app.exit(1);
} else {
  const folder = path.resolve(given);
  const description = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  process.defaultApp = true;
  app.setName(description.productName ?? description.name);
  app.setVersion(description.version);
  app.setAppPath(folder);
  await import(pathToFileURL(path.join(folder, description.main)).href);
}
