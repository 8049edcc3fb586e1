import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../../domain/result.ts';
import type { DeviceError } from '../device-error.ts';
import type { EmulatedLine } from '../emulators/emulated-line.ts';
import { SerialTransport } from '../transports/serial.ts';
import type { Transport } from '../transports/transport.ts';
import { emulatedHand, humanSerialHand } from './serial-hand.ts';
import type { SerialHand } from './serial-hand.ts';

/** A driver on a serial port: its emulator on a pseudo terminal, or a real device. */
export interface SerialBench<Device> {
  readonly hand: SerialHand;
  /** What the emulator hangs at; undefined where the device is real. */
  readonly line: EmulatedLine | undefined;
  open(): Promise<Result<Device, DeviceError>>;
  close(): Promise<void>;
}

/**
 * A bench for a driver on a serial port. What a person does at the device beside its cable (a code that is scanned) is
 * added to its hand by who knows the device.
 * @param port of a real device; without it the emulated one
 */
export async function serialBench<Device extends { close(): Promise<void> }>(
  port: string | undefined,
  ask: (sentence: string) => Promise<void>,
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
    line,
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
