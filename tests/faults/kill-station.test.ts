import { expect, it } from 'vitest';
import { FAULT_POINTS } from '../../src/durable/step.ts';
import { seededRandom } from '../../src/station/training/seeded-random.ts';
import type { Fault } from './support/fault.ts';
import { dayKilledAtRandom, dayOfFaults, inDayFolder } from './support/killed-day.ts';

const NOTHING_IS_LOST = { lost: 0, duplicated: 0, corrupt: 0 };

it.each<readonly [what: string, fault: Fault]>([
  ['dies', { act: 'die' }],
  ['is refused by the disk', { act: 'fail', code: 'EIO' }],
  ['finds the disk full', { act: 'fail', code: 'ENOSPC' }],
  ['has to wait', { act: 'stall', stallMs: 100 }],
])(
  'a station that %s before and after each of its steps loses no confirmed dossier and sends none twice',
  async (_what, fault) => {
    const day = await inDayFolder((folder) => dayOfFaults(folder, { citizens: 2, fault }));
    expect(day.confirmed).toBeGreaterThanOrEqual(4);
    expect(day).toMatchObject({ found: day.confirmed, ...NOTHING_IS_LOST });
    if (fault.act !== 'die') return;
    const reached = new Set(day.steps.map((step) => step.split(' ')[0]));
    // The reserve is given away on a full disk alone.
    expect(FAULT_POINTS.filter((point) => !reached.has(point))).toEqual(['reserve.release']);
  },
  600_000,
);

it('kill -9 of the station process at a hundred random moments loses no confirmed dossier and sends none twice', async () => {
  const { next } = seededRandom(20261122);
  const options = { citizens: 2, kills: 100, longestMs: 2_000, random: next };
  const day = await inDayFolder((folder) => dayKilledAtRandom(folder, options));
  expect(day.rounds).toBe(100);
  expect(day).toMatchObject({ found: day.confirmed, ...NOTHING_IS_LOST });
}, 600_000);
