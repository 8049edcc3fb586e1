import { existsSync } from 'node:fs';
import type { Boot } from '../../contract/channel.ts';
import { TRAINING_DEVICES } from '../../contract/training-devices.ts';
import type {
  TrainingDevice,
  TrainingDeviceView,
  TrainingFault,
} from '../../contract/training-devices.ts';
import type { DeviceCandidate } from '../../devices/drivers/candidate.ts';
import {
  startCameraEmulator,
  startEmulator,
  startHeadEmulator,
} from '../../devices/emulators/start.ts';
import type { Emulator } from '../../devices/emulators/start.ts';
import { startSbiEmulator } from '../../devices/emulators/start-sbi.ts';
import type { SbiEmulator } from '../../devices/emulators/start-sbi.ts';
import { Listeners } from '../../devices/listeners.ts';
import type { Unsubscribe } from '../../devices/listeners.ts';
import type { CandidateSource } from '../../devices/rack/candidate-source.ts';
import { companionNode } from '../host/companion-node.ts';
import { companionScript } from '../host/companion-script.ts';
import { playedCamera, playedHead, playedModule, playedSlapScanner } from './training-device.ts';
import type { PlayedDevice } from './training-device.ts';

/**
 * The emulated devices of a training station, each a process of its own on a real wire: a fingerprint module from the
 * beginning, the others when somebody takes them out of the drawer.
 */
export class TrainingDevices implements CandidateSource {
  readonly module: Emulator;
  readonly #emulation: Boot['emulation'];
  readonly #devices = new Map<TrainingDevice, PlayedDevice>();
  readonly #plugged = new Set<TrainingDevice>(['module']);
  readonly #faults = new Map<TrainingDevice, TrainingFault>();
  readonly #changes = new Listeners<void>();
  #slapScanner: SbiEmulator | undefined;

  private constructor(module: Emulator, emulation: Boot['emulation']) {
    this.module = module;
    this.#emulation = emulation;
    this.#devices.set('module', playedModule(module));
  }

  /** @throws with the emulator's own sentence when the module does not start */
  static async start(emulation: Boot['emulation']): Promise<TrainingDevices> {
    const { pace, printsDirectory } = emulation;
    const module = await startEmulator({
      scriptPath: companionScript('emulator'),
      execPath: companionNode(),
      pace,
      ...(printsDirectory === null ? {} : { printsFolder: printsDirectory }),
    });
    return new TrainingDevices(module, emulation);
  }

  /** The service of the slap scanner, once it was taken out. */
  get slapScanner(): SbiEmulator | undefined {
    return this.#slapScanner;
  }

  /** What vouches for the emulated slap scanner, PEM: believed by a training station alone. */
  trustAnchors(): readonly string[] {
    return this.#slapScanner ? [this.#slapScanner.trustAnchorPem] : [];
  }

  candidates(): readonly DeviceCandidate[] {
    return [...this.#devices.values()]
      .map(({ candidate }) => candidate)
      .filter((candidate) => candidate !== undefined);
  }

  onChange(listener: () => void): Unsubscribe {
    return this.#changes.add(listener);
  }

  view(): TrainingDeviceView[] {
    return TRAINING_DEVICES.map((device) => {
      const plugged = this.#isPlugged(device);
      return { device, plugged, fault: plugged ? (this.#faults.get(device) ?? null) : null };
    });
  }

  /** One whose cable was ordered to be pulled in a picture is out when its port is gone. */
  #isPlugged(device: TrainingDevice): boolean {
    const candidate = this.#devices.get(device)?.candidate;
    const hasPort = candidate === undefined || existsSync(candidate.address);
    return hasPort && this.#plugged.has(device);
  }

  /** A device that is plugged in again is a well one. */
  async plug(device: TrainingDevice): Promise<void> {
    const known = this.#devices.get(device);
    // One that is taken out of the drawer is plugged in when it starts.
    if (known) {
      await known.plug();
      await known.play(null);
      this.#faults.delete(device);
    } else this.#devices.set(device, await this.#takeOut(device));
    this.#plugged.add(device);
    this.#changes.emit();
  }

  async unplug(device: TrainingDevice): Promise<void> {
    await this.#devices.get(device)?.unplug();
    this.#plugged.delete(device);
  }

  async play(device: TrainingDevice, fault: TrainingFault | null): Promise<void> {
    await this.#devices.get(device)?.play(fault);
    if (fault === null) this.#faults.delete(device);
    else this.#faults.set(device, fault);
    this.#changes.emit();
  }

  /** The rack watches them no longer; they live until `end`. */
  stop(): Promise<void> {
    return Promise.resolve();
  }

  async end(): Promise<void> {
    await Promise.all([...this.#devices.values()].map((device) => device.stop()));
  }

  async #takeOut(device: TrainingDevice): Promise<PlayedDevice> {
    const { pace, printsDirectory } = this.#emulation;
    const options = { execPath: companionNode(), pace };
    switch (device) {
      case 'module':
        return playedModule(this.module);
      case 'serial-camera':
        return playedCamera(
          await startCameraEmulator({ ...options, scriptPath: companionScript('emulator') }),
        );
      case 'camera-head':
        return playedHead(
          await startHeadEmulator({ ...options, scriptPath: companionScript('emulator') }),
        );
      case 'slap-scanner':
        this.#slapScanner = await startSbiEmulator({
          ...options,
          scriptPath: companionScript('sbi-emulator'),
          units: ['slap'],
          ...(printsDirectory === null ? {} : { printsFolder: printsDirectory }),
        });
        return playedSlapScanner(this.#slapScanner);
    }
  }
}
