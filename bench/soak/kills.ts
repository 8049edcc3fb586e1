import { seededRandom } from '../../src/station/training/seeded-random.ts';
import { killedDay } from '../../tests/faults/support/killed-day.ts';

export interface KillsOrder {
  readonly kills: number;
  readonly citizens: number;
  readonly seed: number;
}

/**
 * Kills the station process at random moments of a day, many times, each time continued from the same folder.
 *
 * @returns the figures; `ok` when every confirmed dossier arrived, once
 */
export async function soakKills({ kills, citizens, seed }: KillsOrder) {
  const startedAt = performance.now();
  const { next } = seededRandom(seed);
  const day = await killedDay({ citizens, kills, longestMs: 8000, random: next });
  const { dossiers, packets } = day.figures;
  const confirmed = day.confirmed.size;
  return {
    ok:
      day.verdict.ok &&
      dossiers.captured === confirmed &&
      dossiers.acknowledged === confirmed &&
      packets.count === confirmed &&
      day.acceptedByMinistry === confirmed,
    kills: day.kills,
    confirmed,
    acknowledged: dossiers.acknowledged,
    packets: packets.count,
    acceptedByMinistry: day.acceptedByMinistry,
    audit: day.verdict.audit,
    unaccounted: day.verdict.balance.unaccounted,
    seconds: Math.round((performance.now() - startedAt) / 1000),
  };
}
