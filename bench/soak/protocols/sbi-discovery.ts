import {
  readDiscoveryReply,
  readInfoReplyUnverified,
} from '../../../src/devices/protocols/sbi/replies.ts';
import type { Random } from '../../../src/station/training/seeded-random.ts';
import type { Frame, Protocol } from '../protocol.ts';

const STATUSES = ['Ready', 'Busy', 'Not Ready', 'Not Registered'] as const;

/** One device as a service describes it, in one of the ways that services in the field have. */
export function description(random: Random, serialNo: string): object {
  const digitalId = {
    serialNo,
    make: 'Emulated',
    model: 'SBI',
    type: 'Finger',
    deviceSubType: random.pick(['Slap', 'Single']),
    deviceProvider: 'Tram',
    dateTime: '2026-11-22T09:00:00Z',
  };
  return {
    deviceId: random.chance(0.5) ? '1' : 1,
    deviceStatus: random.pick(STATUSES),
    certification: 'L0',
    serviceVersion: '0.9.5',
    deviceSubId: random.chance(0.5) ? ['1', '2', '3'] : '0',
    callbackId: 'http://127.0.0.1:4501',
    digitalId: base64Url(digitalId),
    deviceCode: serialNo,
    specVersion: ['0.9.5'],
    purpose: 'Registration',
    ...random.pick([
      {},
      { error: null },
      { error: { errorCode: '0', errorInfo: 'Success' } },
      { errorCode: 0, errorInfo: '' },
    ]),
  };
}

function base64Url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function serialNumbers(random: Random): readonly string[] {
  return Array.from({ length: random.integer(1, 3) }, () => `EMUL-${random.integer(1, 99_999)}`);
}

function answer(random: Random): Frame {
  const serials = serialNumbers(random);
  const devices = serials.map((serialNo) => description(random, serialNo));
  return { pieces: [Buffer.from(JSON.stringify(devices))], meaning: JSON.stringify(serials) };
}

/** The two answers of which a service is found; neither is signed, or asked who signed it. */
export const sbiDiscovery: Protocol = {
  name: 'sbi-discovery',
  carrier: 'messages',
  frames: (random, count) => Array.from({ length: count }, () => answer(random)),
  reader: () => ({
    keptBytes: 0,
    read: (body) => {
      readInfoReplyUnverified(body);
      const devices = readDiscoveryReply(body);
      // An empty list is an answer as well: nobody is there.
      if (!devices.ok || devices.value.length === 0) return [];
      return [JSON.stringify(devices.value.map(({ digitalId }) => digitalId.serialNo))];
    },
  }),
  invented: (understood) =>
    understood.find((serials) => (JSON.parse(serials) as string[]).includes('')),
  limits: { keptBytes: 0, lostFrames: 0, msPerThousandFrames: 10_000 },
};
