import { describe, expect, test } from 'vitest';
import { chosenByKey } from '../../src/renderer/components/choice-list.tsx';
import { actsFor } from '../../src/renderer/features/technician/device-acts.ts';
import {
  incidentsInOrder,
  incidentToShow,
} from '../../src/renderer/features/technician/incident-order.ts';
import { device, incident } from './support/devices.ts';

describe('what can be done at a device', () => {
  test('a scanner that is ready can be tried, tested, calibrated, replaced, preferred, set aside', () => {
    expect(actsFor(device())).toEqual([
      'live-image',
      'self-test',
      'calibrate',
      'replace',
      'prefer',
      'set-aside',
    ]);
  });

  test('one in trouble can be opened again first of all, one that is lost replaced', () => {
    expect(actsFor(device({ state: 'trouble' }))[0]).toBe('try-again');
    expect(actsFor(device({ state: 'lost' }))[0]).toBe('replace');
  });

  test('one that is set aside is taken back or replaced, and nothing else', () => {
    expect(actsFor(device({ state: 'set-aside' }))).toEqual(['take-back', 'replace']);
  });

  test('a preference is taken away where it was given', () => {
    expect(actsFor(device({ preferred: true }))).toContain('prefer-no-more');
  });

  test('nothing is offered that a kind of device cannot do', () => {
    expect(actsFor(device({ role: 'code-scanner', transport: 'hid' }))).not.toContain('calibrate');
    expect(actsFor(device({ role: 'camera-head' }))).not.toContain('live-image');
    const camera = device({ role: 'portrait-camera', transport: 'media' });
    expect(actsFor(camera)).toEqual(['live-image', 'prefer', 'set-aside']);
  });
});

describe('incidents', () => {
  const longAgo = incident({ incidentId: 'long ago', at: 1_000 });
  const again = incident({ incidentId: 'again', at: 500, lastSeenAt: 9_000 });
  const closed = incident({ incidentId: 'closed', at: 8_000, resolvedAt: 8_500 });
  const all = [closed, longAgo, again];

  test('open ones stand first, the last seen before the others', () => {
    expect(incidentsInOrder(all, 'all')).toEqual([again, longAgo, closed]);
    expect(incidentsInOrder(all, 'open')).toEqual([again, longAgo]);
  });

  test('the chosen one lies open as long as it is shown', () => {
    const open = incidentsInOrder(all, 'open');
    expect(incidentToShow(open, 'long ago')).toBe(longAgo);
    expect(incidentToShow(open, 'closed')).toBe(again);
    expect(incidentToShow([], 'closed')).toBeUndefined();
  });
});

describe('choosing in a list by keys', () => {
  const ids = ['one', 'two', 'three'];

  test('arrows go on and back, Home and End to the ends, and the ends are ends', () => {
    expect(chosenByKey('ArrowDown', ids, 'one')).toBe('two');
    expect(chosenByKey('ArrowUp', ids, 'two')).toBe('one');
    expect(chosenByKey('Home', ids, 'three')).toBe('one');
    expect(chosenByKey('End', ids, 'one')).toBe('three');
    expect(chosenByKey('ArrowDown', ids, 'three')).toBeUndefined();
    expect(chosenByKey('ArrowUp', ids, 'one')).toBeUndefined();
  });

  test('from nothing chosen the first arrow takes the first', () => {
    expect(chosenByKey('ArrowDown', ids, undefined)).toBe('one');
    expect(chosenByKey('ArrowUp', ids, undefined)).toBeUndefined();
  });

  test('other keys choose nothing', () => {
    expect(chosenByKey('a', ids, 'one')).toBeUndefined();
  });
});
