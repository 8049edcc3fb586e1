import { err, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import { enrolmentAnswerSchema } from './formats/enrolment.ts';
import type { Enrolment, EnrolmentAnswer, EnrolmentRequest } from './formats/enrolment.ts';
import { JWS_TYPES, signJws } from './formats/jws.ts';
import { publicSigningKey } from './formats/signing-key.ts';
import { MinistryConnection } from './ministry-connection.ts';
import type { MinistryError } from './ministry-error.ts';
import type { StationIdentity } from './station-identity.ts';

const ENROLMENT_TIMEOUT_MS = 30_000;

/**
 * Makes the station known to the ministry with a one-time code. The authority's certificate came
 * with the code, by hand. Repeat it when the answer was lost: the same station and key get an answer
 * again, also with the code that they have used.
 */
export async function enrolStation(request: {
  readonly url: string;
  readonly caCertificatePem: string;
  readonly code: string;
  readonly identity: StationIdentity;
  readonly unitId: string;
  /** UTC, RFC 3339 with `Z`. */
  readonly requestedAt: string;
  readonly signal?: AbortSignal;
}): Promise<Result<EnrolmentAnswer, MinistryError>> {
  const body = await enrolmentBody(request);
  const connection = new MinistryConnection({
    url: request.url,
    caPem: request.caCertificatePem,
  });
  try {
    const answer = await connection.json({
      method: 'POST',
      path: '/v1/enrolments',
      body,
      timeoutMs: ENROLMENT_TIMEOUT_MS,
      signal: request.signal,
    });
    if (!answer.ok) return answer;
    const parsed = enrolmentAnswerSchema.safeParse(answer.value);
    const ours = parsed.success && parsed.data.stationId === request.identity.stationId;
    return ours ? ok(parsed.data) : err({ code: 'bad-answer' });
  } finally {
    connection.close();
  }
}

async function enrolmentBody(request: {
  readonly code: string;
  readonly identity: StationIdentity;
  readonly unitId: string;
  readonly requestedAt: string;
}): Promise<EnrolmentRequest> {
  const { identity } = request;
  const payload: Enrolment = {
    format: 'tram-enrolment/1',
    stationId: identity.stationId,
    unitId: request.unitId,
    certificateRequestPem: identity.certificateRequestPem,
    signingKey: publicSigningKey(identity.signingKey),
    requestedAt: request.requestedAt,
  };
  return {
    code: request.code,
    enrolment: await signJws(payload, JWS_TYPES.enrolment, identity.signingKey),
  };
}
