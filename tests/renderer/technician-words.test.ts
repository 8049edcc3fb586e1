import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/domain/language.ts';
import { figureOf, limitOf } from '../../src/renderer/features/technician/checkup-figures.ts';
import {
  deviceName,
  deviceWithNumber,
  incidentDevice,
  shortPort,
  troubleWords,
} from '../../src/renderer/features/technician/device-words.ts';
import { formatsOf } from '../../src/renderer/i18n/formats.ts';
import { MESSAGES } from '../../src/renderer/i18n/messages.ts';
import { DEVICE_ERROR_CODES } from '../../src/station/capture/device-failure.ts';
import { device } from './support/devices.ts';
import { translator } from './support/translator.ts';

const CHECKUPS = join(import.meta.dirname, '../../src/station/devices/checkup');

/** Name and kind of every check that the station makes, as its sources say them. */
const CHECKS = readdirSync(CHECKUPS)
  .map((name) => readFileSync(join(CHECKUPS, name), 'utf8'))
  .flatMap((source) => [...source.matchAll(/\b(works|atMost|atLeast)\(\s*'([a-z-]+)'/g)])
  .map(([, kind = '', name = '']) => ({ kind, name }));

describe.each(LANGUAGES)('what a technician reads in %s', (language) => {
  const t = translator(language);
  const formats = formatsOf(language);

  test('every error of a device says what is wrong, and what to do', () => {
    for (const code of Object.keys(DEVICE_ERROR_CODES)) {
      const { what, todo } = troubleWords(t, code);
      expect(what, code).not.toBe(code);
      expect(todo, code).toMatch(/\.$/);
    }
  });

  test('a code of a later release is shown as it is', () => {
    expect(troubleWords(t, 'sensor-asleep')).toEqual({ what: 'sensor-asleep', todo: '' });
  });

  test('every check has a name', () => {
    expect(CHECKS.length).toBeGreaterThan(15);
    for (const { name } of CHECKS) expect(MESSAGES[language]).toHaveProperty([`checkup.${name}`]);
  });

  test('a limit says whether it is to be reached or not to be passed', () => {
    for (const { kind, name } of CHECKS.filter((check) => check.kind !== 'works')) {
      const limit = limitOf(formats, { name, ok: true, value: 1, limit: 20 });
      expect(limit, name).toMatch(kind === 'atLeast' ? /^≥ 20/ : /^≤ 20/);
    }
  });

  test('a device is called by make and model, or by what it is', () => {
    expect(deviceName(t, device())).toBe('Grow R503');
    expect(deviceName(t, device({ make: '' }))).toBe('R503');
    expect(deviceName(t, device({ make: '', model: '' }))).toBe(t('device-kind.fingerprint'));
    expect(deviceWithNumber(t, device())).toBe('Grow R503 (0001)');
    expect(deviceWithNumber(t, device({ serialNumber: '' }))).toBe('Grow R503');
  });

  test('an incident names its device, the kind of ports, or what is left of a device long gone', () => {
    const { deviceId } = device();
    expect(incidentDevice(t, deviceId, [device()])).toBe('Grow R503');
    expect(incidentDevice(t, 'hid', [])).toBe(t('incident.ports-hid'));
    expect(incidentDevice(t, deviceId, [])).toBe(deviceId);
  });
});

test('figures have the unit that their name says, written as the language writes numbers', () => {
  const check = { name: 'slowest-answer-ms', ok: true, value: 1241.3, limit: 300 };
  expect(figureOf(formatsOf('vi'), check)).toBe('1.241,3 ms');
  expect(figureOf(formatsOf('en'), check)).toBe('1,241.3 ms');
  expect(limitOf(formatsOf('vi'), check)).toBe('≤ 300 ms');
  const units = ['ridge-period-mm', 'burnt-percent', 'left-end-degrees-off', 'lost-answers'];
  expect(
    units.map((name) => figureOf(formatsOf('vi'), { name, ok: true, value: 2, limit: null })),
  ).toEqual(['2 mm', '2 %', '2°', '2']);
});

test('what works or does not has neither figure nor limit', () => {
  const check = { name: 'head-turns', ok: true, value: null, limit: null };
  expect([figureOf(formatsOf('vi'), check), limitOf(formatsOf('vi'), check)]).toEqual(['', '']);
});

test('a port is labelled with the end of its path, a service with its number', () => {
  expect(['/dev/ttyUSB0', 'COM3', '127.0.0.1:4501'].map(shortPort)).toEqual([
    'ttyUSB0',
    'COM3',
    '4501',
  ]);
});
