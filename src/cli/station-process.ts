import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Boot } from '../contract/channel.ts';
import { StationClient } from '../contract/station-client.ts';
import { spawnStationChild } from '../station/host/child-process.ts';
import packageJson from '../../package.json' with { type: 'json' };

export const APPLICATION_DIRECTORY = resolve(import.meta.dirname, '../..');
const STATION_SCRIPT = join(APPLICATION_DIRECTORY, 'src/station/entry.ts');

export type CliBoot = Pick<Boot, 'dataDirectory' | 'training' | 'emulation' | 'namedDevices'>;

/**
 * Starts the station as a child of this process and waits until it answers.
 * @param script its entry point: the source, or a bundle
 */
export async function startStation(
  boot: CliBoot,
  shellNonce: string = randomUUID(),
  script: string = STATION_SCRIPT,
): Promise<StationClient> {
  mkdirSync(boot.dataDirectory, { recursive: true });
  const client = new StationClient(spawnStationChild(process.execPath, script));
  await client.boot({
    ...boot,
    dataDirectory: resolve(boot.dataDirectory),
    applicationDirectory: APPLICATION_DIRECTORY,
    version: packageJson.version,
    storeKey: null,
    shellNonce,
  });
  return client;
}

export const NO_EMULATION: Boot['emulation'] = {
  scanner: false,
  pace: 'none',
  printsDirectory: null,
  seed: 1,
  ministry: false,
  sealingKey: null,
};
