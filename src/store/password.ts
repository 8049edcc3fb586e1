import { hash, verify } from '@node-rs/argon2';

/**
 * Costs of argon2id for people's passwords, above OWASP's Password Storage Cheat Sheet (19 MiB, two
 * passes, one lane). Argon2id is the library's default.
 */
const COSTS = { memoryCost: 47_104, timeCost: 2, parallelism: 1 } as const;

let nobody: Promise<string> | undefined;

/** A PHC string (`$argon2id$v=19$…`) with a salt of its own. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalized(password), COSTS);
}

/**
 * True when the password is the one that was hashed. For a login that nobody has, hand in undefined:
 * the answer is false after the same work, so that the time does not tell who exists.
 */
export async function verifyPassword(
  passwordHash: string | undefined,
  password: string,
): Promise<boolean> {
  if (passwordHash !== undefined) return verify(passwordHash, normalized(password));
  nobody ??= hashPassword('');
  await verify(await nobody, normalized(password));
  return false;
}

/** Diacritics count the same however the keyboard composed them. */
function normalized(password: string): string {
  return password.normalize('NFC');
}
