import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { deviceError, isDeaf } from '../device-error.ts';
import type { DeviceError } from '../device-error.ts';
import {
  readFirmwareVersion,
  readProductInfo,
  readSystemParameters,
  setSystemParameter,
  verifyPassword,
} from '../protocols/zfm/commands.ts';
import { CONFIRMATION, confirmationInWords } from '../protocols/zfm/confirmation.ts';
import { DEFAULT_GEOMETRY, isPlausibleGeometry } from '../protocols/zfm/image.ts';
import { DEFAULT_ADDRESS } from '../protocols/zfm/packet.ts';
import {
  BAUD_RATE_UNIT,
  decodeFirmwareVersion,
  decodeProductInfo,
  decodeSystemParameters,
  FAMILY_BAUD_RATES,
  PACKET_SIZES_BYTES,
} from '../protocols/zfm/parameters.ts';
import type { ProductInfo, SystemParameters } from '../protocols/zfm/parameters.ts';
import type { ZfmQuirk } from '../protocols/zfm/quirks.ts';
import { isRated } from '../transports/transport.ts';
import type { Transport } from '../transports/transport.ts';
import { findLineRate } from './line-rate-search.ts';
import { refusedFirmwareError } from './refused-firmware.ts';
import { STATION_PPI } from './station-scale.ts';
import type { SensorImage } from './station-scale.ts';
import { ZfmLink } from './zfm-link.ts';
import { PictureSize } from './zfm-picture-size.ts';

export interface ZfmConnectOptions {
  readonly transport: Transport;
  /** Factory value 0xFFFFFFFF. */
  readonly address?: number;
  /** Factory value 0. */
  readonly password?: number;
  /** The only rates to work at, tried in this order; all of the family when absent. */
  readonly baudRates?: readonly number[];
  /** The rate to raise the module to; it keeps it over a power cycle. Left as it is when absent. */
  readonly preferredBaudRate?: number;
  /** The picture that the sensor gives; what the module says of itself, or the family's, when absent. */
  readonly image?: SensorImage;
  /** Versions that are not to be used; `*` stands for any characters. */
  readonly refusedFirmware?: readonly string[];
  readonly quirks?: readonly ZfmQuirk[];
}

export interface ZfmConnection {
  readonly link: ZfmLink;
  readonly pictureSize: PictureSize;
  readonly systemParameters: SystemParameters | undefined;
  readonly productInfo: ProductInfo | undefined;
  readonly firmwareVersion: string | undefined;
  /** Undefined where the transport has no rate. */
  readonly baudRate: number | undefined;
}

/** A module answers a command without picture-taking within a few milliseconds; at 9600 bit/s the bytes take 60 ms. */
const ANSWER_MS = 300;

/** Where there is no rate to be wrong, patience costs nothing but the wait for a module that is not there. */
const ANSWER_WITHOUT_RATE_MS = 1_000;

const LARGEST_PACKET_CODE = PACKET_SIZES_BYTES.length - 1;

/** Opens the port, finds the module's line rate, gives the password, and learns what the module is. */
export async function connectZfm(
  options: ZfmConnectOptions,
): Promise<Result<ZfmConnection, DeviceError>> {
  const { transport } = options;
  const opened = await transport.open();
  if (!opened.ok) return opened;
  const link = new ZfmLink(transport, options.address ?? DEFAULT_ADDRESS);
  const connected = await converse(link, options);
  if (connected.ok) return connected;
  link.detach();
  await transport.close();
  return connected;
}

async function converse(
  link: ZfmLink,
  options: ZfmConnectOptions,
): Promise<Result<ZfmConnection, DeviceError>> {
  const { baudRates: rates = FAMILY_BAUD_RATES } = options;
  const found = await findBaudRate(link, options, { rates, otherRates: FAMILY_BAUD_RATES });
  if (!found.ok) return found;
  const read = await readParameters(link);
  if (!read.ok) return read;
  const product = await readProduct(link, options);
  if (!product.ok) return product;
  const firmware = await readFirmware(link, product.value);
  if (!firmware.ok) return firmware;
  const versions = [product.value?.hardwareVersion, firmware.value ?? systemOf(read.value)];
  const refused = versions
    .map((version) => refusedFirmwareError(version, options.refusedFirmware))
    .find((error) => error !== undefined);
  if (refused !== undefined) return err(refused);
  const enlarged = await enlargePackets(link, options, read.value);
  if (!enlarged.ok) return enlarged;
  const raised = await raiseBaudRate(link, options, found.value);
  if (!raised.ok) return raised;
  const productInfo = product.value;
  return ok({
    link,
    pictureSize: pictureSizeOf(productInfo, options.image),
    systemParameters: read.value,
    productInfo,
    firmwareVersion: firmware.value,
    baudRate: raised.value,
  });
}

/** What a module that does not know its firmware can be told by: `system 0009` for the ZFM-20. */
export function systemOf(parameters: SystemParameters | undefined): string | undefined {
  if (parameters === undefined) return undefined;
  return `system ${parameters.systemIdentifier.toString(16).padStart(4, '0')}`;
}

