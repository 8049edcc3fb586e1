import { isAbsolute, join, resolve } from 'node:path';
import { NAMED_DRIVERS, readNamedDevice } from '../domain/named-device.ts';
import type { NamedDevice } from '../domain/named-device.ts';
import type { PackageMarker } from './package-marker.ts';
import { isAllowedSwitch } from './switches.ts';

/** What the command line asks of the shell. */
export interface ShellOptions {
  /** Emulated devices, an embedded ministry and a marked key; never real records. */
  readonly training: boolean;
  readonly dataDirectory: string;
  /** A drawn citizen before the camera. */
  readonly emulatedCamera: boolean;
  /** Devices on serial ports that do not say what is behind them. */
  readonly namedDevices: readonly NamedDevice[];
  readonly emulation: {
    readonly scanner: boolean;
    readonly pace: 'real' | 'none';
    readonly printsDirectory: string | null;
    readonly seed: number;
  };
}

export type CommandLine =
  | { readonly kind: 'run'; readonly options: ShellOptions }
  | { readonly kind: 'help' | 'version' }
  /** A sentence for the reader; the shell ends with exit code 2. */
  | { readonly kind: 'refused'; readonly sentence: string };

/** Where and as what the shell runs. */
export interface Surroundings {
  readonly packaged: boolean;
  readonly marker: PackageMarker;
  /** `process.versions.electron` */
  readonly electronVersion: string;
  /** The unsupported Electron that stands in where the pinned one cannot be fetched. */
  readonly stockElectron: boolean;
  /** An end-to-end test drives the window (`TRAM_E2E=1`); counts only outside a released package. */
  readonly underTest: boolean;
  /** The folder that the operating system gives this application for its data. */
  readonly userDataDirectory: string;
  /** What a relative path is relative to. */
  readonly workingDirectory: string;
  /** The application's folder: `electron FOLDER` names it on the command line. */
  readonly applicationDirectory: string;
}

/** Electron 39 and older get no security fixes any more. */
export const OLDEST_ELECTRON_FOR_REAL_RECORDS = 40;

export const USAGE = `Tram, enrolment station for the identity card

  --training             practise: emulated devices, embedded ministry (the default from a checkout)
  --production           real records (the default of an installed station)
  --data DIR             the folder that holds everything the station keeps
  --device DRIVER=PORT   a device on a serial port that does not say what is behind it: zfm, visca or vc0706, as
                         in visca=/dev/ttyS0; may be given several times
  --emulate real|none    pace of the emulated scanner: the device's own, or unpaced (training)
  --no-emulated-scanner  no emulated scanner: the real one on the desk (training)
  --no-emulated-camera   no drawn citizen before the camera: the real one on the desk (training)
  --prints DIR           500-ppi PNG prints that the emulated scanner shows (training)
  --seed N               which citizens and prints the emulation shows (training)
  --version, --help
`;

interface Given {
  training: boolean;
  production: boolean;
  data: string | undefined;
  pace: 'real' | 'none';
  scanner: boolean;
  camera: boolean;
  devices: NamedDevice[];
  prints: string | undefined;
  seed: number;
  /** Of the first switch that only training knows. */
  trainingSwitch: string | undefined;
}

/**
 * Reads the command line. Anything that is not on the list of allowed switches is refused, so that no
 * switch of Chromium or Node can open a way in (`--remote-debugging-port`, `--inspect`, `--js-flags`…).
 * @param given the arguments after the executable
 */
export function readCommandLine(given: readonly string[], around: Surroundings): CommandLine {
  const read: Given = {
    training: false,
    production: false,
    data: undefined,
    pace: 'real',
    scanner: true,
    camera: true,
    devices: [],
    prints: undefined,
    seed: 1,
    trainingSwitch: undefined,
  };
  const words = [...given];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '--help' || word === '-h') return { kind: 'help' };
    if (word === '--version') return { kind: 'version' };
    const sentence = readWord(word, words, read, around);
    if (sentence !== undefined) return { kind: 'refused', sentence };
  }
  return decide(read, around);
}

