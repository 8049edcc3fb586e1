import type { CameraHead, StillCamera } from '../../../devices/camera-modality.ts';
import type { FingerprintScanner } from '../../../devices/modality.ts';
import type { OpenedDevice } from '../../../devices/opened-device.ts';
import type { DeviceCheckup } from '../../../store/index.ts';
import { atMost, checkupOf, works } from './check.ts';
import type { Check } from './check.ts';

/** Short questions that a healthy device answers at once; a line that loses some shows it in twenty. */
const QUESTIONS = 20;
/** At 9600 bit/s the shortest command and its answer take 25 ms; the rest is the machine's. */
const ANSWER_LIMIT_MS = 300;
/** A glass without a finger is seen to be empty within one look of the slower modules. */
const EMPTY_GLASS_MS = 2_500;
const PICTURE_LIMIT_MS = 30_000;
const MOVE_LIMIT_MS = 20_000;
/** A head that comes back stands where it was, but for a step or two. */
const RETURN_TOLERANCE_DEGREES = 0.5;

/** Tests a device by itself, without a citizen: nothing that it sees is kept. */
export async function selfTest(opened: OpenedDevice): Promise<DeviceCheckup> {
  const line = await lineChecks(() => opened.device.checkAlive());
  // What does not answer has no more to show.
  const more = line.every(({ ok }) => ok) ? await deviceChecks(opened) : [];
  return checkupOf([...line, ...more], Date.now());
}

function deviceChecks(opened: OpenedDevice): Promise<readonly Check[]> {
  switch (opened.role) {
    case 'fingerprint':
      return glassChecks(opened.device);
    case 'portrait-camera':
      return pictureChecks(opened.device);
    case 'camera-head':
      return headChecks(opened.device);
    case 'code-scanner':
      return Promise.resolve([]);
  }
}

async function lineChecks(ask: () => Promise<{ readonly ok: boolean }>): Promise<readonly Check[]> {
  // A picture that was stopped half way is still on the line: the first answer waits for it and is not the device's own.
  await ask();
  const took: number[] = [];
  let lost = 0;
  for (let question = 0; question < QUESTIONS; question += 1) {
    const startedAt = performance.now();
    const answer = await ask();
    if (answer.ok) took.push(performance.now() - startedAt);
    else lost += 1;
  }
  const slowest = took.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...took);
  const answers = took.length === 0 ? [] : [atMost('slowest-answer-ms', slowest, ANSWER_LIMIT_MS)];
  return [atMost('lost-answers', lost, 0), ...answers];
}

/** A print that stays on the glass, or dirt that is taken for a finger, would be captured as the next citizen's. */
async function glassChecks(scanner: FingerprintScanner): Promise<readonly Check[]> {
  const empty = await scanner.waitForLift(AbortSignal.timeout(EMPTY_GLASS_MS), {
    fingerTimeoutMs: EMPTY_GLASS_MS,
  });
  return [works('glass-is-empty', empty.ok)];
}

async function pictureChecks(camera: StillCamera): Promise<readonly Check[]> {
  const startedAt = performance.now();
  const taken = await camera.takePicture(AbortSignal.timeout(PICTURE_LIMIT_MS));
  const seconds = (performance.now() - startedAt) / 1000;
  return [
    works('picture-is-whole', taken.ok),
    atMost('picture-s', seconds, PICTURE_LIMIT_MS / 1000),
  ];
}

/** A little to the side and back: it turns, and comes back to where it was. */
async function headChecks(head: CameraHead): Promise<readonly Check[]> {
  const limit = (): AbortSignal => AbortSignal.timeout(MOVE_LIMIT_MS);
  const before = await head.position();
  const there = await head.moveBy({ panDegrees: 3, tiltDegrees: 2 }, limit());
  const back = await head.moveBy({ panDegrees: -3, tiltDegrees: -2 }, limit());
  const focused = await head.autofocus();
  const off =
    before.ok && back.ok
      ? Math.max(
          Math.abs(back.value.panDegrees - before.value.panDegrees),
          Math.abs(back.value.tiltDegrees - before.value.tiltDegrees),
        )
      : Number.POSITIVE_INFINITY;
  return [
    works('head-turns', there.ok && back.ok),
    ...(Number.isFinite(off)
      ? [atMost('head-returns-degrees', off, RETURN_TOLERANCE_DEGREES)]
      : []),
    works('head-focuses', focused.ok),
  ];
}
