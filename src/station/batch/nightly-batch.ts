import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from '../../contract/channel.ts';
import type { EventPayload } from '../../contract/events.ts';
import type { BatchReport, SyncStatus } from '../../contract/views.ts';
import type { PacketId } from '../../domain/ids.ts';
import { signBatchManifest } from '../../sync/batch.ts';
import { MAXIMUM_PACKETS_PER_BATCH } from '../../sync/formats/batch-manifest.ts';
import { MinistryClient } from '../../sync/ministry-client.ts';
import { nextUploadTime, startUploadTimer } from '../../sync/schedule.ts';
import { uploadBatch } from '../../sync/upload.ts';
import type { UploadResult } from '../../sync/upload.ts';
import { purgeAcknowledged } from '../../store/index.ts';
import type { BatchRecord, PacketRecord } from '../../store/index.ts';
import { fail } from '../app.ts';
import { attempt, commit } from '../context.ts';
import type { StationContext } from '../context.ts';
import { applyReceipts } from './apply-receipts.ts';
import { batchReport, togetherOf } from './batch-report.ts';
import { ministryErrorCode } from './ministry-failure.ts';
import { sealApproved } from './seal-approved.ts';

/** How long a batch goes on over a broken network before it leaves the rest for the next run. */
const UPLOAD_DEADLINE_MS = 8 * 3_600_000;
/** A ministry that has just finalized may need a moment for its receipts. */
const RECEIPT_PAUSES_MS = [0, 250, 1000, 3000];

type Progress = EventPayload<'sync.progress'>;

/** The batch of the day: seal what is approved, upload, move what receipts say. One run at a time. */
export class NightlyBatch {
  readonly #context: StationContext;
  readonly #ministryJoined: Promise<void>;
  #running: AbortController | undefined;
  #lastProblem: string | null = null;
  #timer: { stop: () => void } | undefined;

  /** @param ministryJoined waited for by a run, so that one right after the start finds its ministry */
  constructor(context: StationContext, ministryJoined: Promise<void>) {
    this.#context = context;
    this.#ministryJoined = ministryJoined;
  }

  /** Sends at the scheduled hour from now on. */
  schedule(): void {
    this.#timer?.stop();
    this.#timer = startUploadTimer(this.#schedule(), () => void this.sendNow());
  }

  async stop(): Promise<void> {
    this.#timer?.stop();
    this.#running?.abort();
  }

  status(): SyncStatus {
    const { settings } = this.#context.store;
    const ministry = settings.get('ministry');
    const last = this.#context.store.batches.last();
    return {
      running: this.#running !== undefined,
      enrolled: ministry !== undefined,
      ministryUrl: ministry?.url ?? '',
      uploadHour: settings.get('uploadHour'),
      nextUploadAt: ministry ? nextUploadTime(this.#schedule(), new Date()).getTime() : null,
      lastReport: last ? batchReport(this.#context.store, last) : null,
      lastProblem: this.#lastProblem,
    };
  }

  /** Everything that waits, now. Answers with the report; what could not be sent stays outstanding. */
  async sendNow(): Promise<Answer<BatchReport>> {
    return this.#exclusively(async (signal) => {
      const client = this.#client();
      if (!client) return fail('ministry-not-enrolled');
      try {
        return await this.#send(client, signal);
      } finally {
        client.close();
      }
    });
  }

