/**
 * The program of the virtual machine's guest: it plugs devices into a real kernel, drives them with the station's own
 * parts, and writes what it finds as lines of JSON into the file that it is given. The host's test judges.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import { holdContracts } from './contracts.ts';
import { endWithOpenDevice } from './end-with-open-device.ts';
import { enumerate } from './enumeration.ts';
import { flood } from './flood.ts';
import { swapDuringDossier } from './swap-during-dossier.ts';

const SCENES = {
  enumeration: enumerate,
  contracts: holdContracts,
  flood,
  swap: swapDuringDossier,
  end: endWithOpenDevice,
} as const satisfies Record<string, () => Promise<unknown>>;

/** In the guest of a busy host everything takes long; the longest scene takes a minute in that of an idle one. */
const SCENE_LIMIT_MS = 300_000;

const [file = '/dev/stdout', only] = process.argv.slice(2);
/** By an earlier start of this program. */
const played = existsSync(file) ? readFileSync(file, 'utf8') : '';

for (const [scene, play] of Object.entries(SCENES)) {
  if ((only !== undefined && only !== scene) || played.includes(`"scene":"${scene}"`)) continue;
  const startedAt = performance.now();
  const found = await outcomeOf(play);
  const tookMs = Math.round(performance.now() - startedAt);
  appendFileSync(file, `${JSON.stringify({ scene, tookMs, ...found })}\n`);
}
// What a scene that failed has left behind does not keep the machine on.
process.exit(0);

/** A scene that fails or hangs does not keep the others from being played. */
async function outcomeOf(play: () => Promise<unknown>): Promise<object> {
  try {
    return { found: await Promise.race([play(), hung()]) };
  } catch (cause) {
    return { failure: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) };
  }
}

async function hung(): Promise<never> {
  await delay(SCENE_LIMIT_MS, undefined, { ref: false });
  throw new Error(`it did not come to an end in ${SCENE_LIMIT_MS} ms`);
}
