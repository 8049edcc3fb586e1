import { expect, it } from 'vitest';
import { seededRandom } from '../../src/station/training/seeded-random.ts';
import { killedDay } from './support/killed-day.ts';

it('kill -9 of the station process at random moments loses no confirmed dossier and sends none twice', async () => {
  const { next } = seededRandom(20261122);
  const day = await killedDay({ citizens: 2, kills: 8, longestMs: 6000, random: next });
  const { figures, verdict, confirmed } = day;
  expect(day.kills).toBe(8);
  expect(figures.dossiers).toMatchObject({
    captured: confirmed.size,
    acknowledged: confirmed.size,
    outstanding: 0,
  });
  expect(figures.packets.count).toBe(confirmed.size);
  expect(day.acceptedByMinistry).toBe(confirmed.size);
  expect(verdict).toMatchObject({ ok: true, audit: { chain: 'ok' }, packets: { bad: [] } });
}, 180_000);
