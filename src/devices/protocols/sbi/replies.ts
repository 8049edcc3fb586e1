import { z } from 'zod';

import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { CertificateTrust } from './certificate-trust.ts';
import { isSignedText, parseDigitalId, readDigitalId, readUnverified } from './digital-id.ts';
import type { DigitalId } from './digital-id.ts';
import { parseJson } from './encoded-json.ts';
import { problem, reportedProblem } from './problem.ts';
import type { SbiProblem } from './problem.ts';
import { openSignedText } from './signed-text.ts';

/** Numbers travel as text, but not from every device. */
const text = z.union([z.string(), z.number()]).transform(String);
const texts = z.union([z.array(text), text.transform((one) => [one])]);

const errorSchema = z.object({ errorCode: text, errorInfo: text.nullish() });
const wrappedErrorSchema = z.object({ error: errorSchema });

/** What counts as success although an error is there: code "0", or none. */
const NO_ERROR = /^\s*0*\s*$/;

/**
 * The error that an object of an answer carries, either as `error` (the specification) or lying flat in it (the public
 * mock), where it is one: code "0" means success.
 */
export function errorIn(value: unknown): SbiProblem | undefined {
  const wrapped = wrappedErrorSchema.safeParse(value);
  const found = wrapped.success ? wrapped.data.error : errorSchema.safeParse(value).data;
  if (found === undefined || NO_ERROR.test(found.errorCode)) return undefined;
  return reportedProblem(found.errorCode, found.errorInfo ?? '');
}

export function readBody(body: Uint8Array): Result<unknown, SbiProblem> {
  const read = parseJson(body);
  if (!read.ok) return err(problem('wrong-answer', read.error));
  const reported = errorIn(read.value);
  return reported === undefined ? ok(read.value) : err(reported);
}

/** A service has a few devices, each of a few kilobytes: more is not looked at, for every entry costs time and memory. */
const MOST_DEVICES = 100;
const LARGEST_LIST_BYTES = 256 * 1024;

/** The body of an answer that is a list with one entry for each device, or only an error. */
function readList(body: Uint8Array): Result<readonly unknown[], SbiProblem> {
  if (body.length > LARGEST_LIST_BYTES) {
    return err(problem('wrong-answer', `a list of devices of ${body.length} bytes`));
  }
  const read = readBody(body);
  if (!read.ok) return read;
  const entries = z.array(z.unknown()).safeParse(read.value);
  if (!entries.success) return err(problem('wrong-answer', 'no list of devices'));
  if (entries.data.length <= MOST_DEVICES) return ok(entries.data);
  return err(problem('wrong-answer', `a list of ${entries.data.length} devices`));
}

function wrongShape(error: z.ZodError): SbiProblem {
  return problem('wrong-answer', z.prettifyError(error).slice(0, 300));
}

const DEVICE_STATUSES = ['Ready', 'Busy', 'Not Ready', 'Not Registered'] as const;
export type SbiDeviceStatus = (typeof DEVICE_STATUSES)[number] | 'unknown';

function statusOf(said: string): SbiDeviceStatus {
  const plain = said.trim().toLowerCase();
  return DEVICE_STATUSES.find((status) => status.toLowerCase() === plain) ?? 'unknown';
}

const deviceSchema = z.object({
  deviceId: text,
  deviceStatus: z.string(),
  certification: text.nullish(),
  serviceVersion: text.nullish(),
  deviceSubId: texts.nullish(),
  callbackId: z.string().nullish(),
  digitalId: z.string(),
  deviceCode: text.nullish(),
  specVersion: texts.nullish(),
  purpose: z.string().nullish(),
  env: z.string().nullish(),
  firmware: text.nullish(),
});

/** One device of a service, as it describes itself. */
export interface SbiDeviceDescription {
  readonly deviceId: string;
  readonly status: SbiDeviceStatus;
  readonly deviceSubIds: readonly string[];
  readonly digitalId: DigitalId;
  readonly deviceCode: string;
  readonly specVersions: readonly string[];
  readonly serviceVersion: string;
  /** L0: keys on the host; L1: keys in a secure chip. */
  readonly certification: string;
  readonly purpose: string;
  /** Only device info tells it. */
  readonly environment: string;
  readonly firmware: string;
}

function describe(
  device: z.infer<typeof deviceSchema>,
  digitalId: DigitalId,
): SbiDeviceDescription {
  return {
    deviceId: device.deviceId,
    status: statusOf(device.deviceStatus),
    deviceSubIds: device.deviceSubId ?? [],
    digitalId,
    deviceCode: device.deviceCode ?? '',
    specVersions: device.specVersion ?? [],
    serviceVersion: device.serviceVersion ?? '',
    certification: device.certification ?? '',
    purpose: device.purpose ?? '',
    environment: device.env ?? '',
    firmware: device.firmware ?? '',
  };
}

