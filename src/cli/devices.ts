import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SHIPPED_DESCRIPTIONS } from '../devices/descriptions/shipped.ts';
import { DRIVERS } from '../devices/drivers/drivers.ts';
import type { SbiEnvironment } from '../devices/protocols/sbi/profile.ts';
import { capabilitiesOf } from '../devices/rack/capabilities.ts';
import type { RackDevice } from '../devices/rack/rack-device.ts';
import { surveyDevices } from '../devices/survey.ts';
import type { SurveyedPort, SurveyProblem } from '../devices/survey.ts';
import { readCertificates } from './certificate-files.ts';
import { failWith, printJson, say } from './output.ts';

/** `tram devices`: ports, devices, drivers, roles, capabilities, health. Works where ports cannot be listed. */
export async function runDevices(options: {
  port?: string[];
  data?: string;
  trust?: string[];
  environment: SbiEnvironment;
  json?: boolean;
}): Promise<void> {
  const { port: serialPorts = [], data, trust = [], environment } = options;
  if (data !== undefined && !existsSync(data)) {
    failWith(`--data: there is no folder ${data}.`);
  }
  const survey = await surveyDevices({
    serialPorts,
    descriptions: {
      shipped: SHIPPED_DESCRIPTIONS,
      ...(data !== undefined && { own: join(data, 'devices') }),
    },
    trust: { trustAnchors: readCertificates(trust), environment },
  });
  const { ports, devices, services, problems, refused } = survey;
  if (options.json) {
    printJson({
      ok: devices.every(isReady) && problems.length === 0,
      ports,
      devices: devices.map(withCapabilities),
      services,
      drivers: DRIVERS,
      refusedDescriptions: refused,
      problems: problems.map((problem) => ({ ...problem, sentence: problemSentence(problem) })),
    });
  }
  for (const problem of problems) say(problemSentence(problem));
  for (const { file, sentence } of refused) say(`${file}: ${sentence}`);
  for (const device of devices) say(deviceSentence(device));
  for (const { port, code, detail } of services.otherPorts) {
    say(`127.0.0.1:${port} is no usable biometric service: ${code}, ${detail}`);
  }
  if (devices.length === 0) say('No device of a kind that this station knows is plugged in.');
  for (const port of ports.filter(({ driver }) => driver === null)) say(strangerSentence(port));
}

function withCapabilities(device: RackDevice): object {
  return { ...device, capabilities: capabilitiesOf(device) };
}

function isReady({ health }: RackDevice): boolean {
  return health.state === 'ready';
}

function deviceSentence({ role, driver, address, info, health }: RackDevice): string {
  const name = [info.make, info.model, info.serialNumber].filter(Boolean).join(' ') || 'unnamed';
  const state = health.state === 'failed' ? FAILURES[health.error.code] : health.state;
  return `${role}: ${name} at ${address} (${driver}): ${state}`;
}

function strangerSentence({ path, transport, make, model }: SurveyedPort): string {
  const name = [make, model].filter(Boolean).join(' ');
  return `${path} (${transport}${name ? `, ${name}` : ''}): no driver of this station is for it`;
}

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
