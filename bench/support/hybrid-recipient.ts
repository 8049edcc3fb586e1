import { generateHybridIdentity, identityToRecipient } from 'age-encryption';

/** A new `age1pq1…` recipient whose identity nobody keeps. */
export async function createHybridRecipient(): Promise<string> {
  return identityToRecipient(await generateHybridIdentity());
}
