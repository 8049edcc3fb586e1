import type { z } from 'zod';
import { err, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import {
  batchAnswerSchema,
  finalizeAnswerSchema,
  packetStatusSchema,
} from './formats/batch-answer.ts';
import type { BatchAnswer, FinalizeAnswer, PacketStatus } from './formats/batch-answer.ts';
import { JWS_TYPES, verifyJws } from './formats/jws.ts';
import type { JwsType } from './formats/jws.ts';
import { masterDataSchema } from './formats/master-data.ts';
import type { MasterData } from './formats/master-data.ts';
import { policySchema } from './formats/policy.ts';
import type { Policy } from './formats/policy.ts';
import { receiptPageSchema } from './formats/receipt.ts';
import type { ReceiptPage } from './formats/receipt.ts';
import { signedDocumentSchema } from './formats/signed-document.ts';
import type { PublicSigningKey } from './formats/signing-key.ts';
import { standingsSchema } from './formats/standings.ts';
import type { Standings } from './formats/standings.ts';
import { MinistryConnection } from './ministry-connection.ts';
import type { MinistryRequest } from './ministry-connection.ts';
import type { MinistryError } from './ministry-error.ts';

/** A call that only asks; the ministry answers from its own tables. */
const ASK_TIMEOUT_MS = 30_000;
/** Finalize opens and checks every packet of the batch before it answers. */
const FINALIZE_TIMEOUT_MS = 300_000;

export type MinistryClientOptions = {
  /** `https://host:port` */
  readonly url: string;
  readonly stationId: string;
  readonly caCertificatePem: string;
  readonly clientCertificatePem: string;
  readonly tlsPrivateKeyPem: string;
  /** Pinned at enrolment; they sign receipts, policy and master data. */
  readonly receiptKeys: readonly PublicSigningKey[];
};

type Signal = AbortSignal | undefined;
type Answer<T> = Promise<Result<T, MinistryError>>;

/**
 * What an enrolled station asks of the ministry. Every failure is a `MinistryError`; every call can
 * be repeated. Close it when the work is done.
 */
export class MinistryClient {
  readonly connection: MinistryConnection;
  readonly stationId: string;
  readonly receiptKeys: readonly PublicSigningKey[];

  constructor(options: MinistryClientOptions) {
    this.stationId = options.stationId;
    this.receiptKeys = options.receiptKeys;
    this.connection = new MinistryConnection({
      url: options.url,
      caPem: options.caCertificatePem,
      client: {
        certificatePem: options.clientCertificatePem,
        privateKeyPem: options.tlsPrivateKeyPem,
      },
    });
  }

  close(): void {
    this.connection.close();
  }

  /** Announces a batch; `manifest` is the compact JWS `tram-batch+jws`. */
  putBatch(batchId: string, manifest: string, signal?: Signal): Answer<BatchAnswer> {
    const path = this.#batchPath(batchId);
    return this.#ask({ method: 'PUT', path, body: { manifest }, signal }, batchAnswerSchema);
  }

  /** How far one packet of an announced batch is. */
  packetStatus(batchId: string, packetId: string, signal?: Signal): Answer<PacketStatus> {
    const path = `${this.#batchPath(batchId)}/packets/${packetId}`;
    return this.#ask({ method: 'GET', path, signal }, packetStatusSchema);
  }

  /** Says that nothing more is coming for now; receipts are made for what is complete. */
  finalize(batchId: string, signal?: Signal): Answer<FinalizeAnswer> {
    const path = `${this.#batchPath(batchId)}/finalize`;
    const request = {
      method: 'POST',
      path,
      body: {},
      signal,
      timeoutMs: FINALIZE_TIMEOUT_MS,
    } as const;
    return this.#ask(request, finalizeAnswerSchema);
  }

  /** One page, not verified yet: `fetchReceipts` does that. */
  receiptPage(after: string, signal?: Signal): Answer<ReceiptPage> {
    const path = `/v1/stations/${this.stationId}/receipts?after=${encodeURIComponent(after)}`;
    return this.#ask({ method: 'GET', path, signal }, receiptPageSchema);
  }

  /** The station's policy; its signature is verified and it speaks of this station. */
  async policy(signal?: Signal): Answer<Policy> {
    const path = `/v1/stations/${this.stationId}/policy`;
    const policy = await this.#askSigned(path, JWS_TYPES.policy, policySchema, signal);
    if (policy.ok && policy.value.stationId !== this.stationId) {
      return err({ code: 'bad-answer', detail: 'other-station' });
    }
    return policy;
  }

  /** Provinces and communes; the signature is verified. */
  masterData(signal?: Signal): Answer<MasterData> {
    return this.#askSigned('/v1/master-data', JWS_TYPES.masterData, masterDataSchema, signal);
  }

  standings(unitId: string, signal?: Signal): Answer<Standings> {
    const path = `/v1/units/${encodeURIComponent(unitId)}/standings`;
    return this.#ask({ method: 'GET', path, signal }, standingsSchema);
  }

  #batchPath(batchId: string): string {
    return `/v1/stations/${this.stationId}/batches/${encodeURIComponent(batchId)}`;
  }

  async #ask<Schema extends z.ZodType>(
    request: Omit<MinistryRequest, 'timeoutMs'> & { timeoutMs?: number },
    schema: Schema,
  ): Answer<z.infer<Schema>> {
    const answer = await this.connection.json({ timeoutMs: ASK_TIMEOUT_MS, ...request });
    if (!answer.ok) return answer;
    const parsed = schema.safeParse(answer.value);
    return parsed.success ? ok(parsed.data) : err({ code: 'bad-answer' });
  }

  async #askSigned<Schema extends z.ZodType>(
    path: string,
    typ: JwsType,
    schema: Schema,
    signal: Signal,
  ): Answer<z.infer<Schema>> {
    const answer = await this.#ask({ method: 'GET', path, signal }, signedDocumentSchema);
    if (!answer.ok) return answer;
    const payload = await verifyJws(answer.value.document, typ, this.receiptKeys, schema);
    return payload.ok ? payload : err({ code: 'bad-signature', detail: payload.error });
  }
}
