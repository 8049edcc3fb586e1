import type { ShiftView } from '../../contract/views.ts';
import { vietnameseDate } from '../../domain/calendar-date.ts';
import { daySpan } from '../../store/index.ts';
import { DONE, fail } from '../app.ts';
import type { StationApp } from '../app.ts';
import { attempt } from '../context.ts';
import type { StationContext } from '../context.ts';
import type { Session } from '../people/session.ts';
import { shiftView } from '../people/views.ts';

/** What a trainee finds filled in at the very first start. */
const TRAINING_PLACE: ShiftView = {
  shiftId: '',
  site: 'Điểm tập huấn',
  line: '1',
  seat: '1',
  quota: 150,
  startedAt: 0,
  capturedToday: 0,
};

/** Where and when work happens: site, line, seat and quota of the day. */
export function registerShift(app: StationApp, context: StationContext, session: Session): void {
  const { store } = context;
  const capturedToday = () => store.dossiers.countCaptured(daySpan(vietnameseDate(Date.now())));

  app.method('shift.last', () => {
    const last = store.shifts.last();
    if (last) return { ok: true, value: shiftView(last, capturedToday()) };
    return { ok: true, value: context.boot.training ? TRAINING_PLACE : null };
  });

  app.method('shift.start', ({ site, line, seat, quota }) => {
    const started = attempt(context, (transaction) => {
      const record = session.record();
      if (record.userId === null) return fail('not-signed-in');
      if (record.shiftId !== null) return fail('shift-running');
      const left = transaction.shifts.running();
      if (left) {
        transaction.shifts.end(left.id);
        transaction.audit({ kind: 'shift.ended', detail: { shiftId: left.id } });
      }
      const shift = transaction.shifts.start({ site, line, seat, quota, startedBy: record.userId });
      transaction.sessions.put({ ...record, shiftId: shift.id });
      transaction.audit({
        kind: 'shift.started',
        detail: { shiftId: shift.id, site, line, seat, quota },
      });
      return { ok: true, value: shift };
    });
    if (!started.ok) return started;
    context.events.emit('session.changed', session.view());
    return { ok: true, value: shiftView(started.value, capturedToday()) };
  });

  app.method('shift.end', () => {
    const ended = attempt(context, (transaction) => {
      const record = session.record();
      if (record.shiftId === null) return fail('no-shift');
      transaction.shifts.end(record.shiftId);
      transaction.sessions.put({ ...record, shiftId: null, openDossierId: null });
      transaction.audit({ kind: 'shift.ended', detail: { shiftId: record.shiftId } });
      return DONE;
    });
    if (!ended.ok) return ended;
    context.events.emit('session.changed', session.view());
    return DONE;
  });
}
