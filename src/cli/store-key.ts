import { readKeyFile, TRAINING_KEY, unlockPassphraseKey } from '../station/index.ts';
import { failWith } from './output.ts';

/**
 * The key of a data folder's store for commands that read it: the training key, or the passphrase in
 * TRAM_PASSPHRASE. A key that the operating system's key store keeps can be had by the window alone.
 */
export async function storeKeyOf(directory: string): Promise<Uint8Array> {
  const keyFile = readKeyFile(directory);
  if (!keyFile.ok) failWith(`${directory}/key.json is damaged. Restore it from a backup.`);
  switch (keyFile.value?.custody) {
    case 'training':
      return TRAINING_KEY;
    case 'passphrase':
      return fromPassphrase(directory);
    default:
      return failWith(`${directory} is no data folder of a station: it has no key.json.`);
  }
}

async function fromPassphrase(directory: string): Promise<Uint8Array> {
  const passphrase = process.env['TRAM_PASSPHRASE'];
  if (!passphrase) failWith('Set TRAM_PASSPHRASE to the passphrase of this station and try again.');
  const key = await unlockPassphraseKey(directory, passphrase);
  return key.ok ? key.value : failWith('The passphrase is wrong. Nothing was changed.');
}
