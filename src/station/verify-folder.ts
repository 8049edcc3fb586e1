import { join } from 'node:path';
import type { Balance } from '../domain/balance.ts';
import type { DossierState } from '../domain/dossier-state.ts';
import type { Result } from '../domain/result.ts';
import { err } from '../domain/result.ts';
import {
  openStoreReadOnly,
  storeBalance,
  verifyAuditChain,
  verifySamples,
} from '../store/index.ts';
import type { AuditVerdict, BadSample, OpenError, ReadableStore } from '../store/index.ts';
import { publicSigningKey } from '../sync/formats/signing-key.ts';
import { verifyPacket } from '../sync/verify-packet.ts';

/** What an inspector learns of a data folder without trusting the station. */
export interface FolderVerdict {
  readonly ok: boolean;
  readonly balance: Balance;
  readonly dossiers: Readonly<Record<DossierState, number>>;
  readonly packets: {
    readonly checked: number;
    readonly bad: readonly { packetId: string; dossierNumber: string; cause: string }[];
  };
  readonly audit: AuditVerdict;
  /** Prints, portraits and papers against the hashes in the audit chain. */
  readonly samples: { readonly checked: number; readonly bad: readonly BadSample[] };
}

/** Opens a data folder read-only and checks audit chain, every packet's hash and signature, and the balance. */
export async function verifyFolder(options: {
  directory: string;
  key: Uint8Array;
  migrationsDirectory: string;
}): Promise<Result<FolderVerdict, OpenError>> {
  const opened = openStoreReadOnly(options);
  if (!opened.ok) return opened;
  const store = opened.value;
  try {
    const audit = verifyAuditChain(store);
    const balance = storeBalance(store);
    const packets = await verifyPackets(store, options.directory);
    // A chain that is broken cannot witness anything.
    const samples = audit.chain === 'ok' ? verifySamples(store) : { checked: 0, bad: [] };
    const ok =
      audit.chain === 'ok' &&
      balance.balanced &&
      packets.bad.length === 0 &&
      samples.bad.length === 0;
    const dossiers = store.dossiers.countsByState();
    return { ok: true, value: { ok, balance, dossiers, packets, audit, samples } };
  } catch (cause) {
    // A page that fails its own check while it is read: SQLite names it by a code.
    if (cause instanceof Error && 'code' in cause && String(cause.code).startsWith('SQLITE_')) {
      return err('damaged');
    }
    throw cause;
  } finally {
    store.close();
  }
}

async function verifyPackets(
  store: ReadableStore,
  directory: string,
): Promise<FolderVerdict['packets']> {
  const identity = store.settings.get('identity');
  const bad: FolderVerdict['packets']['bad'][number][] = [];
  const packets = store.packets.list();
  for (const { packetId, dossierId, path, signature } of packets) {
    if (!identity) throw new Error('a store with packets has an identity');
    const verified = await verifyPacket({
      path: join(directory, path),
      packetId,
      signature,
      stationKey: publicSigningKey(identity.signingKey),
    });
    if (verified.ok) continue;
    const dossierNumber = store.dossiers.get(dossierId)?.number ?? '';
    bad.push({ packetId, dossierNumber, cause: verified.error });
  }
  return { checked: packets.length, bad };
}
