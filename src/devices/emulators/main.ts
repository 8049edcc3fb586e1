/**
 * The process of an emulated fingerprint module: `main.ts --serial [--pace real|none] [--prints DIR] [--profile
 * zfm-20|r503] [--baud N] [--password N] [--port PATH]`.
 *
 * It prints one line of JSON, `{"port": PATH}`, when the port can be opened. Orders come over the process's message
 * channel (`messages.ts`); when the channel closes, the process ends: no emulator outlives its parent.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import type { GrayImage } from '../../domain/gray-image.ts';
import { unreachable } from '../../domain/result.ts';
import type { ImageGeometry } from '../protocols/zfm/image.ts';
import { emulatorRequestSchema } from './messages.ts';
import type { EmulatorOrder, EmulatorReply, PlaceOrder } from './messages.ts';
import { PrintsFolder } from './prints-folder.ts';
import { SerialEmulator } from './serial-emulator.ts';
import { renderTouch } from './synthetic-print/index.ts';
import { geometryOfProfile, ZFM_PROFILES } from './zfm-device.ts';

type TouchSource = (order: PlaceOrder) => Promise<GrayImage>;

async function touchSource(prints: string | undefined, size: ImageGeometry): Promise<TouchSource> {
  if (prints === undefined) {
    return async ({ personSeed, position, touch, condition }) =>
      renderTouch({ personSeed, position, touch, condition, ...size });
  }
  const folder = await PrintsFolder.open(prints, size);
  return ({ position, touch }) => folder.touch(position, touch);
}

async function obey(
  emulator: SerialEmulator,
  order: EmulatorOrder,
  touches: TouchSource,
): Promise<void> {
  switch (order.type) {
    case 'place':
      return emulator.place(await touches(order));
    case 'lift':
      return emulator.device.lift();
    case 'unplug':
      if (order.afterBytes === undefined) return emulator.unplug();
      return emulator.unplugAfter(order.afterBytes);
    case 'plug':
      return emulator.plug();
    case 'garbage':
      return emulator.device.babble(order.on);
    case 'damage':
      return emulator.device.damageNextPackets(order.packets);
    default:
      return unreachable(order);
  }
}

function options(): {
  pace: 'real' | 'none';
  prints: string | undefined;
  profile: (typeof ZFM_PROFILES)[number];
  baudRate: number;
  password: number;
  port: string | undefined;
} {
  const { values } = parseArgs({
    options: {
      serial: { type: 'boolean', default: false },
      pace: { type: 'string', default: 'none' },
      prints: { type: 'string' },
      profile: { type: 'string', default: 'zfm-20' },
      baud: { type: 'string', default: '57600' },
      password: { type: 'string', default: '0' },
      port: { type: 'string' },
    },
  });
  if (!values.serial) throw new Error('say --serial: it is the only port there is');
  const profile = ZFM_PROFILES.find((name) => name === values.profile);
  if (profile === undefined) throw new Error(`--profile is one of ${ZFM_PROFILES.join(', ')}`);
  const pace = values.pace;
  if (pace !== 'real' && pace !== 'none') throw new Error('--pace is real or none');
  const baudRate = Number.parseInt(values.baud, 10);
  if (!(baudRate > 0)) throw new Error('--baud is a number of bits per second');
  const password = Number.parseInt(values.password, 10);
  return { pace, prints: values.prints, profile, baudRate, password, port: values.port };
}

async function main(): Promise<void> {
  const { pace, prints, profile, baudRate, password, port } = options();
  const touches = await touchSource(prints, geometryOfProfile(profile));
  const folder = mkdtempSync(join(tmpdir(), 'tram-emulator-'));
  const path = port ?? join(folder, 'fingerprint');
  const emulator = new SerialEmulator({ path, profile, baudRate, pace, password });

  const end = async (): Promise<void> => {
    await emulator.unplug();
    rmSync(folder, { recursive: true, force: true });
    process.exit(0);
  };
  process.once('disconnect', () => void end());
  process.once('SIGTERM', () => void end());
  process.once('SIGINT', () => void end());

  const reply = (message: EmulatorReply): void => {
    if (process.connected) process.send?.(message);
  };
  // One order after the other, in the order they came.
  let orders: Promise<void> = Promise.resolve();
  process.on('message', (message) => {
    const { requestId, order } = emulatorRequestSchema.parse(message);
    orders = orders.then(async () => {
      try {
        await obey(emulator, order, touches);
        reply({ type: 'done', requestId, port: path });
      } catch (cause) {
        const detail = cause instanceof Error ? cause.message : String(cause);
        reply({ type: 'failed', requestId, detail });
      }
    });
  });

  try {
    await emulator.plug();
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    throw cause;
  }
  process.stdout.write(`${JSON.stringify({ port: path })}\n`);
}

try {
  await main();
} catch (cause) {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exit(1);
}
