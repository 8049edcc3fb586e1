import type { ShiftView, UserView } from '../../contract/views.ts';
import type { ShiftRecord, UserRecord } from '../../store/index.ts';

export function userView(user: UserRecord): UserView {
  return {
    userId: user.id,
    login: user.login,
    displayName: user.displayName,
    role: user.role,
    disabled: user.disabledAt !== null,
  };
}

export function shiftView(shift: ShiftRecord, capturedToday: number): ShiftView {
  return {
    shiftId: shift.id,
    site: shift.site,
    line: shift.line,
    seat: shift.seat,
    quota: shift.quota,
    startedAt: shift.startedAt,
    capturedToday,
  };
}
