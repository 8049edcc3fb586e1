import { deviceError } from '../../devices/device-error.ts';
import type { DeviceError, DeviceErrorCode } from '../../devices/device-error.ts';
import type { TakenPrint } from '../../devices/modality.ts';
import type { Result } from '../../domain/result.ts';
import { err, ok } from '../../domain/result.ts';
import type { CaptureOrder } from './capture-order.ts';
import { examineTaken } from './examine-taken.ts';
import type { ReadPrint } from './save-prints.ts';

const DECODE_FAILURES = {
  unsupported: 'unsupported-image',
  damaged: 'wrong-answer',
  'wrong-size': 'wrong-answer',
  'too-large': 'wrong-answer',
} as const satisfies Record<string, DeviceErrorCode>;

/** Examines every print of a capture; one that cannot be read fails them all. */
export async function readPrints(
  taken: readonly TakenPrint[],
  order: CaptureOrder,
): Promise<Result<readonly ReadPrint[], DeviceError>> {
  const given = taken.map(({ position }) => position);
  if (given.toSorted().join(' ') !== order.fingers.toSorted().join(' ')) {
    const detail = `asked for ${order.fingers.join(', ')}, it gave ${given.join(', ')}`;
    return err(deviceError('wrong-answer', detail));
  }
  const prints: ReadPrint[] = [];
  for (const print of taken) {
    const { position, impression, deviceQuality } = print;
    const examined = await examineTaken(print);
    if (!examined.ok) {
      const detail = `the picture of ${position} is ${examined.error}`;
      return err(deviceError(DECODE_FAILURES[examined.error], detail));
    }
    prints.push({ position, impression, examined: examined.value, deviceQuality });
  }
  return ok(prints);
}
