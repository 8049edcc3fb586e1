/** Names that reach into an object's prototype; no schema of the contract has them. */
const PROTOTYPE_NAMES = new Set(['__proto__', 'constructor', 'prototype']);
const MAX_DEPTH = 12;
const MAX_VALUES = 200_000;

export type Measure =
  { readonly ok: true; readonly sizeBytes: number } | { readonly ok: false; readonly why: string };

/**
 * The size of what a page sent, before anything looks at its shape: bytes of binary data and of text
 * (UTF-16), and eight for everything else. Only plain data passes.
 */
export function measureInput(input: unknown): Measure {
  let sizeBytes = 0;
  let values = 0;
  const waiting: { value: unknown; depth: number }[] = [{ value: input, depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, depth } = next;
    values += 1;
    if (depth > MAX_DEPTH || values > MAX_VALUES) return { ok: false, why: 'too-complex' };
    if (typeof value === 'string') sizeBytes += value.length * 2;
    else if (value instanceof Uint8Array) sizeBytes += value.byteLength;
    else if (typeof value !== 'object' || value === null) sizeBytes += 8;
    else if (!isPlain(value)) return { ok: false, why: 'not-plain-data' };
    else {
      for (const key of Object.getOwnPropertyNames(value)) {
        if (PROTOTYPE_NAMES.has(key)) return { ok: false, why: 'prototype-name' };
        sizeBytes += key.length * 2;
        waiting.push({ value: (value as Record<string, unknown>)[key], depth: depth + 1 });
      }
    }
  }
  return { ok: true, sizeBytes };
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
