import { z } from 'zod';
import {
  DEFAULT_FINGER_THRESHOLD,
  DEFAULT_INDEX_THRESHOLD,
  ROLLED_PRINTS,
} from '../domain/capture-plan.ts';
import { jsonColumn } from './columns.ts';
import { Repository } from './repository.ts';

const percent = z.int().min(0).max(100);
const publicKey = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  kid: z.string(),
});

/** Every setting of a station, by key. */
const SETTING_SCHEMAS = {
  stationId: z.string().min(1),
  /** Set when the store is made, by the key it was made with; never changed. */
  training: z.boolean(),
  /** Quality under which another attempt is asked for, 0–100. */
  thresholds: z.strictObject({ finger: percent, index: percent }),
  /** Whether rolled prints are taken after the plain ones where the scanner can roll. */
  rolledPrints: z.enum(ROLLED_PRINTS),
  /** Local time of the nightly batch, `HH:MM`. */
  uploadHour: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  /** Minutes over which the ministry spreads its stations. */
  uploadSpreadMinutes: z.int().min(0).max(720),
  /** Until when the clock's runs are settled: the hour of one that came to its end, or the first start of the station. */
  clockSettledAt: z.int(),
  /** Error code of what kept the last run from sending everything, or null. */
  lastRunProblem: z.string().nullable(),
  /** What enrolment at the ministry gave. */
  ministry: z.strictObject({
    url: z.string(),
    caPem: z.string(),
    clientCertificatePem: z.string(),
    receiptKeys: z.strictObject({ keys: z.array(publicKey).min(1) }),
    /** age recipients to seal for. */
    recipients: z.array(z.string()).min(1),
  }),
  /** What makes the station itself towards the ministry; the keys are secret. */
  identity: z.strictObject({
    stationId: z.string().min(1),
    /** Ed25519 (RFC 8037). */
    signingKey: publicKey.extend({ d: z.string() }),
    tlsPrivateKeyPem: z.string(),
    certificateRequestPem: z.string(),
  }),
  /** Days that plain images stay after the receipt. */
  retentionDays: z.int().min(0).max(3650),
  idleLockMinutes: z.number().positive(),
  /** Where to go on reading receipts. */
  receiptCursor: z.string(),
  /** PEM of those whose certified biometric devices are believed. */
  sbiTrustAnchors: z.array(z.string()),
  /** The environment that certified devices must say they are of. */
  sbiEnvironment: z.enum(['Staging', 'Developer', 'Pre-Production', 'Production']),
  /** Language of the window before anyone has signed in. */
  language: z.enum(['vi', 'en']),
} as const;

export type SettingKey = keyof typeof SETTING_SCHEMAS;
export type SettingValue<Key extends SettingKey> = z.infer<(typeof SETTING_SCHEMAS)[Key]>;

/** Values that hold until somebody sets others. */
const SETTING_DEFAULTS = {
  thresholds: {
    finger: DEFAULT_FINGER_THRESHOLD,
    index: DEFAULT_INDEX_THRESHOLD,
  },
  rolledPrints: 'off',
  uploadHour: '22:00',
  uploadSpreadMinutes: 0,
  lastRunProblem: null,
  retentionDays: 30,
  idleLockMinutes: 5,
  receiptCursor: '0',
  sbiTrustAnchors: [],
  sbiEnvironment: 'Production',
  language: 'vi',
} satisfies { [Key in SettingKey]?: SettingValue<Key> };

type Answer<Key extends SettingKey> = Key extends keyof typeof SETTING_DEFAULTS
  ? SettingValue<Key>
  : SettingValue<Key> | undefined;

const settingRow = z.strictObject({ valueJson: jsonColumn(z.unknown()) });

export class ReadableSettings extends Repository {
  /** The value that was set, else its default, else undefined. */
  get<Key extends SettingKey>(key: Key): Answer<Key> {
    const sql = 'SELECT valueJson FROM settings WHERE key = ?';
    const row = this.connection.one(settingRow, sql, key);
    const defaults: Partial<Record<SettingKey, unknown>> = SETTING_DEFAULTS;
    // The schema of the key gives the type of the key; TypeScript cannot follow the lookup.
    return (row ? SETTING_SCHEMAS[key].parse(row.valueJson) : defaults[key]) as Answer<Key>;
  }
}

export class WritableSettings extends ReadableSettings {
  set<Key extends SettingKey>(key: Key, value: SettingValue<Key>): void {
    const parsed = SETTING_SCHEMAS[key].parse(value);
    const before = key === 'training' ? this.get('training') : undefined;
    if (before !== undefined && before !== parsed) {
      throw new Error('settings: a training store stays one, and no other becomes one');
    }
    this.connection.replace('settings', {
      key,
      valueJson: JSON.stringify(parsed),
    });
  }
}
