import { stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Result } from '../domain/result.ts';
import { stepAside } from '../durable/step.ts';
import type { PacketStatus } from './formats/batch-answer.ts';
import type { MinistryClient } from './ministry-client.ts';
import { isPassing } from './ministry-error.ts';
import type { MinistryError, MinistryErrorCode } from './ministry-error.ts';
import { tusUpload } from './tus-upload.ts';
import { hashFile } from './verify-packet.ts';

/** How often a packet whose hash the ministry disputes is sent from the beginning. */
const WRONG_HASH_ATTEMPTS = 2;
const UNDER_WAY_BYTES = 4 * 1024 * 1024;
/** Answers of tus that only say "look again where to go on": gone, other offset, locked. */
const LOOK_AGAIN_STATUS = new Set([404, 409, 410, 423, 460]);

export type UploadPacket = {
  readonly packetId: string;
  readonly path: string;
  readonly sizeBytes: number;
};

/** Why a packet still waits. A packet is never dropped. */
export type OutstandingReason = {
  /**
   * - `packet-missing`: its file is not on the disk;
   * - `packet-changed`: its file is no longer what its name says;
   * - `not-confirmed`: it went up, but the ministry did not count it;
   * - otherwise what the ministry or the way to it said last.
   */
  readonly code: MinistryErrorCode | 'packet-missing' | 'packet-changed' | 'not-confirmed';
  readonly refusal?: string;
  readonly detail?: string;
};

export type PacketOutcome =
  | { readonly packetId: string; readonly state: 'uploaded' }
  | {
      readonly packetId: string;
      readonly state: 'outstanding';
      readonly reason: OutstandingReason;
    };

export type UploadProgress = {
  /** Of all packets; what the ministry had before counts as sent. */
  readonly sentBytes: number;
  readonly totalBytes: number;
  readonly uploadedPackets: number;
  readonly totalPackets: number;
};

export type UploadResult = {
  readonly batchId: string;
  /** In the order given. */
  readonly packets: readonly PacketOutcome[];
  /** True when the ministry confirmed the end of the batch: receipts can be fetched. */
  readonly finalized: boolean;
  /** What stopped the batch as a whole, before or after its packets. */
  readonly error?: MinistryError;
};

export type UploadOptions = {
  readonly client: MinistryClient;
  readonly batchId: string;
  /** Compact JWS of `signBatchManifest`. */
  readonly manifest: string;
  /** The packets of the manifest. */
  readonly packets: readonly UploadPacket[];
  /** Uploads at once; when not said, as many as keep about 4 MB under way, from 4 to 8. */
  readonly concurrency?: number;
  readonly retryEveryMs?: number;
  /** An upload of which no byte was taken for so long is broken off and resumed. */
  readonly stallTimeoutMs?: number;
  readonly onProgress?: (progress: UploadProgress) => void;
  /** A cut network is retried until this aborts, e.g. at the end of the upload window. */
  readonly signal: AbortSignal;
};

/**
 * Brings a batch to the ministry: announces it, uploads what is missing, finalizes. Can be called again at
 * any time, also after a crash: the ministry says where each packet goes on. Never throws for what
 * a network does.
 */
export async function uploadBatch(options: UploadOptions): Promise<UploadResult> {
  const upload = new BatchUpload(options);
  return upload.run();
}

type Retried<T> = Result<T, MinistryError>;

class BatchUpload {
  readonly #options: UploadOptions;
  readonly #retryEveryMs: number;
  readonly #stallTimeoutMs: number;
  readonly #outcomes = new Map<string, PacketOutcome>();
  readonly #sentBytes = new Map<string, number>();

  constructor(options: UploadOptions) {
    this.#options = options;
    this.#retryEveryMs = options.retryEveryMs ?? 500;
    this.#stallTimeoutMs = options.stallTimeoutMs ?? 30_000;
  }

