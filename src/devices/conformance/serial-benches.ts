import { openVc0706Camera } from '../drivers/vc0706-camera.ts';
import { openViscaCameraHead } from '../drivers/visca-camera-head.ts';
import { Vc0706Emulator } from '../emulators/vc0706-emulator.ts';
import { ViscaEmulator } from '../emulators/visca-emulator.ts';
import type { Transport } from '../transports/transport.ts';
import type { CameraHeadBench } from './camera-head-contract.ts';
import { serialBench } from './serial-bench.ts';
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
