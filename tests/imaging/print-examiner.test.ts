import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { renderTouch } from '../../src/devices/emulators/synthetic-print/index.ts';
import type { GrayImage } from '../../src/domain/gray-image.ts';
import { examinePrint } from '../../src/imaging/examine-print.ts';
import { assessFingerprint } from '../../src/imaging/fingerprint-quality.ts';
import { decodeGrayPng } from '../../src/imaging/gray-png.ts';
import { PrintExaminer } from '../../src/imaging/print-examiner.ts';

const THREAD = fileURLToPath(
  new URL('../../src/imaging/print-examiner-thread.ts', import.meta.url),
);

function examiner(): PrintExaminer {
  const made = new PrintExaminer(THREAD);
  onTestFinished(() => made.stop());
  return made;
}

/** Started by this process, as its diagnostic report counts them. */
function threadsRunning(): number {
  if (!process.report) throw new Error('no diagnostic report');
  const { workers } = process.report.getReport() as { workers: readonly unknown[] };
  return workers.length;
}

function touch(number: number): GrayImage {
  const window = { widthPixels: 192, heightPixels: 192 };
  const finger = { personSeed: 3, position: 'right-index', condition: 'good' } as const;
  return renderTouch({ ...finger, touch: number, ...window });
}

test('a print is judged and kept on another thread as it is on this one', async () => {
  const picture = { kind: 'gray', image: touch(0) } as const;
  const examined = await examiner().examine(picture);
  expect(examined).toEqual(await examinePrint(picture));
  if (!examined.ok) throw new Error(examined.error);
  expect(examined.value.assessment).toEqual(assessFingerprint(picture.image));
  expect(await decodeGrayPng(examined.value.png)).toEqual({ ok: true, value: picture.image });
});

test('the prints of a slap come back each to who asked', async () => {
  const prints = examiner();
  const images = [0, 1, 2, 3].map(touch);
  const examined = await Promise.all(
    images.map((image) => prints.examine({ kind: 'gray', image })),
  );
  const here = await Promise.all(images.map((image) => examinePrint({ kind: 'gray', image })));
  expect(examined).toEqual(here);
});

test('a print that cannot be read is told by its reason, and the next one is read', async () => {
  const prints = examiner();
  const nonsense = { widthPixels: 64, heightPixels: 64, resolutionPpi: 500 } as const;
  const print = { ...nonsense, compression: 'png', bytes: Uint8Array.of(1, 2, 3) } as const;
  expect(await prints.examine({ kind: 'encoded', print })).toEqual({ ok: false, error: 'damaged' });
  expect(await prints.examine({ kind: 'gray', image: touch(0) })).toMatchObject({ ok: true });
});

test('a thread that ended fails the print it had, and not the next one', async () => {
  const prints = examiner();
  const lost = prints.examine({ kind: 'gray', image: touch(0) });
  await Promise.all([expect(lost).rejects.toThrow('the thread has ended'), prints.stop()]);
  expect(await prints.examine({ kind: 'gray', image: touch(1) })).toMatchObject({ ok: true });
});

test('at rest the thread ends once the prints it has are examined, and the next print wakes another', async () => {
  const prints = examiner();
  const asked = [0, 1].map((number) => prints.examine({ kind: 'gray', image: touch(number) }));
  prints.rest();
  expect(await Promise.all(asked)).toMatchObject([{ ok: true }, { ok: true }]);
  await expect.poll(threadsRunning).toBe(0);
  expect(await prints.examine({ kind: 'gray', image: touch(2) })).toMatchObject({ ok: true });
  expect(threadsRunning()).toBe(1);
});
