import { Problem, say } from './problem.mjs';
import { capture } from './processes.mjs';

/**
 * The Debian packages behind each thing the project does. `a|b` means that either will do (Debian 13
 * renamed some).
 */
const packagesFor = {
  devices: ['libusb-1.0-0', 'udev', 'socat'],
  window: ['libgtk-3-0|libgtk-3-0t64', 'libnss3', 'libasound2|libasound2t64', 'libgbm1', 'libxss1'],
  'virtual display': ['xvfb', 'xauth'],
  tests: [
    'umockdev',
    'python3-gi',
    'gir1.2-umockdev-1.0',
    'ffmpeg',
    'age',
    'poppler-utils',
    'qpdf',
    'libfprint-2-2',
    'gir1.2-fprint-2.0',
    'curl',
    'openssl',
    'qemu-system-x86',
    'cpio',
    'busybox-static',
    'kmod',
    'e2fsprogs',
  ],
};

/**
 * Makes sure that the Debian packages for these purposes are there: installs them where that is
 * allowed, else says in one line which to install.
 * @param {readonly (keyof typeof packagesFor)[]} purposes
 */
export async function ensureDebianPackages(purposes) {
  if (process.platform !== 'linux' || purposes.length === 0) return;
  const wanted = purposes.flatMap((purpose) => packagesFor[purpose]);
  const missing = await missingPackages(wanted);
  if (missing === undefined) {
    say(`This is not Debian: the libraries of ${wanted.join(', ')} are taken to be there.`);
    return;
  }
  if (missing.length === 0) return;
  const installer = await installerCommand();
  if (!installer) throw new Problem(whatToInstall(missing));
  say(`Installing the Debian packages ${missing.join(', ')}.`);
  if (!(await install(installer, missing))) throw new Problem(whatToInstall(missing));
}

/** The packages that are not installed; undefined on a system without dpkg. */
async function missingPackages(wanted) {
  const names = wanted.flatMap((entry) => entry.split('|'));
  const { code, output } = await capture('dpkg-query', [
    '--show',
    '--showformat=${Package} ${db:Status-Status}\\n',
    ...names,
  ]);
  if (code === 127) return undefined;
  const installed = new Set(
    output
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  const isThere = (entry) => entry.split('|').some((name) => installed.has(name));
  return Promise.all(wanted.filter((entry) => !isThere(entry)).map(availableName));
}

/** Of two names of one package, the one that this Debian knows. */
async function availableName(entry) {
  const [name, newer] = entry.split('|');
  if (!newer) return name;
  const { output } = await capture('apt-cache', ['policy', newer]);
  return /Candidate: (?!\(none\))/.test(output) ? newer : name;
}

/** How this user may run apt-get; undefined when not at all. */
async function installerCommand() {
  if (process.getuid() === 0) return ['apt-get'];
  const sudo = await capture('sudo', ['-n', 'true']);
  return sudo.code === 0 ? ['sudo', '-n', 'apt-get'] : undefined;
}

async function install([command, ...args], packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = ['-qq', '-o', 'DPkg::Lock::Timeout=300'];
  const steps = [
    ['update', ...quiet],
    ['install', '-y', '--no-install-recommends', ...quiet, ...packages],
  ];
  for (const step of steps) {
    const { code, output } = await capture(command, [...args, ...step], { env });
    if (code === 0 || step[0] === 'update') continue;
    const reason = output.split('\n').find((line) => line.startsWith('E:')) ?? `exit code ${code}`;
    say(`apt-get could not install them: ${reason}`);
    return false;
  }
  return true;
}

function whatToInstall(missing) {
  return `Debian packages are missing. Run: sudo apt-get install ${missing.join(' ')}`;
}
