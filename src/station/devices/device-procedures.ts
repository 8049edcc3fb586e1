import type { IncidentView } from '../../contract/views.ts';
import type { StationApp } from '../app.ts';
import { fail } from '../app.ts';
import { attempt } from '../context.ts';
import type { StationContext } from '../context.ts';
import type { StationRack } from './station-rack.ts';

/** What is plugged in, and what went wrong with it. */
export function registerDevices(app: StationApp, context: StationContext, rack: StationRack): void {
  const incidents = (): IncidentView[] =>
    context.store.incidents.list().map(({ id, at, code, device, resolvedAt }) => ({
      incidentId: id,
      at,
      code,
      device,
      resolvedAt,
    }));

  app.method('devices.list', () => ({ ok: true, value: rack.view() }));
  app.method('incidents.list', () => ({ ok: true, value: incidents() }));
  app.method('incidents.resolve', ({ incidentId }) => {
    const resolved = attempt(context, (transaction) => {
      if (!transaction.incidents.resolve(incidentId)) return fail('not-found');
      transaction.audit({ kind: 'incident.resolved', detail: { incidentId } });
      return { ok: true, value: undefined };
    });
    return resolved.ok ? { ok: true, value: incidents() } : resolved;
  });
}
