import type { CameraHead, StillCamera } from '../../../devices/camera-modality.ts';
import type { FingerprintScanner } from '../../../devices/modality.ts';
import type { OpenedDevice } from '../../../devices/opened-device.ts';
import { backgroundLight } from '../../../imaging/background-light.ts';
import { portraitFile } from '../../../imaging/portrait-file.ts';
import type { DeviceCheckup } from '../../../store/index.ts';
import { examineTaken } from '../../capture/examine-taken.ts';
import { TEST_TARGET } from '../test-target.ts';
import { atLeast, atMost, checkupOf, works } from './check.ts';
import type { Check } from './check.ts';

/**
 * A grown-up's ridges lie 0.4 to 0.6 mm apart (ISO/IEC 29794-4:2017 takes 8–12 pixels at 500 ppi as usual): a scanner
 * that shows them much nearer or wider has another resolution than it says.
 */
const RIDGE_PERIOD_MM = { least: 0.3, most: 0.75 };
const LEAST_CONTRAST = 40;
const LEAST_COHERENCE = 0.45;
/** A technician's index finger laid down well. */
const LEAST_QUALITY = 60;
/** 0–255, of our own choice: somewhat above what still counts as light when a head is looked for before it. */
const LEAST_BACKGROUND_LUMINANCE = 120;
const MOST_BURNT_PERCENT = 20;
const MILLIMETRES_PER_INCH = 25.4;
const CAPTURE_MS = 30_000;
const MOVE_MS = 30_000;
const END_TOLERANCE_DEGREES = 1;

/**
 * Measures a device against what it should show, with the technician's help: a finger on the scanner, the lit
 * wall before the camera. Only the figures are kept, no picture.
 */
export async function calibrate(
  opened: OpenedDevice,
  signal: AbortSignal,
): Promise<DeviceCheckup | undefined> {
  const checks = await checksOf(opened, signal);
  return checks && checkupOf(checks, Date.now());
}

function checksOf(
  opened: OpenedDevice,
  signal: AbortSignal,
): Promise<readonly Check[] | undefined> {
  switch (opened.role) {
    case 'fingerprint':
      return printChecks(opened.device, signal);
    case 'portrait-camera':
      return pictureChecks(opened.device, signal);
    case 'camera-head':
      return axisChecks(opened.device, signal);
    case 'code-scanner':
      return Promise.resolve(undefined);
  }
}

async function printChecks(
  scanner: FingerprintScanner,
  signal: AbortSignal,
): Promise<readonly Check[]> {
  const taken = await scanner.capture(TEST_TARGET, signal, undefined, {
    fingerTimeoutMs: CAPTURE_MS,
  });
  const print = taken.ok ? taken.value[0] : undefined;
  const examined = print && (await examineTaken(print));
  if (!examined?.ok) return [works('print-is-taken', false)];
  const { assessment, resolutionPpi } = examined.value;
  const { score, contrast, coherence, ridgePeriodPixels } = assessment;
  const periodMm = (ridgePeriodPixels * MILLIMETRES_PER_INCH) / resolutionPpi;
  return [
    works('print-is-taken', true),
    atLeast('print-quality', score, LEAST_QUALITY),
    atLeast('print-contrast', contrast, LEAST_CONTRAST),
    atLeast('print-coherence-percent', coherence * 100, LEAST_COHERENCE * 100),
    {
      ...atMost('ridge-period-mm', periodMm, RIDGE_PERIOD_MM.most),
      ok: periodMm >= RIDGE_PERIOD_MM.least && periodMm <= RIDGE_PERIOD_MM.most,
      value: Math.round(periodMm * 100) / 100,
    },
  ];
}

async function pictureChecks(camera: StillCamera, signal: AbortSignal): Promise<readonly Check[]> {
  const taken = await camera.takePicture(signal);
  if (!taken.ok) return [works('picture-is-whole', false)];
  const file = await portraitFile(taken.value);
  if (!file.ok) return [works('picture-is-whole', false)];
  const light = await backgroundLight(file.value);
  if (!light.ok) {
    return light.error === 'not-an-image'
      ? [works('picture-is-whole', false)]
      : [works('picture-is-whole', true), works('background-is-plain', false)];
  }
  const { luminance, burntShare } = light.value;
  return [
    works('picture-is-whole', true),
    works('background-is-plain', true),
    atLeast('background-luminance', luminance, LEAST_BACKGROUND_LUMINANCE),
    atMost('burnt-percent', burntShare * 100, MOST_BURNT_PERCENT),
  ];
}

/** From one end of the axis to the other and back to the middle: what it says must be where it can go. */
async function axisChecks(head: CameraHead, signal: AbortSignal): Promise<readonly Check[]> {
  const within = (): AbortSignal => AbortSignal.any([signal, AbortSignal.timeout(MOVE_MS)]);
  const { panDegrees } = head.info;
  const span = panDegrees.maximum - panDegrees.minimum;
  const left = await head.moveBy({ panDegrees: -2 * span, tiltDegrees: 0 }, within());
  const right = await head.moveBy({ panDegrees: 2 * span, tiltDegrees: 0 }, within());
  const home = right.ok
    ? await head.moveBy(
        { panDegrees: -right.value.panDegrees, tiltDegrees: -right.value.tiltDegrees },
        within(),
      )
    : right;
  if (!left.ok || !right.ok || !home.ok) return [works('head-turns', false)];
  return [
    works('head-turns', true),
    atMost(
      'left-end-degrees-off',
      Math.abs(left.value.panDegrees - panDegrees.minimum),
      END_TOLERANCE_DEGREES,
    ),
    atMost(
      'right-end-degrees-off',
      Math.abs(right.value.panDegrees - panDegrees.maximum),
      END_TOLERANCE_DEGREES,
    ),
    atMost('middle-degrees-off', Math.abs(home.value.panDegrees), END_TOLERANCE_DEGREES),
  ];
}
