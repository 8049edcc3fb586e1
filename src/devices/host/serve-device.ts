import type { Result } from '../../domain/result.ts';
import type { DeviceError } from '../device-error.ts';
import type { DeviceCandidate } from '../drivers/candidate.ts';
import type { OpenedDevice } from '../opened-device.ts';
import { Throttle } from '../throttle.ts';
import { trafficSoFar } from '../transports/traffic.ts';
import { CALLS } from './calls.ts';
import type { Aside } from './calls.ts';
import { BEAT_EVERY_MS } from './messages.ts';
import type { FromHost, ToHost } from './messages.ts';

export type OpenDevice = (candidate: DeviceCandidate) => Promise<Result<OpenedDevice, DeviceError>>;

/** A live picture is told this often: smooth to the eye, light on the channel. */
const PROGRESS_EVERY_MS = 30;

/**
 * The life of one device in a process of its own: opens it, obeys the station, tells what happens, and closes it. What
 * its driver throws ends the process; the station names it and goes on. It ends when the station does.
 */
export function serveDevice(open: OpenDevice): void {
  if (process.send === undefined)
    throw new Error('the process of a device is started by a station');
  setInterval(() => {
    say({ type: 'beat', memoryBytes: process.memoryUsage.rss(), traffic: trafficSoFar() });
  }, BEAT_EVERY_MS);
  let served: Promise<ServedDevice | undefined> | undefined;
  const end = async (): Promise<void> => {
    // A HID device that is open when the process exits would keep it from exiting.
    await (await served)?.close();
    process.exit(0);
  };
  process.on('message', (message: ToHost) => {
    switch (message.type) {
      case 'open':
        served = serve(open, message.candidate, end);
        return;
      case 'close':
        return void end();
      case 'call':
        return void served?.then((device) => device?.call(message));
      case 'abort':
        return void served?.then((device) => device?.abort(message.id));
    }
  });
  process.once('disconnect', () => void end());
}

function say(message: FromHost): void {
  // A station that is gone hears nothing more; `disconnect` ends this process.
  if (process.connected) process.send?.(message, () => undefined);
}

async function serve(
  open: OpenDevice,
  candidate: DeviceCandidate,
  end: () => Promise<void>,
): Promise<ServedDevice | undefined> {
  const opened = await open(candidate);
  if (!opened.ok) {
    say({ type: 'opened', result: opened });
    return undefined;
  }
  const { role, device } = opened.value;
  device.onClosed((reason) => {
    say({ type: 'closed', reason });
    if (reason.kind === 'lost') void end();
  });
  if (role === 'code-scanner') device.onEvent((event) => say({ type: 'event', event }));
  say({ type: 'opened', result: { ok: true, value: { role, info: device.info } } });
  return new ServedDevice(opened.value);
}

class ServedDevice {
  readonly #opened: OpenedDevice;
  readonly #running = new Map<number, AbortController>();

  constructor(opened: OpenedDevice) {
    this.#opened = opened;
  }

  async call({ id, name, args }: Extract<ToHost, { type: 'call' }>): Promise<void> {
    const running = new AbortController();
    this.#running.set(id, running);
    // One signature for all: the table pairs each name with its device and its arguments.
    const call = CALLS[name] as (
      device: unknown,
      args: readonly unknown[],
      aside: Aside,
    ) => Promise<unknown>;
    const onProgress = progressOf(id);
    const result = await call(this.#opened.device, args, { signal: running.signal, onProgress });
    this.#running.delete(id);
    say({ type: 'answer', id, result });
  }

  abort(id: number): void {
    this.#running.get(id)?.abort();
  }

  async close(): Promise<void> {
    for (const running of this.#running.values()) running.abort();
    await this.#opened.device.close();
  }
}

/** Tells of a call's progress, but not of each packet. */
function progressOf(id: number): Aside['onProgress'] {
  const throttle = new Throttle(PROGRESS_EVERY_MS);
  return (progress) => {
    const isWhole =
      'phase' in progress
        ? progress.phase === 'waiting-for-finger' ||
          (progress.phase === 'reading' && progress.rowsDone === progress.image.heightPixels)
        : progress.receivedBytes === progress.totalBytes;
    if (!isWhole && !throttle.passes()) return;
    say({ type: 'progress', id, progress });
  };
}
