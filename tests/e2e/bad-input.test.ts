import { spawnSync } from 'node:child_process';
import {
  closeSync,
  createWriteStream,
  mkdtempSync,
  openSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import PDFDocument from 'pdfkit';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../src/contract/errors.ts';
import { ask, dossierAt, openDossier } from './support/calls.ts';
import {
  attach,
  goToStep,
  grownCitizen,
  heading,
  toField,
  waitForFingers,
} from './support/dossier.ts';
import { pictureIfItFails } from './support/failure-picture.ts';
import { pressButton, tabTo, typeAsScanner, typeByHand } from './support/keyboard.ts';
import type { MessageKey } from './support/messages.ts';
import { fixedWords, say } from './support/messages.ts';
import { officerOnShift } from './support/people.ts';
import type { StationWindow } from './support/station-window.ts';
import { openStationWindow, picture } from './support/station-window.ts';

const MEGABYTE = 1024 * 1024;
const citizen = grownCitizen(41);

describe('at the line', () => {
  let station: StationWindow;
  let page: Page;

  beforeAll(async () => {
    station = await openStationWindow();
    ({ page } = station);
    await officerOnShift(page);
  });

  beforeEach(() => {
    pictureIfItFails(station);
  });

  afterAll(async () => {
    await station.close();
  });

  test('a number with a digit too many, or a letter in it, is told at once', async () => {
    await page.keyboard.press('F2');
    const number = page.getByLabel(say('new-dossier.number-field'));
    await tabTo(page, number);
    await typeByHand(page, `${citizen.citizenNumber}7`);
    await describedBy(number, 'citizen-number-error.wrong-length');
    await picture(page, 'bad-number');
    await page.keyboard.press('Control+A');
    await typeByHand(page, '0123A5');
    await describedBy(number, 'citizen-number-error.not-digits');
  });

  test('a number of no known province makes no dossier before a reason is given', async () => {
    await page.keyboard.press('Control+A');
    await typeByHand(page, '999204123456');
    await told(page, 'citizen-number-warning.unknown-province');
    await page.keyboard.press('Control+Enter');
    await heading(page, 'new-dossier.title').waitFor();
    await picture(page, 'bad-number-reason');
    const input = { citizenNumber: '999204123456', source: 'typed', qrText: null } as const;
    const application = { applicationType: 'renewal', legalReason: 'old-card-replaced' } as const;
    expect(await ask(page, 'dossier.create', { ...input, ...application, override: null })).toEqual(
      { ok: false, error: expect.objectContaining({ code: 'number-needs-reason' }) },
    );
  });

  test('a card whose code was read only in part is told, and the number field stays as it was', async () => {
    const number = page.getByLabel(say('new-dossier.number-field'));
    await tabTo(page, number);
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await typeAsScanner(page, `${citizen.citizenNumber}|012345678|NGUYEN VAN`);
    await told(page, errorKey('code-truncated'));
    expect(await number.inputValue()).toBe('');
    await picture(page, 'bad-code');
    await page.keyboard.press('Escape');
    await heading(page, 'home.title').waitFor();
  });

  test('a slip that was read wrongly is told on the home screen', async () => {
    await typeAsScanner(page, 'TRAM|1|TAPHUAN-261123-0001|0000');
    await told(page, errorKey('code-damaged'));
    await typeAsScanner(page, 'https://example.vn/khuyen-mai');
    await told(page, errorKey('code-unknown'));
  });

  test('a picture of 50 MB is refused with the limit, and the dossier is as it was', async () => {
    const dossierId = await dossierAt(page, citizen, 'documents');
    await attach(page, fileOfSize('lon.jpg', [0xff, 0xd8, 0xff, 0xe0], 50 * MEGABYTE));
    await told(page, errorKey('document-too-large'));
    await picture(page, 'bad-document-large');
    expect(await openDossier(page)).toMatchObject({ dossierId, step: 'documents', documents: [] });
  });

  test('a PDF of 50 MB, and one of 3 MB, are refused each with its limit', async () => {
    const head = [...Buffer.from('%PDF-1.7\n')];
    await attach(page, fileOfSize('lon.pdf', head, 50 * MEGABYTE));
    await told(page, errorKey('document-too-large'));
    await page.getByRole('alert').filter({ hasText: 'lon.pdf' }).waitFor();
    await attach(page, await pdfOfSize(3 * MEGABYTE));
    await told(page, errorKey('document-pdf-too-large'));
  });

  test('a PDF that is not one is refused', async () => {
    const buffer = Buffer.from('%PDF-1.7\nkhông phải PDF');
    await attach(page, { name: 'hong.pdf', mimeType: 'application/pdf', buffer });
    await told(page, errorKey('document-broken-pdf'));
    await picture(page, 'bad-pdf');
  });

  test('a text that calls itself a PDF, an empty file and half a picture are refused', async () => {
    const text = Buffer.from('chỉ là chữ');
    await attach(page, { name: 'chu.pdf', mimeType: 'application/pdf', buffer: text });
    await told(page, errorKey('document-unknown-type'));
    await attach(page, { name: 'rong.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) });
    await told(page, errorKey('document-empty'));
    const half = (await noisyPicture(800)).subarray(0, 60);
    await attach(page, { name: 'nua.png', mimeType: 'image/png', buffer: half });
    await told(page, errorKey('document-broken-image'));
    expect((await openDossier(page)).documents).toEqual([]);
  });

  test('after all that a good paper is taken', async () => {
    const buffer = await noisyPicture(500);
    await attach(page, { name: 'the.png', mimeType: 'image/png', buffer });
    await heading(page, 'documents.crop').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('img', { name: say('document-kind.old-card') }).waitFor();
    expect((await openDossier(page)).documents).toHaveLength(1);
  });

  test('a scanner that answers garbage is told, and takes the finger once it is well again', async () => {
    await goToStep(page, 'step.fingerprints', 'fingerprints.title');
    await page
      .getByText(say('fingerprints.ready', { finger: say('finger.right-thumb') }))
      .waitFor();
    await letGoWrong(page, 'garbage');
    await page.keyboard.press('Control+Enter');
    await scannerTrouble(page, ['device-garbage', 'device-no-answer']);
    await picture(page, 'bad-scanner-garbage');
    expect((await openDossier(page)).fingerprints.next).toMatchObject({ position: 'right-thumb' });
    await letGoWrong(page, 'none');
    await tryAgainUntilFingers(page, 2);
  });

  test('a scanner pulled out between two fingers loses none, and goes on when it is plugged in', async () => {
    await pressInDock(page, 'training.unplug');
    await scannerTrouble(page, ['device-disconnected', 'device-none', 'device-no-answer']);
    await picture(page, 'bad-scanner-unplugged');
    const { steps } = (await openDossier(page)).fingerprints;
    const kept = steps.flatMap(({ bestCaptureId }) => bestCaptureId ?? []);
    expect(kept.length).toBeGreaterThan(0);
    await pressInDock(page, 'training.plug');
    await tryAgainUntilFingers(page, 10);
    const { fingerprints } = await openDossier(page);
    expect(fingerprints.steps.map(({ bestCaptureId }) => bestCaptureId)).toEqual(
      expect.arrayContaining(kept),
    );
  });

  test('in all of this the page complained of nothing', () => {
    expect(station.complaints.filter((complaint) => !complaint.includes('blob:'))).toEqual([]);
  });

  /** A sound PDF with a picture in it that makes it large. */
  async function pdfOfSize(sizeBytes: number): Promise<string> {
    const path = join(station.folder, 'vua.pdf');
    const paper = new PDFDocument();
    const written = finished(paper.pipe(createWriteStream(path)));
    const side = Math.ceil(Math.sqrt(sizeBytes / 2));
    paper.image(await noisyPicture(side), 0, 0, { width: 300 });
    paper.end();
    await written;
    return path;
  }

  function fileOfSize(name: string, head: readonly number[], sizeBytes: number): string {
    const path = join(station.folder, name);
    writeFileSync(path, Buffer.from(head));
    truncateSync(path, sizeBytes);
    return path;
  }
});

describe('on a full disk', () => {
  const NO_MOUNT = 'a small disk cannot be mounted here: the test needs root';
  const disk = mkdtempSync(join(tmpdir(), 'tram-small-disk-'));
  const options = ['-t', 'tmpfs', '-o', 'size=96m', 'tmpfs', disk];
  const mounted = spawnSync('mount', options).status === 0;
  const ballast = join(disk, 'somebody-elses-file');
  let station: StationWindow | undefined;

  afterAll(async () => {
    await station?.close();
    if (mounted) spawnSync('umount', ['-l', disk]);
    rmSync(disk, { recursive: true, force: true });
  });

  /** Until nothing fits any more; station and window may be writing meanwhile. */
  function fillDisk(): void {
    const file = openSync(ballast, 'w');
    try {
      for (;;) writeSync(file, Buffer.alloc(65_536));
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' });
    } finally {
      closeSync(file);
    }
  }

  test('a paper that finds the disk full is told as not saved, and is saved once there is room', async (context) => {
    if (!mounted) return context.skip(NO_MOUNT);
    station = await openStationWindow({ dataDirectory: join(disk, 'data') });
    const { page } = station;
    pictureIfItFails(station);
    await officerOnShift(page);
    const dossierId = await dossierAt(page, citizen, 'documents');
    const before = await openDossier(page);

    const buffer = await noisyPicture(900);
    await attach(page, { name: 'giay.png', mimeType: 'image/png', buffer });
    await heading(page, 'documents.crop').waitFor();
    fillDisk();
    await page.keyboard.press('Control+Enter');
    await told(page, errorKey('disk-full'));
    await picture(page, 'bad-disk-full');
    expect(await openDossier(page)).toEqual(before);

    rmSync(ballast);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('img', { name: say('document-kind.old-card') }).waitFor();
    expect(await openDossier(page)).toMatchObject({ dossierId, documents: [{ kind: 'old-card' }] });
  });

  test('what is typed on a full disk is told as not saved, stays on the screen, and is saved later', async (context) => {
    if (!mounted || !station) return context.skip(NO_MOUNT);
    const { page } = station;
    pictureIfItFails(station);
    await goToStep(page, 'step.person', 'step.person');
    fillDisk();
    await toField(page, 'distinguishingMarks');
    await page.keyboard.press('Control+A');
    const sentence = page.getByRole('alert').filter({ hasText: say('error.disk-full') });
    let typed = '';
    // The store's files have some room of their own before the disk has to give more.
    for (let save = 0; save < 200 && !(await sentence.isVisible()); save += 1) {
      typed = `sẹo ${save}`;
      await page.keyboard.press('Control+A');
      await page.keyboard.type(typed);
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Tab');
    }
    await sentence.waitFor();
    await picture(page, 'bad-disk-full-typing');
    const field = page.locator('[data-path="distinguishingMarks"] input');
    expect(await field.inputValue()).toBe(typed);
    rmSync(ballast);
    await page.keyboard.press('End');
    await page.keyboard.type(' ở trán');
    await page.getByText(say('save.saved')).waitFor();
    expect((await openDossier(page)).groups).toMatchObject({
      person: { distinguishingMarks: `${typed} ở trán`, fullName: expect.any(String) },
    });
  });
});

function errorKey<Code extends ErrorCode>(code: Code): `error.${Code}` {
  return `error.${code}`;
}

/** The sentence stands on the screen where a screen reader reads it out by itself. */
async function told(page: Page, key: MessageKey): Promise<void> {
  let notice = page.getByRole('alert').or(page.getByRole('status'));
  for (const words of fixedWords(key)) notice = notice.filter({ hasText: words });
  await notice.first().waitFor({ state: 'visible' });
}

/** The sentence stands under its field, which names it as its description. */
async function describedBy(field: Locator, key: MessageKey): Promise<void> {
  await field.page().getByText(say(key)).waitFor({ state: 'visible' });
  const description = await field.evaluate((element) =>
    (element.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(' '),
  );
  expect(description).toContain(say(key));
  expect(await field.getAttribute('aria-invalid')).toBe('true');
}

/** Pulls the scanner out or plugs it in, at the training dock. */
async function pressInDock(page: Page, key: 'training.plug' | 'training.unplug'): Promise<void> {
  const dock = page.getByRole('complementary', { name: say('training.title') });
  await pressButton(page, dock.getByRole('button', { name: say(key), exact: true }));
}

/** Lets something go wrong with the scanner, at the training dock. */
async function letGoWrong(page: Page, fault: 'garbage' | 'none'): Promise<void> {
  const dock = page.getByRole('complementary', { name: say('training.title') });
  await dock.getByRole('combobox', { name: say('training.fault') }).selectOption(fault);
}

/** The banner says that capture waits for the scanner, with one of these sentences. */
async function scannerTrouble(page: Page, codes: readonly ErrorCode[]): Promise<void> {
  const sentences = codes.map((code) => say(errorKey(code)).replaceAll('.', '\\.'));
  const banner = page.getByRole('status').and(page.locator('[data-phase="waiting-for-device"]'));
  await banner.filter({ hasText: new RegExp(sentences.join('|')) }).waitFor({ timeout: 60_000 });
}

/** The screen goes on by itself when the scanner is back; at the latest when the officer says so. */
async function tryAgainUntilFingers(page: Page, least: number): Promise<void> {
  await expect
    .poll(
      async () => {
        const tryNow = page.getByRole('button', { name: say('fingerprints.try-now') });
        if (await tryNow.isVisible()) await page.keyboard.press('Control+Enter');
        const { steps } = (await openDossier(page)).fingerprints;
        return steps.filter(({ state }) => state === 'done').length;
      },
      { timeout: 60_000, interval: 1000 },
    )
    .toBeGreaterThanOrEqual(least);
  if (least === 10) await waitForFingers(page, 10);
}

/** A picture that does not compress, with this many pixels a side. */
function noisyPicture(side: number): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  const create = { width: side, height: side, channels: 3, background: '#888888', noise } as const;
  return sharp({ create }).png().toBuffer();
}
