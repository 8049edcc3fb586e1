import type { Answer, Boot } from '../contract/channel.ts';
import type { StationError } from '../contract/errors.ts';
import type { FingerprintAbility } from '../domain/fingerprint-ability.ts';
import type { DossierId, UserId } from '../domain/ids.ts';
import type { Result } from '../domain/result.ts';
import { err } from '../domain/result.ts';
import type { Store, WritableTransaction } from '../store/index.ts';
import type { StationEvents } from './events.ts';

/** What every use-case of an open station works with. */
export interface StationContext {
  readonly boot: Boot;
  readonly store: Store;
  readonly events: StationEvents;
  /** Who acts now; null when nobody is signed in. */
  actor(): { userId: UserId | null };
  /** The dossier that lies open at the seat; null when none does. */
  openDossierId(): DossierId | null;
  /**
   * What the fingerprint scanner that serves now can take; while none does, what the last one could, so that the plan
   * of a dossier does not jump when a cable is pulled.
   */
  scannerAbilities(): readonly FingerprintAbility[];
}

/**
 * One transaction in the name of the person at the window: rows and audit entries together, or none.
 * A full disk is an answer, never half a record.
 */
export function commit<T>(
  context: StationContext,
  work: (transaction: WritableTransaction) => T,
): Answer<T> {
  return asAnswer(context.store.write(context.actor(), work));
}

/**
 * The same for what has to be written even on a full disk (who sits there, the lock, a failed sign-in): it
 * may use the disk reserve. `work` may run twice, the first time undone.
 */
export function commitEssential<T>(
  context: StationContext,
  work: (transaction: WritableTransaction) => T,
): Answer<T> {
  return asAnswer(context.store.writeEssential(context.actor(), work));
}

/** The same context in the name of one person (null: the station itself), whoever sits there later. */
export function actingAs(context: StationContext, userId: UserId | null): StationContext {
  return { ...context, actor: () => ({ userId }) };
}

/** `commit` for work that can itself be refused: a refusal undoes all of it. */
export function attempt<T>(
  context: StationContext,
  work: (transaction: WritableTransaction) => Result<T, StationError>,
): Answer<T> {
  const result = context.store.attempt(context.actor(), work);
  if (result.ok) return result;
  return result.error === 'disk-full' ? err({ code: 'disk-full' }) : err(result.error);
}

function asAnswer<T>(result: Result<T, 'disk-full'>): Answer<T> {
  return result.ok ? result : err({ code: result.error });
}
