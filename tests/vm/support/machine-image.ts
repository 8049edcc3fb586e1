import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { err, ok } from '../../../src/domain/result.ts';
import type { Result } from '../../../src/domain/result.ts';

const run = promisify(execFile);

/** What the kernel needs beside itself: the host's files, a layer over them, devices that are made by programs, and a disk. */
const MODULES = [
  'virtio_pci',
  '9p',
  '9pnet_virtio',
  'overlay',
  'uhid',
  'hid_generic',
  'usbhid',
  'dummy_hcd',
  'usb_f_hid',
  'usb_f_acm',
  'cdc_acm',
  'virtio_blk',
  'ext4',
];

const PACKAGES = ['qemu-system-x86', 'cpio', 'busybox-static', 'kmod'];

/** The package that depends on Debian's newest kernel. */
const KERNEL = 'linux-image-amd64';

const INIT = join(import.meta.dirname, 'init.sh');
const CACHE = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'tram');
const FOLDER = join(CACHE, 'virtual-machine');

/** The programs of an administrator are not on everybody's path. */
const ENVIRONMENT = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` };

/** What a machine starts from. */
export interface MachineImage {
  readonly kernel: string;
  readonly initialFiles: string;
}

const madeFromSchema = z.object({ recipe: z.string(), kernelPackage: z.string() });
type MadeFrom = z.infer<typeof madeFromSchema>;

/**
 * Debian's own kernel and a first file system for it, made once for all checkouts of this user and again when the recipe
 * has changed. Nothing is installed on this machine.
 * @returns what is missing for it, as a sentence, where it cannot be made
 */
export async function machineImage(): Promise<Result<MachineImage, string>> {
  const missing = await whatIsMissing();
  if (missing !== undefined) return err(missing);
  const recipe = createHash('sha256')
    .update(await readFile(INIT))
    .update(MODULES.join())
    .digest('hex');
  if ((await madeFrom())?.recipe === recipe) return ok(image(FOLDER));
  await mkdir(CACHE, { recursive: true });
  const work = await mkdtemp(join(CACHE, 'making-machine-'));
  try {
    const kernelPackage = await fetchKernel(work);
    if (!kernelPackage.ok) return kernelPackage;
    await make(work, { recipe, kernelPackage: kernelPackage.value });
    await moveIntoPlace(work);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return ok(image(FOLDER));
}

function image(folder: string): MachineImage {
  return { kernel: join(folder, 'kernel'), initialFiles: join(folder, 'initial-files.cpio.gz') };
}

async function whatIsMissing(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return 'the virtual machine runs the programs of this one: it needs Linux on x64';
  }
  const { stdout } = await answerOf('dpkg-query', [
    '--show',
    '--showformat=${Package} ${db:Status-Status}\\n',
    ...PACKAGES,
  ]);
  const missing = PACKAGES.filter((name) => !stdout.includes(`${name} installed`));
  if (missing.length === 0) return undefined;
  return `the virtual machine needs the Debian packages ${missing.join(', ')}`;
}

/** Where a program is missing, or says no: nothing, and why. */
async function answerOf(command: string, args: readonly string[]): Promise<{ stdout: string }> {
  try {
    return await run(command, [...args], { env: ENVIRONMENT });
  } catch (cause) {
    const stdout = cause instanceof Error && 'stdout' in cause ? cause.stdout : '';
    return { stdout: typeof stdout === 'string' ? stdout : '' };
  }
}

async function madeFrom(): Promise<MadeFrom | undefined> {
  const note = join(FOLDER, 'made-from.json');
  if (!existsSync(note)) return undefined;
  return madeFromSchema.parse(JSON.parse(await readFile(note, 'utf8')));
}

/** @returns the name of the package file in `folder` */
async function fetchKernel(folder: string): Promise<Result<string, string>> {
  const { stdout } = await answerOf('apt-cache', ['depends', '--important', KERNEL]);
  const name = /Depends: (linux-image-\S+)/.exec(stdout)?.[1];
  try {
    if (name === undefined) throw new Error(`apt knows no ${KERNEL}: run apt-get update`);
    await run('apt-get', ['download', '-q', name], { cwd: folder });
  } catch (cause) {
    return err(`Debian's kernel could not be fetched: ${String(cause)}`);
  }
  const file = (await readdir(folder)).find((entry) => entry.endsWith('.deb'));
  return file === undefined ? err(`apt-get has put down no package of ${name}`) : ok(file);
}

async function make(work: string, from: MadeFrom): Promise<void> {
  const unpacked = join(work, 'unpacked');
  await run('dpkg-deb', ['--extract', join(work, from.kernelPackage), unpacked]);
  const [version] = await readdir(join(unpacked, 'lib/modules'));
  if (version === undefined) throw new Error(`${from.kernelPackage} holds no modules`);
  const { kernel, initialFiles } = image(work);
  await copyFile(join(unpacked, 'boot', `vmlinuz-${version}`), kernel);
  const root = join(work, 'root');
  await makeRoot(root);
  await copyModules(unpacked, version, join(root, 'modules'));
  await pack(root, initialFiles);
  await writeFile(join(work, 'made-from.json'), JSON.stringify(from));
  for (const name of ['unpacked', 'root', from.kernelPackage]) {
    await rm(join(work, name), { recursive: true });
  }
}

async function makeRoot(root: string): Promise<void> {
  for (const name of ['bin', 'modules', 'proc', 'sys', 'dev', 'host', 'memory', 'root']) {
    await mkdir(join(root, name), { recursive: true });
  }
  await copyFile('/bin/busybox', join(root, 'bin/busybox'));
  await symlink('busybox', join(root, 'bin/sh'));
  await copyFile(INIT, join(root, 'init'));
  await chmod(join(root, 'init'), 0o755);
}

/** The modules and what each of them needs, in the order in which they are loaded. */
async function copyModules(unpacked: string, version: string, into: string): Promise<void> {
  await run('depmod', ['-b', unpacked, version], { env: ENVIRONMENT });
  const files = new Set<string>();
  for (const module of MODULES) {
    const args = ['-d', unpacked, '-S', version, '--show-depends', module];
    const { stdout } = await run('modprobe', args, { env: ENVIRONMENT });
    for (const [, file = ''] of stdout.matchAll(/^insmod (\S+)/gm)) files.add(file);
  }
  for (const file of files) await copyFile(file, join(into, basename(file)));
  const order = Array.from(files, (file) => `${basename(file)}\n`);
  await writeFile(join(into, 'order'), order.join(''));
}

async function pack(root: string, into: string): Promise<void> {
  const command = 'find . | cpio --create --quiet --format=newc | gzip -1 > "$0"';
  await run('sh', ['-c', command, into], { cwd: root });
}

async function moveIntoPlace(work: string): Promise<void> {
  await rm(FOLDER, { recursive: true, force: true });
  try {
    await rename(work, FOLDER);
  } catch (cause) {
    // Another run was quicker: its machine is as good as ours.
    if (!existsSync(join(FOLDER, 'made-from.json'))) throw cause;
  }
}
