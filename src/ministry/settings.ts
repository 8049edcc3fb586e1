import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { JWS_TYPES, signJws } from '../sync/formats/jws.ts';
import { masterDataListsSchema } from '../sync/formats/master-data.ts';
import type { MasterData } from '../sync/formats/master-data.ts';
import { policySettingsSchema } from '../sync/formats/policy.ts';
import type { Policy, PolicySettings } from '../sync/formats/policy.ts';
import type { MinistryKeys } from './ministry-keys.ts';

/** What holds until `policy.json` says otherwise. */
const DEFAULT_POLICY: Omit<PolicySettings, 'sealingRecipients'> = {
  uploadWindow: { opensAt: '20:00', spreadMinutes: 120 },
  retention: { imagesDays: 30, packetsDays: 90 },
  thresholds: { fingerprintQuality: 40, fingerprintAttempts: 3 },
};
const ownPolicySchema = policySettingsSchema.omit({ sealingRecipients: true }).partial();

/**
 * A station's signed policy. `<dataDir>/policy.json` may replace `uploadWindow`, `retention` and
 * `thresholds`; the sealing recipients are always those of the ministry's own identities.
 */
export async function signedPolicy(
  dataDir: string,
  keys: MinistryKeys,
  stationId: string,
): Promise<string> {
  const own = ownPolicySchema.parse((await readJson(join(dataDir, 'policy.json'))) ?? {});
  const policy: Policy = {
    format: 'tram-policy/1',
    stationId,
    issuedAt: new Date().toISOString(),
    uploadWindow: own.uploadWindow ?? DEFAULT_POLICY.uploadWindow,
    retention: own.retention ?? DEFAULT_POLICY.retention,
    thresholds: own.thresholds ?? DEFAULT_POLICY.thresholds,
    sealingRecipients: [...keys.recipients],
  };
  return signJws(policy, JWS_TYPES.policy, keys.receiptKey);
}

/** The signed master data of `<dataDir>/master-data.json`; empty lists when there is none. */
export async function signedMasterData(dataDir: string, keys: MinistryKeys): Promise<string> {
  const lists = masterDataListsSchema.parse(
    (await readJson(join(dataDir, 'master-data.json'))) ?? { provinces: [], communes: [] },
  );
  const masterData: MasterData = {
    format: 'tram-master-data/1',
    revision: createHash('sha256').update(JSON.stringify(lists)).digest('hex'),
    issuedAt: new Date().toISOString(),
    ...lists,
  };
  return signJws(masterData, JWS_TYPES.masterData, keys.receiptKey);
}

async function readJson(path: string): Promise<unknown> {
  return existsSync(path) ? JSON.parse(await readFile(path, 'utf8')) : undefined;
}
