import { err, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';

/** What a codestream of JPEG 2000 says of its picture (ITU-T T.800 A.5.1). */
export interface CodestreamHeader {
  readonly widthPixels: number;
  readonly heightPixels: number;
  /** Bits a sample of each component. */
  readonly bitDepths: readonly number[];
}

/**
 * `damaged`: not what T.800 says; `unsupported`: what no scanner sends (palettes, subsampling, coding that changes from
 * tile to tile); `too-large`: so many packets of data that decoding would not end in sensible time.
 */
export type CodestreamError = 'damaged' | 'unsupported' | 'too-large';

const SIGNATURE_BOX = [0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20, 0x0d, 0x0a, 0x87, 0x0a];
const BOX_HEADER_BYTES = 8;
const LONG_BOX_HEADER_BYTES = 16;

const SOC = 0xff4f;
const SIZ = 0xff51;
const COD = 0xff52;
const COC = 0xff53;
const POC = 0xff5f;
const SOT = 0xff90;
const SOD = 0xff93;
const EOC = 0xffd9;

/** A picture of one tile, ten levels and ten layers in precincts of 128 pixels has ten thousand. */
const MOST_PACKETS = 100_000;
const DEFAULT_PRECINCT_EXPONENT = 15;

class Damaged extends Error {}
class Unsupported extends Error {}

/** Big-endian numbers at any place; what is beyond the end is damage. */
class Bytes {
  readonly length: number;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.length = bytes.length;
  }

  u8(at: number): number {
    this.#check(at, 1);
    return this.#view.getUint8(at);
  }

  u16(at: number): number {
    this.#check(at, 2);
    return this.#view.getUint16(at);
  }

  u32(at: number): number {
    this.#check(at, 4);
    return this.#view.getUint32(at);
  }

  #check(at: number, sizeBytes: number): void {
    if (at + sizeBytes > this.length) throw new Damaged('cut short');
  }
}

function named<T>(read: () => T): Result<T, CodestreamError> {
  try {
    return ok(read());
  } catch (cause) {
    if (cause instanceof Damaged) return err('damaged');
    if (cause instanceof Unsupported) return err('unsupported');
    throw cause;
  }
}

/**
 * The codestream of a JP2 file (T.800 Annex I: boxes, the contiguous codestream among them), or the bytes themselves
 * where they are a bare one. A view, not a copy.
 */
export function codestreamOf(bytes: Uint8Array): Result<Uint8Array, CodestreamError> {
  if (SIGNATURE_BOX.some((byte, at) => bytes[at] !== byte)) {
    return bytes[0] === SOC >>> 8 && bytes[1] === (SOC & 0xff) ? ok(bytes) : err('damaged');
  }
  return named(() => {
    for (const box of boxesOf(bytes)) {
      if (box.type === 'jp2h') refusePalette(box.content);
      if (box.type === 'jp2c') return box.content;
    }
    throw new Damaged('no codestream');
  });
}

interface Box {
  readonly type: string;
  readonly content: Uint8Array;
}

/** T.800 I.4: length, type, and a longer length where the first is 1; 0 is "to the end". */
function* boxesOf(bytes: Uint8Array): Generator<Box> {
  const numbers = new Bytes(bytes);
  for (let at = 0; at < bytes.length;) {
    const short = numbers.u32(at);
    const isLong = short === 1;
    const headerBytes = isLong ? LONG_BOX_HEADER_BYTES : BOX_HEADER_BYTES;
    if (isLong && numbers.u32(at + BOX_HEADER_BYTES) !== 0) throw new Damaged('beyond its file');
    const told = isLong ? numbers.u32(at + BOX_HEADER_BYTES + 4) : short;
    const sizeBytes = told === 0 ? bytes.length - at : told;
    if (sizeBytes < headerBytes || at + sizeBytes > bytes.length) throw new Damaged('a box');
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + BOX_HEADER_BYTES));
    yield { type, content: bytes.subarray(at + headerBytes, at + sizeBytes) };
    at += sizeBytes;
  }
}

/** The samples of such a picture are not its greys. */
function refusePalette(header: Uint8Array): void {
  for (const { type } of boxesOf(header)) {
    if (type === 'pclr') throw new Unsupported('a palette');
  }
}

/**
 * What the codestream says, and whether decoding it is bounded work: nothing is decoded. It walks the main header and
 * each tile-part's (T.800 A.3), so that none of them says something else than the others.
 */
export function readCodestreamHeader(
  codestream: Uint8Array,
): Result<CodestreamHeader, CodestreamError> {
  const read = named(() => walk(new Bytes(codestream)));
  if (!read.ok) return read;
  const { size, coding } = read.value;
  if (packetCount(size, coding) > MOST_PACKETS) return err('too-large');
  const { widthPixels, heightPixels, bitDepths } = size;
  return ok({ widthPixels, heightPixels, bitDepths });
}

interface Size extends CodestreamHeader {
  readonly tileCount: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
}

