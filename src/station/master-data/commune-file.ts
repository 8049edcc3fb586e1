import { z } from 'zod';
import provinces from '../../../resources/provinces.json' with { type: 'json' };
import type { Result } from '../../domain/result.ts';
import { err, ok } from '../../domain/result.ts';
import type { CommuneRecord } from '../../store/index.ts';

/** The published form of the two-level administrative units: provinces, each with its communes. */
const fileSchema = z.array(
  z.object({
    Code: z.string().regex(/^\d{2}$/),
    Wards: z
      .array(z.object({ Code: z.string().regex(/^\d{5}$/), FullName: z.string().trim().min(1) }))
      .min(1),
  }),
);

const PROVINCE_CODES = new Set(provinces.provinces.map((province) => province.code));

/**
 * Reads a commune file: UTF-8 JSON, `[{Code, Wards: [{Code, FullName}]}]`, each province one of the 34.
 * The error says where in the file it is wrong.
 */
export function parseCommunes(bytes: Uint8Array): Result<CommuneRecord[], string> {
  const json = parseJson(bytes);
  if (!json.ok) return json;
  const parsed = fileSchema.safeParse(json.value);
  if (!parsed.success) return err(parsed.error.issues[0]?.path.join('.') ?? '');
  const communes: CommuneRecord[] = [];
  const codes = new Set<string>();
  for (const province of parsed.data) {
    if (!PROVINCE_CODES.has(province.Code)) return err(province.Code);
    for (const { Code: code, FullName: name } of province.Wards) {
      if (codes.has(code)) return err(code);
      codes.add(code);
      communes.push({ code, name, provinceCode: province.Code });
    }
  }
  return ok(communes);
}

function parseJson(bytes: Uint8Array): Result<unknown, string> {
  try {
    return ok(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch (cause) {
    // Not UTF-8 or not JSON: the message names the position.
    return err(cause instanceof Error ? cause.message.slice(0, 80) : '');
  }
}
