import { createHash, webcrypto } from 'node:crypto';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { DOSSIER_NAME, MANIFEST_NAME, packetManifestSchema } from './packet-manifest.ts';
import type { PacketManifest } from './packet-manifest.ts';
import { readTar, writeTar } from './tar-archive.ts';
import type { TarProblem } from './tar-archive.ts';

/** A file that goes into a packet: an image, a document, or the record itself. */
export type PacketContentFile = {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
};

export type PacketContent = {
  readonly stationId: string;
  readonly dossierId: string;
  readonly dossierNumber: string;
  readonly version: number;
  /** UTC, RFC 3339. */
  readonly createdAt: string;
  /** UTF-8 JSON of the record. */
  readonly dossierJson: Uint8Array;
  readonly files: readonly PacketContentFile[];
};

export type PacketArchiveProblem =
  | TarProblem
  | 'bad-manifest'
  /** Entries and manifest do not name the same files in the same order. */
  | 'other-files'
  | 'wrong-file-size'
  | 'wrong-file-hash';

export type OpenedPacket = {
  readonly manifest: PacketManifest;
  readonly dossierJson: Uint8Array;
  /** By name, `dossier.json` included. */
  readonly files: ReadonlyMap<string, Uint8Array>;
};

/**
 * The plain archive of a packet: `manifest.json`, `dossier.json`, then the files in the order given.
 * Rejects when a name, media type or id is not allowed: that is a mistake of the caller, not of a
 * citizen's data.
 */
export async function writePacketArchive(content: PacketContent): Promise<Uint8Array[]> {
  const files = [
    { name: DOSSIER_NAME, mediaType: 'application/json', bytes: content.dossierJson },
    ...content.files,
  ];
  const manifest = packetManifestSchema.parse({
    format: 'tram-packet/1',
    stationId: content.stationId,
    dossierId: content.dossierId,
    dossierNumber: content.dossierNumber,
    version: content.version,
    createdAt: content.createdAt,
    files: await Promise.all(
      files.map(async ({ name, mediaType, bytes }) => ({
        name,
        mediaType,
        sizeBytes: bytes.length,
        sha256: await sha256Aside(bytes),
      })),
    ),
  } satisfies PacketManifest);
  const manifestBytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  return writeTar([{ name: MANIFEST_NAME, bytes: manifestBytes }, ...files]);
}

/** Lower-case hexadecimal SHA-256. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The same, on another thread: for what is large, while this one goes on. */
export async function sha256Aside(bytes: Uint8Array): Promise<string> {
  const digest = await webcrypto.subtle.digest('SHA-256', bytes);
  return Buffer.from(digest).toString('hex');
}

/** Opens a plain archive and checks every file against the manifest. */
export function readPacketArchive(archive: Uint8Array): Result<OpenedPacket, PacketArchiveProblem> {
  const entries = readTar(archive);
  if (!entries.ok) return entries;
  const [manifestEntry, ...contents] = entries.value;
  if (manifestEntry?.name !== MANIFEST_NAME) return err('bad-manifest');
  const manifest = parseManifest(manifestEntry.bytes);
  if (manifest === undefined) return err('bad-manifest');
  if (manifest.files.length !== contents.length) return err('other-files');
  const files = new Map<string, Uint8Array>();
  for (const [index, { name, bytes }] of contents.entries()) {
    const announced = manifest.files[index];
    if (announced?.name !== name) return err('other-files');
    if (announced.sizeBytes !== bytes.length) return err('wrong-file-size');
    if (announced.sha256 !== sha256(bytes)) return err('wrong-file-hash');
    files.set(name, bytes);
  }
  const dossierJson = files.get(DOSSIER_NAME);
  return dossierJson === undefined ? err('other-files') : ok({ manifest, dossierJson, files });
}

function parseManifest(bytes: Uint8Array): PacketManifest | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return packetManifestSchema.safeParse(value).data;
  } catch {
    return undefined;
  }
}