interface Coding {
  readonly layers: number;
  readonly levels: number;
  /** Width and height of the precincts of each resolution as powers of two, the lowest resolution first. */
  readonly precincts: readonly { readonly width: number; readonly height: number }[];
}

function walk(bytes: Bytes): { size: Size; coding: Coding } {
  if (bytes.u16(0) !== SOC || bytes.u16(2) !== SIZ) throw new Damaged('no size');
  const size = readSize(bytes, 4);
  let coding: Coding | undefined;
  let at = segmentEnd(bytes, 4);
  for (let marker = bytes.u16(at); marker !== SOT; marker = bytes.u16(at)) {
    if (marker === COC || marker === POC) throw new Unsupported('coding of its own');
    if (marker === COD) coding = readCoding(bytes, at + 2);
    at = segmentEnd(bytes, at + 2);
  }
  if (coding === undefined) throw new Damaged('no coding');
  while (at < bytes.length && bytes.u16(at) === SOT) at = tilePartEnd(bytes, at);
  return { size, coding };
}

/** Where the segment whose length stands at `lengthAt` is over. */
function segmentEnd(bytes: Bytes, lengthAt: number): number {
  const sizeBytes = bytes.u16(lengthAt);
  if (sizeBytes < 2) throw new Damaged('a segment without its own length');
  return lengthAt + sizeBytes;
}

/** Passes over one tile-part (A.4.2), whose header may not change the coding. */
function tilePartEnd(bytes: Bytes, sotAt: number): number {
  const partBytes = bytes.u32(sotAt + 6);
  let at = segmentEnd(bytes, sotAt + 2);
  for (let marker = bytes.u16(at); marker !== SOD; marker = bytes.u16(at)) {
    if (marker === COD || marker === COC || marker === POC) throw new Unsupported('coding by tile');
    if (marker === EOC) throw new Damaged('no data');
    at = segmentEnd(bytes, at + 2);
  }
  if (partBytes === 0) return bytes.length;
  if (sotAt + partBytes < at + 2) throw new Damaged('a tile-part shorter than its header');
  return sotAt + partBytes;
}

function readSize(bytes: Bytes, at: number): Size {
  const right = bytes.u32(at + 4);
  const bottom = bytes.u32(at + 8);
  const widthPixels = right - bytes.u32(at + 12);
  const heightPixels = bottom - bytes.u32(at + 16);
  const tileWidth = bytes.u32(at + 20);
  const tileHeight = bytes.u32(at + 24);
  if (widthPixels < 1 || heightPixels < 1 || tileWidth < 1 || tileHeight < 1) {
    throw new Damaged('no area');
  }
  const across = Math.ceil((right - bytes.u32(at + 28)) / tileWidth);
  const down = Math.ceil((bottom - bytes.u32(at + 32)) / tileHeight);
  return {
    widthPixels,
    heightPixels,
    bitDepths: readBitDepths(bytes, at + 36),
    tileCount: across * down,
    tileWidth: Math.min(tileWidth, widthPixels),
    tileHeight: Math.min(tileHeight, heightPixels),
  };
}

function readBitDepths(bytes: Bytes, at: number): readonly number[] {
  return Array.from({ length: bytes.u16(at) }, (_, component) => {
    const from = at + 2 + 3 * component;
    if (bytes.u8(from + 1) !== 1 || bytes.u8(from + 2) !== 1) throw new Unsupported('subsampling');
    const depth = bytes.u8(from);
    if ((depth & 0x80) !== 0) throw new Unsupported('signed samples');
    return depth + 1;
  });
}

function readCoding(bytes: Bytes, at: number): Coding {
  const hasPrecincts = (bytes.u8(at + 2) & 1) !== 0;
  const layers = bytes.u16(at + 4);
  const levels = bytes.u8(at + 7);
  if (layers === 0 || levels > 32) throw new Damaged('coding style');
  const precincts = Array.from({ length: levels + 1 }, (_, resolution) => {
    const both = hasPrecincts ? bytes.u8(at + 12 + resolution) : 0xff;
    return hasPrecincts
      ? { width: both & 0xf, height: both >>> 4 }
      : { width: DEFAULT_PRECINCT_EXPONENT, height: DEFAULT_PRECINCT_EXPONENT };
  });
  return { layers, levels, precincts };
}

/** A packet is one layer of one precinct of one resolution of one component of one tile (B.9). */
function packetCount(size: Size, { layers, levels, precincts }: Coding): number {
  const ofOneTile = precincts.reduce((sum, precinct, resolution) => {
    const scale = 2 ** (levels - resolution);
    // A tile that does not begin at a precinct's edge touches one more.
    const across = Math.ceil(size.tileWidth / scale / 2 ** precinct.width) + 1;
    const down = Math.ceil(size.tileHeight / scale / 2 ** precinct.height) + 1;
    return sum + across * down;
  }, 0);
  return ofOneTile * layers * size.tileCount * size.bitDepths.length;
}
