import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BatchPacket } from '../../../src/sync/formats/batch-manifest.ts';
import { signBatchManifest } from '../../../src/sync/batch.ts';
import { enrolStation } from '../../../src/sync/enrolment.ts';
import type { EnrolmentAnswer } from '../../../src/sync/formats/enrolment.ts';
import { MinistryClient } from '../../../src/sync/ministry-client.ts';
import { sealPacket } from '../../../src/sync/seal.ts';
import type { SealedPacket } from '../../../src/sync/seal.ts';
import { createStationIdentity } from '../../../src/sync/station-identity.ts';
import type { StationIdentity } from '../../../src/sync/station-identity.ts';
import { exampleRecord } from './example-record.ts';

export type TestPacket = SealedPacket & {
  readonly dossierId: string;
  readonly dossierNumber: string;
  readonly version: number;
};

/** A temporary folder that removes itself at the end of the test. */
export async function temporaryFolder(cleanUps: (() => unknown)[]): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'tram-test-'));
  cleanUps.push(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** The parts of `sync` that a station composes, around one enrolment. */
export class TestStation {
  readonly identity: StationIdentity;
  readonly enrolment: EnrolmentAnswer;
  readonly directory: string;
  #count = 0;

  static async enrol(
    ministry: { readonly url: string; readonly caPem: string; readonly enrolmentCode: string },
    directory: string,
    stationId = 'ST-01',
  ): Promise<TestStation> {
    const identity = await createStationIdentity(stationId);
    const answer = await enrolStation({
      url: ministry.url,
      caCertificatePem: ministry.caPem,
      code: ministry.enrolmentCode,
      identity,
      unitId: 'UNIT-1',
      requestedAt: new Date().toISOString(),
    });
    if (!answer.ok) throw new Error(`enrolment failed: ${JSON.stringify(answer.error)}`);
    const packets = join(directory, `packets-${stationId}`);
    await mkdir(packets);
    return new TestStation(identity, answer.value, packets);
  }

  private constructor(identity: StationIdentity, enrolment: EnrolmentAnswer, directory: string) {
    this.identity = identity;
    this.enrolment = enrolment;
    this.directory = directory;
  }

  client(url: string): MinistryClient {
    return new MinistryClient({
      url,
      stationId: this.identity.stationId,
      caCertificatePem: this.enrolment.caCertificatePem,
      clientCertificatePem: this.enrolment.clientCertificatePem,
      tlsPrivateKeyPem: this.identity.tlsPrivateKeyPem,
      receiptKeys: this.enrolment.receiptKeys.keys,
    });
  }

  async seal(
    options: {
      readonly imageBytes?: number;
      readonly dossierId?: string;
      readonly dossierNumber?: string;
      readonly version?: number;
      readonly citizenNumber?: string;
      readonly dossierJson?: Uint8Array;
    } = {},
  ): Promise<TestPacket> {
    this.#count += 1;
    const ids = {
      stationId: this.identity.stationId,
      dossierId: options.dossierId ?? randomUUID(),
      dossierNumber: options.dossierNumber ?? `HS-${this.#count}`,
      version: options.version ?? 1,
    };
    const record = exampleRecord({
      ...ids,
      citizenNumber: options.citizenNumber ?? '001190000001',
    });
    const sealed = await sealPacket({
      ...ids,
      signingKey: this.identity.signingKey,
      recipients: this.enrolment.sealingRecipients,
      sealedAt: '2026-03-02T10:00:00.000Z',
      dossierJson: options.dossierJson ?? Buffer.from(JSON.stringify(record)),
      files: [
        {
          name: 'fingerprints/right-index.png',
          mediaType: 'image/png',
          bytes: randomBytes(options.imageBytes ?? 20_000),
        },
      ],
      directory: this.directory,
    });
    if (!sealed.ok) throw new Error(`sealing failed: ${sealed.error.code}`);
    return { ...sealed.value, ...ids };
  }

  manifest(batchId: string, packets: readonly TestPacket[]): Promise<string> {
    return signBatchManifest(
      {
        batchId,
        stationId: this.identity.stationId,
        createdAt: '2026-03-02T12:00:00.000Z',
        approvedBy: 'supervisor-1',
        packets: packets.map(batchPacket),
      },
      this.identity.signingKey,
    );
  }
}

export function batchPacket(packet: TestPacket): BatchPacket {
  const { packetId, sizeBytes, dossierId, dossierNumber, version, signature } = packet;
  return { packetId, sizeBytes, dossierId, dossierNumber, version, signature };
}
