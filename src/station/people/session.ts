import type { Answer } from '../../contract/channel.ts';
import type { SessionView } from '../../contract/views.ts';
import { daySpan } from '../../store/index.ts';
import type { SessionRecord, Store, UserRecord, WritableTransaction } from '../../store/index.ts';
import { vietnameseDate } from '../../domain/calendar-date.ts';
import type { DossierId, ShiftId } from '../../domain/ids.ts';
import type { Caller } from '../app.ts';
import { commitEssential } from '../context.ts';
import type { StationContext } from '../context.ts';
import { shiftView, userView } from './views.ts';

/**
 * Who sits at this window. The session lives in the store under the shell's nonce, so that a station
 * process that died goes on with the same person, shift and dossier.
 */
export class Session {
  readonly #store: Store;
  readonly #nonce: string;

  constructor(store: Store, nonce: string) {
    this.#store = store;
    this.#nonce = nonce;
  }

  record(): SessionRecord {
    return (
      this.#store.sessions.get(this.#nonce) ?? {
        nonce: this.#nonce,
        userId: null,
        lockedAt: null,
        openDossierId: null,
        shiftId: null,
        lastActivityAt: Date.now(),
      }
    );
  }

  user(): UserRecord | undefined {
    const { userId } = this.record();
    return userId === null ? undefined : this.#store.users.get(userId);
  }

  caller(): Caller {
    const user = this.user();
    return {
      role: user && user.disabledAt === null ? user.role : undefined,
      locked: this.record().lockedAt !== null,
    };
  }

  openDossierId(): DossierId | null {
    return this.record().openDossierId;
  }

  shiftId(): ShiftId | null {
    return this.record().shiftId;
  }

  view(): SessionView {
    const record = this.record();
    const user = this.user();
    const shift = record.shiftId === null ? undefined : this.#store.shifts.get(record.shiftId);
    const today = daySpan(vietnameseDate(Date.now()));
    return {
      user: user ? userView(user) : null,
      locked: record.lockedAt !== null,
      language: user?.language ?? this.#store.settings.get('language'),
      idleLockMinutes: this.#store.settings.get('idleLockMinutes'),
      shift: shift ? shiftView(shift, this.#store.dossiers.countCaptured(today)) : null,
      openDossierId: record.openDossierId,
    };
  }
}

/** Writes a change of the session, and what belongs to it, then tells the page. */
export function changeSession(
  context: StationContext,
  session: Session,
  change: (transaction: WritableTransaction) => Partial<SessionRecord>,
): Answer<SessionView> {
  const written = commitEssential(context, (transaction) => {
    const changed = change(transaction);
    transaction.sessions.put({ ...session.record(), lastActivityAt: Date.now(), ...changed });
  });
  if (!written.ok) return written;
  const view = session.view();
  context.events.emit('session.changed', view);
  return { ok: true, value: view };
}