  async run(): Promise<UploadResult> {
    const { client, batchId, manifest, signal } = this.#options;
    const announced = await this.#untilAnswered(() =>
      stepAside('ministry.announce', () => client.putBatch(batchId, manifest, signal)),
    );
    if (!announced.ok) return this.#result(false, announced.error);
    const statuses = new Map(announced.value.packets.map((status) => [status.packetId, status]));
    await this.#uploadAll(statuses);
    const finalized = await this.#untilAnswered(() =>
      stepAside('ministry.finalize', () => client.finalize(batchId, signal)),
    );
    if (!finalized.ok) return this.#result(false, finalized.error);
    for (const packetId of finalized.value.missing) this.#notConfirmed(packetId);
    return this.#result(true);
  }

  /** A fixed number of workers take packets from one queue, so that the line is never idle. */
  async #uploadAll(statuses: ReadonlyMap<string, PacketStatus>): Promise<void> {
    const queue = this.#options.packets.values();
    const worker = async (): Promise<void> => {
      for (const packet of queue) {
        const missing = { packetId: packet.packetId, state: 'missing' } as const;
        const outcome = await this.#uploadPacket(packet, statuses.get(packet.packetId) ?? missing);
        this.#outcomes.set(packet.packetId, outcome);
        this.#report();
      }
    };
    const workers = this.#options.concurrency ?? fittingConcurrency(this.#options.packets);
    await Promise.all(Array.from({ length: workers }, worker));
  }

  async #uploadPacket(packet: UploadPacket, first: PacketStatus): Promise<PacketOutcome> {
    const { client, batchId, signal } = this.#options;
    let status = first;
    let disputes = 0;
    for (;;) {
      if (status.state === 'complete') return this.#uploaded(packet);
      const broken = await localProblem(packet, disputes > 0);
      if (broken !== undefined) return outstanding(packet, { code: broken });
      const from = status;
      const sent = await stepAside('ministry.upload', () => this.#attempt(packet, from));
      if (sent.ok || sent.error.refusal === 'packet-already-complete')
        return this.#uploaded(packet);
      if (sent.error.refusal === 'wrong-hash') disputes += 1;
      if (!isWorthAnotherTry(sent.error, disputes)) return outstanding(packet, sent.error);
      if (!(await this.#pause())) return outstanding(packet, sent.error);
      const next = await this.#untilAnswered(() =>
        client.packetStatus(batchId, packet.packetId, signal),
      );
      if (!next.ok) return outstanding(packet, next.error);
      status = next.value;
    }
  }

  #attempt(packet: UploadPacket, status: PacketStatus): Promise<Result<void, MinistryError>> {
    const { client, batchId, signal } = this.#options;
    return tusUpload({
      connection: client.connection,
      path: packet.path,
      sizeBytes: packet.sizeBytes,
      uploadUrl: status.state === 'partial' ? status.uploadUrl : undefined,
      metadata: { packetId: packet.packetId, stationId: client.stationId, batchId },
      stallTimeoutMs: this.#stallTimeoutMs,
      signal,
      onProgress: (sentBytes) => {
        this.#sentBytes.set(packet.packetId, sentBytes);
        this.#report();
      },
    });
  }

  /** Repeats a call while its failure is a passing one and the caller has not given up. */
  async #untilAnswered<T>(call: () => Promise<Retried<T>>): Promise<Retried<T>> {
    for (;;) {
      const answer = await call();
      if (answer.ok || !isPassing(answer.error) || !(await this.#pause())) return answer;
    }
  }

  /** False when the caller gave up meanwhile. */
  async #pause(): Promise<boolean> {
    const { signal } = this.#options;
    await pause(this.#retryEveryMs, undefined, { signal }).catch((cause: unknown) => {
      if (!signal.aborted) throw cause;
    });
    return !signal.aborted;
  }

  #uploaded(packet: UploadPacket): PacketOutcome {
    this.#sentBytes.set(packet.packetId, packet.sizeBytes);
    return { packetId: packet.packetId, state: 'uploaded' };
  }

  #notConfirmed(packetId: string): void {
    if (this.#outcomes.get(packetId)?.state !== 'uploaded') return;
    const reason = { code: 'not-confirmed' } as const;
    this.#outcomes.set(packetId, { packetId, state: 'outstanding', reason });
  }

  #report(): void {
    const { packets, onProgress } = this.#options;
    if (onProgress === undefined) return;
    const outcomes = [...this.#outcomes.values()];
    onProgress({
      sentBytes: [...this.#sentBytes.values()].reduce((sum, sent) => sum + sent, 0),
      totalBytes: packets.reduce((sum, packet) => sum + packet.sizeBytes, 0),
      uploadedPackets: outcomes.filter((outcome) => outcome.state === 'uploaded').length,
      totalPackets: packets.length,
    });
  }

  #result(finalized: boolean, error?: MinistryError): UploadResult {
    const packets = this.#options.packets.map(
      (packet) =>
        this.#outcomes.get(packet.packetId) ?? outstanding(packet, error ?? { code: 'aborted' }),
    );
    const { batchId } = this.#options;
    return error === undefined
      ? { batchId, packets, finalized }
      : { batchId, packets, finalized, error };
  }
}

/**
 * Small packets wait longer for answers than for the line: more of them at once keep it full. Fewer large
 * ones lose less when the line is cut.
 */
function fittingConcurrency(packets: readonly UploadPacket[]): number {
  const totalBytes = packets.reduce((sum, packet) => sum + packet.sizeBytes, 0);
  const meanBytes = Math.max(1, totalBytes / Math.max(1, packets.length));
  return Math.min(8, Math.max(4, Math.ceil(UNDER_WAY_BYTES / meanBytes)));
}

function outstanding(packet: UploadPacket, error: OutstandingReason): PacketOutcome {
  const { code, refusal, detail } = error;
  const reason = {
    code,
    ...(refusal === undefined ? {} : { refusal }),
    ...(detail === undefined ? {} : { detail }),
  };
  return { packetId: packet.packetId, state: 'outstanding', reason };
}

function isWorthAnotherTry(error: MinistryError, disputes: number): boolean {
  if (error.refusal === 'wrong-hash') return disputes < WRONG_HASH_ATTEMPTS;
  if (isPassing(error)) return true;
  return error.refusal === undefined && LOOK_AGAIN_STATUS.has(error.status ?? 0);
}

/** Looks whether the file is still the packet; its hash only after the ministry disputed it. */
async function localProblem(
  packet: UploadPacket,
  hashToo: boolean,
): Promise<'packet-missing' | 'packet-changed' | undefined> {
  try {
    if ((await stat(packet.path)).size !== packet.sizeBytes) return 'packet-changed';
    if (hashToo && (await hashFile(packet.path)) !== packet.packetId) return 'packet-changed';
    return undefined;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
      return 'packet-missing';
    }
    throw cause;
  }
}
