import type { TrainingDevice, TrainingFault } from '../../contract/training-devices.ts';
import type { DeviceCandidate } from '../../devices/drivers/candidate.ts';
import type { CameraFault, ZfmFault } from '../../devices/emulators/faults.ts';
import type { CameraEmulator, Emulator, HeadEmulator } from '../../devices/emulators/start.ts';
import type { SbiEmulator } from '../../devices/emulators/start-sbi.ts';

/** One emulated device of training, as the dock sees it. */
export interface PlayedDevice {
  readonly device: TrainingDevice;
  /** What the rack opens, where it has a port of its own. */
  readonly candidate: DeviceCandidate | undefined;
  plug(): Promise<void>;
  unplug(): Promise<void>;
  /** Only this fault from now on; none when it is null. */
  play(fault: TrainingFault | null): Promise<void>;
  stop(): Promise<void>;
}

/** In the middle of a picture of either kind. */
const MID_PICTURE_BYTES = 6_000;
const SLOW_MS = 1_500;

/** The rate that a module is raised to: a print takes half the time of the factory's. */
const PREFERRED_BAUD_RATE = 115_200;

/** What the emulated module says to be when it is ordered to have the wrong firmware. */
const SYSTEM_OF_ANOTHER_MAKE = 'system 0003';

export function playedModule(emulator: Emulator): PlayedDevice {
  return {
    ...played('module', emulator, async (fault) => {
      if (fault === 'pulled-in-picture') return emulator.unplug(MID_PICTURE_BYTES);
      return emulator.fault(MODULE_FAULTS[fault] ?? impossible(fault));
    }),
    candidate: {
      ...atPort(emulator.port),
      driver: 'zfm',
      role: 'fingerprint',
      settings: {
        preferredBaudRate: PREFERRED_BAUD_RATE,
        refusedFirmware: [SYSTEM_OF_ANOTHER_MAKE],
      },
    },
  };
}

export function playedCamera(emulator: CameraEmulator): PlayedDevice {
  return {
    ...played('serial-camera', emulator, async (fault) => {
      if (fault === 'pulled-in-picture') return emulator.unplug(MID_PICTURE_BYTES);
      return emulator.fault(CAMERA_FAULTS[fault] ?? impossible(fault));
    }),
    candidate: {
      ...atPort(emulator.port),
      driver: 'vc0706',
      role: 'portrait-camera',
      settings: {},
    },
  };
}

export function playedHead(emulator: HeadEmulator): PlayedDevice {
  return {
    ...played('camera-head', emulator, (fault) =>
      emulator.fault(CAMERA_FAULTS[fault] ?? impossible(fault)),
    ),
    candidate: { ...atPort(emulator.port), driver: 'visca', role: 'camera-head', settings: {} },
  };
}

/** Found by the rack as any service on the loopback is. */
export function playedSlapScanner(emulator: SbiEmulator): PlayedDevice {
  const clear = async (): Promise<void> => {
    await emulator.lie(undefined);
    await emulator.delay(0);
    await emulator.setStatus(SLAP_DEVICE_ID, 'Ready');
  };
  return {
    device: 'slap-scanner',
    candidate: undefined,
    plug: () => emulator.plug(),
    unplug: () => emulator.unplug(),
    stop: () => emulator.stop(),
    play: async (fault) => {
      await clear();
      switch (fault) {
        case null:
          return;
        case 'slow':
          return emulator.delay(SLOW_MS);
        case 'busy':
          return emulator.setStatus(SLAP_DEVICE_ID, 'Busy');
        case 'wrong-signature':
        case 'stranger':
        case 'expired-certificate':
        case 'broken-chain':
        case 'stale-timestamp':
        case 'other-transaction':
        case 'silence':
        case 'cut':
          return emulator.lie(fault);
        default:
          return impossible(fault);
      }
    },
  };
}

/** The service has this one device. */
const SLAP_DEVICE_ID = '1';

const MODULE_FAULTS: Partial<Record<TrainingFault, ZfmFault>> = {
  garbage: { kind: 'garbage' },
  // One damaged packet in so many is asked for again; more of them are a picture that cannot be read.
  truncated: { kind: 'truncated', keptBytes: 5, every: 3 },
  'bad-checksum': { kind: 'bad-checksum', every: 3 },
  duplicate: { kind: 'duplicate' },
  silence: { kind: 'silence' },
  slow: { kind: 'slow', delayMs: SLOW_MS, every: 20 },
  'no-finger': { kind: 'no-finger' },
  'stuck-finger': { kind: 'stuck-finger' },
  busy: { kind: 'busy' },
  'wrong-firmware': { kind: 'wrong-firmware' },
};

const CAMERA_FAULTS: Partial<Record<TrainingFault, CameraFault>> = {
  garbage: { kind: 'garbage' },
  truncated: { kind: 'truncated', keptBytes: 3, every: 3 },
  silence: { kind: 'silence' },
  slow: { kind: 'slow', delayMs: SLOW_MS, every: 5 },
  busy: { kind: 'busy' },
};

function played(
  device: TrainingDevice,
  emulator: {
    plug(): Promise<void>;
    unplug(): Promise<void>;
    clear(): Promise<void>;
    stop(): Promise<void>;
  },
  order: (fault: TrainingFault) => Promise<void>,
): Omit<PlayedDevice, 'candidate'> {
  let wasAnother = false;
  return {
    device,
    plug: () => emulator.plug(),
    unplug: () => emulator.unplug(),
    stop: () => emulator.stop(),
    play: async (fault) => {
      await emulator.clear();
      if (fault !== null) await order(fault);
      const isAnother = fault === 'wrong-firmware';
      if (isAnother === wasAnother) return;
      wasAnother = isAnother;
      // Firmware does not change under way: the device is swapped for another one.
      await emulator.unplug();
      await emulator.plug();
    },
  };
}

function atPort(port: string) {
  return { id: `serial:${port}`, address: port, identity: {}, transport: 'serial' } as const;
}

/** The contract lists the faults of each device; what is called checks against it. */
function impossible(fault: TrainingFault): never {
  throw new Error(`this device cannot play ${fault}`);
}
