import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, statfsSync } from 'node:fs';
import { homedir } from 'node:os';
import { printJson, say } from './output.ts';

interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** `tram doctor`: what this machine has and lacks for a station, one line each. */
export async function runDoctor(options: { json?: boolean }): Promise<void> {
  const findings = [
    nodeVersion(),
    await nativeModule('better-sqlite3', 'encrypted store'),
    await nativeModule('sharp', 'images'),
    await nativeModule('serialport', 'serial scanners'),
    await nativeModule('node-hid', 'HID devices (Debian package libusb-1.0-0)'),
    command('udevadm', ['--version'], 'lists serial ports (Debian package udev)'),
    command('socat', ['-V'], 'emulated scanner of training (Debian package socat)'),
    freeDisk(),
    hidAccess(),
  ];
  if (options.json) printJson({ ok: findings.every((finding) => finding.ok), findings });
  for (const { ok, what, detail } of findings)
    say(`${ok ? 'ok     ' : 'LACKING'}  ${what}: ${detail}`);
  if (findings.some((finding) => !finding.ok)) process.exitCode = 1;
}

function nodeVersion(): Finding {
  const major = Number(process.versions.node.split('.')[0]);
  return { what: 'Node', ok: major >= 24, detail: process.versions.node };
}

async function nativeModule(name: string, use: string): Promise<Finding> {
  try {
    await import(name);
    return { what: name, ok: true, detail: use };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : 'unknown';
    return { what: name, ok: false, detail: `${use}; ${reason}` };
  }
}

function command(name: string, probe: string[], use: string): Finding {
  const { error } = spawnSync(name, probe, { stdio: 'ignore' });
  return { what: name, ok: error === undefined, detail: use };
}

function freeDisk(): Finding {
  const { bavail, bsize } = statfsSync(homedir());
  const gibibytes = (bavail * bsize) / 2 ** 30;
  return { what: 'free disk', ok: gibibytes >= 5, detail: `${gibibytes.toFixed(1)} GiB` };
}

function hidAccess(): Finding {
  const names = existsSync('/dev')
    ? readdirSync('/dev').filter((name) => name.startsWith('hidraw'))
    : [];
  const closed = names.filter((name) => !isOpenTo(`/dev/${name}`));
  const detail =
    closed.length === 0
      ? `${names.length} HID devices, all accessible`
      : `no permission for ${closed.join(', ')}: a udev rule is missing`;
  return { what: 'HID permission', ok: closed.length === 0, detail };
}

function isOpenTo(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    // Not permitted, or gone between listing and looking: either way not usable now.
    return false;
  }
}
