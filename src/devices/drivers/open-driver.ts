import { X509Certificate } from 'node:crypto';
import type { Result } from '../../domain/result.ts';
import type { DeviceError } from '../device-error.ts';
import type { OpenedDevice } from '../opened-device.ts';
import { DEFAULT_LAYOUT, layoutFromDescriptor } from '../protocols/hid-pos/layout.ts';
import { DEFAULT_STREAM_REPORT } from '../protocols/hid-stream.ts';
import type { StreamReport } from '../protocols/hid-stream.ts';
import { FAMILY_BAUD_RATES } from '../protocols/zfm/parameters.ts';
import type { Transport } from '../transports/transport.ts';
import type { DeviceCandidate } from './candidate.ts';

type CandidateOf<Driver extends DeviceCandidate['driver']> = Extract<
  DeviceCandidate,
  { driver: Driver }
>;

const FIRST_BAUD_RATE = 57_600;

/**
 * Opens a device with its driver. Each driver, and the binding under it, is loaded when a device first asks for it: a
 * process holds the code of its own device only.
 */
export function openDriver(candidate: DeviceCandidate): Promise<Result<OpenedDevice, DeviceError>> {
  switch (candidate.driver) {
    case 'zfm':
      return openZfm(candidate);
    case 'hid-pos':
      return openHidPos(candidate);
    case 'visca':
      return openVisca(candidate);
    case 'vc0706':
      return openVc0706(candidate);
    case 'sbi':
      return openSbi(candidate);
  }
}

async function openZfm(candidate: CandidateOf<'zfm'>): Promise<Result<OpenedDevice, DeviceError>> {
  const { settings, identity } = candidate;
  const { openZfmFingerprintScanner } = await import('./zfm-fingerprint.ts');
  const transport =
    candidate.transport === 'serial'
      ? await serial(candidate.address, (settings.baudRates ?? FAMILY_BAUD_RATES)[0])
      : await hidStream(candidate.address, candidate.settings.report);
  return inRole(
    'fingerprint',
    await openZfmFingerprintScanner({ ...settings, transport, identity }),
  );
}

async function openHidPos({
  address,
  identity,
  settings,
}: CandidateOf<'hid-pos'>): Promise<Result<OpenedDevice, DeviceError>> {
  const { openHidPosScanner } = await import('./hid-pos-scanner.ts');
  const { HidTransport, readHidReportDescriptor } = await import('../transports/hid.ts');
  const descriptor = settings.layout ? undefined : await readHidReportDescriptor(address);
  const own = descriptor && layoutFromDescriptor(descriptor);
  const layout = settings.layout ?? own ?? DEFAULT_LAYOUT;
  const transport = new HidTransport({
    path: address,
    inputReportSizeBytes: layout.reportSizeBytes,
  });
  const info = { make: '', model: '', serialNumber: '', ...identity };
  return inRole('code-scanner', await openHidPosScanner({ transport, layout, info }));
}

async function openVisca(
  candidate: CandidateOf<'visca'>,
): Promise<Result<OpenedDevice, DeviceError>> {
  const { settings, identity, address } = candidate;
  const { openViscaCameraHead } = await import('./visca-camera-head.ts');
  const transport = await serial(address, settings.baudRates?.[0]);
  return inRole('camera-head', await openViscaCameraHead({ ...settings, transport, identity }));
}

async function openVc0706(
  candidate: CandidateOf<'vc0706'>,
): Promise<Result<OpenedDevice, DeviceError>> {
  const { settings, identity, address } = candidate;
  const { openVc0706Camera } = await import('./vc0706-camera.ts');
  const transport = await serial(address, settings.baudRates?.[0]);
  return inRole('portrait-camera', await openVc0706Camera({ ...settings, transport, identity }));
}

async function openSbi(candidate: CandidateOf<'sbi'>): Promise<Result<OpenedDevice, DeviceError>> {
  const { settings, role } = candidate;
  const trustAnchors = settings.trustAnchors.map((pem) => new X509Certificate(pem));
  if (role === 'fingerprint') {
    const { openSbiFingerprintScanner } = await import('./sbi-fingerprint.ts');
    return inRole(role, await openSbiFingerprintScanner({ ...settings, trustAnchors }));
  }
  const { openSbiFaceCamera } = await import('./sbi-face-camera.ts');
  return inRole(role, await openSbiFaceCamera({ ...settings, trustAnchors }));
}

async function serial(path: string, baudRate: number = FIRST_BAUD_RATE): Promise<Transport> {
  const { SerialTransport } = await import('../transports/serial.ts');
  return new SerialTransport({ path, baudRate });
}

async function hidStream(
  path: string,
  report: StreamReport = DEFAULT_STREAM_REPORT,
): Promise<Transport> {
  const { HidTransport } = await import('../transports/hid.ts');
  const { HidStreamTransport } = await import('./hid-stream-transport.ts');
  const reports = new HidTransport({ path, inputReportSizeBytes: report.sizeBytes });
  return new HidStreamTransport(reports, report);
}

function inRole<Role extends OpenedDevice['role']>(
  role: Role,
  opened: Result<Extract<OpenedDevice, { role: Role }>['device'], DeviceError>,
): Result<OpenedDevice, DeviceError> {
  if (!opened.ok) return opened;
  // The role and the device in it were paired by the caller.
  return { ok: true, value: { role, device: opened.value } as OpenedDevice };
}