function readUnverifiedDevice(value: unknown): Result<SbiDeviceDescription, SbiProblem> {
  const parsed = deviceSchema.safeParse(value);
  if (!parsed.success) return err(wrongShape(parsed.error));
  const digitalId = readDigitalId(parsed.data.digitalId);
  if (!digitalId.ok) return err(problem('wrong-answer', digitalId.error));
  return ok(describe(parsed.data, digitalId.value));
}

/** The devices that could be read; the first problem where none could. */
function devicesOrProblem<T>(
  read: readonly Result<T, SbiProblem>[],
): Result<readonly T[], SbiProblem> {
  const devices = read.flatMap((one) => (one.ok ? [one.value] : []));
  const failed = read.find((one) => !one.ok);
  return devices.length === 0 && failed?.ok === false ? failed : ok(devices);
}

/**
 * A device that cannot work now (busy, not ready, not registered) may say so with an error code beside its description
 * (0.9.5, "deviceStatus"): it is there all the same, and its status tells. An error alone is no device.
 */
function readFoundDevice(entry: unknown): Result<SbiDeviceDescription, SbiProblem> {
  const device = readUnverifiedDevice(entry);
  if (device.ok) return device;
  const reported = errorIn(entry);
  return reported === undefined ? device : err(reported);
}

/** The answer to a discovery: who says to be there. Nothing in it is signed. */
export function readDiscoveryReply(
  body: Uint8Array,
): Result<readonly SbiDeviceDescription[], SbiProblem> {
  const list = readList(body);
  if (!list.ok) return list;
  return devicesOrProblem(list.value.map(readFoundDevice));
}

const infoEntrySchema = z.object({ deviceInfo: z.string().min(1) });

function readInfoEntry(entry: unknown): Result<string, SbiProblem> {
  const parsed = infoEntrySchema.safeParse(entry);
  if (parsed.success) return ok(parsed.data.deviceInfo);
  return err(errorIn(entry) ?? wrongShape(parsed.error));
}

/** The answer to device info, read without asking who signed it: for finding devices, never for believing them. */
export function readInfoReplyUnverified(
  body: Uint8Array,
): Result<readonly SbiDeviceDescription[], SbiProblem> {
  const list = readList(body);
  if (!list.ok) return list;
  return devicesOrProblem(
    list.value.map((entry) => {
      const token = readInfoEntry(entry);
      if (!token.ok) return token;
      const value = readUnverified(token.value);
      return value.ok
        ? readUnverifiedDevice(value.value)
        : err(problem('wrong-answer', value.error));
    }),
  );
}

/** A digital id inside something signed: signed itself, by the device's or its secure chip's key, or plain base64url. */
export async function openDigitalId(
  given: string,
  trust: CertificateTrust,
): Promise<Result<DigitalId, SbiProblem>> {
  const opened = isSignedText(given) ? await openSignedText(given, trust) : readUnverified(given);
  if (!opened.ok) {
    return err(
      typeof opened.error === 'string' ? problem('bad-payload', opened.error) : opened.error,
    );
  }
  const parsed = parseDigitalId(opened.value);
  return parsed.ok ? parsed : err(problem('bad-payload', parsed.error));
}

async function openInfo(
  token: string,
  trust: CertificateTrust,
): Promise<Result<SbiDeviceDescription, SbiProblem>> {
  // A device that nobody registered has no key to sign with.
  if (!isSignedText(token)) return err(problem('not-registered', 'the device info is not signed'));
  const opened = await openSignedText(token, trust);
  if (!opened.ok) return opened;
  const parsed = deviceSchema.safeParse(opened.value);
  if (!parsed.success) return err({ ...wrongShape(parsed.error), code: 'bad-payload' });
  const digitalId = await openDigitalId(parsed.data.digitalId, trust);
  return digitalId.ok ? ok(describe(parsed.data, digitalId.value)) : digitalId;
}

/** The answer to device info, each entry verified: signature, certificate, and the digital id within. */
export async function readInfoReply(
  body: Uint8Array,
  trust: CertificateTrust,
): Promise<Result<readonly Result<SbiDeviceDescription, SbiProblem>[], SbiProblem>> {
  const list = readList(body);
  if (!list.ok) return list;
  const devices = list.value.map(
    async (entry): Promise<Result<SbiDeviceDescription, SbiProblem>> => {
      const token = readInfoEntry(entry);
      return token.ok ? openInfo(token.value, trust) : token;
    },
  );
  return ok(await Promise.all(devices));
}
