import type { Balance } from '../domain/balance.ts';
import type { DossierState } from '../domain/dossier-state.ts';
import { DOSSIER_STATES } from '../domain/dossier-state.ts';
import type { Result } from '../domain/result.ts';
import {
  auditWitness,
  inspectAuditChain,
  openStoreReadOnly,
  readInspectedRows,
  storeBalance,
  verifySamples,
} from '../store/index.ts';
import type {
  AuditVerdict,
  AuditWitness,
  BadSample,
  InspectedRows,
  OpenError,
  ReadableStore,
} from '../store/index.ts';
import { publicSigningKey } from '../sync/formats/signing-key.ts';
import type { Contradiction } from './verify/contradiction.ts';
import { Findings } from './verify/findings.ts';
import type { BadPacket } from './verify/packet-files.ts';
import { verifyPacketFiles } from './verify/packet-files.ts';
import { receiptContradictions } from './verify/receipt-rule.ts';
import { receiptStandingContradictions } from './verify/receipt-standing-rule.ts';
import { rowContradictions } from './verify/row-rules.ts';

/** What an inspector learns of a data folder without trusting the station. */
export interface FolderVerdict {
  readonly ok: boolean;
  /** Not balanced and all zero when the audit chain is broken: nothing is derived from it then. */
  readonly balance: Balance;
  readonly dossiers: Readonly<Record<DossierState, number>>;
  readonly packets: { readonly checked: number; readonly bad: readonly BadPacket[] };
  readonly audit: AuditVerdict;
  /** Prints, portraits and papers against the hashes in the audit chain. */
  readonly samples: { readonly checked: number; readonly bad: readonly BadSample[] };
  /** Rows against the audit chain and against the ministry's signed receipts. */
  readonly contradictions: readonly Contradiction[];
}

const NO_BALANCE: Balance = {
  captured: 0,
  acknowledged: 0,
  outstanding: 0,
  balanced: false,
  unaccounted: [],
};
const NO_CHAIN: AuditVerdict = { entries: 0, chain: 'broken', sequence: 1, cause: 'unreadable' };
const NO_SAMPLES: FolderVerdict['samples'] = { checked: 0, bad: [] };

/**
 * Opens a data folder read-only and checks the audit chain first; then, with a chain that holds, every row
 * and sample that it speaks of, and the balance; and in any case every packet and every receipt.
 */
export async function verifyFolder(options: {
  directory: string;
  key: Uint8Array;
  migrationsDirectory: string;
}): Promise<Result<FolderVerdict, OpenError>> {
  const opened = openStoreReadOnly(options);
  if (!opened.ok) return opened;
  const store = opened.value;
  const findings = new Findings();
  try {
    // One instant for all that is in the store; the files lie still.
    const inspected = store.snapshot(() => inspect(store, findings));
    const { audit, balance, samples, rows, settings, witness } = inspected;
    const packets = await verifyPacketFiles({
      directory: options.directory,
      packets: rows.packets ?? new Map(),
      dossiers: rows.dossiers,
      unsealed: witness?.unsealed ?? new Set(),
      stationKey: settings.stationKey,
    });
    await checkReceipts(rows, settings, findings);
    const { contradictions } = findings;
    const ok =
      audit.chain === 'ok' &&
      balance.balanced &&
      packets.bad.length === 0 &&
      samples.bad.length === 0 &&
      contradictions.length === 0;
    const dossiers = countsByState(rows.dossiers);
    return { ok: true, value: { ok, balance, dossiers, packets, audit, samples, contradictions } };
  } finally {
    store.close();
  }
}

interface Inspected {
  readonly audit: AuditVerdict;
  /** Only of a chain that holds. */
  readonly witness: AuditWitness | undefined;
  readonly balance: Balance;
  readonly samples: FolderVerdict['samples'];
  /** Without the tables that cannot be read. */
  readonly rows: Partial<InspectedRows>;
  readonly settings: ReturnType<typeof readSettings>;
}

function inspect(store: ReadableStore, findings: Findings): Inspected {
  const audit = findings.guarded('table', 'audit', () => inspectAuditChain(store)) ?? NO_CHAIN;
  const rows = readRows(store, findings);
  const settings = readSettings(store, findings);
  if (audit.chain === 'broken') {
    const nothing = { witness: undefined, balance: NO_BALANCE, samples: NO_SAMPLES };
    return { audit, rows, settings, ...nothing };
  }
  const witness = auditWitness(store);
  if (settings.stationId !== witness.stationId) {
    findings.add([{ what: 'station', id: settings.stationId ?? '', cause: 'id-differs' }]);
  }
  findings.add(rowContradictions(rows, witness));
  const balance = findings.guarded('table', 'dossiers', () => storeBalance(store)) ?? NO_BALANCE;
  const samples = verifySamples(store, witness);
  return { audit, rows, settings, witness, balance, samples };
}

function readRows(store: ReadableStore, findings: Findings): Partial<InspectedRows> {
  const read = <Table extends keyof InspectedRows>(table: Table) => {
    const rows = findings.guarded('table', table, () => readInspectedRows[table](store));
    return rows === undefined ? {} : { [table]: rows };
  };
  const tables = Object.keys(readInspectedRows) as (keyof InspectedRows)[];
  return Object.assign({}, ...tables.map(read)) as Partial<InspectedRows>;
}

function readSettings(store: ReadableStore, findings: Findings) {
  const { settings } = store;
  const identity = findings.guarded('setting', 'identity', () => settings.get('identity'));
  const ministry = findings.guarded('setting', 'ministry', () => settings.get('ministry'));
  const stationId = findings.guarded('setting', 'stationId', () => settings.get('stationId'));
  return {
    stationId: stationId ?? null,
    stationKey: identity && publicSigningKey(identity.signingKey),
    receiptKeys: ministry?.receiptKeys.keys ?? [],
  };
}

async function checkReceipts(
  { receipts, packets, dossiers }: Partial<InspectedRows>,
  settings: ReturnType<typeof readSettings>,
  findings: Findings,
): Promise<void> {
  if (receipts && packets) {
    const { receiptKeys, stationId } = settings;
    const pinned = { receiptKeys, stationId: stationId ?? '' };
    findings.add(await receiptContradictions({ receipts, packets }, pinned));
  }
  if (receipts && dossiers) findings.add(receiptStandingContradictions({ receipts, dossiers }));
}

function countsByState(dossiers: InspectedRows['dossiers'] = new Map()): FolderVerdict['dossiers'] {
  const counts = Object.fromEntries(DOSSIER_STATES.map((state) => [state, 0]));
  for (const { state } of dossiers.values()) counts[state] = (counts[state] ?? 0) + 1;
  // Every state stands in it from the beginning.
  return counts as Record<DossierState, number>;
}
