import { spawn } from 'node:child_process';
import os from 'node:os';
import { projectRoot } from './places.mjs';

/**
 * Runs a program quietly and returns what it printed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{env?: NodeJS.ProcessEnv}} [options]
 * @returns {Promise<{code: number, output: string}>} `code` is 127 when there is no such program
 */
export function capture(command, args, { env = process.env } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: projectRoot,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Runs the program that the command is about: same terminal, signals passed on.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} its exit code, 128 + the signal's number when a signal ended it
 */
export function handOver(command, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: projectRoot, env, stdio: 'inherit' });
    const signals = ['SIGTERM', 'SIGHUP', 'SIGINT'];
    const passOn = (signal) => {
      // A terminal sends Ctrl-C to every process itself.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of signals) process.on(signal, passOn);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const name of signals) process.off(name, passOn);
      resolve(code ?? 128 + (os.constants.signals[signal] ?? 0));
    });
  });
}

/**
 * The environment without the project's own programs on the path: npm must not run on a Node that
 * it is about to replace.
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentOfTheMachine() {
  const folders = (process.env.PATH ?? '').split(':');
  const path = folders.filter((folder) => !folder.endsWith('node_modules/.bin')).join(':');
  return { ...process.env, PATH: path };
}
