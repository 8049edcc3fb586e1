import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProcedureOutput } from '../../src/contract/procedures.ts';
import type { HeadView } from '../../src/contract/views.ts';
import { EVI_D100 } from '../../src/devices/protocols/visca/models.ts';
import { ViscaEmulator } from '../../src/devices/emulators/visca-emulator.ts';
import { CENTRING_TURNS, HEAD_PLACE, viewAtZoom } from '../../src/domain/head-centring.ts';
import { findHead } from '../../src/imaging/head-position.ts';
import { FRAME, frameWith } from '../imaging/person-before-wall.ts';
import { RunningStation } from './support/running-station.ts';

let folder: string;
let head: ViscaEmulator;
let station: RunningStation;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tram-head-'));
  head = new ViscaEmulator({ path: join(folder, 'head'), baudRate: 9_600, pace: 'none' });
  await head.line.plug();
  const devices = [{ driver: 'visca' as const, port: join(folder, 'head') }];
  station = await RunningStation.start({}, { devices });
  await station.officerOnShift();
  await station.call('head.position', {});
});
afterAll(async () => {
  await station.remove();
  await head.line.unplug();
  rmSync(folder, { recursive: true, force: true });
});

/** Somebody who sits so many degrees to the right of the head's centre and above it. */
interface Seat {
  readonly panDegrees: number;
  readonly tiltDegrees: number;
}

const tangent = (degrees: number): number => Math.tan((degrees * Math.PI) / 180);

/** What the camera sees of the person from where the head looks: the room moves against the turn. */
function view(seat: Seat, from: HeadView): Promise<Buffer> {
  const halfWidth = tangent(viewAtZoom(EVI_D100.view, from.zoom) / 2);
  const halfHeight = (halfWidth * FRAME.height) / FRAME.width;
  return frameWith({
    middle: (tangent(seat.panDegrees - from.panDegrees) / halfWidth + 1) / 2,
    top: (1 - tangent(seat.tiltDegrees - from.tiltDegrees) / halfHeight) / 2,
    // Nearer by the zoom: at its wide end head and shoulders fill three quarters of the height.
    scale: 0.75 * (tangent(EVI_D100.view.wideDegrees / 2) / halfWidth),
  });
}

/** As the page does it: a look, a turn, another look. */
async function centre(seat: Seat): Promise<{
  state: ProcedureOutput<'head.centre'>['state'];
  turns: number;
}> {
  let from = await station.call('head.position', {});
  for (let turnsDone = 0; ; turnsDone += 1) {
    const picture = await view(seat, from);
    const { state, position } = await station.call('head.centre', { picture, turnsDone });
    if (state !== 'turned' || position === null) return { state, turns: turnsDone };
    from = position;
  }
}

describe('a camera head', () => {
  it('is a device of the rack that serves its role', async () => {
    const devices = await station.call('devices.list', {});
    expect(devices.find(({ role }) => role === 'camera-head')).toMatchObject({
      driver: 'visca',
      state: 'ready',
      serving: true,
      model: EVI_D100.name,
    });
  });

  it('turns and zooms as it is told, and says where it looks', async () => {
    const before = await station.call('head.position', {});
    const moved = await station.call('head.move', { panDegrees: 6, tiltDegrees: -3 });
    expect(moved.panDegrees).toBeCloseTo(before.panDegrees + 6, 0);
    expect(moved.tiltDegrees).toBeCloseTo(before.tiltDegrees - 3, 0);
    expect((await station.call('head.zoom', { zoom: 0.4 })).zoom).toBeCloseTo(0.4, 2);
    await station.call('head.zoom', { zoom: 0 });
    await station.call('head.move', { panDegrees: -6, tiltDegrees: 3 });
  });

  it('stops in the middle of a long turn', async () => {
    const turn = station.ask('head.move', { panDegrees: 150, tiltDegrees: 0 });
    const stopped = await station.call('head.stop', {});
    expect(await turn).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(Math.abs(stopped.panDegrees)).toBeLessThan(150);
    await station.call('head.move', { panDegrees: -stopped.panDegrees, tiltDegrees: 0 });
  });

  it.each([
    { panDegrees: 15, tiltDegrees: 4 },
    { panDegrees: -18, tiltDegrees: -6 },
    { panDegrees: 3, tiltDegrees: 11 },
  ])('brings a head at $panDegrees° and $tiltDegrees° to its place', async (seat) => {
    const { panDegrees, tiltDegrees } = await station.call('head.position', {});
    await station.call('head.move', { panDegrees: -panDegrees, tiltDegrees: -tiltDegrees });
    const { state, turns } = await centre(seat);
    expect(state).toBe('centred');
    expect(turns).toBeLessThanOrEqual(CENTRING_TURNS);
    const seen = await findHead(await view(seat, await station.call('head.position', {})));
    if (!seen.ok) throw new Error(seen.error);
    expect(seen.value.middle).toBeCloseTo(HEAD_PLACE.middle, 1);
    expect(Math.abs(seen.value.top - HEAD_PLACE.top)).toBeLessThan(0.04);
  });

  it('brings it there when the lens is zoomed in, too', async () => {
    const { panDegrees, tiltDegrees } = await station.call('head.zoom', { zoom: 0.12 });
    const seat = { panDegrees: panDegrees + 7, tiltDegrees: tiltDegrees - 3 };
    expect((await centre(seat)).state).toBe('centred');
    await station.call('head.zoom', { zoom: 0 });
  });

  it('does not turn when nobody is before it', async () => {
    const before = await station.call('head.position', {});
    const picture = await frameWith({ middle: 0.5, top: 5, scale: 0.1 });
    const answer = await station.call('head.centre', { picture, turnsDone: 0 });
    expect(answer).toEqual({ state: 'not-found', position: null });
    expect(await station.call('head.position', {})).toEqual(before);
  });

  it('gives up on a head that moves away as often as it is followed', async () => {
    const states: string[] = [];
    for (let turnsDone = 0; turnsDone <= CENTRING_TURNS; turnsDone += 1) {
      const picture = await frameWith({ middle: 0.65, top: 0.2, scale: 0.9 });
      states.push((await station.call('head.centre', { picture, turnsDone })).state);
    }
    expect(states).toEqual(['turned', 'turned', 'turned', 'gave-up']);
  });

  it('that is unplugged is told so, and is back when it is plugged', async () => {
    await head.line.unplug();
    expect(await station.refusal('head.move', { panDegrees: 1, tiltDegrees: 0 })).toBe(
      'device-disconnected',
    );
    const back = station.next('devices.changed', (devices) =>
      devices.some(({ role, serving }) => role === 'camera-head' && serving),
    );
    await head.line.plug();
    await back;
    expect((await station.ask('head.position', {})).ok).toBe(true);
  });
});
