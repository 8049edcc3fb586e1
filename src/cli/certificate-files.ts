import { readFileSync } from 'node:fs';
import { trustAnchors } from '../devices/protocols/sbi/certificate-trust.ts';
import { failWith } from './output.ts';

/** Certificates that `--trust` names, as PEM. One that cannot be read ends the command with a sentence. */
export function readCertificates(files: readonly string[]): readonly string[] {
  return files.map(readCertificate);
}

function readCertificate(file: string): string {
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (cause) {
    failWith(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`);
  }
  try {
    trustAnchors([pem]);
  } catch {
    // Node has one error class for all broken certificates.
    failWith(`${file} is no certificate in PEM form (-----BEGIN CERTIFICATE-----).`);
  }
  return pem;
}
