import type { ProcedureName, ProcedureOutput } from '../../contract/procedures.ts';
import { queryClient } from './query-client.ts';

const SESSION_CALLS: ReadonlySet<ProcedureName> = new Set<ProcedureName>([
  'session.get',
  'session.signIn',
  'session.signOut',
  'session.lock',
  'session.unlock',
  'session.handOver',
  'session.setLanguage',
]);
const STATION_CALLS: ReadonlySet<ProcedureName> = new Set<ProcedureName>([
  'station.get',
  'station.setUp',
  'station.unlock',
]);
const DAY_CALLS: ReadonlySet<ProcedureName> = new Set<ProcedureName>([
  'day.approve',
  'day.sendBack',
]);
const DEVICE_CALLS: ReadonlySet<ProcedureName> = new Set<ProcedureName>([
  'devices.refresh',
  'devices.set',
  'devices.tryAgain',
]);
const SYNC_CALLS: ReadonlySet<ProcedureName> = new Set<ProcedureName>([
  'sync.fetchReceipts',
  'sync.setUploadHour',
  'sync.enrol',
]);

/** Puts what a call answered where the queries read it, and has the rest read again. */
export function keepAnswer<Name extends ProcedureName>(
  name: Name,
  value: ProcedureOutput<Name>,
): void {
  const dossier = dossierIn(value);
  if (dossier) {
    put(['dossier.get', { dossierId: dossier.dossierId }], dossier);
    refresh('dossier.list', 'day.get');
  }
  if (SESSION_CALLS.has(name)) put(['session.get', {}], value);
  if (STATION_CALLS.has(name)) {
    put(['station.get', {}], value);
    // The store has just been opened: now there is a session to be asked for.
    refresh('session.get');
  }
  if (DAY_CALLS.has(name)) {
    put(['day.get', {}], value);
    refresh('dossier.list');
  }
  if (SYNC_CALLS.has(name)) put(['sync.status', {}], value);
  if (name === 'fingerprint.setRolledPrints') put(['fingerprint.settings', {}], value);
  if (name === 'sync.sendNow') refresh('day.get', 'sync.status', 'dossier.list');
  if (name.startsWith('users.') && name !== 'users.list') refresh('users.list');
  if (name === 'trust.add' || name === 'trust.remove') put(['trust.list', {}], value);
  if (name === 'training.plug' || name === 'training.fault') put(['training.devices', {}], value);
  if (DEVICE_CALLS.has(name)) put(['devices.list', {}], value);
  if (name === 'devices.selfTest' || name === 'devices.calibrate') refresh('devices.list');
  if (name === 'incidents.resolve') put(['incidents.list', {}], value);
  if (name.startsWith('shift.') || name === 'dossier.close' || name === 'dossier.confirm') {
    refresh('session.get', 'shift.last');
  }
  if (name === 'dossier.create' || name === 'dossier.open') refresh('session.get');
}

/**
 * Puts what the station has just said where the queries read it. A question that is under way was asked before:
 * its answer may come later than this, and must not take its place.
 */
export function put(queryKey: readonly unknown[], value: unknown): void {
  void queryClient
    .cancelQueries({ queryKey })
    .then(() => queryClient.setQueryData(queryKey, value));
}

/** Has every query of these names ask the station again. */
export function refresh(...names: ProcedureName[]): void {
  for (const name of names) void queryClient.invalidateQueries({ queryKey: [name] });
}

function dossierIn(value: unknown): { dossierId: string } | undefined {
  if (isDossier(value)) return value;
  if (typeof value === 'object' && value !== null && 'dossier' in value) {
    return isDossier(value.dossier) ? value.dossier : undefined;
  }
  return undefined;
}

/** A whole dossier, not a line of a list: only the former has groups. */
function isDossier(value: unknown): value is { dossierId: string } {
  return typeof value === 'object' && value !== null && 'dossierId' in value && 'groups' in value;
}
