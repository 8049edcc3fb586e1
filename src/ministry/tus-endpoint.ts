import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { DatabaseSync } from 'node:sqlite';
import { FileStore } from '@tus/file-store';
import type { Configstore } from '@tus/file-store';
import { Server, Upload } from '@tus/server';
import type { ServerOptions } from '@tus/server';
import { z } from 'zod';
import type { Intake } from './intake.ts';
import { Refused } from './refused.ts';

export const UPLOADS_PATH = '/v1/uploads';
/** Longest packet that is taken: a dossier with several scanned documents stays far below. */
const MAXIMUM_PACKET_BYTES = 512 * 1024 * 1024;
/** Time that a connection which may be dead gets to write what it holds, before another one goes on. */
const LOCK_DRAIN_MS = 100;

type TusRequest = Parameters<NonNullable<ServerOptions['onIncomingRequest']>>[0];

/** Stations by the request they make: set before tus sees the request. */
export type StationOfRequest = WeakMap<IncomingMessage, string>;

const metadataSchema = z.object({
  packetId: z.string(),
  stationId: z.string(),
  batchId: z.string(),
});

/** tus 1.0 (core, creation, creation-with-upload, termination) in front of the intake. */
export function createTusServer(
  database: DatabaseSync,
  intake: Intake,
  stations: StationOfRequest,
  log: (message: string) => void,
): Server {
  return new Server({
    path: UPLOADS_PATH,
    relativeLocation: true,
    datastore: new FileStore({
      directory: intake.uploadsDirectory,
      configstore: new UploadTable(database),
    }),
    maxSize: MAXIMUM_PACKET_BYTES,
    lockDrainTimeout: LOCK_DRAIN_MS,
    namingFunction: () => randomUUID(),
    onIncomingRequest: async (request, uploadId) => {
      const owner = intake.ownerOf(uploadId);
      if (owner !== undefined && owner !== stationOf(request, stations)) {
        throw refusal(new Refused('not-your-station', 'the upload belongs to another station'));
      }
    },
    onUploadCreate: async (request, upload) => {
      try {
        await admit(intake, stationOf(request, stations), upload);
        return {};
      } catch (cause) {
        throw refusal(cause);
      }
    },
    onUploadFinish: async (_request, upload) => {
      try {
        await intake.finish(upload.id, metadataSchema.parse(upload.metadata).packetId);
        return {};
      } catch (cause) {
        throw refusal(cause);
      }
    },
    onResponseError: (_request, error) => tusAnswer(error, log),
  });
}

async function admit(intake: Intake, stationId: string, upload: Upload): Promise<void> {
  const metadata = metadataSchema.safeParse(upload.metadata);
  if (!metadata.success) {
    throw new Refused('bad-request', 'metadata must say packetId, stationId and batchId');
  }
  if (metadata.data.stationId !== stationId) {
    throw new Refused('not-your-station', 'the certificate is of another station');
  }
  await intake.admit(stationId, metadata.data.batchId, metadata.data.packetId, upload.size);
}

function stationOf(request: TusRequest, stations: StationOfRequest): string {
  const raw = request.runtime?.node?.req;
  const stationId = raw === undefined ? undefined : stations.get(raw as IncomingMessage);
  if (stationId === undefined) throw new Error('an upload came past the certificate check');
  return stationId;
}

/** The form in which tus takes an answer from its hooks. */
function refusal(cause: unknown): unknown {
  if (!(cause instanceof Refused)) return cause;
  return { status_code: cause.status, body: JSON.stringify(cause.body) };
}

/** The library's own errors are short sentences with a status; anything else stays inside. */
function tusAnswer(
  error: Error | { status_code: number; body: string },
  log: (message: string) => void,
): { status_code: number; body: string } {
  if (error instanceof Error) {
    log(`upload failed: ${error.name}: ${error.message}`);
    const hidden = new Refused('internal-error', 'the upload could not be taken');
    return { status_code: hidden.status, body: JSON.stringify(hidden.body) };
  }
  // Broken off so that another connection can go on: not the caller's fault, so not a 400.
  if (error.body.startsWith('Request aborted')) return { status_code: 503, body: error.body };
  return { status_code: error.status_code, body: error.body };
}

const uploadSchema = z.object({
  id: z.string(),
  size: z.number().optional(),
  offset: z.number(),
  metadata: z.record(z.string(), z.string().nullable()).optional(),
  creation_date: z.string().optional(),
});

/** What tus knows of an upload lives in the database: whole or not there, also after a power cut. */
class UploadTable implements Configstore {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  async get(uploadId: string): Promise<Upload | undefined> {
    const row = this.#database
      .prepare('SELECT tusUpload FROM uploads WHERE uploadId = ?')
      .get(uploadId);
    if (row === undefined) return undefined;
    const { size, metadata, creation_date, ...rest } = uploadSchema.parse(
      JSON.parse(String(row['tusUpload'])),
    );
    return new Upload({
      ...rest,
      ...(size === undefined ? {} : { size }),
      ...(metadata === undefined ? {} : { metadata }),
      ...(creation_date === undefined ? {} : { creation_date }),
    });
  }

  async set(uploadId: string, upload: Upload): Promise<void> {
    const { packetId, stationId, batchId } = metadataSchema.parse(upload.metadata);
    this.#database
      .prepare(
        `INSERT INTO uploads (uploadId, stationId, batchId, packetId, tusUpload, createdAt)
         VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (uploadId) DO UPDATE SET tusUpload = excluded.tusUpload`,
      )
      .run(
        uploadId,
        stationId,
        batchId,
        packetId,
        JSON.stringify(upload),
        new Date().toISOString(),
      );
  }

  async delete(uploadId: string): Promise<void> {
    this.#database.prepare('DELETE FROM uploads WHERE uploadId = ?').run(uploadId);
  }
}
