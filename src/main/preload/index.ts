import { contextBridge, ipcRenderer } from 'electron';
import type { StationApi } from '../../contract/api.ts';
import {
  CALL_CHANNEL,
  DELIVER_FILE_CHANNEL,
  EVENT_CHANNEL,
  EVENTS_SWITCH,
  PROCEDURES_SWITCH,
} from '../ipc-channels.ts';

/**
 * All that the page can reach. The bridge checks names against the contract's closed lists, never hands
 * over Electron's own objects, and freezes what it exposes. The shell and the station check again.
 */
const procedures = closedList(PROCEDURES_SWITCH);
const events = closedList(EVENTS_SWITCH);

type Listener = (payload: unknown) => void;
const listeners = new Map<string, Set<Listener>>();

ipcRenderer.on(EVENT_CHANNEL, (_event, name: unknown, payload: unknown) => {
  if (typeof name !== 'string') return;
  for (const listener of listeners.get(name) ?? []) listener(payload);
});

const call = (name: unknown, input: unknown): Promise<unknown> => {
  if (typeof name !== 'string' || !procedures.has(name)) {
    return Promise.resolve({ ok: false, error: { code: 'unknown-procedure' } });
  }
  return ipcRenderer.invoke(CALL_CHANNEL, name, input);
};

const on = (event: unknown, listener: unknown): (() => void) => {
  if (typeof event !== 'string' || !events.has(event)) throw new TypeError('no such event');
  if (typeof listener !== 'function') throw new TypeError('the listener is no function');
  // Each subscription is its own, also when the same function is given twice.
  const subscription: Listener = (payload) => {
    (listener as Listener)(payload);
  };
  const ofEvent = listeners.get(event) ?? new Set();
  listeners.set(event, ofEvent.add(subscription));
  return () => void ofEvent.delete(subscription);
};

const deliverFile = (how: unknown, fileName: unknown, bytes: unknown): Promise<unknown> =>
  ipcRenderer.invoke(DELIVER_FILE_CHANNEL, how, fileName, bytes);

// The page may send anything whatever its types say, so the functions above take `unknown`.
const api = Object.freeze({ call, on, deliverFile }) as unknown as StationApi;
contextBridge.exposeInMainWorld('station', api);

function closedList(prefix: string): ReadonlySet<string> {
  const given = process.argv.find((argument) => argument.startsWith(prefix)) ?? '';
  return new Set(given.slice(prefix.length).split(',').filter(Boolean));
}
