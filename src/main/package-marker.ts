import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** `resources/tram-package.json` of a packaged app: what the package was made for. */
const markerSchema = z.strictObject({
  /** Never opens real records (the stock Electron is inside, or it is for a classroom). */
  trainingOnly: z.boolean(),
  /** For the end-to-end tests: the switches that Playwright needs are accepted. */
  testBuild: z.boolean(),
});
export type PackageMarker = z.infer<typeof markerSchema>;

export const MARKER_FILE = 'tram-package.json';
export const RELEASED_PACKAGE: PackageMarker = { trainingOnly: false, testBuild: false };

/** A package without a marker is a released one. @throws when the marker is not what was written */
export function readPackageMarker(resourcesDirectory: string): PackageMarker {
  const path = join(resourcesDirectory, MARKER_FILE);
  if (!existsSync(path)) return RELEASED_PACKAGE;
  return markerSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}
