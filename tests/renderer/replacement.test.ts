import { describe, expect, test } from 'vitest';
import type { DeviceView, IncidentView } from '../../src/contract/views.ts';
import type { Replacement } from '../../src/renderer/features/technician/replacement.ts';
import {
  beginReplacement,
  isPartOf,
  noteAway,
  REPLACEMENT_STEPS,
  replacementSteps,
  successorOf,
} from '../../src/renderer/features/technician/replacement.ts';
import { device, incident } from './support/devices.ts';

const BEGUN_AT = 50_000;
const old = device();
const pulled = { ...old, state: 'lost', serving: false } as const;
const other = device({ deviceId: 'hid:1209:0001:7', transport: 'hid', serving: false });
const passed = { at: BEGUN_AT + 1, ok: true, checks: [] };

function begin(of: DeviceView = old): Replacement {
  return beginReplacement(of, 'Grow R503', BEGUN_AT);
}

/** The steps as signs, in order: `✓`, `now`, `later`, `!`. */
function steps(
  replacement: Replacement,
  devices: readonly DeviceView[],
  incidents: readonly IncidentView[] = [incident()],
): string {
  const signs = { done: '✓', now: 'now', later: 'later', failed: '!' };
  const states = replacementSteps(replacement, devices, incidents);
  return REPLACEMENT_STEPS.map((step) => signs[states[step]]).join(' ');
}

describe('replacing a scanner', () => {
  test('ticks each step off as the rack changes', () => {
    const begun = begin();
    expect(steps(begun, [old])).toBe('now later later later later');
    const away = noteAway(begun, [pulled]);
    expect(steps(away, [pulled])).toBe('✓ now later later later');
    expect(steps(away, [pulled, { ...other, state: 'searching' }])).toBe('✓ ✓ now later later');
    const serving = { ...other, serving: true };
    expect(steps(away, [pulled, serving])).toBe('✓ ✓ ✓ now later');
    const tested = { ...serving, selfTest: passed };
    expect(steps(away, [pulled, tested])).toBe('✓ ✓ ✓ ✓ now');
    const closed = incident({ resolvedAt: BEGUN_AT + 2, whatWasDone: 'Đã thay' });
    expect(steps(away, [pulled, tested], [closed])).toBe('✓ ✓ ✓ ✓ ✓');
  });

  test('one that was pulled before it began is pulled', () => {
    expect(steps(begin(pulled), [pulled])).toBe('✓ now later later later');
  });

  test('one that is set aside instead of pulled makes room just as well', () => {
    const aside = { ...old, state: 'set-aside', serving: false } as const;
    expect(noteAway(begin(), [aside]).pulled).toBe(true);
  });

  test('one in trouble is still in its socket', () => {
    const broken = { ...old, state: 'trouble', serving: false } as const;
    const begun = begin(broken);
    expect(noteAway(begun, [broken])).toBe(begun);
    expect(steps(begun, [broken])).toBe('now later later later later');
  });

  test('the same scanner, pulled and plugged again, may be its own successor', () => {
    const away = noteAway(begin(), [pulled]);
    expect(successorOf(away, [old])).toBe(old);
    expect(successorOf(begin(), [old])).toBeUndefined();
    expect(steps(away, [old])).toBe('✓ ✓ ✓ now later');
  });

  test('a spare that was there already takes over, and nothing has to be plugged in', () => {
    const away = noteAway(begin(), [pulled, { ...other, serving: true }]);
    expect(steps(away, [pulled, { ...other, serving: true }])).toBe('✓ ✓ ✓ now later');
  });

  test('a new one that is ready while another serves has not taken over', () => {
    const away = noteAway(begin(), [pulled]);
    expect(steps(away, [pulled, other])).toBe('✓ ✓ now later later');
  });

  test('a device of another role is no successor', () => {
    const camera = device({ deviceId: 'camera', role: 'portrait-camera' });
    expect(successorOf(noteAway(begin(), [pulled]), [pulled, camera])).toBeUndefined();
  });

  test('a self-test counts when it was made since, and a failed one is shown as failed', () => {
    const away = noteAway(begin(), [pulled]);
    const serving = { ...other, serving: true };
    const before = { ...serving, selfTest: { ...passed, at: BEGUN_AT - 1 } };
    expect(steps(away, [pulled, before])).toBe('✓ ✓ ✓ now later');
    const failed = { ...serving, selfTest: { ...passed, ok: false } };
    expect(steps(away, [pulled, failed])).toBe('✓ ✓ ✓ ! later');
  });

  test('incidents of other devices stay open', () => {
    const away = noteAway(begin(), [pulled]);
    const tested = { ...other, serving: true, selfTest: passed };
    expect(steps(away, [pulled, tested], [incident({ device: 'camera' })])).toBe('✓ ✓ ✓ ✓ ✓');
  });

  test('the old one and its successor belong to it, the camera does not', () => {
    const away = noteAway(begin(), [pulled]);
    const devices = [pulled, other, device({ deviceId: 'camera', role: 'portrait-camera' })];
    expect(devices.map((one) => isPartOf(away, one, devices))).toEqual([true, true, false]);
  });
});
