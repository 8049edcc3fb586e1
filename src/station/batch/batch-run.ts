import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from '../../contract/channel.ts';
import type { BatchReport } from '../../contract/views.ts';
import type { DossierId, PacketId } from '../../domain/ids.ts';
import { signBatchManifest } from '../../sync/batch.ts';
import { MAXIMUM_PACKETS_PER_BATCH } from '../../sync/formats/batch-manifest.ts';
import type { MinistryClient } from '../../sync/ministry-client.ts';
import { uploadBatch } from '../../sync/upload.ts';
import type { PacketOutcome, UploadResult } from '../../sync/upload.ts';
import { purgeAcknowledged } from '../../store/index.ts';
import type { BatchRecord, PacketRecord, WritableTransaction } from '../../store/index.ts';
import { fail } from '../app.ts';
import { commit } from '../context.ts';
import type { StationContext } from '../context.ts';
import { applyReceipts } from './apply-receipts.ts';
import { batchReport, togetherOf } from './batch-report.ts';
import { ministryErrorCode } from './ministry-failure.ts';
import type { TellProgress } from './progress.ts';
import { sealApproved } from './seal-approved.ts';

/** A ministry that has just finalized may need a moment for its receipts. */
const RECEIPT_PAUSES_MS = [0, 250, 1000, 3000];

/** One run of the batch: receipts that are due, seal what is approved, upload, receipts again, report. */
export class BatchRun {
  readonly #context: StationContext;
  readonly #client: MinistryClient;
  readonly #signal: AbortSignal;
  readonly #patienceMs: number;
  readonly #tell: TellProgress;
  /** Error code of what went wrong on the way, though the run itself came to its end. */
  problem: string | null = null;

  constructor(options: {
    /** Acts in the name of whoever asked for the run. */
    context: StationContext;
    client: MinistryClient;
    signal: AbortSignal;
    /** How long the ministry may stay silent. */
    patienceMs: number;
    tell: TellProgress;
  }) {
    this.#context = options.context;
    this.#client = options.client;
    this.#signal = options.signal;
    this.#patienceMs = options.patienceMs;
    this.#tell = options.tell;
  }

  async send(): Promise<Answer<BatchReport>> {
    const sealed = await sealApproved(this.#context, (done, total) =>
      this.#tell({ phase: 'sealing', packetsDone: done, packetsTotal: total }),
    );
    if (!sealed.ok) return sealed;
    const packets = this.#context.store.packets.listToSend();
    const sent = await this.#sendAll(packets);
    if (!sent.ok) return sent;
    this.#tell({ phase: 'receipts', packetsDone: packets.length, packetsTotal: packets.length });
    const settled = await this.#settle();
    if (!settled.ok) this.problem = settled.error.code;
    return this.#finish(sent.value);
  }

