import type { IncomingMessage } from 'node:http';
import type { DatabaseSync } from 'node:sqlite';
import { TLSSocket } from 'node:tls';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { BatchAnswer, FinalizeAnswer, PacketStatus } from '../sync/formats/batch-answer.ts';
import {
  opaqueIdSchema,
  packetIdSchema,
  stationIdSchema,
  unitIdSchema,
} from '../sync/formats/identifiers.ts';
import { receiptCursorSchema } from '../sync/formats/receipt.ts';
import type { CertificateAndKey } from './authority.ts';
import { announcedPacket, batchPackets, putBatch } from './batch-desk.ts';
import type { AnnouncedPacket } from './batch-desk.ts';
import type { EnrolmentDesk } from './enrolment-desk.ts';
import type { Intake } from './intake.ts';
import type { MinistryKeys } from './ministry-keys.ts';
import type { ReceiptOffice } from './receipt-office.ts';
import { Refused } from './refused.ts';
import { signedMasterData, signedPolicy } from './settings.ts';
import { unitStandings } from './standings.ts';
import { findStation } from './stations.ts';
import type { EnrolledStation } from './stations.ts';
import { createTusServer, UPLOADS_PATH } from './tus-endpoint.ts';
import type { StationOfRequest } from './tus-endpoint.ts';

/** A manifest of 2000 packets is about 1.5 MB. */
const MAXIMUM_JSON_BYTES = 4 * 1024 * 1024;
const KEEP_ALIVE_MS = 75_000;

export type MinistryParts = {
  readonly dataDir: string;
  readonly database: DatabaseSync;
  readonly keys: MinistryKeys;
  readonly intake: Intake;
  readonly receipts: ReceiptOffice;
  readonly enrolment: EnrolmentDesk;
  readonly log: (message: string) => void;
};

/** The ministry's interface over HTTPS: TLS 1.3, client certificates of its own authority. */
export function createHttpApi(parts: MinistryParts, server: CertificateAndKey): FastifyInstance {
  const app = Fastify({
    https: {
      key: server.privateKeyPem,
      cert: server.certificatePem,
      ca: parts.keys.authority.certificatePem,
      minVersion: 'TLSv1.3',
      requestCert: true,
      // Enrolment comes without one; every other route looks at it and answers with a reason.
      rejectUnauthorized: false,
    },
    bodyLimit: MAXIMUM_JSON_BYTES,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  });
  app.setErrorHandler((cause, _request, reply) => {
    const refused = asRefused(cause, parts.log);
    return reply.code(refused.status).send(refused.body);
  });
  app.setNotFoundHandler((_request, reply) => {
    const refused = new Refused('not-found', 'no such resource');
    return reply.code(refused.status).send(refused.body);
  });
  app.post('/v1/enrolments', (request) => parts.enrolment.enrol(request.body));
  addBatchRoutes(app, parts);
  addReadingRoutes(app, parts);
  addUploadRoutes(app, parts);
  return app;
}

function addBatchRoutes(app: FastifyInstance, parts: MinistryParts): void {
  const path = '/v1/stations/:stationId/batches/:batchId';
  app.put(path, async (request): Promise<BatchAnswer> => {
    const station = ownStation(request, parts.database);
    const batchId = parameter(request, 'batchId', opaqueIdSchema);
    await putBatch(parts.database, station, batchId, request.body);
    return batchAnswer(parts, knownBatch(parts, station, batchId), batchId);
  });
  app.get(path, async (request): Promise<BatchAnswer> => {
    const station = ownStation(request, parts.database);
    const batchId = parameter(request, 'batchId', opaqueIdSchema);
    return batchAnswer(parts, knownBatch(parts, station, batchId), batchId);
  });
  app.get(`${path}/packets/:packetId`, async (request): Promise<PacketStatus> => {
    const station = ownStation(request, parts.database);
    const batchId = parameter(request, 'batchId', opaqueIdSchema);
    const packetId = parameter(request, 'packetId', packetIdSchema);
    const packet = announcedPacket(parts.database, station.stationId, batchId, packetId);
    if (packet === undefined) throw new Refused('not-found', 'no such packet in this batch');
    return parts.intake.status(packet);
  });
  app.post(`${path}/finalize`, async (request): Promise<FinalizeAnswer> => {
    const station = ownStation(request, parts.database);
    const batchId = parameter(request, 'batchId', opaqueIdSchema);
    const packets = knownBatch(parts, station, batchId);
    const { packets: statuses } = await batchAnswer(parts, packets, batchId);
    await parts.receipts.issue(packets);
    const idsOf = (complete: boolean): string[] =>
      statuses
        .filter((status) => (status.state === 'complete') === complete)
        .map((status) => status.packetId);
    return { batchId, complete: idsOf(true), missing: idsOf(false) };
  });
}

