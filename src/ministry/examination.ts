import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dossierRecordSchema } from '../domain/dossier-record.ts';
import type { DossierRecord } from '../domain/dossier-record.ts';
import { decryptAgeFile } from '../sync/formats/age-file.ts';
import { readPacketArchive } from '../sync/formats/packet-archive.ts';
import type { OpenedPacket } from '../sync/formats/packet-archive.ts';
import type { ReturnReason } from '../sync/formats/receipt.ts';
import type { AnnouncedPacket } from './batch-desk.ts';

/** The reasons' words, as the officer at the station reads them. */
const TEXTS = {
  'broken-packet':
    'Không mở được gói dữ liệu hoặc nội dung không khớp với danh mục. Hãy gửi lại hồ sơ.',
  'invalid-record': 'Hồ sơ thiếu thông tin hoặc sai định dạng. Hãy kiểm tra và thu nhận lại.',
  'conflicting-version': 'Phiên bản này của hồ sơ đã được tiếp nhận với nội dung khác.',
} as const;

/** What one look into a packet shows. Small: the plain data are let go at once. */
export type Finding =
  | { readonly kind: 'broken' }
  | { readonly kind: 'invalid'; readonly recordSha256: string }
  | { readonly kind: 'sound'; readonly recordSha256: string; readonly citizenNumber: string };

/** Opens one packet with the ministry's identities and checks that it is what was announced. */
export async function lookInto(
  path: string,
  announced: AnnouncedPacket,
  identities: readonly string[],
): Promise<Finding> {
  const plain = await decryptAgeFile(identities, await readFile(path));
  const opened = plain === undefined ? undefined : readPacketArchive(plain);
  if (opened === undefined || !opened.ok || !isAnnounced(opened.value.manifest, announced)) {
    return { kind: 'broken' };
  }
  const { dossierJson } = opened.value;
  const recordSha256 = createHash('sha256').update(dossierJson).digest('hex');
  const record = readRecord(dossierJson);
  if (record === undefined || !isAnnounced(record, announced)) {
    return { kind: 'invalid', recordSha256 };
  }
  if (!hasItsFiles(record, opened.value)) return { kind: 'invalid', recordSha256 };
  return { kind: 'sound', recordSha256, citizenNumber: record.application.citizenNumber };
}

export type Rules = {
  /** Dossiers to return, by citizen number; for training and acceptance. */
  readonly returns: ReadonlyMap<string, ReturnReason>;
  /** Hash of the record that was accepted before for this dossier version, if one was. */
  readonly acceptedRecordSha256: string | undefined;
};

/** Why the dossier is returned, or undefined when it is accepted. */
export function reasonAgainst(finding: Finding, rules: Rules): ReturnReason | undefined {
  if (finding.kind === 'broken') return reason('broken-packet');
  if (finding.kind === 'invalid') return reason('invalid-record');
  const accepted = rules.acceptedRecordSha256;
  if (accepted !== undefined && accepted !== finding.recordSha256) {
    return reason('conflicting-version');
  }
  return rules.returns.get(finding.citizenNumber);
}

function reason(code: keyof typeof TEXTS): ReturnReason {
  return { code, text: TEXTS[code] };
}

function readRecord(bytes: Uint8Array): DossierRecord | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return dossierRecordSchema.safeParse(value).data;
  } catch {
    return undefined;
  }
}

type Named = {
  readonly stationId: string;
  readonly dossierId: string;
  readonly dossierNumber: string;
  readonly version: number;
};

function isAnnounced(found: Named, announced: Named): boolean {
  return (
    found.stationId === announced.stationId &&
    found.dossierId === announced.dossierId &&
    found.dossierNumber === announced.dossierNumber &&
    found.version === announced.version
  );
}

/** Every image and document that the record names came with it. */
function hasItsFiles(record: DossierRecord, packet: OpenedPacket): boolean {
  const named = [
    ...record.fingerprints.map((fingerprint) => fingerprint.file),
    ...record.documents.map((document) => document.file),
    ...(record.portrait === null ? [] : [record.portrait.file]),
  ];
  return named.every((name) => packet.files.has(name));
}
