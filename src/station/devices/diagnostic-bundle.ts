import { existsSync, readFileSync } from 'node:fs';
import { arch, cpus, freemem, platform, release, totalmem, uptime } from 'node:os';
import { join } from 'node:path';
import type { DeviceView } from '../../contract/views.ts';
import type { Stranger } from '../../devices/rack/stranger.ts';
import { vietnameseDate } from '../../domain/calendar-date.ts';
import { writeTar } from '../../sync/formats/tar-archive.ts';
import type { IncidentRecord } from '../../store/index.ts';
import type { StationContext } from '../context.ts';

/** The end of the shell's log is what a fault of today stands in. */
const LOG_BYTES = 200_000;

/**
 * What whoever helps from afar needs to see, as a tar of JSON files: machine, devices, ports, incidents, counts, log.
 * Nothing of citizens is in it: no name, no number, no image, no dossier; people of the station by role only.
 */
export function diagnosticBundle(
  { store, boot }: StationContext,
  rack: { readonly devices: readonly DeviceView[]; readonly strangers: readonly Stranger[] },
): { readonly fileName: string; readonly bytes: Uint8Array } {
  const stationId = store.settings.get('stationId') ?? '';
  const today = vietnameseDate(Date.now());
  const files = {
    'station.json': {
      format: 'tram-diagnostics/1',
      stationId,
      version: boot.version,
      training: boot.training,
      madeAt: new Date().toISOString(),
      thresholds: store.settings.get('thresholds'),
      dossiersByState: store.dossiers.countsByState(),
      captures: store.captures.counts(),
      auditEntries: store.audit.count(),
      diskReserveHeld: store.hasDiskReserve,
    },
    'machine.json': {
      platform: platform(),
      release: release(),
      arch: arch(),
      processors: cpus().length,
      processorModel: cpus()[0]?.model ?? '',
      memoryBytes: totalmem(),
      freeMemoryBytes: freemem(),
      upSeconds: Math.round(uptime()),
      node: process.versions.node,
      stationMemoryBytes: process.memoryUsage.rss(),
    },
    'devices.json': rack.devices,
    'known-devices.json': store.devices.list(),
    'ports.json': rack.strangers,
    'device-errors-today.json': store.devices.errorsOn(today),
    'incidents.json': store.incidents.list().map(withoutPeople),
  };
  const entries = Object.entries(files).map(([name, content]) => ({
    name,
    bytes: Buffer.from(`${JSON.stringify(content, null, 2)}\n`),
  }));
  const log = { name: 'shell.log', bytes: endOfLog(join(boot.dataDirectory, 'logs/shell.log')) };
  return {
    fileName: `tram-diagnostics-${stationId}-${today}.tar`,
    bytes: Buffer.concat(writeTar([...entries, log])),
  };
}

/** What was done is free text of a technician, and may name somebody; which dossier was open is a citizen's. */
function withoutPeople(
  incident: IncidentRecord,
): Omit<IncidentRecord, 'dossierId' | 'resolvedBy' | 'whatWasDone'> {
  const { dossierId: _dossier, resolvedBy: _person, whatWasDone: _words, ...rest } = incident;
  return rest;
}

/** The shell writes codes and figures only (`main/log.ts`). */
function endOfLog(path: string): Uint8Array {
  if (!existsSync(path)) return new Uint8Array();
  return readFileSync(path).subarray(-LOG_BYTES);
}
