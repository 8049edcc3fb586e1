import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEVICE_STATES } from '../../src/contract/views.ts';
import { DEVICE_ROLES } from '../../src/domain/device-role.ts';
import {
  deviceToShow,
  inPictureOrder,
  layOutRack,
  PORT_KINDS,
  ROLE_HEIGHT,
  ROW_HEIGHT,
} from '../../src/renderer/features/technician/rack-layout.ts';
import { device } from './support/devices.ts';

const anyRack = fc
  .array(
    fc.record({
      transport: fc.constantFrom(...PORT_KINDS),
      role: fc.constantFrom(...DEVICE_ROLES),
      state: fc.constantFrom(...DEVICE_STATES),
    }),
    { maxLength: 12 },
  )
  .map((devices) =>
    devices.map((told, index) => device({ ...told, serving: false, deviceId: `device ${index}` })),
  );

describe('the picture of the rack', () => {
  test('shows every device once, and nothing over anything else', () => {
    fc.assert(
      fc.property(anyRack, (devices) => {
        const { kinds, roles, height } = layOutRack(devices);
        const rows = kinds.flatMap((kind) => kind.devices);
        expect(rows.map((row) => row.device)).toEqual(inPictureOrder(devices));
        expectApart(
          rows.map(({ top }) => top),
          ROW_HEIGHT,
          height,
        );
        expect(roles.map(({ role }) => role).toSorted()).toEqual([...DEVICE_ROLES].toSorted());
        expectApart(
          roles.map(({ top }) => top),
          ROLE_HEIGHT,
          height,
        );
      }),
    );
  });

  test('leads a wire from the middle of each device to the middle of its role', () => {
    fc.assert(
      fc.property(anyRack, (devices) => {
        const { kinds, roles, wires } = layOutRack(devices);
        const rows = kinds.flatMap((kind) => kind.devices);
        expect(wires).toHaveLength(devices.length);
        for (const { deviceId, from, to } of wires) {
          const row = rows.find((one) => one.device.deviceId === deviceId);
          const role = roles.find((one) => one.role === row?.device.role);
          expect([from, to]).toEqual([
            (row?.top ?? Number.NaN) + ROW_HEIGHT / 2,
            (role?.top ?? Number.NaN) + ROLE_HEIGHT / 2,
          ]);
        }
      }),
    );
  });

  test('has every kind of port and every role, when nothing is plugged in', () => {
    const { kinds, roles, wires } = layOutRack([]);
    expect(kinds.map(({ kind }) => kind)).toEqual(PORT_KINDS);
    expect(roles).toHaveLength(DEVICE_ROLES.length);
    expect(wires).toEqual([]);
  });

  test('tells who serves, who could, and who cannot', () => {
    const { wires } = layOutRack([
      device({ deviceId: 'serves' }),
      device({ deviceId: 'could', serving: false }),
      device({ deviceId: 'cannot', serving: false, state: 'trouble' }),
    ]);
    expect(wires.map(({ state }) => state)).toEqual(['serving', 'standby', 'broken']);
  });
});

test('the chosen device lies open; while none was chosen, the one that needs a technician most', () => {
  const serving = device({ deviceId: 'serves' });
  const lost = device({ deviceId: 'lost', serving: false, state: 'lost' });
  const broken = device({ deviceId: 'broken', serving: false, state: 'trouble' });
  expect(deviceToShow([serving, lost, broken], 'serves')).toBe(serving);
  expect(deviceToShow([serving, lost, broken], null)).toBe(broken);
  expect(deviceToShow([serving, lost], 'gone for good')).toBe(lost);
  expect(deviceToShow([device({ deviceId: 'spare', serving: false }), serving], null)).toBe(
    serving,
  );
  expect(deviceToShow([], null)).toBeUndefined();
});

function expectApart(tops: readonly number[], size: number, height: number): void {
  for (const [index, top] of tops.entries()) {
    expect(top).toBeGreaterThanOrEqual(index === 0 ? 0 : (tops[index - 1] ?? 0) + size);
    expect(top + size).toBeLessThanOrEqual(height);
  }
}
