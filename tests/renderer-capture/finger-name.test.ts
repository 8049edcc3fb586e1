import { expect, test } from 'vitest';
import vietnamese from '../../resources/messages/vi.json' with { type: 'json' };
import type { FingerPosition } from '../../src/domain/finger-position.ts';
import type { PrintTarget } from '../../src/domain/print-target.ts';
import { targetName } from '../../src/renderer/features/fingerprints/finger-name.ts';
import type { Translate } from '../../src/renderer/i18n/i18n.tsx';

/** The Vietnamese messages, their values filled in; none of those used here has a plural. */
const t: Translate = (key, values = {}) =>
  vietnamese[key].replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

const named = (target: PrintTarget, ...exceptions: FingerPosition[]) =>
  targetName(t, target, exceptions);
const RIGHT_FOUR = { kind: 'slap', slap: 'right-four' } as const;

test('a capture is named by what the citizen does', () => {
  const thumb = { kind: 'single', position: 'right-thumb' } as const;
  expect(named({ ...thumb, impression: 'live-plain' })).toBe('Ngón cái phải');
  expect(named({ ...thumb, impression: 'live-rolled' })).toBe('Lăn ngón cái phải');
  expect(named(RIGHT_FOUR)).toBe('Bốn ngón phải');
  expect(named({ kind: 'slap', slap: 'two-thumbs' })).toBe('Hai ngón cái');
});

test('a slap without one finger says so, and names those that are left when there are fewer', () => {
  expect(named(RIGHT_FOUR, 'right-little', 'left-thumb')).toBe('Bốn ngón phải, trừ ngón út phải');
  expect(named(RIGHT_FOUR, 'right-little', 'right-ring')).toBe('Ngón trỏ phải, ngón giữa phải');
  expect(named({ kind: 'slap', slap: 'two-thumbs' }, 'left-thumb')).toBe('Ngón cái phải');
});
