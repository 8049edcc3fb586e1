/**
 * The process of one emulated device on a pseudo terminal:
 *
 *     main.ts --serial [--prints DIR] [--profile zfm-20|r503] [--size WxH] [--password N] [--address N]   fingerprint module
 *     main.ts --visca                                                                                     camera head
 *     main.ts --vc0706                                                                                    serial camera
 *
 * each with `[--pace real|none] [--baud N] [--port PATH]`.
 *
 * It prints one line of JSON, `{"port": PATH}`, when the port can be opened. Orders come over the process's message
 * channel (`messages.ts`); when the channel closes, the process ends: no emulator outlives its parent.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { z } from 'zod';

import { CAMERA_BAUD_RATES, DEFAULT_BAUD_RATE } from '../protocols/vc0706/commands.ts';
import type { ImageGeometry } from '../protocols/zfm/image.ts';
import { obeyOrders } from './order-channel.ts';
import { orderedCamera, orderedHead, OrderedModule } from './ordered-devices.ts';
import type { OrderedDevice, TouchSource } from './ordered-devices.ts';
import { PrintsFolder } from './prints-folder.ts';
import { SerialEmulator } from './serial-emulator.ts';
import { renderTouch } from './synthetic-print/index.ts';
import { Vc0706Emulator } from './vc0706-emulator.ts';
import { ViscaEmulator } from './visca-emulator.ts';
import { geometryOfProfile, ZFM_PROFILES } from './zfm-device.ts';

const DEFAULT_MODULE_BAUD_RATE = 57_600;
const DEFAULT_HEAD_BAUD_RATE = 9_600;

const ARGUMENTS = {
  serial: { type: 'boolean', default: false },
  visca: { type: 'boolean', default: false },
  vc0706: { type: 'boolean', default: false },
  pace: { type: 'string', default: 'none' },
  baud: { type: 'string' },
  port: { type: 'string' },
  prints: { type: 'string' },
  profile: { type: 'string', default: 'zfm-20' },
  size: { type: 'string' },
  password: { type: 'string' },
  address: { type: 'string' },
} as const;

type Arguments = ReturnType<typeof given>;

function given() {
  return parseArgs({ options: ARGUMENTS }).values;
}

const KINDS = ['serial', 'visca', 'vc0706'] as const;

/** @param folder where the port is, under the name of its kind, when none was named */
async function orderedDevice(values: Arguments, folder: string): Promise<OrderedDevice> {
  const [kind, ...others] = KINDS.filter((one) => values[one]);
  if (kind === undefined || others.length > 0) {
    throw new Error('say one of --serial, --visca and --vc0706');
  }
  const { pace, port = join(folder, kind) } = values;
  if (pace !== 'real' && pace !== 'none') throw new Error('--pace is real or none');
  if (values.serial) return fingerprintModule(values, { path: port, pace });
  if (values.visca) {
    const baudRate = numberOf(values.baud, '--baud') ?? DEFAULT_HEAD_BAUD_RATE;
    return orderedHead(new ViscaEmulator({ path: port, pace, baudRate }));
  }
  const asked = numberOf(values.baud, '--baud') ?? DEFAULT_BAUD_RATE;
  const baudRate = CAMERA_BAUD_RATES.find((rate) => rate === asked);
  if (baudRate === undefined) throw new Error(`--baud is one of ${CAMERA_BAUD_RATES.join(', ')}`);
  return orderedCamera(new Vc0706Emulator({ path: port, pace, baudRate }));
}

async function fingerprintModule(
  values: Arguments,
  line: { readonly path: string; readonly pace: 'real' | 'none' },
): Promise<OrderedDevice> {
  const profile = ZFM_PROFILES.find((name) => name === values.profile);
  if (profile === undefined) throw new Error(`--profile is one of ${ZFM_PROFILES.join(', ')}`);
  const geometry = sizeOf(values.size) ?? geometryOfProfile(profile);
  const password = numberOf(values.password, '--password');
  const address = numberOf(values.address, '--address');
  const emulator = new SerialEmulator({
    ...line,
    profile,
    geometry,
    baudRate: numberOf(values.baud, '--baud') ?? DEFAULT_MODULE_BAUD_RATE,
    ...(password === undefined ? {} : { password }),
    ...(address === undefined ? {} : { address }),
  });
  return new OrderedModule(emulator, await touchSource(values.prints, geometry));
}

async function touchSource(prints: string | undefined, size: ImageGeometry): Promise<TouchSource> {
  if (prints === undefined) {
    return {
      hasConditions: true,
      touch: async ({ personSeed, position, touch, condition }) =>
        renderTouch({ personSeed, position, touch, condition, ...size }),
    };
  }
  const folder = await PrintsFolder.open(prints, size);
  return {
    hasConditions: false,
    touch: ({ position, touch }) => folder.touch(position, touch),
  };
}

function numberOf(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new Error(`${name} is a whole number`);
  return number;
}

function sizeOf(text: string | undefined): ImageGeometry | undefined {
  if (text === undefined) return undefined;
  const [widthPixels, heightPixels] = text.split('x').map(Number);
  if (widthPixels === undefined || heightPixels === undefined) {
    throw new Error('--size is width x height in pixels, such as 160x160');
  }
  return { widthPixels, heightPixels };
}

async function main(): Promise<void> {
  const values = given();
  const folder = mkdtempSync(join(tmpdir(), 'tram-emulator-'));
  try {
    await serve(await orderedDevice(values, folder), folder);
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    throw cause;
  }
}

async function serve(device: OrderedDevice, folder: string): Promise<void> {
  const { line } = device;
  // Whether it is an order for this device, the device says.
  obeyOrders(
    z.unknown(),
    (order) => device.obey(order),
    async () => {
      await line.unplug();
      rmSync(folder, { recursive: true, force: true });
    },
  );
  await line.plug();
  process.stdout.write(`${JSON.stringify({ port: line.path })}\n`);
}

try {
  await main();
} catch (cause) {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exit(1);
}
