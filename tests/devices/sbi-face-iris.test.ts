import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';

import type { FaceCamera, StillPicture } from '../../src/devices/camera-modality.ts';
import { openSbiFaceCamera } from '../../src/devices/drivers/sbi-face-camera.ts';
import { openSbiIrisScanner } from '../../src/devices/drivers/sbi-iris.ts';
import type { SbiServer } from '../../src/devices/emulators/sbi-server.ts';
import type { IrisScanner, TakenIris } from '../../src/devices/iris-modality.ts';
import { trustAnchors } from '../../src/devices/protocols/sbi/certificate-trust.ts';
import { codestreamOf, readCodestreamHeader } from '../../src/imaging/jpeg-2000-codestream.ts';
import { decodeGrayJpeg2000 } from '../../src/imaging/jpeg-2000.ts';
import { errorCode, NEVER } from './emulated-module.ts';
import { HAND, runningService, valueOf } from './sbi-service.ts';

function optionsFor(server: SbiServer, deviceId: string) {
  return {
    port: server.port,
    deviceId,
    trustAnchors: trustAnchors([server.trustAnchorPem]),
    environment: 'Staging',
  } as const;
}

async function cameraOf(server: SbiServer, faceTimeoutMs = 30_000): Promise<FaceCamera> {
  const opened = await openSbiFaceCamera({ ...optionsFor(server, '1'), faceTimeoutMs });
  onTestFinished(() => valueOf(opened).close());
  return valueOf(opened);
}

async function irisesOf(server: SbiServer): Promise<IrisScanner> {
  const opened = await openSbiIrisScanner(optionsFor(server, '1'));
  onTestFinished(() => valueOf(opened).close());
  return valueOf(opened);
}

/** What the JPEG 2000 file itself says. */
function headerOf(picture: { readonly bytes: Uint8Array }) {
  const codestream = codestreamOf(picture.bytes);
  if (!codestream.ok) throw new Error(codestream.error);
  const header = readCodestreamHeader(codestream.value);
  if (!header.ok) throw new Error(header.error);
  return header.value;
}

test('a portrait comes as the device compressed it, with its media type and size', async () => {
  const server = await runningService({ units: ['face'] });
  const camera = await cameraOf(server);
  expect(camera.info).toMatchObject({ model: 'SBI face', serialNumber: 'EMUL-FACE-001' });
  let told = { receivedBytes: 0, totalBytes: 0 };
  const previews: Uint8Array[] = [];
  const picture = valueOf(
    await camera.takePicture(
      NEVER,
      (progress) => (told = progress),
      (jpeg) => previews.push(jpeg),
    ),
  );
  expect(picture).toMatchObject({ mediaType: 'image/jp2', widthPixels: 560, heightPixels: 720 });
  expect(headerOf(picture)).toEqual({ widthPixels: 560, heightPixels: 720, bitDepths: [8, 8, 8] });
  expect(told).toEqual({ receivedBytes: picture.bytes.length, totalBytes: picture.bytes.length });
  expect((await sharp(previews[0]).metadata()).format).toBe('jpeg');
});

test('a camera that sends JPEG is understood as well', async () => {
  const server = await runningService({ units: ['face'], compression: 'plain' });
  const camera = await cameraOf(server);
  const picture = valueOf(await camera.takePicture(NEVER));
  expect(picture.mediaType).toBe('image/jpeg');
  const file = await sharp(picture.bytes).metadata();
  expect([file.width, file.height]).toEqual([picture.widthPixels, picture.heightPixels]);
});

test('the exception photo shows both hands, without what is missing', async () => {
  const server = await runningService({ units: ['face'], compression: 'plain' });
  const camera = await cameraOf(server);
  const photos: StillPicture[] = [];
  for (const missing of [['left'], ['left', 'right-thumb']] as const) {
    photos.push(valueOf(await camera.takeExceptionPhoto(missing, NEVER)));
  }
  const [whole, without] = await Promise.all(
    photos.map(async ({ bytes }) => sharp(bytes).removeAlpha().raw().toBuffer()),
  );
  expect(photos[0]).toMatchObject({ widthPixels: 1_080, heightPixels: 720 });
  // The thumb alone is another: skin turns into wall there, far from the face.
  const changed = whole?.filter((value, at) => Math.abs(value - (without?.[at] ?? 0)) > 40) ?? [];
  expect(changed.length).toBeGreaterThan(1_000);
  expect(changed.length).toBeLessThan(60_000);
});

