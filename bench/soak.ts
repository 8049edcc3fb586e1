import { parseArgs } from 'node:util';
import { seededRandom } from '../src/station/training/seeded-random.ts';
import { killedDay } from '../tests/faults/support/killed-day.ts';

/**
 * `npm run soak`: kills the station process at random moments of a day, many times, each time continued
 * from the same folder, and says at the end whether every confirmed dossier arrived, once.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    citizens: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stderr.write('npm run soak -- [--kills 200] [--citizens 5] [--seed 1]\n');
} else {
  await soak(Number(values.kills), Number(values.citizens), Number(values.seed));
}

async function soak(kills: number, citizens: number, seed: number): Promise<void> {
  const startedAt = performance.now();
  const { next } = seededRandom(seed);
  const day = await killedDay({ citizens, kills, longestMs: 8000, random: next });
  const { dossiers, packets } = day.figures;
  const confirmed = day.confirmed.size;
  const ok =
    day.verdict.ok &&
    dossiers.captured === confirmed &&
    dossiers.acknowledged === confirmed &&
    packets.count === confirmed &&
    day.acceptedByMinistry === confirmed;
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const result = {
    ok,
    kills: day.kills,
    confirmed,
    acknowledged: dossiers.acknowledged,
    packets: packets.count,
    acceptedByMinistry: day.acceptedByMinistry,
    audit: day.verdict.audit,
    unaccounted: day.verdict.balance.unaccounted,
    seconds,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  if (!ok) process.exitCode = 1;
}
