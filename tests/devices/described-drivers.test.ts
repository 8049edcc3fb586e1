import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';

import { readDescriptions } from '../../src/devices/descriptions/read.ts';
import type { KnownDescription } from '../../src/devices/descriptions/schema.ts';
import { settingsOf } from '../../src/devices/descriptions/settings.ts';
import { atStationScale } from '../../src/devices/drivers/station-scale.ts';
import { openVc0706Camera } from '../../src/devices/drivers/vc0706-camera.ts';
import type { Vc0706CameraOptions } from '../../src/devices/drivers/vc0706-camera.ts';
import { openViscaCameraHead } from '../../src/devices/drivers/visca-camera-head.ts';
import type { ViscaCameraHeadOptions } from '../../src/devices/drivers/visca-camera-head.ts';
import { openZfmFingerprintScanner } from '../../src/devices/drivers/zfm-fingerprint.ts';
import type { ZfmFingerprintOptions } from '../../src/devices/drivers/zfm-fingerprint.ts';
import { Vc0706Emulator } from '../../src/devices/emulators/vc0706-emulator.ts';
import { startVirtualHid } from '../../src/devices/emulators/virtual-hid.ts';
import { ViscaEmulator } from '../../src/devices/emulators/visca-emulator.ts';
import { ZfmDevice } from '../../src/devices/emulators/zfm-device.ts';
import type { CaptureProgress } from '../../src/devices/modality.ts';
import { ReportReader, ReportWriter } from '../../src/devices/protocols/hid-stream.ts';
import type { StreamReport } from '../../src/devices/protocols/hid-stream.ts';
import { INSTRUCTION } from '../../src/devices/protocols/zfm/commands.ts';
import { HEADER_BYTES, PacketParser } from '../../src/devices/protocols/zfm/packet.ts';
import { SerialTransport } from '../../src/devices/transports/serial.ts';
import type { TransportError } from '../../src/devices/transports/transport.ts';
import type { GrayImage } from '../../src/domain/gray-image.ts';
import type { Result } from '../../src/domain/result.ts';
import { errorCode, NEVER, pluggedModule, temporaryFolder, testPrint } from './emulated-module.ts';
import { codeOf, openDevice, runningService } from './sbi-service.ts';

/** A serial port that keeps what was said to it. */
class TappedTransport extends SerialTransport {
  readonly said: Uint8Array[] = [];

  override write(bytes: Uint8Array): Promise<Result<void, TransportError>> {
    this.said.push(bytes);
    return super.write(bytes);
  }
}

async function openModule(path: string, options: Partial<ZfmFingerprintOptions> = {}) {
  const transport = new TappedTransport({ path, baudRate: 57_600 });
  const opened = await openZfmFingerprintScanner({ transport, pollIntervalMs: 5, ...options });
  if (opened.ok) onTestFinished(() => opened.value.close());
  const instructions = (): readonly (number | undefined)[] =>
    transport.said.map((packet) => packet[HEADER_BYTES]);
  return { opened, instructions };
}

