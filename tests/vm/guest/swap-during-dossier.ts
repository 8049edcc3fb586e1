import type { Answer } from '../../../src/contract/channel.ts';
import type { ProcedureOutput } from '../../../src/contract/procedures.ts';
import type { DeviceView } from '../../../src/contract/views.ts';
import {
  fingerprintDescription,
  hidByteWire,
  startHidCodeScanner,
} from '../../../src/devices/emulators/hid-devices.ts';
import { ModuleOnWire } from '../../../src/devices/emulators/module-on-wire.ts';
import { startUhid } from '../../../src/devices/emulators/uhid.ts';
import { UsbGadget } from '../../../src/devices/emulators/usb-gadget.ts';
import { RunningStation } from '../../station/support/running-station.ts';
import { printOf } from './prints.ts';

const SERIAL_NUMBER = 'STATION-1';
const STOP_LIMIT_MS = 30_000;

/** A USB scanner that is pulled and plugged again while a dossier is open at a real station. */
export async function swapDuringDossier(): Promise<unknown> {
  const gadget = await UsbGadget.start(fingerprintDescription(SERIAL_NUMBER));
  const module = new ModuleOnWire('r503', hidByteWire(gadget.hid));
  const station = await RunningStation.start();
  await station.officerOnShift();
  const { dossierId } = await station.newDossier(station.citizen(7));
  const capture = (position: 'right-thumb' | 'right-index') =>
    station.ask('fingerprint.capture', {
      dossierId,
      target: { kind: 'single', position, impression: 'live-plain' },
    });
  const comesTo = async (state: DeviceView['state']): Promise<DeviceView> => {
    const scanner = (devices: readonly DeviceView[]) =>
      devices.find((device) => device.transport === 'hid' && device.role === 'fingerprint');
    const isThere = (devices: readonly DeviceView[]) => scanner(devices)?.state === state;
    const next = station.next('devices.changed', isThere);
    const now = await station.call('devices.list', {});
    const found = scanner(isThere(now) ? now : await next);
    if (found === undefined) throw new Error('the scanner is listed');
    return found;
  };

  const before = await comesTo('ready');
  module.place(printOf('right-thumb'));
  const first = await capture('right-thumb');
  module.device.lift();

  const pulledAt = performance.now();
  await module.unplug();
  const lost = await comesTo('lost');
  const lostAfterMs = Math.round(performance.now() - pulledAt);
  const without = await capture('right-index');
  // It takes the device file's number, as another device on a desk would.
  const other = await startHidCodeScanner('OTHER-1', startUhid);

  const pluggedAt = performance.now();
  await module.plug();
  const seenByKernelAfterMs = Math.round(performance.now() - pluggedAt);
  const after = await comesTo('ready');
  const readyAfterMs = Math.round(performance.now() - pluggedAt);
  module.place(printOf('right-index'));
  const second = await capture('right-index');
  const { fingerprints } = await station.call('dossier.get', { dossierId });

  const exit = new Promise<{ code: number | null }>((resolve) => station.client.onExit(resolve));
  const stopAt = performance.now();
  await station.client.stop(STOP_LIMIT_MS);
  const { code } = await exit;
  const stoppedAfterMs = Math.round(performance.now() - stopAt);
  await other.stop();
  await module.stop();
  return {
    before,
    lost,
    after,
    lostAfterMs,
    seenByKernelAfterMs,
    readyAfterMs,
    first: outcome(first),
    without: outcome(without),
    second: outcome(second),
    steps: fingerprints.steps.filter(({ attempts }) => attempts > 0),
    stopped: { code, afterMs: stoppedAfterMs },
  };
}

/** Without the dossier that a capture answers with. */
function outcome(answer: Answer<ProcedureOutput<'fingerprint.capture'>>): unknown {
  return answer.ok ? { ok: true, prints: answer.value.prints } : answer;
}
