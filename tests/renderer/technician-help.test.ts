import { describe, expect, test } from 'vitest';
import type { StrangerView } from '../../src/contract/views.ts';
import { parseDescription } from '../../src/devices/descriptions/parse.ts';
import {
  descriptionDraft,
  DRAFT_DRIVERS,
  draftFileName,
} from '../../src/renderer/features/technician/description-draft.ts';
import { helpingText } from '../../src/renderer/features/technician/helping-text.ts';
import { device } from './support/devices.ts';

function troubled(code: string, told: Partial<Parameters<typeof device>[0]> = {}) {
  return helpingText(device({ state: 'trouble', trouble: { code, detail: '' }, ...told }));
}

describe('what ends a trouble, to be copied', () => {
  test('a port that may not be opened: the udev rule for exactly this device', () => {
    expect(troubled('permission-denied')).toEqual({
      kind: 'udev-rule',
      text: 'SUBSYSTEM=="tty", ATTRS{idVendor}=="10c4", ATTRS{idProduct}=="ea60", GROUP="dialout", MODE="0660", TAG+="uaccess"',
    });
    const hid = {
      usb: { vendorId: 0x05e0, productId: 0x1300 },
      transport: 'hid',
      port: '/dev/hidraw4',
    } as const;
    expect(troubled('permission-denied', hid)?.text).toContain(
      'SUBSYSTEM=="hidraw", ATTRS{idVendor}=="05e0", ATTRS{idProduct}=="1300", GROUP="plugdev"',
    );
  });

  test('a port that does not tell its ids: the group that may open it', () => {
    expect(troubled('permission-denied', { usb: null })).toEqual({
      kind: 'group-command',
      text: 'sudo usermod -aG dialout "$USER"',
    });
  });

  test('a port that another program holds: the command that names it', () => {
    expect(troubled('port-busy')).toEqual({
      kind: 'who-holds-port',
      text: 'sudo fuser -v /dev/ttyUSB0',
    });
  });

  test('nothing where there is nothing to type, nor where ports are no files', () => {
    expect(troubled('no-answer')).toBeNull();
    expect(helpingText(device())).toBeNull();
    expect(troubled('permission-denied', { port: 'COM3' })).toBeNull();
    const camera = { transport: 'media', port: 'C922', deviceId: 'media:C922' } as const;
    expect(troubled('permission-denied', camera)).toBeNull();
  });
});

describe('a description to begin with', () => {
  const stranger = {
    transport: 'serial',
    path: '/dev/ttyUSB4',
    name: 'QinHeng "Electronics"',
    vendorId: '1a86',
    productId: '7523',
    reason: 'no-description',
  } as const satisfies StrangerView;

  test.each(['serial', 'hid'] as const)('is one that the station takes, %s', (transport) => {
    for (const name of ['', stranger.name]) {
      for (const driver of DRAFT_DRIVERS[transport]) {
        const parsed = parseDescription(descriptionDraft({ ...stranger, name, transport }, driver));
        expect(parsed).toMatchObject({
          ok: true,
          value: { description: { driver, match: [{ vendorId: 0x1a86, productId: 0x7523 }] } },
        });
      }
    }
  });

  test('has a file name of its own', () => {
    expect(draftFileName(stranger)).toBe('1a86-7523.json');
  });
});
