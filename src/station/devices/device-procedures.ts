import type { Answer } from '../../contract/channel.ts';
import type { DeviceView, IncidentView } from '../../contract/views.ts';
import type { Stranger } from '../../devices/rack/stranger.ts';
import type { IncidentRecord } from '../../store/index.ts';
import type { StationApp } from '../app.ts';
import { DONE, fail } from '../app.ts';
import { attempt, commit } from '../context.ts';
import type { StationContext } from '../context.ts';
import type { DeviceConsole } from './device-console.ts';
import { diagnosticBundle } from './diagnostic-bundle.ts';
import type { StationRack } from './station-rack.ts';

/** What is plugged in, what a technician does at it, and what went wrong with it. */
export function registerDevices(
  app: StationApp,
  context: StationContext,
  { rack, console: desk }: { rack: StationRack; console: DeviceConsole },
): void {
  const devices = (): Answer<DeviceView[]> => ({ ok: true, value: rack.view() });

  app.method('devices.list', devices);
  app.method('devices.reportCameras', async ({ cameras }) => {
    await rack.reportCameras(cameras);
    return DONE;
  });
  app.method('devices.refresh', async () => {
    await rack.refresh();
    return devices();
  });
  app.method('devices.strangers', async () => {
    const { strangers, refused, folder } = await rack.strangers();
    const value = {
      strangers: strangers.map(strangerView),
      refusedDescriptions: [...refused],
      folder,
    };
    return { ok: true, value };
  });
  app.method('devices.set', async ({ deviceId, setAside, preferred }) => {
    const set = attempt(context, (transaction) => {
      if (!transaction.devices.get(deviceId)) return fail('not-found');
      transaction.devices.set(deviceId, { setAside, preferred });
      transaction.audit({ kind: 'device.set', detail: { deviceId, setAside, preferred } });
      return { ok: true, value: undefined };
    });
    if (!set.ok) return set;
    await rack.reconsider(deviceId);
    return devices();
  });
  app.method('devices.tryAgain', async ({ deviceId }) => {
    await rack.reconsider(deviceId);
    return devices();
  });
  app.method('devices.selfTest', ({ deviceId }) => desk.selfTest(deviceId));
  app.method('devices.calibrate', ({ deviceId }) => desk.calibrate(deviceId));
  app.method('devices.testImage', ({ deviceId }) => desk.testImage(deviceId));
  app.method('devices.stopTest', () => {
    desk.cancel();
    return DONE;
  });
  app.method('devices.bundle', async () => {
    const { strangers } = await rack.strangers();
    const audited = commit(context, (transaction) =>
      transaction.audit({ kind: 'diagnostics.exported', detail: {} }),
    );
    if (!audited.ok) return audited;
    return { ok: true, value: diagnosticBundle(context, { devices: rack.view(), strangers }) };
  });

  registerIncidents(app, context);
}

function registerIncidents(app: StationApp, context: StationContext): void {
  const view = ({ id, dossierId, resolvedBy, ...incident }: IncidentRecord): IncidentView => ({
    ...incident,
    incidentId: id,
    dossierNumber: (dossierId && context.store.dossiers.get(dossierId)?.number) ?? null,
    resolvedBy: (resolvedBy && context.store.users.get(resolvedBy)?.displayName) ?? null,
  });
  const incidents = (): IncidentView[] => context.store.incidents.list().map(view);

  app.method('incidents.list', () => ({ ok: true, value: incidents() }));
  app.method('incidents.resolve', ({ incidentId, whatWasDone }) => {
    const resolved = attempt(context, (transaction) => {
      const { incidents: rows, actor } = transaction;
      if (!rows.resolve(incidentId, actor, whatWasDone)) return fail('not-found');
      transaction.audit({ kind: 'incident.resolved', detail: { incidentId } });
      return { ok: true, value: undefined };
    });
    return resolved.ok ? { ok: true, value: incidents() } : resolved;
  });
}

function strangerView({ vendorId, productId, ...stranger }: Stranger): {
  transport: 'serial' | 'hid';
  path: string;
  name: string;
  vendorId: string;
  productId: string;
  reason: Stranger['reason'];
} {
  return { ...stranger, vendorId: hexadecimal(vendorId), productId: hexadecimal(productId) };
}

function hexadecimal(id: number | undefined): string {
  return id === undefined ? '' : id.toString(16).padStart(4, '0');
}
