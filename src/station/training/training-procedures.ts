import { TRAINING_FAULTS } from '../../contract/training-devices.ts';
import type { TrainingFault } from '../../contract/training-devices.ts';
import { vietnameseDate } from '../../domain/calendar-date.ts';
import { DONE, fail } from '../app.ts';
import type { StationApp } from '../app.ts';
import type { StationContext } from '../context.ts';
import type { StationRack } from '../devices/station-rack.ts';
import type { TrainingRig } from './companions.ts';
import { syntheticCitizen } from './synthetic-citizen.ts';

/** The training dock: the simulated citizen's fingers, the emulated devices and their mishaps, a card to scan. */
export function registerTraining(
  app: StationApp,
  context: StationContext,
  parts: { rack: StationRack; rig: Promise<TrainingRig | undefined> },
): void {
  app.method('training.condition', async ({ condition }) => {
    const rig = await parts.rig;
    if (!rig) return fail('training-only');
    rig.citizen.condition = condition;
    return DONE;
  });

  app.method('training.devices', async () => {
    const rig = await parts.rig;
    return rig ? { ok: true, value: rig.devices.view() } : fail('training-only');
  });

  app.method('training.plug', async ({ device, plugged }) => {
    const rig = await parts.rig;
    if (!rig) return fail('training-only');
    if (plugged) {
      await rig.devices.plug(device);
      await parts.rack.refresh();
    } else await rig.devices.unplug(device);
    return { ok: true, value: rig.devices.view() };
  });

  app.method('training.fault', async ({ device, fault }) => {
    const rig = await parts.rig;
    const canHave: readonly TrainingFault[] = TRAINING_FAULTS[device];
    if (!rig) return fail('training-only');
    if (fault !== null && !canHave.includes(fault)) return fail('invalid-input');
    await rig.devices.play(device, fault);
    // One that is well again is found well at once, not at the next slow look.
    if (fault === null) await parts.rack.refresh();
    return { ok: true, value: rig.devices.view() };
  });

  app.method('training.scanCard', () => {
    if (!context.boot.training) return fail('training-only');
    const seed = Math.floor(Math.random() * 0x7fff_ffff);
    const { cardQr } = syntheticCitizen(seed, vietnameseDate(Date.now()));
    context.events.emit('code.scanned', { text: cardQr });
    return DONE;
  });
}
