/**
 * The station's side of a busy line: a process started as the station is, that holds the rack, takes one print after the
 * other from each scanner, examines and saves it, and passes every picture on to its host. It tells how its event loop
 * fared.
 */
import { HOST_SCRIPT } from '../../src/devices/host/host-script.ts';
import type { CaptureProgress, FingerprintScanner } from '../../src/devices/modality.ts';
import { Rack } from '../../src/devices/rack/rack.ts';
import type { PrintTarget } from '../../src/domain/print-target.ts';
import { PrintExaminer } from '../../src/imaging/print-examiner.ts';
import { StationEvents } from '../../src/station/events.ts';
import { openDraftStore } from '../support/draft-store.ts';
import { valueOf } from '../support/value-of.ts';
import { readTask } from './busy-rack-task.ts';
import type { BusyRackReport } from './busy-rack-task.ts';
import { EXAMINER_THREAD } from './examiner-thread.ts';
import { watchLoop } from './loop-delay.ts';
import { WAITING } from './slap-scanner.ts';

const SINGLE = { kind: 'single', position: 'right-index', impression: 'live-plain' } as const;
const SLAP = { kind: 'slap', slap: 'left-four' } as const;

const task = readTask();
const rack = new Rack({ host: { script: HOST_SCRIPT }, named: task.candidates });
const store = openDraftStore(task.storeDirectory);
const examiner = new PrintExaminer(EXAMINER_THREAD);
const events = new StationEvents((name, payload) => {
  process.send?.({ type: 'event', name, payload });
});
const end = new AbortController();
let prints = 0;
let pictures = 0;

await rack.start();
const scanners = task.candidates.map(({ id }) => scannerOf(id));
const [streaming, ...taking] = scanners;
if (streaming === undefined) throw new Error('there is no scanner that streams');
const loop = watchLoop();
const over = setTimeout(() => end.abort(), task.seconds * 1000);
await Promise.all([...taking.map(takePrints), stream(streaming)]);
const report: BusyRackReport = { delay: loop.stop(), prints, pictures };
clearTimeout(over);
await rack.stop();
await examiner.stop();
store.close();
process.send?.({ type: 'report', report }, () => process.exit(0));

function scannerOf(deviceId: string): FingerprintScanner {
  const opened = rack.openedDevice(deviceId);
  if (opened?.role === 'fingerprint') return opened.device;
  const health = rack.devices().find(({ id }) => id === deviceId)?.health;
  throw new Error(`${deviceId} is not a scanner that is ready: ${JSON.stringify(health)}`);
}

async function takePrints(scanner: FingerprintScanner): Promise<void> {
  const target = scanner.info.abilities.includes('slaps-4-4-2') ? SLAP : SINGLE;
  while (!end.signal.aborted) {
    const taken = await scanner.capture(target, end.signal, (progress) => show(target, progress));
    if (end.signal.aborted) return;
    for (const { picture } of valueOf(taken)) {
      const { png } = valueOf(await examiner.examine(picture));
      await store.prepare();
      store.save(png);
      prints += 1;
    }
  }
}

async function stream(scanner: FingerprintScanner): Promise<void> {
  while (!end.signal.aborted) {
    const taken = await scanner.capture(WAITING, end.signal, (progress) => show(WAITING, progress));
    if (taken.ok) throw new Error('the finger that was missing has come');
    if (!['cancelled', 'finger-timeout'].includes(taken.error.code)) valueOf(taken);
  }
}

/** As the station tells its window. */
function show(target: PrintTarget, progress: CaptureProgress): void {
  const nothing = { target, widthPixels: 0, heightPixels: 0, rowsDone: 0, pixels: null };
  switch (progress.phase) {
    case 'waiting-for-finger':
      return;
    case 'reading': {
      const { rowsDone, image } = progress;
      const { widthPixels, heightPixels } = image;
      const pixels = image.pixels.subarray(0, rowsDone * widthPixels);
      const picture = { widthPixels, heightPixels, rowsDone, pixels };
      return events.emit('fingerprint.progress', {
        target,
        phase: 'reading',
        jpeg: null,
        ...picture,
      });
    }
    case 'preview': {
      const { jpeg } = progress;
      pictures += 1;
      return events.emit('fingerprint.progress', { ...nothing, phase: 'preview', jpeg });
    }
  }
}