/** @throws when the scanner does not open. */
async function readyModule(path: string, options: Partial<ZfmFingerprintOptions> = {}) {
  const { opened, instructions } = await openModule(path, options);
  if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.detail}`);
  return { scanner: opened.value, instructions };
}

const rightThumb = { kind: 'single', position: 'right-thumb', impression: 'live-plain' } as const;

// ── From the file to the driver ────────────────────────────────────────────────────────────────────────────────────

/** The only description of a folder with this file. */
async function described(fields: object): Promise<KnownDescription> {
  const shipped = temporaryFolder();
  const match = [{ vendorId: '0403', productId: '6001' }];
  const whole = { format: 'tram-device/1', name: 'X', transport: 'serial', match, ...fields };
  writeFileSync(join(shipped, 'device.json'), JSON.stringify(whole));
  const { descriptions, refused } = await readDescriptions({ shipped });
  const [description] = descriptions;
  if (description === undefined) throw new Error(JSON.stringify(refused));
  return description;
}

test('a locked module opens with the password of its description', async () => {
  const module = await pluggedModule({ password: 0xc0ffee });
  const locked = await openModule(module.path);
  expect(errorCode(locked.opened)).toBe('password-refused');
  const description = await described({ driver: 'zfm', password: '00c0ffee' });
  if (description.driver !== 'zfm') throw new Error(description.driver);
  const { opened } = await openModule(module.path, settingsOf(description));
  expect(errorCode(opened)).toBe('ok');
});

test('a camera gives the picture of its description', async () => {
  const description = await described({
    driver: 'vc0706',
    imageSize: '160x120',
    compression: 200,
    highestBaudRate: 38_400,
  });
  if (description.driver !== 'vc0706') throw new Error(description.driver);
  const emulator = await pluggedCamera();
  const opened = await openCamera(emulator, settingsOf(description));
  expect(opened).toMatchObject({
    ok: true,
    value: { info: { widthPixels: 160, heightPixels: 120 } },
  });
  expect(emulator.device.compression).toBe(200);
});

test('a head is spoken to at the place and the rates of its description', async () => {
  const description = await described({ driver: 'visca', address: 2, baudRates: [38_400] });
  if (description.driver !== 'visca') throw new Error(description.driver);
  const { opened } = await openHead(await pluggedHead(), settingsOf(description));
  // There is one camera on the chain.
  expect(errorCode(opened)).toBe('no-answer');
});

// ── Firmware ───────────────────────────────────────────────────────────────────────────────────────────────────────

test('a module with a refused firmware is named as such, and its port is free again', async () => {
  const module = await pluggedModule();
  const { opened } = await openModule(module.path, { refusedFirmware: ['0.9', '1.*'] });
  expect(opened).toEqual({
    ok: false,
    error: { code: 'wrong-firmware', detail: 'firmware 1.2, its description refuses 1.*' },
  });
  const { scanner } = await readyModule(module.path, { refusedFirmware: ['1.1', '1.20'] });
  expect(scanner.info.firmware).toBe('R503 1.4');
  await scanner.close();
  const { opened: other } = await openModule(module.path, { refusedFirmware: ['R503 1.*'] });
  expect(errorCode(other)).toBe('wrong-firmware');
});

test('a module that does not say its firmware is refused only for the system that it says', async () => {
  const module = await pluggedModule({ profile: 'zfm-20' });
  const { opened: refused } = await openModule(module.path, { refusedFirmware: ['system 0009'] });
  expect(errorCode(refused)).toBe('wrong-firmware');
  const { opened } = await openModule(module.path, { refusedFirmware: ['1.*', 'system 0003'] });
  expect(errorCode(opened)).toBe('ok');
});

test('a camera, a camera head and a certified device with a refused firmware are named as such', async () => {
  const camera = await pluggedCamera();
  expect(errorCode(await openCamera(camera, { refusedFirmware: ['VC070*'] }))).toBe(
    'wrong-firmware',
  );
  const head = await pluggedHead();
  const { opened } = await openHead(head, { refusedFirmware: ['*'] });
  expect(errorCode(opened)).toBe('wrong-firmware');
  const server = await runningService();
  expect(codeOf(await openDevice(server, { refusedFirmware: ['1.0'] }))).toBe('wrong-firmware');
  expect(codeOf(await openDevice(server, { refusedFirmware: ['1.1'] }))).toBe('ok');
});

// ── A module's quirks ──────────────────────────────────────────────────────────────────────────────────────────────

test('a module is asked for everything that its description does not forbid', async () => {
  const module = await pluggedModule();
  const { scanner, instructions } = await readyModule(module.path);
  await scanner.checkAlive();
  expect(instructions()).toContain(INSTRUCTION.readProductInfo);
  expect(instructions()).toContain(INSTRUCTION.setSystemParameter);
  expect(instructions()).toContain(INSTRUCTION.handshake);
  expect(scanner.info.model).toBe('R503');
});

test('a module with quirks is not asked for what it cannot do, and works', async () => {
  const module = await pluggedModule({ profile: 'zfm-20' });
  const { scanner, instructions } = await readyModule(module.path, {
    quirks: ['no-product-info', 'no-handshake', 'fixed-packet-size'],
    identity: { make: 'Acme', model: 'F1' },
  });
  expect(errorCode(await scanner.checkAlive())).toBe('ok');
  module.place(testPrint('zfm-20'));
  expect(errorCode(await scanner.capture(rightThumb, NEVER))).toBe('ok');
  expect(new Set(instructions())).toEqual(
    new Set([
      INSTRUCTION.verifyPassword,
      INSTRUCTION.readSystemParameters,
      INSTRUCTION.getImage,
      INSTRUCTION.uploadImage,
    ]),
  );
  expect(scanner.info).toMatchObject({ make: 'Acme', model: 'F1' });
});

// ── A sensor's picture ─────────────────────────────────────────────────────────────────────────────────────────────

/** @throws when no picture of pixels was taken. */
async function takePicture(
  options: Partial<ZfmFingerprintOptions>,
): Promise<{ image: GrayImage; progress: readonly CaptureProgress[]; info: object }> {
  const module = await pluggedModule({ profile: 'zfm-20' });
  const { scanner } = await readyModule(module.path, options);
  module.place(testPrint('zfm-20'));
  const progress: CaptureProgress[] = [];
  const taken = await scanner.capture(rightThumb, NEVER, (step) => progress.push(step));
  const picture = taken.ok ? taken.value[0]?.picture : undefined;
  if (picture?.kind !== 'gray') throw new Error(JSON.stringify(taken));
  return { image: picture.image, progress, info: scanner.info };
}

test('a module that cannot tell its picture has the one of its description', async () => {
  const { image, info } = await takePicture({
    image: { widthPixels: 288, heightPixels: 256, resolutionPpi: 500 },
  });
  expect(info).toMatchObject({ widthPixels: 288, heightPixels: 256, resolutionPpi: 500 });
  const { pixels } = testPrint('zfm-20');
  expect(image).toEqual({ widthPixels: 288, heightPixels: 256, resolutionPpi: 500, pixels });
});

test('the picture of a sensor of another resolution comes at that of the station', async () => {
  const described = { widthPixels: 256, heightPixels: 288, resolutionPpi: 508 };
  const { image, progress, info } = await takePicture({ image: described });
  const size = { widthPixels: 252, heightPixels: 283, resolutionPpi: 500 };
  expect(info).toMatchObject(size);
  expect(image).toEqual({ ...atStationScale(testPrint('zfm-20').pixels, described), ...size });
  expect(progress.at(-1)).toMatchObject({ phase: 'reading', rowsDone: 283, image: size });
});

test('ridges keep their place, their distance in inches and their grey', () => {
  const sizes = fc.integer({ min: 32, max: 150 }).map((half) => half * 2);
  const sensor = fc.record({
    widthPixels: sizes,
    heightPixels: sizes,
    resolutionPpi: fc.integer({ min: 501, max: 520 }),
  });
  fc.assert(
    fc.property(sensor, fc.integer({ min: 0, max: 255 }), (from, grey) => {
      const { widthPixels, heightPixels } = from;
      const even = new Uint8Array(widthPixels * heightPixels).fill(grey);
      expect(atStationScale(even, from).pixels.every((pixel) => pixel === grey)).toBe(true);

      // Grey grows by a third with each column, and by a third with each row: so it does afterwards, by place.
      const slope = (x: number, y: number): number => (x + y) / 3;
      const ramp = Uint8Array.from(even, (_, index) =>
        Math.round(slope(index % widthPixels, Math.floor(index / widthPixels))),
      );
      const scaled = atStationScale(ramp, from);
      const perPixel = widthPixels / scaled.widthPixels;
      const perRow = heightPixels / scaled.heightPixels;
      expect(perPixel).toBeCloseTo(from.resolutionPpi / 500, 1);
      const isOff = Array.from(scaled.pixels).findIndex((pixel, index) => {
        const x = ((index % scaled.widthPixels) + 0.5) * perPixel - 0.5;
        const y = (Math.floor(index / scaled.widthPixels) + 0.5) * perRow - 0.5;
        return Math.abs(pixel - slope(x, y)) > 1.1;
      });
      expect(isOff).toBe(-1);
    }),
    { numRuns: 30 },
  );
});

// ── A camera head of another make ──────────────────────────────────────────────────────────────────────────────────

async function pluggedHead(): Promise<ViscaEmulator> {
  const emulator = new ViscaEmulator({
    path: join(temporaryFolder(), 'head'),
    baudRate: 9_600,
    pace: 'none',
  });
  await emulator.line.plug();
  onTestFinished(() => emulator.line.unplug());
  return emulator;
}

async function openHead({ line }: ViscaEmulator, options: Partial<ViscaCameraHeadOptions> = {}) {
  const transport = new TappedTransport({ path: line.path, baudRate: 9_600 });
  const opened = await openViscaCameraHead({ transport, answerMs: 400, ...options });
  if (opened.ok) onTestFinished(() => opened.value.close());
  return { opened, said: transport.said.map((packet) => Buffer.from(packet).toString('hex')) };
}

async function pluggedCamera(): Promise<Vc0706Emulator> {
  const emulator = new Vc0706Emulator({
    path: join(temporaryFolder(), 'camera'),
    pace: 'none',
    startMs: 50,
  });
  await emulator.line.plug();
  onTestFinished(() => emulator.line.unplug());
  return emulator;
}

async function openCamera({ line }: Vc0706Emulator, options: Partial<Vc0706CameraOptions>) {
  const transport = new SerialTransport({ path: line.path, baudRate: 38_400 });
  const opened = await openVc0706Camera({ transport, answerMs: 300, ...options });
  if (opened.ok) onTestFinished(() => opened.value.close());
  return opened;
}

const SPEED_INQUIRY = '81090611ff';

test('a head turns within the ends of its description', async () => {
  const emulator = await pluggedHead();
  const axis = { minimumSteps: -144, maximumSteps: 288, maximumSpeed: 0x14 };
  const { opened, said } = await openHead(emulator, {
    head: {
      stepsPerDegree: 14.4,
      pan: axis,
      tilt: axis,
      opticalZoomEnd: 0x2000,
      view: { wideDegrees: 60, teleDegrees: 5 },
    },
  });
  if (!opened.ok) throw new Error(opened.error.detail);
  expect(said).toContain(SPEED_INQUIRY);
  expect(opened.value.info).toMatchObject({
    model: 'EVI-D100',
    panDegrees: { minimum: -10, maximum: 20 },
  });
  const turned = await opened.value.moveBy({ panDegrees: 90, tiltDegrees: -90 }, NEVER);
  expect(turned).toMatchObject({ ok: true, value: { panDegrees: 20, tiltDegrees: -10 } });
  expect(errorCode(await opened.value.zoomTo(1, NEVER))).toBe('ok');
  expect(await opened.value.position()).toMatchObject({ ok: true, value: { zoom: 1 } });
  expect(emulator.device.position.zoom).toBe(0x2000);
});

test('a head that does not know its speeds is not asked for them', async () => {
  const { opened, said } = await openHead(await pluggedHead(), { quirks: ['no-speed-inquiry'] });
  expect(errorCode(opened)).toBe('ok');
  expect(said).not.toContain(SPEED_INQUIRY);
});

// ── The reports of a HID bridge ────────────────────────────────────────────────────────────────────────────────────

const layouts: fc.Arbitrary<StreamReport> = fc.record(
  {
    sizeBytes: fc.integer({ min: 8, max: 256 }),
    id: fc.integer({ min: 1, max: 255 }),
    framing: fc.constantFrom('numbered', 'length-first', 'whole-report'),
  },
  { requiredKeys: ['sizeBytes', 'framing'] },
);

test('what was put in reports is read from them, whatever they look like', () => {
  fc.assert(
    fc.property(layouts, fc.array(fc.uint8Array({ maxLength: 700 })), (layout, messages) => {
      const writer = new ReportWriter(layout);
      const reader = new ReportReader(layout);
      for (const message of messages) {
        const reports = writer.write(message);
        expect(reports.every((report) => report.length === layout.sizeBytes)).toBe(true);
        const read = Buffer.concat(
          reports.map((report) => {
            const event = reader.read(report);
            return event.kind === 'bytes' ? event.bytes : new Uint8Array();
          }),
        );
        const filled = layout.framing === 'whole-report' ? read.length - message.length : 0;
        expect(read).toEqual(Buffer.concat([message, new Uint8Array(filled)]));
      }
    }),
  );
});

test('of numbered reports each one that is missing is told, and one that comes twice is no good one', () => {
  const writer = new ReportWriter();
  const reports = Array.from({ length: 600 }, (_, index) =>
    writer.write(Uint8Array.of(index & 0xff, index >> 8)),
  ).flat();
  const lost = fc.record({ from: fc.nat({ max: 500 }), count: fc.integer({ min: 0, max: 90 }) });
  fc.assert(
    fc.property(lost, ({ from, count }) => {
      const reader = new ReportReader();
      const before = reports.slice(from, from + 2).map((report) => reader.read(report).kind);
      expect(before).toEqual(['bytes', 'bytes']);
      const [again, next] = [reports[from + 1], reports[from + 2 + count]];
      if (again === undefined || next === undefined) return;
      expect(reader.read(again)).toMatchObject({ kind: 'gap', missingReports: 255 });
      expect(reader.read(next)).toMatchObject(
        count === 0 ? { kind: 'bytes' } : { kind: 'gap', missingReports: count },
      );
    }),
  );
});

test('a report of another size or id, or that says more than it holds, is none', () => {
  const reader = new ReportReader({ sizeBytes: 16, id: 3, framing: 'length-first' });
  const report = (...head: readonly number[]): Uint8Array => {
    const bytes = new Uint8Array(16);
    bytes.set(head);
    return bytes;
  };
  expect(reader.read(report(3, 14)).kind).toBe('bytes');
  expect(reader.read(report(3, 15)).kind).toBe('foreign');
  expect(reader.read(report(4, 14)).kind).toBe('foreign');
  expect(reader.read(report(3, 14).subarray(1)).kind).toBe('foreign');
});

test('packets are found in reports that are filled up with zeros', () => {
  const writer = new ReportWriter({ sizeBytes: 64, framing: 'whole-report' });
  const reader = new ReportReader({ sizeBytes: 64, framing: 'whole-report' });
  const parser = new PacketParser();
  const sent: Uint8Array[] = [];
  const device = new ZfmDevice({
    profile: 'r503',
    baudRate: 57_600,
    send: (bytes) => sent.push(bytes),
    isSending: () => false,
  });
  for (const code of [INSTRUCTION.readSystemParameters, INSTRUCTION.readProductInfo]) {
    device.receive(command(code));
  }
  const events = sent
    .flatMap((bytes) => writer.write(bytes))
    .map((report) => reader.read(report))
    .flatMap((event) => (event.kind === 'bytes' ? parser.push(event.bytes) : []));
  expect(events.map(({ kind }) => kind)).toEqual(['packet', 'packet']);
});

/** A command without parameters, as it goes on the line. */
function command(code: number): Uint8Array {
  const sum = 1 + 3 + code;
  return Uint8Array.of(0xef, 1, 255, 255, 255, 255, 1, 0, 3, code, sum >> 8, sum & 0xff);
}

const HAS_UMOCKDEV =
  spawnSync('umockdev-wrapper', [
    '/usr/bin/python3',
    '-c',
    'import gi; gi.require_version("UMockdev", "1.0"); from gi.repository import UMockdev',
  ]).status === 0;

const MISSING =
  'umockdev is missing: install the Debian packages umockdev, python3-gi and gir1.2-umockdev-1.0';

test.for<StreamReport>([
  { sizeBytes: 32, framing: 'length-first' },
  { sizeBytes: 33, id: 5, framing: 'whole-report' },
])('a module behind a HID bridge with reports %o is captured from', async (report, { skip }) => {
  skip(!HAS_UMOCKDEV, MISSING);
  const hid = await startVirtualHid({
    vendorId: 0x1209,
    productId: 0x0003,
    serialNumber: 'BRIDGE-1',
    manufacturer: 'Tram',
    product: 'Emulated bridge',
    descriptor: vendorDescriptor(report),
    outputReportBytes: report.id === undefined ? report.sizeBytes + 1 : report.sizeBytes,
  });
  onTestFinished(() => hid.stop());
  const writer = new ReportWriter(report);
  const reader = new ReportReader(report);
  const device = new ZfmDevice({
    profile: 'r503',
    baudRate: 57_600,
    send: (bytes) => writer.write(bytes).forEach((one) => hid.send(one)),
    isSending: () => false,
  });
  hid.onReport((written) => {
    const event = reader.read(report.id === undefined ? written.subarray(1) : written);
    if (event.kind === 'bytes') device.receive(event.bytes);
  });
  device.place(testPrint('r503'));

  const script = fileURLToPath(new URL('./described-hid-host.ts', import.meta.url));
  const host = spawn(process.execPath, [script, hid.path, JSON.stringify(report)], {
    env: hid.environment,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void host.kill());
  const told: string[] = [];
  for await (const line of createInterface(host.stdout)) {
    told.push(line);
    if (told.length === 1) host.stdin.write('capture\n');
  }
  const sha256 = createHash('sha256').update(testPrint('r503').pixels).digest('hex');
  expect(told).toEqual(['EMUL0001', sha256]);
});

/** Vendor page 0xFFA0, one input and one output report (USB HID 1.11, 6.2.2). */
function vendorDescriptor({ sizeBytes, id }: StreamReport): Uint8Array {
  const hexadecimal = (byte: number): string => byte.toString(16).padStart(2, '0');
  const numbered = id === undefined ? '' : `85${hexadecimal(id)}`;
  const count = hexadecimal(sizeBytes - (id === undefined ? 0 : 1));
  const whole = `06a0ff0901a101${numbered}150026ff00750895${count}0902810209039102c0`;
  return Buffer.from(whole, 'hex');
}
