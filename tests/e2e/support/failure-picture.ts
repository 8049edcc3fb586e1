import { onTestFailed } from 'vitest';
import type { StationWindow } from './station-window.ts';
import { picture } from './station-window.ts';

/** A test that fails tells what the page complained of, and with `TRAM_SCREENSHOTS=DIR` leaves a picture. */
export function pictureIfItFails(station: StationWindow): void {
  onTestFailed(async ({ task }) => {
    for (const complaint of station.complaints) process.stderr.write(`page: ${complaint}\n`);
    await picture(station.page, `failed ${task.name}`.replaceAll(/[^\w ]/g, '').slice(0, 60));
  });
}
