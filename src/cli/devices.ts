import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SHIPPED_DESCRIPTIONS } from '../devices/descriptions/shipped.ts';
import { DRIVERS } from '../devices/drivers/drivers.ts';
import type { SbiEnvironment } from '../devices/protocols/sbi/profile.ts';
import { capabilitiesOf } from '../devices/rack/capabilities.ts';
import type { RackDevice } from '../devices/rack/rack-device.ts';
import type { StrangerReason } from '../devices/rack/stranger.ts';
import { surveyDevices } from '../devices/survey.ts';
import type { SurveyedPort, SurveyProblem } from '../devices/survey.ts';
import { NAMED_DRIVERS, readNamedDevice } from '../domain/named-device.ts';
import type { NamedDevice } from '../domain/named-device.ts';
import { readCertificates } from './certificate-files.ts';
import { failWith, printJson, resultLines } from './output.ts';
import { mustBeSerialPort } from './serial-port.ts';

/**
 * `tram devices`: ports, devices, drivers, roles, capabilities, health. It exits with 0 when it could look, whatever it
 * found; `ok` says whether all of it is well.
 */
export async function runDevices(options: {
  port?: string[];
  device?: string[];
  data?: string;
  trust?: string[];
  environment: SbiEnvironment;
  json?: boolean;
}): Promise<void> {
  const { data, trust = [], environment, json } = options;
  if (data !== undefined) mustBeFolder(data);
  const own = data === undefined ? undefined : join(data, 'devices');
  const survey = await surveyDevices({
    named: namedDevices(options),
    descriptions: { shipped: SHIPPED_DESCRIPTIONS, ...(own !== undefined && { own }) },
    trust: { trustAnchors: readCertificates(trust), environment },
  });
  const { ports, devices, services, descriptions, problems, refused } = survey;
  if (json) {
    printJson({
      ok: devices.every(isReady) && problems.length === 0 && refused.length === 0,
      ports,
      devices: devices.map(withCapabilities),
      services,
      drivers: DRIVERS,
      descriptions: descriptions.map(({ file, isOwn, driver, name }) => ({
        file,
        own: isOwn,
        driver,
        name,
      })),
      refusedDescriptions: refused,
      problems: problems.map((problem) => ({ ...problem, sentence: problemSentence(problem) })),
    });
  }
  const tell = resultLines(json);
  for (const problem of problems) tell(problemSentence(problem));
  for (const { file, sentence } of refused) tell(`${file}: ${sentence}`);
  for (const { file, isOwn, driver, name } of descriptions) {
    if (isOwn) tell(`${file}: read, ${name} (${driver})`);
  }
  if (own !== undefined && !existsSync(own)) tell(`There is no folder ${own}: nothing described.`);
  for (const device of devices) tell(deviceSentence(device));
  for (const { port, code, detail } of services.otherPorts) {
    tell(`127.0.0.1:${port} is no usable biometric service: ${code}, ${detail}`);
  }
  if (devices.length === 0) tell('No device of a kind that this station knows is plugged in.');
  for (const port of ports) if (port.reason !== null) tell(strangerSentence(port, port.reason));
}

function mustBeFolder(data: string): void {
  const found = statSync(data, { throwIfNoEntry: false });
  if (found === undefined) failWith(`--data: there is no folder ${data}.`);
  if (!found.isDirectory()) failWith(`--data: ${data} is no folder.`);
}

/** What `--port` and `--device` name. A port that is there and is no serial one ends the command with a sentence. */
function namedDevices({
  port: modulePorts = [],
  device: texts = [],
}: {
  port?: string[];
  device?: string[];
}): readonly NamedDevice[] {
  const modules = modulePorts.map((port) => ({ driver: 'zfm', port }) as const);
  const others = texts.map(
    (text) =>
      readNamedDevice(text) ??
      failWith(
        `--device ${text}: say which driver is at which port, such as visca=/dev/ttyS0; drivers are ${NAMED_DRIVERS.join(', ')}.`,
      ),
  );
  for (const { port } of modules) mustBeSerialPort('--port', port);
  for (const { port } of others) mustBeSerialPort('--device', port);
  return [...modules, ...others];
}

function withCapabilities(device: RackDevice): object {
  return { ...device, capabilities: capabilitiesOf(device) };
}

function isReady({ health }: RackDevice): boolean {
  return health.state === 'ready';
}

