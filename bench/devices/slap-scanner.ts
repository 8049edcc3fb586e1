import type { DeviceCandidate } from '../../src/devices/drivers/candidate.ts';
import { startSbiEmulator } from '../../src/devices/emulators/start-sbi.ts';
import type { SbiEmulator } from '../../src/devices/emulators/start-sbi.ts';

/** A capture of this waits for a finger that is missing, with the other three on the glass. */
export const WAITING = { kind: 'slap', slap: 'right-four' } as const;

export interface SlapScanner {
  readonly candidate: DeviceCandidate;
  stop(): Promise<void>;
}

/** An emulated slap scanner, in a process of its own and at its own pace, that streams while it waits for fingers. */
export async function startSlapScanner(): Promise<SlapScanner> {
  const emulator = await startSbiEmulator({ port: 0, pace: 'real', preview: 'always' });
  await emulator.place({ personSeed: 1, missing: ['right-little'] });
  return { candidate: candidateOf(emulator), stop: () => emulator.stop() };
}

function candidateOf({ port, trustAnchorPem }: SbiEmulator): DeviceCandidate {
  return {
    id: `loopback-http:${port}`,
    address: `127.0.0.1:${port}`,
    identity: {},
    driver: 'sbi',
    role: 'fingerprint',
    transport: 'loopback-http',
    settings: {
      port,
      deviceId: '1',
      trustAnchors: [trustAnchorPem],
      environment: 'Staging',
    },
  };
}