/** What a description says counts, then what the module says of itself; else the family's, until it turns out. */
function pictureSizeOf(
  product: ProductInfo | undefined,
  described: SensorImage | undefined,
): PictureSize {
  if (described !== undefined) return new PictureSize(described, true);
  const isTold = product !== undefined && isPlausibleGeometry(product);
  const { widthPixels, heightPixels } = isTold ? product : DEFAULT_GEOMETRY;
  return new PictureSize({ widthPixels, heightPixels, resolutionPpi: STATION_PPI }, isTold);
}

async function findBaudRate(
  link: ZfmLink,
  options: ZfmConnectOptions,
  rates: { readonly rates: readonly number[]; readonly otherRates?: readonly number[] },
): Promise<Result<number | undefined, DeviceError>> {
  const found = await findLineRate({
    transport: options.transport,
    ...rates,
    startAfresh: () => link.startAfresh(),
    ask: () => givePassword(link, options),
  });
  return found.ok ? ok(found.value.baudRate) : found;
}

async function givePassword(
  link: ZfmLink,
  options: ZfmConnectOptions,
): Promise<Result<void, DeviceError>> {
  const command = verifyPassword(options.password ?? 0);
  const silenceMs = isRated(options.transport) ? ANSWER_MS : ANSWER_WITHOUT_RATE_MS;
  const answer = await link.request(command, { silenceMs });
  if (!answer.ok) return answer;
  const code = answer.value.confirmationCode;
  if (code === CONFIRMATION.ok) return ok(undefined);
  const detail = confirmationInWords(code);
  return err(
    deviceError(code === CONFIRMATION.packetError ? 'wrong-answer' : 'password-refused', detail),
  );
}

async function readParameters(
  link: ZfmLink,
): Promise<Result<SystemParameters | undefined, DeviceError>> {
  const answer = await link.request(readSystemParameters(), { silenceMs: ANSWER_MS });
  if (!answer.ok) return answer;
  if (answer.value.confirmationCode !== CONFIRMATION.ok) return ok(undefined);
  return ok(decodeSystemParameters(answer.value.parameters));
}

/** Older modules do not know the question: an error code or silence is an answer too. */
async function readProduct(
  link: ZfmLink,
  options: ZfmConnectOptions,
): Promise<Result<ProductInfo | undefined, DeviceError>> {
  if (options.quirks?.includes('no-product-info') === true) return ok(undefined);
  const answer = await link.request(readProductInfo(), { silenceMs: ANSWER_MS });
  if (!answer.ok) return isDeaf(answer.error) ? ok(undefined) : answer;
  if (answer.value.confirmationCode !== CONFIRMATION.ok) return ok(undefined);
  return ok(decodeProductInfo(answer.value.parameters));
}

/** Only modules that know their product know their firmware. */
async function readFirmware(
  link: ZfmLink,
  product: ProductInfo | undefined,
): Promise<Result<string | undefined, DeviceError>> {
  if (product === undefined) return ok(undefined);
  const answer = await link.request(readFirmwareVersion(), { silenceMs: ANSWER_MS });
  if (!answer.ok) return isDeaf(answer.error) ? ok(undefined) : answer;
  if (answer.value.confirmationCode !== CONFIRMATION.ok) return ok(undefined);
  return ok(decodeFirmwareVersion(answer.value.parameters));
}

/** 256 bytes a packet carry a picture with 4 % of overhead, 32 bytes with 34 %. A refusal costs only time. */
async function enlargePackets(
  link: ZfmLink,
  options: ZfmConnectOptions,
  parameters: SystemParameters | undefined,
): Promise<Result<void, DeviceError>> {
  if (options.quirks?.includes('fixed-packet-size') === true) return ok(undefined);
  if (parameters === undefined) return ok(undefined);
  if (parameters.packetSizeBytes === PACKET_SIZES_BYTES[LARGEST_PACKET_CODE]) return ok(undefined);
  const command = setSystemParameter('packetSize', LARGEST_PACKET_CODE);
  const answer = await link.request(command, { silenceMs: ANSWER_MS });
  return answer.ok || isDeaf(answer.error) ? ok(undefined) : answer;
}

/** The module acknowledges at its old rate and listens at the new one from then on. */
async function raiseBaudRate(
  link: ZfmLink,
  options: ZfmConnectOptions,
  current: number | undefined,
): Promise<Result<number | undefined, DeviceError>> {
  const { transport, preferredBaudRate } = options;
  const isWanted = preferredBaudRate !== undefined && preferredBaudRate !== current;
  if (!isWanted || current === undefined || !isRated(transport)) return ok(current);
  const command = setSystemParameter('baudRate', preferredBaudRate / BAUD_RATE_UNIT);
  const answer = await link.request(command, { silenceMs: ANSWER_MS });
  if (!answer.ok && !isDeaf(answer.error)) return answer;
  if (answer.ok && answer.value.confirmationCode !== CONFIRMATION.ok) return ok(current);
  return findBaudRate(link, options, { rates: [preferredBaudRate, current] });
}
