import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { JWS_TYPES, signJws } from '../sync/formats/jws.ts';
import { returnReasonSchema } from '../sync/formats/receipt.ts';
import type { Receipt, ReceiptPage, ReturnReason } from '../sync/formats/receipt.ts';
import type { AnnouncedPacket } from './batch-desk.ts';
import { lookInto, reasonAgainst } from './examination.ts';
import type { Finding } from './examination.ts';
import type { Intake } from './intake.ts';
import type { MinistryKeys } from './ministry-keys.ts';
import { OneAtATime } from './one-at-a-time.ts';

const PAGE_RECEIPTS = 100;
const returnsSchema = z.record(z.string().regex(/^\d{12}$/), returnReasonSchema);
const receivedPacketSchema = z.object({
  packetId: z.string(),
  stationId: z.string(),
  dossierId: z.string(),
  dossierNumber: z.string(),
  version: z.number(),
  receivedAt: z.string(),
});
type ReceivedPacket = z.infer<typeof receivedPacketSchema>;
const receiptRowsSchema = z.array(z.object({ sequence: z.number(), receipt: z.string() }));

/** Examines packets and gives each its one signed receipt. */
export class ReceiptOffice {
  readonly #dataDir: string;
  readonly #database: DatabaseSync;
  readonly #keys: MinistryKeys;
  readonly #intake: Intake;
  readonly #queue = new OneAtATime();
  readonly #looking = new OneAtATime();
  /** Of packets that came in and have no receipt yet. */
  readonly #findings = new Map<string, Promise<Finding>>();

  constructor(dataDir: string, database: DatabaseSync, keys: MinistryKeys, intake: Intake) {
    this.#dataDir = dataDir;
    this.#database = database;
    this.#keys = keys;
    this.#intake = intake;
  }

  /**
   * Looks into a packet that has just come in, while the next ones are still on their way. Only saves
   * time: after a restart, finalize looks itself.
   */
  prepare(packet: AnnouncedPacket): void {
    const finding = this.#looking.run(() => this.#lookInto(packet));
    this.#findings.set(packet.packetId, finding);
    // Finalize looks again and meets the same fault where it can be answered.
    finding.catch(() => this.#findings.delete(packet.packetId));
  }

  /** Makes the receipts of complete packets that have none yet. Can be repeated at any time. */
  issue(packets: readonly AnnouncedPacket[]): Promise<void> {
    return this.#queue.run(async () => {
      const returns = await this.#readReturns();
      for (const packet of packets) await this.#issueOne(packet, returns);
    });
  }

  /** Receipts of one station after a cursor. */
  page(stationId: string, after: number): ReceiptPage {
    const rows = receiptRowsSchema.parse(
      this.#database
        .prepare(
          `SELECT sequence, receipt FROM receipts WHERE stationId = ? AND sequence > ?
           ORDER BY sequence LIMIT ?`,
        )
        .all(stationId, after, PAGE_RECEIPTS + 1),
    );
    const receipts = rows
      .slice(0, PAGE_RECEIPTS)
      .map(({ sequence, receipt }) => ({ cursor: String(sequence), receipt }));
    return { receipts, more: rows.length > PAGE_RECEIPTS };
  }

  async #issueOne(
    packet: AnnouncedPacket,
    returns: ReadonlyMap<string, ReturnReason>,
  ): Promise<void> {
    const known = this.#database
      .prepare('SELECT 1 FROM receipts WHERE packetId = ?')
      .get(packet.packetId);
    const received = this.#received(packet.packetId);
    if (known !== undefined || received === undefined) return;
    // What the packet was counted as holds, whatever a later batch says about it.
    const finding = await (this.#findings.get(packet.packetId) ??
      this.#lookInto({ ...packet, ...received }));
    const acceptedRecordSha256 = this.#acceptedRecord(received);
    const reason = reasonAgainst(finding, { returns, acceptedRecordSha256 });
    const recordSha256 = finding.kind === 'broken' ? null : finding.recordSha256;
    await this.#sign(received, reason, recordSha256);
    this.#findings.delete(packet.packetId);
  }

  #lookInto(packet: AnnouncedPacket): Promise<Finding> {
    const path = this.#intake.packetPath(packet.packetId);
    return lookInto(path, packet, this.#keys.identities);
  }

  /** One receipt is signed at a time, so the next sequence is free when it is written. */
  async #sign(
    packet: ReceivedPacket,
    reason: ReturnReason | undefined,
    recordSha256: string | null,
  ): Promise<void> {
    const { packetId, stationId, dossierId, dossierNumber, version, receivedAt } = packet;
    const last = this.#database.prepare('SELECT max(sequence) AS sequence FROM receipts').get();
    const sequence = Number(last?.['sequence'] ?? 0) + 1;
    const receipt: Receipt = {
      format: 'tram-receipt/1',
      sequence,
      packetId,
      stationId,
      dossierId,
      dossierNumber,
      version,
      outcome: reason === undefined ? { kind: 'accepted' } : { kind: 'returned', reason },
      receivedAt,
    };
    const jws = await signJws(receipt, JWS_TYPES.receipt, this.#keys.receiptKey);
    this.#database
      .prepare(
        `INSERT INTO receipts (sequence, packetId, stationId, dossierId, version, outcome,
           recordSha256, receipt) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        sequence,
        packetId,
        stationId,
        dossierId,
        version,
        receipt.outcome.kind,
        recordSha256,
        jws,
      );
  }

  #received(packetId: string): ReceivedPacket | undefined {
    const row = this.#database
      .prepare(
        `SELECT packetId, stationId, dossierId, dossierNumber, version, receivedAt
         FROM packets WHERE packetId = ?`,
      )
      .get(packetId);
    return row === undefined ? undefined : receivedPacketSchema.parse(row);
  }

  #acceptedRecord(packet: ReceivedPacket): string | undefined {
    const row = this.#database
      .prepare(
        `SELECT recordSha256 FROM receipts
         WHERE stationId = ? AND dossierId = ? AND version = ? AND outcome = 'accepted'`,
      )
      .get(packet.stationId, packet.dossierId, packet.version);
    return row === undefined ? undefined : String(row['recordSha256']);
  }

  async #readReturns(): Promise<ReadonlyMap<string, ReturnReason>> {
    const path = join(this.#dataDir, 'returns.json');
    if (!existsSync(path)) return new Map();
    const returns = returnsSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    return new Map(Object.entries(returns));
  }
}
