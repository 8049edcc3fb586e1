/**
 * The station's store: one encrypted SQLite file per data folder.
 *
 * - `openStore({directory, key, migrationsDirectory, now?})` → `Result<Store, OpenError>`;
 *   `openStoreReadOnly({directory, key, migrationsDirectory})` → `Result<ReadableStore, OpenError>`.
 * - Reading: `store.users.get(id)`, `store.dossiers.summaries({…})`, `store.captures.image(id)` …
 * - Writing: `store.write({userId}, (transaction) => …)`: one synchronous IMMEDIATE transaction;
 *   `store.attempt` does the same for a callback that answers a Result and undoes all when it is an
 *   error; `store.writeEssential` may use the disk reserve (lock, incident, its audit entry).
 *   Repositories on `transaction` have the writing functions. They do not audit by themselves:
 *   call `transaction.audit({kind, detail})` beside them. `transaction.moveDossier` does audit.
 */
export { openStore, openStoreReadOnly } from './open.ts';
export type { OpenError, OpenOptions } from './open.ts';
export { ReadableStore } from './readable-store.ts';
export { Store } from './store.ts';
export type { Actor, WriteError } from './store.ts';
export { WritableTransaction } from './transaction.ts';
export type { MoveDetails } from './move-dossier.ts';
export { verifyAuditChain } from './audit.ts';
export type { AuditEntry, AuditVerdict } from './audit.ts';
export { STORE_FILE } from './store-file.ts';
export { verifySamples } from './verify-samples.ts';
export type { BadSample } from './verify-samples.ts';
export { inspectAuditChain } from './verify-chain.ts';
export { readInspectedRows } from './verify-rows.ts';
export type { InspectedRows } from './verify-rows.ts';
export { auditWitness } from './verify-witness.ts';
export type { AuditWitness } from './verify-witness.ts';
export { isInspectionFault } from './verify-fault.ts';
export { storeBalance } from './balance.ts';
export { purgeAcknowledged } from './purge.ts';
export { daySpan } from './dossiers.ts';
export type {
  DossierReturnReason,
  DossierRow,
  DossierSummaryRow,
  NewDossier,
  OfficerCount,
  SavedGroup,
  SavedGroups,
  Span,
  SummaryQuery,
} from './dossiers.ts';
export type { UserRecord } from './users.ts';
export type { SessionRecord } from './sessions.ts';
export type { ShiftRecord } from './shifts.ts';
export { isFingerprint } from './captures.ts';
export type { CaptureRecord, FingerprintRecord, NewCapture, StoredImage } from './captures.ts';
export type { FingerExceptionRecord } from './finger-exceptions.ts';
export type { DocumentRecord } from './documents.ts';
export type { PacketRecord } from './packets.ts';
export type { BatchRecord } from './batches.ts';
export type { ReceiptRecord } from './receipts.ts';
export type { SettingKey, SettingValue } from './settings.ts';
export type { IncidentRecord, NewIncident } from './incidents.ts';
export type {
  DeviceCheckup,
  DeviceErrorCount,
  KnownDevice,
  KnownDeviceSettings,
} from './devices.ts';
export type { CommuneRecord } from './communes.ts';
export { readKeyFile } from './key-file.ts';
export type { KeyFile } from './key-file.ts';
export {
  changePassphrase,
  createPassphraseKey,
  MINIMUM_PASSPHRASE_LENGTH,
  unlockPassphraseKey,
} from './passphrase-key.ts';
export { createTrainingKey, isTrainingKey, TRAINING_KEY } from './training-key.ts';
export { hashPassword, verifyPassword } from './password.ts';
