import { atMost } from './support/benchmark.ts';
import type { Benchmark, Measured, Setting, Skipped } from './support/benchmark.ts';
import { rounded, sum } from './support/statistics.ts';
import { CITIZENS_OF_A_DAY, measuredDay, whyNoMeasuredDay } from './support/unattended-day.ts';

const LIMIT_SECONDS = 1;

/**
 * Processor time (user and system, all threads) that the station process spends on a dossier after its last
 * sample is saved: confirmation and slip, and the end of the day from the shift's end to the last
 * receipt (the supervisor's sign-in, approval, sealing, upload, receipts), over an unattended day.
 */
export const cpuPerDossier: Benchmark = {
  name: 'cpu-per-dossier',
  against: `a limit of ${LIMIT_SECONDS} processor second`,
  unit: 'processor seconds per dossier',
  goal: atMost(1),
  measure,
};

async function measure({ quick, scratch }: Setting): Promise<Measured | Skipped> {
  const reason = whyNoMeasuredDay();
  if (reason !== undefined) return { skipped: reason };
  const day = await measuredDay(quick ? 2 : CITIZENS_OF_A_DAY, scratch);
  const spent = sum(Object.values(day.processorSeconds));
  const perDossier = Object.fromEntries(
    Object.entries(day.processorSeconds).map(([call, seconds]) => [
      call,
      rounded(seconds / day.citizens),
    ]),
  );
  return {
    ratio: spent / day.citizens / LIMIT_SECONDS,
    figures: {
      processorSeconds: rounded(spent),
      secondsPerDossierByCall: perDossier,
      wholeDayProcessorSeconds: rounded(day.wholeDayProcessorSeconds),
      citizens: day.citizens,
      fingerprints: day.fingerprints,
      packetBytes: day.packetBytes,
      daySeconds: day.seconds,
    },
  };
}