function addReadingRoutes(app: FastifyInstance, parts: MinistryParts): void {
  app.get('/v1/stations/:stationId/receipts', async (request) => {
    const station = ownStation(request, parts.database);
    const query = z.object({ after: receiptCursorSchema.default('0') }).safeParse(request.query);
    if (!query.success) throw new Refused('bad-request', 'not a cursor');
    return parts.receipts.page(station.stationId, Number(query.data.after));
  });
  app.get('/v1/stations/:stationId/policy', async (request) => {
    const { stationId } = ownStation(request, parts.database);
    return { document: await signedPolicy(parts.dataDir, parts.keys, stationId) };
  });
  app.get('/v1/master-data', async (request) => {
    certifiedStation(request.raw, parts.database);
    return { document: await signedMasterData(parts.dataDir, parts.keys) };
  });
  app.get('/v1/units/:unitId/standings', async (request) => {
    const station = certifiedStation(request.raw, parts.database);
    const unitId = parameter(request, 'unitId', unitIdSchema);
    if (unitId !== station.unitId) {
      throw new Refused('not-your-station', 'the station belongs to another unit');
    }
    return unitStandings(parts.database, unitId);
  });
}

function addUploadRoutes(app: FastifyInstance, parts: MinistryParts): void {
  const stations: StationOfRequest = new WeakMap();
  const tus = createTusServer(parts.database, parts.intake, stations, parts.log);
  // The bytes of a packet go to tus as a stream; nothing is parsed or held.
  app.addContentTypeParser('application/offset+octet-stream', (_request, _payload, done) =>
    done(null),
  );
  app.route({
    method: ['POST', 'HEAD', 'PATCH', 'DELETE'],
    url: `${UPLOADS_PATH}*`,
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      stations.set(request.raw, certifiedStation(request.raw, parts.database).stationId);
      reply.hijack();
      await tus.handle(request.raw, reply.raw);
    },
  });
}

async function batchAnswer(
  parts: MinistryParts,
  packets: readonly AnnouncedPacket[],
  batchId: string,
): Promise<BatchAnswer> {
  const statuses: PacketStatus[] = [];
  for (const packet of packets) statuses.push(await parts.intake.status(packet));
  return { batchId, packets: statuses };
}

function knownBatch(
  parts: MinistryParts,
  station: EnrolledStation,
  batchId: string,
): AnnouncedPacket[] {
  const packets = batchPackets(parts.database, station.stationId, batchId);
  if (packets.length === 0) throw new Refused('not-found', 'the batch was not announced');
  return packets;
}

/** The station that the client certificate names; its common name is the station's id. */
function certifiedStation(request: IncomingMessage, database: DatabaseSync): EnrolledStation {
  const { socket } = request;
  if (!(socket instanceof TLSSocket)) throw new Refused('certificate-required', 'https only');
  const certificate = socket.getPeerCertificate();
  const commonName: unknown =
    Object.keys(certificate).length === 0 ? undefined : certificate.subject.CN;
  if (commonName === undefined) {
    throw new Refused('certificate-required', 'a client certificate is required');
  }
  const stationId = stationIdSchema.safeParse(commonName);
  const station = stationId.success ? findStation(database, stationId.data) : undefined;
  if (!socket.authorized || station === undefined) {
    throw new Refused('certificate-refused', 'the client certificate is not of this ministry');
  }
  return station;
}

/** The certified station, when it is the one of the path. */
function ownStation(request: FastifyRequest, database: DatabaseSync): EnrolledStation {
  const station = certifiedStation(request.raw, database);
  if (parameter(request, 'stationId', stationIdSchema) !== station.stationId) {
    throw new Refused('not-your-station', 'the certificate is of another station');
  }
  return station;
}

function parameter(request: FastifyRequest, name: string, schema: z.ZodType<string>): string {
  const parsed = z.object({ [name]: schema }).safeParse(request.params);
  const value = parsed.data?.[name];
  if (value === undefined) throw new Refused('bad-request', `${name} is not of its form`);
  return value;
}

/** Whatever went wrong, in words that may leave the house. */
function asRefused(cause: unknown, log: (message: string) => void): Refused {
  if (cause instanceof Refused) return cause;
  const status = cause instanceof Error && 'statusCode' in cause ? cause.statusCode : undefined;
  if (status === 413) return new Refused('body-too-large', 'the body is too large');
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new Refused('bad-request', 'the request cannot be read');
  }
  log(`request failed: ${cause instanceof Error ? `${cause.name}: ${cause.message}` : 'unknown'}`);
  return new Refused('internal-error', 'a fault of the ministry; try again later');
}
