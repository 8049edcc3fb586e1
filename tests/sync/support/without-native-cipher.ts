import crypto, { randomBytes } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import {
  generateHybridIdentity,
  generateX25519Identity,
  identityToRecipient,
} from 'age-encryption';

/**
 * Run as a process of its own: a runtime whose `node:crypto` has no ChaCha20-Poly1305, as Electron's has
 * not. Seals and opens for both kinds of recipient, and prints what came of it.
 */
const every = crypto.getCiphers();
crypto.getCiphers = () => every.filter((name) => name !== 'chacha20-poly1305');
crypto.createCipheriv = () => {
  throw new Error('Unknown cipher');
};
crypto.createDecipheriv = () => {
  throw new Error('Unknown cipher');
};
syncBuiltinESMExports();
const { decryptAgeFile, encryptAgeFile } = await import('../../../src/sync/formats/age-file.ts');

const plain = randomBytes(200_000);
const outcomes: boolean[] = [];
for (const generate of [generateHybridIdentity, generateX25519Identity]) {
  const identity = await generate();
  const recipient = await identityToRecipient(identity);
  const file = await encryptAgeFile([recipient], [plain.subarray(0, 7), plain.subarray(7)]);
  const opened = await decryptAgeFile([identity], file);
  outcomes.push(opened !== undefined && Buffer.compare(opened, plain) === 0);
  outcomes.push((await decryptAgeFile([identity], file.subarray(0, -1))) === undefined);
}
process.stdout.write(JSON.stringify(outcomes));
