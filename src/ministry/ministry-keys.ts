import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  generateHybridIdentity,
  generateX25519Identity,
  identityToRecipient,
} from 'age-encryption';
import { createSigningKey, privateSigningKeySchema } from '../sync/formats/signing-key.ts';
import type { PrivateSigningKey } from '../sync/formats/signing-key.ts';
import { createAuthority } from './authority.ts';
import type { CertificateAndKey } from './authority.ts';
import { writeSecretFile } from './durable-write.ts';

export type SealingKeyKind = 'hybrid' | 'classic';

export type MinistryKeys = {
  readonly authority: CertificateAndKey;
  /** Signs receipts, policy and master data. */
  readonly receiptKey: PrivateSigningKey;
  /** age identities: what opens packets. */
  readonly identities: readonly string[];
  /** age recipients of the same identities: what stations seal to. */
  readonly recipients: readonly string[];
};

/**
 * Reads the keys of `<dataDir>/keys`, making what is not there yet. Each is one file, readable by its owner
 * only: `ca.pem`, `ca-key.pem`, `receipt-key.json`, and `identity.txt`, an age identity file as `age -d
 * -i` takes it. Throws when another kind of sealing key is asked for than the folder has.
 */
export async function loadMinistryKeys(
  dataDir: string,
  sealingKey: SealingKeyKind | undefined,
): Promise<MinistryKeys> {
  const directory = join(dataDir, 'keys');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const identities = await loadIdentities(join(directory, 'identity.txt'), sealingKey);
  return {
    authority: await loadAuthority(directory),
    receiptKey: await loadReceiptKey(join(directory, 'receipt-key.json')),
    identities,
    recipients: await Promise.all(identities.map((identity) => identityToRecipient(identity))),
  };
}

async function loadAuthority(directory: string): Promise<CertificateAndKey> {
  const certificatePath = join(directory, 'ca.pem');
  const keyPath = join(directory, 'ca-key.pem');
  // The certificate is written last: without it the key was never used.
  if (!existsSync(certificatePath)) {
    const made = await createAuthority();
    await writeSecretFile(keyPath, `${made.privateKeyPem.trim()}\n`);
    await writeSecretFile(certificatePath, `${made.certificatePem.trim()}\n`);
  }
  return {
    certificatePem: await readFile(certificatePath, 'utf8'),
    privateKeyPem: await readFile(keyPath, 'utf8'),
  };
}

async function loadReceiptKey(path: string): Promise<PrivateSigningKey> {
  if (!existsSync(path)) {
    await writeSecretFile(path, `${JSON.stringify(await createSigningKey(), null, 2)}\n`);
  }
  return privateSigningKeySchema.parse(JSON.parse(await readFile(path, 'utf8')));
}

async function loadIdentities(
  path: string,
  sealingKey: SealingKeyKind | undefined,
): Promise<string[]> {
  if (!existsSync(path)) await writeSecretFile(path, await newIdentityFile(sealingKey ?? 'hybrid'));
  const lines = (await readFile(path, 'utf8')).split('\n').map((line) => line.trim());
  const identities = lines.filter((line) => line !== '' && !line.startsWith('#'));
  if (identities.length === 0) throw new Error(`${path} holds no age identity`);
  const kind = identities.every((identity) => identity.startsWith('AGE-SECRET-KEY-PQ-1'))
    ? 'hybrid'
    : 'classic';
  if (sealingKey !== undefined && sealingKey !== kind) {
    throw new Error(`the ministry folder has a ${kind} sealing key, not a ${sealingKey} one`);
  }
  return identities;
}

/** As `age-keygen` writes it. */
async function newIdentityFile(kind: SealingKeyKind): Promise<string> {
  const identity =
    kind === 'hybrid' ? await generateHybridIdentity() : await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  return `# created: ${new Date().toISOString()}\n# public key: ${recipient}\n${identity}\n`;
}
