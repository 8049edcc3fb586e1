import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../../domain/result.ts';
import type { DeviceError } from '../device-error.ts';
import { openVc0706Camera } from '../drivers/vc0706-camera.ts';
import { openViscaCameraHead } from '../drivers/visca-camera-head.ts';
import type { EmulatedLine } from '../emulators/emulated-line.ts';
import { Vc0706Emulator } from '../emulators/vc0706-emulator.ts';
import { ViscaEmulator } from '../emulators/visca-emulator.ts';
import { SerialTransport } from '../transports/serial.ts';
import type { Transport } from '../transports/transport.ts';
import type { CameraHeadBench } from './camera-head-contract.ts';
import { emulatedHand, humanSerialHand } from './serial-hand.ts';
import type { SerialHand } from './serial-hand.ts';
import type { StillCameraBench } from './still-camera-contract.ts';

const VISCA_BAUD_RATE = 9_600;
const VC0706_BAUD_RATE = 38_400;

type Ask = (sentence: string) => Promise<void>;

/** @param port of a real camera; without it the emulated one */
export function vc0706Bench(
  port: string | undefined,
  ask: Ask,
): Promise<StillCameraBench<SerialHand>> {
  const open = (transport: Transport) => openVc0706Camera({ transport });
  const emulated = (path: string) => new Vc0706Emulator({ path, pace: 'none', startMs: 50 }).line;
  return serialBench(port, ask, { baudRate: VC0706_BAUD_RATE, open, emulated });
}

/** @param port of a real camera head; without it the emulated one */
export function viscaBench(port: string | undefined, ask: Ask): Promise<CameraHeadBench> {
  const open = (transport: Transport) => openViscaCameraHead({ transport });
  const emulated = (path: string) =>
    new ViscaEmulator({ path, baudRate: VISCA_BAUD_RATE, pace: 'none' }).line;
  return serialBench(port, ask, { baudRate: VISCA_BAUD_RATE, open, emulated });
}

interface SerialBench<Device> {
  readonly hand: SerialHand;
  open(): Promise<Result<Device, DeviceError>>;
  close(): Promise<void>;
}

async function serialBench<Device extends { close(): Promise<void> }>(
  port: string | undefined,
  ask: Ask,
  device: {
    baudRate: number;
    open: (transport: Transport) => Promise<Result<Device, DeviceError>>;
    emulated: (path: string) => EmulatedLine;
  },
): Promise<SerialBench<Device>> {
  const folder = mkdtempSync(join(tmpdir(), 'tram-conform-'));
  const line = port === undefined ? device.emulated(join(folder, 'port')) : undefined;
  await line?.plug();
  const path = port ?? join(folder, 'port');
  const opened: Device[] = [];
  return {
    hand: line ? emulatedHand(line) : humanSerialHand(ask),
    open: async () => {
      const answer = await device.open(new SerialTransport({ path, baudRate: device.baudRate }));
      if (answer.ok) opened.push(answer.value);
      return answer;
    },
    close: async () => {
      for (const one of opened) await one.close();
      await line?.unplug();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
