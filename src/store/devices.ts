import { z } from 'zod';
import { instantColumn, jsonColumn } from './columns.ts';
import { Repository } from './repository.ts';

/** What a technician has set for a device; it holds on whatever port the device is. */
export const deviceSettingsSchema = z.strictObject({
  /** It is left alone. */
  setAside: z.boolean().optional(),
  /** It serves its role before others. */
  preferred: z.boolean().optional(),
});
export type KnownDeviceSettings = z.infer<typeof deviceSettingsSchema>;

/** What was measured at a device: a self-test or a calibration, check by check. */
export const deviceCheckupSchema = z.strictObject({
  at: z.int(),
  ok: z.boolean(),
  checks: z.array(
    z.strictObject({
      name: z.string(),
      ok: z.boolean(),
      /** The figure that was measured, in the unit that the name says; null where there is none. */
      value: z.number().nullable(),
      limit: z.number().nullable(),
    }),
  ),
});
export type DeviceCheckup = z.infer<typeof deviceCheckupSchema>;

const deviceRow = z
  .strictObject({
    id: z.string(),
    role: z.string(),
    driver: z.string(),
    transport: z.string(),
    make: z.string(),
    model: z.string(),
    serialNumber: z.string(),
    firmware: z.string(),
    lastPort: z.string(),
    firstSeenAt: instantColumn,
    lastSeenAt: instantColumn,
    settingsJson: jsonColumn(deviceSettingsSchema),
    selfTestJson: jsonColumn(deviceCheckupSchema).nullable(),
    calibrationJson: jsonColumn(deviceCheckupSchema).nullable(),
  })
  .transform(({ settingsJson, selfTestJson, calibrationJson, ...row }) => ({
    ...row,
    settings: settingsJson,
    selfTest: selfTestJson,
    calibration: calibrationJson,
  }));
/** A device that was on the rack at least once. */
export type KnownDevice = z.infer<typeof deviceRow>;

const COLUMNS = `id, role, driver, transport, make, model, serialNumber, firmware, lastPort, firstSeenAt,
  lastSeenAt, settingsJson, selfTestJson, calibrationJson`;

const errorRow = z.strictObject({ deviceId: z.string(), code: z.string(), count: z.int() });
export type DeviceErrorCount = z.infer<typeof errorRow>;

const captureRow = z.strictObject({ deviceId: z.string(), count: z.int() });

export class ReadableDevices extends Repository {
  get(id: string): KnownDevice | undefined {
    return this.connection.one(deviceRow, `SELECT ${COLUMNS} FROM devices WHERE id = ?`, id);
  }

  list(): KnownDevice[] {
    return this.connection.all(
      deviceRow,
      `SELECT ${COLUMNS} FROM devices ORDER BY lastSeenAt DESC`,
    );
  }

  /** Errors of one day (`YYYY-MM-DD`) by device and code. */
  errorsOn(day: string): DeviceErrorCount[] {
    const sql = 'SELECT deviceId, code, count FROM deviceErrors WHERE day = ? ORDER BY count DESC';
    return this.connection.all(errorRow, sql, day);
  }

  /** Samples by device since an instant. */
  capturesSince(epochMs: number): Map<string, number> {
    const sql = `SELECT deviceId, count(*) AS count FROM captures
      WHERE capturedAt >= ? AND deviceId <> '' GROUP BY deviceId`;
    const rows = this.connection.all(captureRow, sql, epochMs);
    return new Map(rows.map(({ deviceId, count }) => [deviceId, count]));
  }
}

/** What is known of a device when it becomes ready. */
export type SeenDevice = Pick<
  KnownDevice,
  | 'id'
  | 'role'
  | 'driver'
  | 'transport'
  | 'make'
  | 'model'
  | 'serialNumber'
  | 'firmware'
  | 'lastPort'
>;

export class WritableDevices extends ReadableDevices {
  /** Notes that a device is here, and on which port; what was set for it stays. */
  seen(device: SeenDevice): void {
    const now = this.connection.now();
    const known = this.get(device.id);
    if (known) this.connection.update('devices', ['id', device.id], { ...device, lastSeenAt: now });
    else this.connection.insert('devices', { ...device, firstSeenAt: now, lastSeenAt: now });
  }

  set(id: string, settings: KnownDeviceSettings): void {
    this.connection.update('devices', ['id', id], { settingsJson: JSON.stringify(settings) });
  }

  keepSelfTest(id: string, selfTest: DeviceCheckup): void {
    this.connection.update('devices', ['id', id], { selfTestJson: JSON.stringify(selfTest) });
  }

  keepCalibration(id: string, calibration: DeviceCheckup): void {
    this.connection.update('devices', ['id', id], { calibrationJson: JSON.stringify(calibration) });
  }

  countError(deviceId: string, day: string, code: string): void {
    const sql = `INSERT INTO deviceErrors (deviceId, day, code, count) VALUES (?, ?, ?, 1)
      ON CONFLICT (deviceId, day, code) DO UPDATE SET count = count + 1`;
    this.connection.run(sql, deviceId, day, code);
  }
}
