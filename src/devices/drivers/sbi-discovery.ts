import { err, ok } from '../../domain/result.ts';
import { SBI_0_9_5, SBI_FIRST_PORT, SBI_LAST_PORT } from '../protocols/sbi/profile.ts';
import type { SbiBioType, SbiProfile } from '../protocols/sbi/profile.ts';
import { readBody, readDiscoveryReply, readInfoReplyUnverified } from '../protocols/sbi/replies.ts';
import type { SbiDeviceDescription } from '../protocols/sbi/replies.ts';
import { discoveryRequest, infoRequest } from '../protocols/sbi/requests.ts';
import type { SbiRequest } from '../protocols/sbi/requests.ts';
import { askLoopback } from '../transports/loopback-http.ts';
import type { SbiResult } from './sbi-error.ts';

export interface SbiDiscoveryOptions {
  /** 4501–4600 when absent. */
  readonly ports?: readonly number[];
  /** How long one port may take in all. */
  readonly timeoutMs?: number;
  readonly profile?: SbiProfile;
  readonly signal?: AbortSignal;
}

/** What a device says of itself. Nothing of it is signed: `openSbiDevice` verifies. */
export interface SbiFoundDevice extends SbiDeviceDescription {
  readonly port: number;
}

export interface SbiScan {
  readonly devices: readonly SbiFoundDevice[];
  /** Ports that something listens on which is no usable service, and why, for the technician. */
  readonly otherPorts: readonly {
    readonly port: number;
    readonly code: string;
    readonly detail: string;
  }[];
}

/** A healthy service answers in milliseconds; a scan of services that keep silent ends within two seconds. */
const PORT_LIMIT_MS = 1_400;

const ALL_PORTS: readonly number[] = Array.from(
  { length: SBI_LAST_PORT - SBI_FIRST_PORT + 1 },
  (_, index) => SBI_FIRST_PORT + index,
);

/** Asks every port of the range at once which devices are behind it. */
export async function discoverSbiDevices(options: SbiDiscoveryOptions = {}): Promise<SbiScan> {
  const ports = options.ports ?? ALL_PORTS;
  const answers = await Promise.all(
    ports.map(async (port) => ({ port, found: await lookAtPort(port, options) })),
  );
  return {
    devices: answers.flatMap(({ port, found }) =>
      found.ok ? found.value.map((device) => ({ ...device, port })) : [],
    ),
    otherPorts: answers.flatMap(({ port, found }) => {
      if (found.ok || found.error.code === 'port-not-found') return [];
      return [{ port, code: found.error.code, detail: found.error.detail }];
    }),
  };
}

/** By discovery; by device info where a service does not know that verb, or says nothing usable to it. */
async function lookAtPort(
  port: number,
  options: SbiDiscoveryOptions,
): Promise<SbiResult<readonly SbiDeviceDescription[]>> {
  const deadline = performance.now() + (options.timeoutMs ?? PORT_LIMIT_MS);
  const discovered = await findSbiDevices(port, 'Biometric Device', {
    ...options,
    timeoutMs: deadline - performance.now(),
  });
  if (discovered.ok) {
    if (discovered.value.length > 0) return discovered;
  } else if (!['wrong-answer', 'request-refused'].includes(discovered.error.code)) {
    return discovered;
  }
  const timeoutMs = Math.max(1, deadline - performance.now());
  const reply = await ask(port, infoRequest(), { ...options, timeoutMs });
  if (!reply.ok) return discovered.ok ? discovered : reply;
  return readInfoReplyUnverified(reply.value);
}

/** The devices of one type behind one port, and how they are now. */
export async function findSbiDevices(
  port: number,
  type: SbiBioType | 'Biometric Device',
  options: SbiDiscoveryOptions & { readonly timeoutMs: number },
): Promise<SbiResult<readonly SbiDeviceDescription[]>> {
  const reply = await ask(port, discoveryRequest(options.profile ?? SBI_0_9_5, type), options);
  return reply.ok ? readDiscoveryReply(reply.value) : reply;
}

async function ask(
  port: number,
  request: SbiRequest,
  options: SbiDiscoveryOptions & { readonly timeoutMs: number },
): Promise<SbiResult<Uint8Array>> {
  const { timeoutMs, signal } = options;
  const reply = await askLoopback({
    ...request,
    port,
    timeoutMs,
    ...(signal === undefined ? {} : { signal }),
  });
  if (!reply.ok) return reply;
  return successfulBody(reply.value);
}

/** The body of an answer with status 200. Another status is an error, the service's own where its body tells one. */
export function successfulBody(reply: {
  readonly status: number;
  readonly body: Uint8Array;
}): SbiResult<Uint8Array> {
  if (reply.status === 200) return ok(reply.body);
  const told = readBody(reply.body);
  if (!told.ok && told.error.reportedCode !== undefined) return told;
  return err({ code: 'wrong-answer', detail: `HTTP status ${reply.status}` });
}