/** @returns a sentence when the word is refused */
function readWord(
  word: string,
  rest: string[],
  read: Given,
  around: Surroundings,
): string | undefined {
  const [name, attached] = splitOnce(word);
  const value = (): string | undefined => attached ?? rest.shift();
  switch (name) {
    case '--training':
      read.training = true;
      return undefined;
    case '--production':
      read.production = true;
      return undefined;
    case '--data':
      read.data = value();
      return read.data ? undefined : '--data needs a folder.';
    case '--no-emulated-scanner':
      read.trainingSwitch ??= name;
      read.scanner = false;
      return undefined;
    case '--no-emulated-camera':
      read.trainingSwitch ??= name;
      read.camera = false;
      return undefined;
    case '--device': {
      const device = readNamedDevice(value() ?? '');
      if (device) read.devices.push(device);
      return device ? undefined : `--device takes DRIVER=PORT, DRIVER ${NAMED_DRIVERS.join(', ')}.`;
    }
    case '--emulate': {
      read.trainingSwitch ??= name;
      const pace = value();
      if (pace !== 'real' && pace !== 'none') return '--emulate takes `real` or `none`.';
      read.pace = pace;
      return undefined;
    }
    case '--prints':
      read.trainingSwitch ??= name;
      read.prints = value();
      return read.prints ? undefined : '--prints needs a folder.';
    case '--seed':
      read.trainingSwitch ??= name;
      read.seed = Number(value() ?? Number.NaN);
      return Number.isInteger(read.seed) ? undefined : '--seed needs a whole number.';
    default:
      return isAcceptable(word, around) ? undefined : `The station does not know ${word}.`;
  }
}

function isAcceptable(word: string, around: Surroundings): boolean {
  if (word.startsWith('-')) {
    return isAllowedSwitch(word, {
      fromCheckout: !around.packaged,
      underTest: around.packaged ? around.marker.testBuild : around.underTest,
    });
  }
  return (
    !around.packaged &&
    resolve(around.workingDirectory, word) === resolve(around.applicationDirectory)
  );
}

function decide(read: Given, around: Surroundings): CommandLine {
  const training = read.training || (!read.production && isForTraining(around));
  const sentence = refusal(read, training, around);
  if (sentence !== undefined) return { kind: 'refused', sentence };
  const folder = (path: string): string =>
    isAbsolute(path) ? path : resolve(around.workingDirectory, path);
  return {
    kind: 'run',
    options: {
      training,
      dataDirectory: read.data
        ? folder(read.data)
        : join(around.userDataDirectory, training ? 'training' : 'records'),
      emulatedCamera: training && read.camera,
      namedDevices: read.devices,
      emulation: {
        scanner: training && read.scanner,
        pace: read.pace,
        printsDirectory: read.prints ? folder(read.prints) : null,
        seed: read.seed,
      },
    },
  };
}

function isForTraining(around: Surroundings): boolean {
  return around.packaged ? around.marker.trainingOnly : true;
}

function refusal(read: Given, training: boolean, around: Surroundings): string | undefined {
  if (read.training && read.production) return 'Either --training or --production, not both.';
  if (training) return undefined;
  const major = Number.parseInt(around.electronVersion, 10);
  if (around.stockElectron || !(major >= OLDEST_ELECTRON_FOR_REAL_RECORDS)) {
    return (
      `Real records are refused: this is Electron ${around.electronVersion}, which is out of support ` +
      'and stands in for training and tests only.'
    );
  }
  if (around.packaged && around.marker.trainingOnly) {
    return 'Real records are refused: this package was made for training only.';
  }
  if (read.trainingSwitch !== undefined) return `${read.trainingSwitch} is for training only.`;
  return undefined;
}

function splitOnce(word: string): [string, string | undefined] {
  const at = word.indexOf('=');
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}
