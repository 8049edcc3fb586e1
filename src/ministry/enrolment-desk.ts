import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { decodeJwt } from 'jose';
import {
  enrolmentCodeSchema,
  enrolmentRequestSchema,
  enrolmentSchema,
} from '../sync/formats/enrolment.ts';
import type { Enrolment, EnrolmentAnswer } from '../sync/formats/enrolment.ts';
import { JWS_TYPES, verifyJws } from '../sync/formats/jws.ts';
import { publicSigningKey, signingKeyId } from '../sync/formats/signing-key.ts';
import { issueStationCertificate } from './authority.ts';
import { writeSecretFile } from './durable-write.ts';
import type { MinistryKeys } from './ministry-keys.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { Refused } from './refused.ts';
import { findStation } from './stations.ts';

const CODE_LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Wrong codes taken before everybody waits for the minute to end. A code has 100 bits. */
const WRONG_CODES_PER_MINUTE = 10;

/** Hands out one-time codes and makes stations known. */
export class EnrolmentDesk {
  readonly #database: DatabaseSync;
  readonly #keys: MinistryKeys;
  readonly #codePath: string;
  readonly #queue = new OneAtATime();
  #code: string;
  #wrongCodes: number[] = [];

  static async open(
    dataDir: string,
    database: DatabaseSync,
    keys: MinistryKeys,
  ): Promise<EnrolmentDesk> {
    const codePath = join(dataDir, 'keys', 'enrolment-code.txt');
    if (!existsSync(codePath)) await writeSecretFile(codePath, `${newCode()}\n`);
    const code = enrolmentCodeSchema.parse((await readFile(codePath, 'utf8')).trim());
    const desk = new EnrolmentDesk(database, keys, codePath, code);
    // A crash between the enrolment and the new code must not leave a used code valid.
    if (desk.#isUsed(code)) await desk.#replaceCode();
    return desk;
  }

  private constructor(database: DatabaseSync, keys: MinistryKeys, codePath: string, code: string) {
    this.#database = database;
    this.#keys = keys;
    this.#codePath = codePath;
    this.#code = code;
  }

  /** The code that the next station is enrolled with. */
  get code(): string {
    return this.#code;
  }

  /** Answers `POST /v1/enrolments`; throws `Refused`. */
  enrol(body: unknown): Promise<EnrolmentAnswer> {
    return this.#queue.run(() => this.#enrol(body));
  }

  async #enrol(body: unknown): Promise<EnrolmentAnswer> {
    const request = enrolmentRequestSchema.safeParse(body);
    if (!request.success) throw new Refused('bad-request', 'not an enrolment request');
    const enrolment = await readEnrolment(request.data.enrolment);
    const isNew = this.#checkCode(request.data.code, enrolment);
    const clientCertificatePem = await issueStationCertificate(
      this.#keys.authority,
      enrolment.stationId,
      enrolment.certificateRequestPem,
    );
    if (isNew) {
      this.#remember(enrolment, request.data.code);
      await this.#replaceCode();
    }
    return {
      stationId: enrolment.stationId,
      clientCertificatePem,
      caCertificatePem: this.#keys.authority.certificatePem,
      receiptKeys: { keys: [publicSigningKey(this.#keys.receiptKey)] },
      sealingRecipients: [...this.#keys.recipients],
    };
  }

  /**
   * True when the code is the open one and the station is new; false when a known station comes again
   * with its own key, with the open code or the one that it used. Everything else is refused.
   */
  #checkCode(code: string, enrolment: Enrolment): boolean {
    const now = Date.now();
    this.#wrongCodes = this.#wrongCodes.filter((time) => now - time < 60_000);
    if (this.#wrongCodes.length >= WRONG_CODES_PER_MINUTE) {
      throw new Refused('too-many-requests', 'too many wrong codes, wait a minute');
    }
    const known = findStation(this.#database, enrolment.stationId);
    const isOpenCode = timingSafeEqual(sha256(code), sha256(this.#code));
    const isOwnCode = known?.enrolmentCodeHash === sha256(code).toString('hex');
    if (!isOpenCode && !isOwnCode) {
      this.#wrongCodes.push(now);
      throw new Refused('wrong-enrolment-code', 'the enrolment code is not valid');
    }
    if (known === undefined) return true;
    if (known.signingKey.x !== enrolment.signingKey.x) {
      throw new Refused('station-already-enrolled', 'the station is enrolled with another key');
    }
    return false;
  }

  #remember(enrolment: Enrolment, code: string): void {
    this.#database
      .prepare(
        `INSERT INTO stations (stationId, unitId, signingKey, enrolmentCodeHash, enrolledAt)
         VALUES (?, ?, ?, ?, ?)`,
      )
      .run(
        enrolment.stationId,
        enrolment.unitId,
        JSON.stringify(enrolment.signingKey),
        sha256(code).toString('hex'),
        new Date().toISOString(),
      );
  }

  #isUsed(code: string): boolean {
    const row = this.#database
      .prepare('SELECT 1 FROM stations WHERE enrolmentCodeHash = ?')
      .get(sha256(code).toString('hex'));
    return row !== undefined;
  }

  async #replaceCode(): Promise<void> {
    const code = newCode();
    await writeSecretFile(this.#codePath, `${code}\n`);
    this.#code = code;
  }
}

/** The enrolment is signed with the key that it presents: the caller has that key. */
async function readEnrolment(jws: string): Promise<Enrolment> {
  const claimed = enrolmentSchema.safeParse(unverifiedPayload(jws));
  if (!claimed.success) throw new Refused('bad-request', 'not an enrolment');
  const key = claimed.data.signingKey;
  if (key.kid !== (await signingKeyId(key))) {
    throw new Refused('bad-request', 'the key is not named by its thumbprint');
  }
  const verified = await verifyJws(jws, JWS_TYPES.enrolment, [key], enrolmentSchema);
  if (!verified.ok) throw new Refused('bad-signature', 'the enrolment is not signed with its key');
  return verified.value;
}

function unverifiedPayload(jws: string): unknown {
  try {
    return decodeJwt(jws);
  } catch {
    return undefined;
  }
}

function newCode(): string {
  const letters = Array.from({ length: 20 }, () => CODE_LETTERS[randomInt(32)]).join('');
  return (letters.match(/.{5}/g) ?? []).join('-');
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
