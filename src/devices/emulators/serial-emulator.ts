import type { GrayImage } from '../../domain/gray-image.ts';
import { EmulatedLine } from './emulated-line.ts';
import type { EmulatedLineOptions } from './emulated-line.ts';
import { isZfmDeviceFault } from './faults.ts';
import type { LineFault, ZfmDeviceFault } from './faults.ts';
import { ZfmDevice } from './zfm-device.ts';
import type { ZfmModule } from './zfm-device.ts';

export interface SerialEmulatorOptions extends EmulatedLineOptions, ZfmModule {}

/** Taking a picture lasts about so long on the optical modules of the family (ZFM user manual 2.0, 2: under 1 s). */
const REAL_EXPOSURE_MS = 200;

/** A fingerprint module at the end of a cable. */
export class SerialEmulator {
  readonly line: EmulatedLine;
  readonly device: ZfmDevice;

  constructor({ path, pace, ...module }: SerialEmulatorOptions) {
    this.line = new EmulatedLine({ path, pace, baudRate: module.baudRate });
    this.device = new ZfmDevice({
      ...module,
      exposureMs: pace === 'real' ? REAL_EXPOSURE_MS : 0,
      send: (packet) => this.line.send(packet),
      isSending: () => this.line.isSending,
      onBaudRate: (baudRate) => this.line.setBaudRate(baudRate),
    });
    this.line.attach(this.device);
  }

  get path(): string {
    return this.line.path;
  }

  plug(): Promise<void> {
    return this.line.plug();
  }

  unplug(): Promise<void> {
    return this.line.unplug();
  }

  unplugAfter(bytes: number): void {
    this.line.unplugAfter(bytes);
  }

  place(image: GrayImage): void {
    this.device.place(image);
  }

  order(fault: LineFault | ZfmDeviceFault): void {
    if (isZfmDeviceFault(fault)) this.device.order(fault);
    else this.line.order(fault);
  }

  /** Device and line are well again. */
  clear(): void {
    this.device.clear();
    this.line.clear();
  }
}