function deviceSentence({ role, driver, address, info, health }: RackDevice): string {
  const name = [info.make, info.model, info.serialNumber].filter(Boolean).join(' ') || 'unnamed';
  return `${role}: ${name} at ${address} (${driver}): ${healthInWords(health)}`;
}

function healthInWords(health: RackDevice['health']): string {
  switch (health.state) {
    case 'failed':
      return FAILURES[health.error.code];
    case 'unplugged':
      return 'there is nothing at this port: plug it in, or name another port';
    default:
      return health.state;
  }
}

function strangerSentence(port: SurveyedPort, reason: StrangerReason): string {
  const { path, transport, vendorId, productId, make, model, serialNumber } = port;
  const ids = [vendorId, productId].every((id) => id !== null)
    ? `${hexadecimal(vendorId)}:${hexadecimal(productId)}`
    : '';
  const number = serialNumber ? `serial number ${serialNumber}` : '';
  const name = [make, model].filter(Boolean).join(' ');
  const known = [transport, ids, name, number].filter(Boolean).join(', ');
  return `${path} (${known}): ${STRANGERS[reason]}`;
}

function hexadecimal(id: number | null): string {
  return (id ?? 0).toString(16).padStart(4, '0');
}

/** What the technician is to do about a port that no driver is for. */
const STRANGERS = {
  'not-a-device':
    'no driver is for it: it says that it is something else; a device at a serial port that tells nothing is named with --device DRIVER=PORT',
  'no-permission':
    'no driver is for it, and this user may not open it: add the user to the group dialout (serial), or install a udev rule that gives access to hidraw devices',
  'no-description':
    'no driver is for it: describe it in the folder devices of the station’s data (docs/drivers.md, “A device by a file”)',
} as const satisfies Record<StrangerReason, string>;

/** What the technician is to do. */
const FAILURES = {
  'port-not-found': 'it is gone: plug it in',
  'port-busy': 'another program holds its port: close it, or the station that runs',
  'permission-denied':
    'this user may not open it: add the user to the group dialout (serial), or install a udev rule that gives access to hidraw devices',
  disconnected: 'it went away while it was asked: look at the cable',
  'io-error': 'the operating system cannot talk to it: pull it and plug it in again',
  'no-answer': 'nothing answers: seat both ends of its cable, and look at its power',
  'wrong-answer': 'what answers speaks another protocol, or the line is disturbed',
  'wrong-baud-rate':
    'it answers, but at another baud rate than its description allows: correct baudRates there',
  'password-refused': 'the module is locked with a password that this station does not know',
  'sensor-fault': 'its sensor or memory failed: replace it',
  'finger-timeout': 'no finger came in time',
  cancelled: 'the capture was cancelled',
  busy: 'another capture runs on it',
  'not-open': 'it was closed before',
  'not-supported': 'it cannot take what was asked for',
  'not-ready':
    'it says that it cannot work now: wait until it has started, or look at its own program',
  'device-busy': 'another program works with it: close that program',
  'wrong-firmware': 'its description refuses this firmware: bring it up to date',
  'wrong-environment':
    'it is registered for another environment: say which with --environment; a station takes those of Production',
  'unsupported-image': 'it compresses pictures in a way that this station cannot read',
  'bad-signature': 'what it says is not signed by the key that it shows: do not use it',
  'untrusted-certificate':
    'no certificate that is known here vouches for it: name its provider’s with --trust FILE; at a station the supervisor imports it',
  'broken-hash-chain': 'its samples do not continue the chain: restart its service',
  'stale-timestamp': 'its clock is more than five minutes from this machine’s: set the clocks',
  'other-transaction': 'it answered another request: restart its service',
  'bad-payload': 'it signed something else than was asked for: do not use it',
  'driver-blocked': 'its driver hung and was ended: pull it and plug it in again',
  'driver-leaked': 'its driver took too much memory and was ended: pull it and plug it in again',
  'driver-died': 'its driver failed and was ended: pull it and plug it in again',
} as const satisfies Record<
  Extract<RackDevice['health'], { state: 'failed' }>['error']['code'],
  string
>;

function problemSentence({ transport, error }: SurveyProblem): string {
  const lack =
    transport === 'serial'
      ? 'Serial ports cannot be listed: install the Debian package udev (udevadm)'
      : 'HID devices cannot be listed: install the Debian package libusb-1.0-0, or a udev rule';
  return `${lack}; ports that are named are opened all the same. The system says: ${error.detail}`;
}
