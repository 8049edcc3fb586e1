import type { X509Certificate } from 'node:crypto';

import type { FingerprintAbility } from '../../domain/fingerprint-ability.ts';
import type { PrintTarget } from '../../domain/print-target.ts';
import { ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { FaceCamera } from '../camera-modality.ts';
import type { DeviceError } from '../device-error.ts';
import type { SbiDeviceOptions } from '../drivers/sbi-device.ts';
import { openSbiFaceCamera } from '../drivers/sbi-face-camera.ts';
import { openSbiFingerprintScanner } from '../drivers/sbi-fingerprint.ts';
import { openSbiIrisScanner } from '../drivers/sbi-iris.ts';
import { SbiServer } from '../emulators/sbi-server.ts';
import { EVERY_DEVIATION, NO_DEVIATION } from '../emulators/sbi/faults.ts';
import type { SbiUnitKind } from '../emulators/sbi/unit.ts';
import type { IrisScanner } from '../iris-modality.ts';
import type { FingerprintScanner } from '../modality.ts';
import { trustAnchors } from '../protocols/sbi/certificate-trust.ts';
import type { SbiEnvironment } from '../protocols/sbi/profile.ts';
import type { CertifiedBench, CertifiedDevice } from './certified-contract.ts';
import type { FaceCameraBench } from './face-camera-contract.ts';
import { opener } from './fingerprint-bench.ts';
import type { FingerprintBench, FingerprintHand } from './fingerprint-contract.ts';
import type { IrisScannerBench } from './iris-scanner-contract.ts';
import type { SitterHand } from './sitter-hand.ts';

type Decode = NonNullable<FingerprintBench['decode']>;
type Ask = (sentence: string) => Promise<void>;

/** One certified device on this machine. */
export interface SbiAddress {
  readonly port: number;
  readonly deviceId: string;
  readonly trustAnchors: readonly X509Certificate[];
  readonly environment: SbiEnvironment;
}

/** Long enough for a face that does not come, short enough to be waited for. */
const FACE_TIMEOUT_MS = 4_000;
const HAND = { personSeed: 11 };

/** A service of this kind with every deviation of the public mock, or none. */
export interface EmulatedService {
  readonly unit: SbiUnitKind;
  readonly isDeviating: boolean;
}

async function started({ unit, isDeviating }: EmulatedService): Promise<SbiServer> {
  return SbiServer.start({
    units: [unit],
    port: 0,
    pace: 'none',
    algorithm: 'ES256',
    hand: null,
    deviations: isDeviating ? EVERY_DEVIATION : NO_DEVIATION,
  });
}

function addressOf(server: SbiServer): SbiAddress {
  return {
    port: server.port,
    deviceId: '1',
    trustAnchors: trustAnchors([server.trustAnchorPem]),
    environment: 'Staging',
  };
}

function nothing(): Promise<void> {
  return Promise.resolve();
}

/** The fingerprint driver on an emulated service. @param abilities what a description says, where there is one */
export async function emulatedSbiScanner(
  service: EmulatedService,
  decode: Decode,
  abilities?: readonly FingerprintAbility[],
): Promise<FingerprintBench> {
  const server = await started(service);
  const described = abilities === undefined ? {} : { abilities };
  return {
    hand: fingersAt(server),
    decode,
    ...opener(
      () => openSbiFingerprintScanner({ ...addressOf(server), ...described }),
      () => server.stop(),
    ),
  };
}

function fingersAt(server: SbiServer): FingerprintHand {
  return {
    place: async () => server.place(HAND),
    lift: async () => server.lift(),
    unplug: async (afterBytes) => {
      if (afterBytes === undefined) await server.stop();
      else server.stopAfter(afterBytes);
    },
    plug: () => server.restart(),
    garbage: async (on) => void (server.lie = on ? 'nonsense' : undefined),
    damageNextPackets: async (packets) => server.damageNextAnswers(packets),
  };
}

/** The fingerprint driver on a certified scanner; what has to be done at it is asked of a person. */
export function realSbiScanner(address: SbiAddress, decode: Decode, ask: Ask): FingerprintBench {
  return {
    hand: askedHand(ask),
    decode,
    ...opener(() => openSbiFingerprintScanner(address), nothing),
  };
}

function askedHand(ask: Ask): FingerprintHand {
  return {
    place: (target) => ask(`Lay ${inWords(target)} on the sensor and leave it there.`),
    lift: () => ask('Lift the hand.'),
    unplug: () => ask('Stop the service of the scanner.'),
    plug: () => ask('Start the service of the scanner again.'),
    garbage: never,
    damageNextPackets: never,
  };
}

function never(): Promise<never> {
  return Promise.reject(new Error('only an emulator does this'));
}

function inWords(target: PrintTarget): string {
  if (target.kind === 'slap') return `the ${target.slap.replace('-', ' ')}`;
  const finger = `the ${target.position.replace('-', ' ')} finger`;
  return target.impression === 'live-rolled' ? `${finger}, rolled from nail to nail,` : finger;
}

function sitterAt(server: SbiServer): SitterHand {
  return {
    sit: async () => server.place(HAND),
    leave: async () => server.lift(),
    unplug: () => server.stop(),
    unplugAfter: (bytes) => server.stopAfter(bytes),
    plug: () => server.restart(),
  };
}

function askedSitter(ask: Ask): SitterHand {
  return {
    sit: () => ask('Sit before the device and look at it.'),
    leave: () => ask('Leave the place before the device.'),
    unplug: () => ask('Stop the service of the device.'),
    unplugAfter: () => {
      throw new Error('only an emulator does this');
    },
    plug: () => ask('Start the service of the device again.'),
  };
}

export async function emulatedSbiFace(isDeviating: boolean): Promise<FaceCameraBench> {
  const server = await started({ unit: 'face', isDeviating });
  server.place(HAND);
  return {
    hand: sitterAt(server),
    ...opener(
      () => openFace(addressOf(server)),
      () => server.stop(),
    ),
  };
}

export function realSbiFace(address: SbiAddress, ask: Ask): FaceCameraBench {
  return { hand: askedSitter(ask), ...opener(() => openFace(address), nothing) };
}

function openFace(options: SbiDeviceOptions): Promise<Result<FaceCamera, DeviceError>> {
  return openSbiFaceCamera({ ...options, faceTimeoutMs: FACE_TIMEOUT_MS });
}

export async function emulatedSbiIrises(isDeviating: boolean): Promise<IrisScannerBench> {
  const server = await started({ unit: 'irises', isDeviating });
  return {
    hand: sitterAt(server),
    ...opener(
      () => openSbiIrisScanner(addressOf(server)),
      () => server.stop(),
    ),
  };
}

export function realSbiIrises(address: SbiAddress, ask: Ask): IrisScannerBench {
  return { hand: askedSitter(ask), ...opener(() => openSbiIrisScanner(address), nothing) };
}

/** Any of the drivers on an emulated service that can be told to lie. */
export async function lyingService(service: EmulatedService): Promise<CertifiedBench> {
  const server = await started(service);
  server.place(HAND);
  return {
    lie: (lie) => void (server.lie = lie),
    setStatus: (status) => {
      for (const unit of server.units) unit.setStatus = status;
    },
    ...opener(
      () => openCertified(service.unit, addressOf(server)),
      () => server.stop(),
    ),
  };
}

type ClosableDevice = CertifiedDevice & { close(): Promise<void> };

async function openCertified(
  unit: SbiUnitKind,
  address: SbiAddress,
): Promise<Result<ClosableDevice, DeviceError>> {
  switch (unit) {
    case 'slap':
    case 'single': {
      const opened = await openSbiFingerprintScanner(address);
      return opened.ok ? ok(takingPrints(opened.value)) : opened;
    }
    case 'face': {
      const opened = await openFace(address);
      return opened.ok ? ok(takingFaces(opened.value)) : opened;
    }
    case 'irises': {
      const opened = await openSbiIrisScanner(address);
      return opened.ok ? ok(takingIrises(opened.value)) : opened;
    }
  }
}

function limit(): AbortSignal {
  return AbortSignal.timeout(20_000);
}

function takingPrints(scanner: FingerprintScanner): ClosableDevice {
  const target = scanner.info.abilities.includes('slaps-4-4-2')
    ? ({ kind: 'slap', slap: 'two-thumbs' } as const)
    : ({ kind: 'single', position: 'right-index', impression: 'live-plain' } as const);
  return {
    take: () => scanner.capture(target, limit()),
    checkAlive: () => scanner.checkAlive(),
    close: () => scanner.close(),
  };
}

function takingFaces(camera: FaceCamera): ClosableDevice {
  return {
    take: () => camera.takePicture(limit()),
    checkAlive: () => camera.checkAlive(),
    close: () => camera.close(),
  };
}

function takingIrises(scanner: IrisScanner): ClosableDevice {
  return {
    take: () => scanner.capture('both', limit()),
    checkAlive: () => scanner.checkAlive(),
    close: () => scanner.close(),
  };
}