test('nobody before the camera, a lie, another device and a service that ends are told by name', async () => {
  const server = await runningService({ units: ['face', 'irises'] });
  const camera = await cameraOf(server, 40);
  server.lift();
  expect(errorCode(await camera.takePicture(NEVER))).toBe('finger-timeout');
  server.place(HAND);
  server.lie = 'stranger';
  expect(errorCode(await camera.takePicture(NEVER))).toBe('untrusted-certificate');
  server.lie = undefined;
  server.lift();
  const cancel = new AbortController();
  const patient = await cameraOf(server);
  const cancelled = patient.takePicture(cancel.signal);
  expect(errorCode(await patient.takePicture(NEVER))).toBe('busy');
  const [unit] = server.units;
  while (unit?.capture === undefined) await new Promise(setImmediate);
  cancel.abort();
  expect(errorCode(await cancelled)).toBe('cancelled');
  server.place(HAND);
  expect(errorCode(await patient.takePicture(NEVER))).toBe('ok');
  expect(errorCode(await camera.takePicture(NEVER))).toBe('ok');
  expect(errorCode(await openSbiFaceCamera(optionsFor(server, '2')))).toBe('not-supported');
  expect(errorCode(await openSbiIrisScanner(optionsFor(server, '1')))).toBe('not-supported');
  const told: string[] = [];
  camera.onClosed(({ kind }) => told.push(kind));
  await server.stop();
  expect(errorCode(await camera.takePicture(NEVER))).toBe('disconnected');
  expect(errorCode(await camera.checkAlive())).toBe('disconnected');
  expect(told).toEqual(['lost']);
});

async function pixelsOf({ picture }: TakenIris): Promise<Uint8Array> {
  const decoded = await decodeGrayJpeg2000(picture.bytes, picture);
  if (!decoded.ok) throw new Error(decoded.error);
  return decoded.value;
}

test('both irises or one come with their eyes, sharp enough to tell people apart', async () => {
  const server = await runningService({ units: ['irises'] });
  const scanner = await irisesOf(server);
  expect(scanner.info).toMatchObject({ model: 'SBI irises', eyesAtOnce: 2 });
  const both = valueOf(await scanner.capture('both', NEVER));
  expect(both.map(({ eye, deviceQuality }) => [eye, deviceQuality])).toEqual([
    ['left', 60],
    ['right', 60],
  ]);
  for (const iris of both) {
    expect(iris.picture).toMatchObject({
      compression: 'jpeg-2000',
      widthPixels: 640,
      heightPixels: 480,
    });
    const pixels = await pixelsOf(iris);
    // A pupil as black as pupils are, and the white of the eye.
    expect(pixels.filter((grey) => grey < 40).length).toBeGreaterThan(3_000);
    expect(pixels.filter((grey) => grey > 190).length).toBeGreaterThan(10_000);
  }
  const [left] = valueOf(await scanner.capture('left', NEVER));
  expect(left?.eye).toBe('left');
  const previews: Uint8Array[] = [];
  const right = await scanner.capture('right', NEVER, (jpeg) => previews.push(jpeg));
  expect(valueOf(right).map(({ eye }) => eye)).toEqual(['right']);
  expect(previews.length).toBeGreaterThan(0);
});

test('eyes that do not come, a lie and a closed scanner are told by name', async () => {
  const server = await runningService({ units: ['irises'] });
  const scanner = await irisesOf(server);
  server.lift();
  const short = { eyeTimeoutMs: 30 };
  expect(errorCode(await scanner.capture('both', NEVER, undefined, short))).toBe('finger-timeout');
  server.place(HAND);
  for (const [lie, code] of [
    ['broken-chain', 'broken-hash-chain'],
    ['repeated-finger', 'bad-payload'],
  ] as const) {
    server.lie = lie;
    expect(errorCode(await scanner.capture('both', NEVER))).toBe(code);
  }
  server.lie = undefined;
  expect(errorCode(await scanner.checkAlive())).toBe('ok');
  await scanner.close();
  expect(errorCode(await scanner.capture('both', NEVER))).toBe('not-open');
});