  async fetchReceipts(): Promise<Answer<SyncStatus>> {
    return this.#exclusively(async (signal) => {
      const client = this.#client();
      if (!client) return fail('ministry-not-enrolled');
      try {
        const applied = await applyReceipts(this.#context, client, signal);
        return applied.ok ? { ok: true, value: this.status() } : applied;
      } finally {
        client.close();
      }
    });
  }

  async #send(client: MinistryClient, signal: AbortSignal): Promise<Answer<BatchReport>> {
    const sealed = await sealApproved(this.#context, (done, total) =>
      this.#tell({ phase: 'sealing', packetsDone: done, packetsTotal: total }),
    );
    if (!sealed.ok) return sealed;
    const packets = this.#context.store.packets.listToSend();
    const sent = await this.#sendAll(client, packets, signal);
    if (!sent.ok) return sent;
    this.#tell({ phase: 'receipts', packetsDone: packets.length, packetsTotal: packets.length });
    const settled = await this.#settle(client, signal);
    if (!settled.ok) this.#lastProblem = settled.error.code;
    return this.#finish(sent.value);
  }

  /** More than a manifest may list (a week without network) goes as several batches. */
  async #sendAll(
    client: MinistryClient,
    packets: readonly PacketRecord[],
    signal: AbortSignal,
  ): Promise<Answer<BatchRecord[]>> {
    const batches: BatchRecord[] = [];
    for (let from = 0; from < packets.length; from += MAXIMUM_PACKETS_PER_BATCH) {
      const part = packets.slice(from, from + MAXIMUM_PACKETS_PER_BATCH);
      const batch = this.#batchFor(part);
      if (!batch.ok) return batch;
      const uploaded = await this.#upload(client, batch.value, part, signal);
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

  async #upload(
    client: MinistryClient,
    batch: BatchRecord,
    packets: readonly PacketRecord[],
    signal: AbortSignal,
  ): Promise<Answer<void>> {
    const total = packets.length;
    const result = await uploadBatch({
      client,
      batchId: batch.id,
      manifest: await this.#manifest(batch, packets),
      packets: packets.map(({ packetId, path, sizeBytes }) => ({
        packetId,
        sizeBytes,
        path: join(this.#context.boot.dataDirectory, path),
      })),
      signal: AbortSignal.any([signal, AbortSignal.timeout(UPLOAD_DEADLINE_MS)]),
      onProgress: (progress) =>
        this.#tell({
          phase: 'uploading',
          packetsDone: progress.uploadedPackets,
          packetsTotal: total,
          bytesDone: progress.sentBytes,
          bytesTotal: progress.totalBytes,
        }),
    });
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
    return attempt(this.#context, (transaction) => {
      for (const outcome of result.packets) {
        const packetId = outcome.packetId as PacketId;
        const dossierId = dossierOf.get(packetId);
        if (dossierId === undefined)
          throw new Error('the upload speaks of a packet of another batch');
        if (outcome.state === 'uploaded' && result.finalized) {
          transaction.moveDossier(dossierId, 'send');
        } else if (outcome.state === 'outstanding') {
          transaction.packets.setOutstanding(packetId, outcome.reason.code);
        }
      }
      this.#lastProblem = result.error ? ministryErrorCode(result.error) : null;
      return { ok: true, value: undefined };
    });
  }

  /** Receipts until nothing waits for one, within a few seconds; the rest comes with the next run. */
  async #settle(client: MinistryClient, signal: AbortSignal): Promise<Answer<void>> {
    for (const pauseMs of RECEIPT_PAUSES_MS) {
      if (pauseMs > 0) await delay(pauseMs, undefined, { signal });
      const applied = await applyReceipts(this.#context, client, signal);
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
        transaction.audit({
          kind: 'batch.finished',
          detail: {
            batchId: batch.id,
            uploaded: report.uploaded,
            outstanding: report.outstanding.length,
          },
        });
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

  async #exclusively<T>(work: (signal: AbortSignal) => Promise<Answer<T>>): Promise<Answer<T>> {
    if (this.#running) return fail('already-running');
    const running = new AbortController();
    this.#running = running;
    try {
      await this.#ministryJoined;
      const answer = await work(running.signal);
      if (!answer.ok && answer.error.code !== 'nothing-to-send') {
        this.#lastProblem = answer.error.code;
      }
      return answer;
    } finally {
      this.#running = undefined;
      this.#tell({ phase: 'done', packetsDone: 0, packetsTotal: 0 });
    }
  }

  #tell(progress: Omit<Progress, 'status' | 'bytesDone' | 'bytesTotal'> & Partial<Progress>): void {
    this.#context.events.emit('sync.progress', {
      bytesDone: 0,
      bytesTotal: 0,
      ...progress,
      status: this.status(),
    });
  }

  #client(): MinistryClient | undefined {
    const { settings } = this.#context.store;
    const [ministry, identity] = [settings.get('ministry'), settings.get('identity')];
    if (!ministry || !identity) return undefined;
    return new MinistryClient({
      url: ministry.url,
      stationId: identity.stationId,
      caCertificatePem: ministry.caPem,
      clientCertificatePem: ministry.clientCertificatePem,
      tlsPrivateKeyPem: identity.tlsPrivateKeyPem,
      receiptKeys: ministry.receiptKeys.keys,
    });
  }

  #schedule(): { stationId: string; opensAt: string; spreadMinutes: number } {
    const { settings } = this.#context.store;
    return {
      stationId: settings.get('stationId') ?? '',
      opensAt: settings.get('uploadHour'),
      spreadMinutes: settings.get('uploadSpreadMinutes'),
    };
  }
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