  /** More than a manifest may list (a week without network) goes as several batches. */
  async #sendAll(packets: readonly PacketRecord[]): Promise<Answer<BatchRecord[]>> {
    const batches: BatchRecord[] = [];
    for (let from = 0; from < packets.length; from += MAXIMUM_PACKETS_PER_BATCH) {
      const part = packets.slice(from, from + MAXIMUM_PACKETS_PER_BATCH);
      const batch = this.#batchFor(part);
      if (!batch.ok) return batch;
      const uploaded = await this.#upload(batch.value, part);
      if (!uploaded.ok) return uploaded;
      batches.push(batch.value);
    }
    if (batches.length > 0) return { ok: true, value: batches };
    // Nothing new: receipts may still be due for what went out before.
    const last = this.#context.store.batches.last();
    return last ? { ok: true, value: [last] } : fail('nothing-to-send');
  }

  /** A batch of exactly these packets that was begun before is put again; otherwise a new one. */
  #batchFor(packets: readonly PacketRecord[]): Answer<BatchRecord> {
    const { store } = this.#context;
    const packetIds = packets.map((packet) => packet.packetId);
    const unfinished = store.batches.unfinished();
    if (unfinished && sameSet(store.batches.packetIds(unfinished.id), packetIds)) {
      return { ok: true, value: unfinished };
    }
    return commit(this.#context, (transaction) => {
      const { userId: createdBy } = this.#context.actor();
      const batch = transaction.batches.create({ createdBy, packetIds });
      const detail = { batchId: batch.id, packets: packetIds.length };
      transaction.audit({ kind: 'batch.created', detail });
      return batch;
    });
  }

  async #upload(batch: BatchRecord, packets: readonly PacketRecord[]): Promise<Answer<void>> {
    const silence = new Silence(this.#patienceMs);
    const result = await uploadBatch({
      client: this.#client,
      batchId: batch.id,
      manifest: await this.#manifest(batch, packets),
      packets: packets.map(({ packetId, path, sizeBytes }) => ({
        packetId,
        sizeBytes,
        path: join(this.#context.boot.dataDirectory, path),
      })),
      signal: AbortSignal.any([this.#signal, silence.signal]),
      onProgress: (progress) => {
        silence.broken();
        this.#tell({
          phase: 'uploading',
          packetsDone: progress.uploadedPackets,
          packetsTotal: packets.length,
          bytesDone: progress.sentBytes,
          bytesTotal: progress.totalBytes,
        });
      },
    });
    silence.end();
    return this.#record(packets, result);
  }

  #manifest(batch: BatchRecord, packets: readonly PacketRecord[]): Promise<string> {
    const { store } = this.#context;
    const identity = store.settings.get('identity');
    if (!identity) throw new Error('packets are sealed by a station with an identity');
    return signBatchManifest(
      {
        batchId: batch.id,
        stationId: identity.stationId,
        createdAt: new Date(batch.createdAt).toISOString(),
        approvedBy: batch.createdBy ?? approverOf(this.#context, packets),
        packets: packets.map((packet) => ({
          packetId: packet.packetId,
          sizeBytes: packet.sizeBytes,
          dossierId: packet.dossierId,
          dossierNumber: store.dossiers.get(packet.dossierId)?.number ?? '',
          version: packet.version,
          signature: packet.signature,
        })),
      },
      identity.signingKey,
    );
  }

  /** What arrived is sent; what did not keeps its reason. One transaction a batch. */
  #record(packets: readonly PacketRecord[], result: UploadResult): Answer<void> {
    const dossierOf = new Map(packets.map((packet) => [packet.packetId, packet.dossierId]));
    if (result.error) this.problem = ministryErrorCode(result.error);
    return commit(this.#context, (transaction) => {
      for (const outcome of result.packets) {
        const dossierId = dossierOf.get(outcome.packetId as PacketId);
        if (dossierId === undefined) throw new Error('the upload speaks of an unknown packet');
        recordOutcome(transaction, dossierId, outcome, result.finalized);
      }
    });
  }

  /** Receipts until nothing waits for one, within a few seconds; the rest comes with the next run. */
  async #settle(): Promise<Answer<void>> {
    for (const pauseMs of RECEIPT_PAUSES_MS) {
      if (!(await pause(pauseMs, this.#signal))) break;
      const applied = await applyReceipts(this.#context, this.#client, this.#signal);
      if (!applied.ok) return applied;
      if (this.#context.store.packets.listAwaitingReceipt().length === 0) break;
    }
    return { ok: true, value: undefined };
  }

  /** Keeps the report of each batch, and answers for all of them together. */
  #finish(batches: readonly BatchRecord[]): Answer<BatchReport> {
    const { store } = this.#context;
    const finished = commit(this.#context, (transaction) => {
      for (const batch of batches) {
        const report = batchReport(store, batch);
        transaction.batches.finish(batch.id, { ...report, finishedAt: Date.now() });
        const { uploaded } = report;
        const detail = { batchId: batch.id, uploaded, outstanding: report.outstanding.length };
        transaction.audit({ kind: 'batch.finished', detail });
      }
    });
    if (!finished.ok) return finished;
    const retentionDays = store.settings.get('retentionDays');
    const purged = purgeAcknowledged(store, { now: Date.now(), retentionDays });
    if (!purged.ok) return fail(purged.error);
    const reports = batches.map((batch) =>
      batchReport(store, store.batches.get(batch.id) ?? batch),
    );
    return { ok: true, value: togetherOf(reports) };
  }
}

/**
 * A packet whose file is lost or damaged, and which the ministry does not have, can never be sent: its
 * dossier, whose images are still in the store, is sealed anew by the next run.
 */
function recordOutcome(
  transaction: WritableTransaction,
  dossierId: DossierId,
  outcome: PacketOutcome,
  finalized: boolean,
): void {
  if (outcome.state === 'uploaded') {
    if (finalized) transaction.moveDossier(dossierId, 'send');
    return;
  }
  const { code } = outcome.reason;
  transaction.packets.setOutstanding(outcome.packetId as PacketId, code);
  if (code === 'packet-missing' || code === 'packet-changed') {
    transaction.moveDossier(dossierId, 'unseal');
  }
}

/** Aborts when nothing has moved for so long. */
class Silence {
  readonly #abort = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(longestMs: number) {
    this.#timer = setTimeout(() => this.#abort.abort(), longestMs);
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  broken(): void {
    this.#timer.refresh();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

/** False when the run was broken off meanwhile. */
async function pause(pauseMs: number, signal: AbortSignal): Promise<boolean> {
  if (pauseMs > 0) {
    await delay(pauseMs, undefined, { signal }).catch((cause: unknown) => {
      if (!signal.aborted) throw cause;
    });
  }
  return !signal.aborted;
}

/** The supervisor who approved the packets of a batch that the clock sends. */
function approverOf(context: StationContext, packets: readonly PacketRecord[]): string {
  const [first] = packets;
  const approvedBy = first && context.store.dossiers.get(first.dossierId)?.approvedBy;
  if (!approvedBy) throw new Error('a sealed dossier was approved by somebody');
  return approvedBy;
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  const set = new Set(left);
  return set.size === right.length && right.every((item) => set.has(item));
}
