/**
 * Every step that changes what is left after the power went: a transaction, a file, a name in a folder, a word of the
 * ministry. A step names itself here, so that a harness can die, fail or wait at each of them.
 *
 * - `store.commit`: a transaction of the store; `what` are the acts that it audits;
 * - `store.fold-log`: the write-ahead log goes into the database file;
 * - `backup.write`, `backup.name`: the copy of the database, and the name that it gets;
 * - `key.write`, `key.name`: who keeps the store's key;
 * - `reserve.take`, `reserve.release`: the room that is held for a full disk;
 * - `packet.write`, `packet.name`: a sealed packet, and the name that it gets;
 * - `packet.sweep`, `packet.set-aside`: what a crash left of packets, and packets that no transaction names;
 * - `ministry.announce`, `ministry.upload`, `ministry.finalize`, `ministry.receipts`: what the ministry has, or has said.
 */
export const FAULT_POINTS = [
  'store.commit',
  'store.fold-log',
  'backup.write',
  'backup.name',
  'key.write',
  'key.name',
  'reserve.take',
  'reserve.release',
  'packet.write',
  'packet.name',
  'packet.sweep',
  'packet.set-aside',
  'ministry.announce',
  'ministry.upload',
  'ministry.finalize',
  'ministry.receipts',
] as const;
export type FaultPoint = (typeof FAULT_POINTS)[number];

/** A step that is about to be done, or was done this moment. */
export interface Step {
  readonly point: FaultPoint;
  /** Which of the steps at this point it is; empty where there is one kind only. */
  readonly what: string;
  readonly when: 'before' | 'after';
}

type Witness = (step: Step) => void;

let witness: Witness | undefined;

/**
 * Who is told of every step from now on. What it throws becomes the step's own failure; a station that runs by itself
 * has no witness.
 */
export function witnessSteps(told: Witness | undefined): void {
  witness = told;
}

/** Does a step; `act` is synchronous. */
export function step<T>(point: FaultPoint, act: () => T, what = ''): T {
  witness?.({ point, what, when: 'before' });
  const done = act();
  witness?.({ point, what, when: 'after' });
  return done;
}

/** Does a step that takes its time. */
export async function stepAside<T>(
  point: FaultPoint,
  act: () => Promise<T>,
  what = '',
): Promise<T> {
  witness?.({ point, what, when: 'before' });
  const done = await act();
  witness?.({ point, what, when: 'after' });
  return done;
}
