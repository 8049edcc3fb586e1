import { CERTIFIED_CONTRACT } from '../devices/conformance/certified-contract.ts';
import { holdTo } from '../devices/conformance/contract.ts';
import type { ClauseOutcome } from '../devices/conformance/contract.ts';
import { FACE_CAMERA_CONTRACT } from '../devices/conformance/face-camera-contract.ts';
import { FINGERPRINT_CONTRACT } from '../devices/conformance/fingerprint-contract.ts';
import type { FingerprintBench } from '../devices/conformance/fingerprint-contract.ts';
import { IRIS_SCANNER_CONTRACT } from '../devices/conformance/iris-scanner-contract.ts';
import {
  emulatedSbiFace,
  emulatedSbiIrises,
  emulatedSbiScanner,
  lyingService,
  realSbiFace,
  realSbiIrises,
  realSbiScanner,
} from '../devices/conformance/sbi-benches.ts';
import type { SbiAddress } from '../devices/conformance/sbi-benches.ts';
import { verifiedInfo } from '../devices/drivers/sbi-device.ts';
import { discoverSbiDevices } from '../devices/drivers/sbi-discovery.ts';
import type { SbiFoundDevice } from '../devices/drivers/sbi-discovery.ts';
import { trustAnchors } from '../devices/protocols/sbi/certificate-trust.ts';
import { SBI_ENVIRONMENTS } from '../devices/protocols/sbi/profile.ts';
import type { SbiEnvironment } from '../devices/protocols/sbi/profile.ts';
import { FINGERPRINT_ABILITIES } from '../domain/fingerprint-ability.ts';
import { err, ok } from '../domain/result.ts';
import { decodePrint } from '../imaging/decode-print.ts';
import { readCertificates } from './certificate-files.ts';
import { failWith } from './output.ts';

type Ask = (sentence: string) => Promise<void>;

const decode: NonNullable<FingerprintBench['decode']> = async (print) => {
  const decoded = await decodePrint(print);
  return decoded.ok ? ok(decoded.value) : err(decoded.error);
};

/** Every driver of the interface: fingerprints, faces and irises, each on a service that speaks the specification or the public mock's dialect. */
export async function conformEmulatedSbi(): Promise<ClauseOutcome[]> {
  const slap = { unit: 'slap', isDeviating: false } as const;
  const single = { unit: 'single', isDeviating: true } as const;
  const prints = FINGERPRINT_CONTRACT;
  return [
    ...of(
      'slap scanner',
      await holdTo(prints, () => emulatedSbiScanner(slap, decode, FINGERPRINT_ABILITIES), true),
    ),
    ...of(
      'single-finger scanner',
      await holdTo(prints, () => emulatedSbiScanner(single, decode), true),
    ),
    ...of('face camera', await holdTo(FACE_CAMERA_CONTRACT, () => emulatedSbiFace(false), true)),
    ...of('iris scanner', await holdTo(IRIS_SCANNER_CONTRACT, () => emulatedSbiIrises(true), true)),
    ...of('slap scanner', await holdTo(CERTIFIED_CONTRACT, () => lyingService(slap), true)),
    ...of(
      'face camera',
      await holdTo(
        CERTIFIED_CONTRACT,
        () => lyingService({ unit: 'face', isDeviating: true }),
        true,
      ),
    ),
    ...of(
      'iris scanner',
      await holdTo(
        CERTIFIED_CONTRACT,
        () => lyingService({ unit: 'irises', isDeviating: false }),
        true,
      ),
    ),
  ];
}

/** Every device behind a port of this machine. What has to be done at it is asked of a person. */
export async function conformRealSbi(
  port: string,
  trustFiles: readonly string[],
  ask: Ask,
): Promise<ClauseOutcome[]> {
  if (trustFiles.length === 0)
    failWith('Name the certificates that vouch for the device: --trust FILE.');
  const number = Number(port);
  if (!/^\d+$/.test(port) || number < 1 || number > 65_535) {
    failWith(`--port ${port}: the port of a service is a number from 1 to 65535, such as 4501.`);
  }
  const anchors = trustAnchors(readCertificates(trustFiles));
  const { devices, otherPorts } = await discoverSbiDevices({ ports: [number] });
  if (devices.length === 0) {
    failWith(`There is no certified device at port ${port}: ${otherPorts[0]?.detail ?? 'closed'}.`);
  }
  const outcomes: ClauseOutcome[] = [];
  for (const device of devices) {
    outcomes.push(...(await conformRealDevice(device, anchors, ask)));
  }
  return outcomes;
}

async function conformRealDevice(
  device: SbiFoundDevice,
  anchors: SbiAddress['trustAnchors'],
  ask: Ask,
): Promise<ClauseOutcome[]> {
  const { port, deviceId, digitalId } = device;
  const address = {
    port,
    deviceId,
    trustAnchors: anchors,
    environment: await environmentOf(device, anchors),
  };
  const name = `${digitalId.make} ${digitalId.model}`;
  switch (digitalId.type) {
    case 'Finger': {
      const open = (): Promise<FingerprintBench> =>
        Promise.resolve(realSbiScanner(address, decode, ask));
      return of(name, await holdTo(FINGERPRINT_CONTRACT, open, false));
    }
    case 'Face': {
      const open = () => Promise.resolve(realSbiFace(address, ask));
      return of(name, await holdTo(FACE_CAMERA_CONTRACT, open, false));
    }
    case 'Iris': {
      const open = () => Promise.resolve(realSbiIrises(address, ask));
      return of(name, await holdTo(IRIS_SCANNER_CONTRACT, open, false));
    }
  }
}

/** What the device is registered for, which only its signed description tells. */
async function environmentOf(
  { port, deviceId }: SbiFoundDevice,
  anchors: SbiAddress['trustAnchors'],
): Promise<SbiEnvironment> {
  const info = await verifiedInfo({ port, deviceId, trustAnchors: anchors });
  if (!info.ok) failWith(`The device does not open: ${info.error.code}, ${info.error.detail}.`);
  const said = info.value.environment;
  const environment = SBI_ENVIRONMENTS.find((name) => name === said);
  return environment ?? failWith(`The device is registered for no environment: it says "${said}".`);
}

/** Whose clauses these are, at the beginning of each. */
function of(device: string, outcomes: readonly ClauseOutcome[]): ClauseOutcome[] {
  return outcomes.map((outcome) => ({
    ...outcome,
    statement: `${device}: ${outcome.statement}`,
  }));
}
