import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** The monitor's own word that it listens from now on. */
const LISTENING = /^UDEV - /;

/** Without the daemon there are no events, whoever listens. */
const DAEMON = '/run/udev/control';

/** One event of a port, after udev has given it its name and its permissions. */
const EVENT = /^UDEV +\[[\d.]+\] +(?:add|remove|bind|unbind|change|move) +\S+ +\((?:tty|hidraw)\)$/;

const COMMAND = [
  'udevadm',
  'monitor',
  '--udev',
  '--subsystem-match=tty',
  '--subsystem-match=hidraw',
] as const;

/** A monitor writes only when something happens: without this it would outlive a station that was killed. */
const SETPRIV = '/usr/bin/setpriv';
const DIES_WITH_US = [SETPRIV, '--pdeathsig', 'TERM'];

/**
 * Tells that a serial or HID port has come or gone, at the moment it does: through udev, on Linux; and once when it
 * begins to listen, for what came before. Elsewhere, and where udev is missing or ends, `isWatching` is false.
 */
export class PortWatch {
  readonly #child: ChildProcess | undefined;
  #isWatching = false;

  constructor(onChange: () => void) {
    if (process.platform !== 'linux') return;
    const [command = '', ...args] = existsSync(SETPRIV) ? [...DIES_WITH_US, ...COMMAND] : COMMAND;
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#child = child;
    // A missing udevadm is an error of the spawn, one that is killed an exit: either way nobody watches.
    child.once('error', () => (this.#isWatching = false));
    child.once('exit', () => (this.#isWatching = false));
    createInterface(child.stdout).on('line', (line) => {
      if (LISTENING.test(line)) this.#isWatching = existsSync(DAEMON);
      else if (!EVENT.test(line)) return;
      onChange();
    });
  }

  get isWatching(): boolean {
    return this.#isWatching;
  }

  stop(): void {
    this.#isWatching = false;
    this.#child?.kill();
  }
}
