import { vietnameseDate } from '../../domain/calendar-date.ts';
import { unreachable } from '../../domain/result.ts';
import { DONE, fail } from '../app.ts';
import type { StationApp } from '../app.ts';
import type { StationContext } from '../context.ts';
import type { StationRack } from '../devices/station-rack.ts';
import type { TrainingScanner } from './companions.ts';
import { syntheticCitizen } from './synthetic-citizen.ts';

/** The training dock: the simulated citizen's fingers, mishaps at the scanner, a card to scan. */
export function registerTraining(
  app: StationApp,
  context: StationContext,
  parts: { rack: StationRack; scanner: Promise<TrainingScanner | undefined> },
): void {
  app.method('training.condition', async ({ condition }) => {
    const scanner = await parts.scanner;
    if (!scanner) return fail('training-only');
    scanner.citizen.condition = condition;
    return DONE;
  });

  app.method('training.mishap', async ({ mishap }) => {
    const { rack } = parts;
    const scanner = await parts.scanner;
    if (!scanner) return fail('training-only');
    const { emulator } = scanner;
    switch (mishap) {
      case 'unplug':
        await emulator.unplug();
        break;
      case 'plug':
        await emulator.plug();
        await rack.refresh();
        break;
      case 'garbage':
        await emulator.garbage(true);
        break;
      case 'recover':
        await emulator.garbage(false);
        await rack.refresh();
        break;
      default:
        unreachable(mishap);
    }
    return DONE;
  });

  app.method('training.scanCard', () => {
    if (!context.boot.training) return fail('training-only');
    const seed = Math.floor(Math.random() * 0x7fff_ffff);
    const { cardQr } = syntheticCitizen(seed, vietnameseDate(Date.now()));
    context.events.emit('code.scanned', { text: cardQr });
    return DONE;
  });
}
