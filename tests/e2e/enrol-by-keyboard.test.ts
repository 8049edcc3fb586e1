import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import jsqr from 'jsqr';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { FINGER_POSITIONS } from '../../src/domain/finger-position.ts';
import { arrivedPacket } from './support/arrived-packet.ts';
import { openDossier } from './support/calls.ts';
import {
  attach,
  goOn,
  grownCitizen,
  heading,
  newDossier,
  presentFinger,
  takePortrait,
  typeAllGroups,
  waitForFingers,
} from './support/dossier.ts';
import { pictureIfItFails } from './support/failure-picture.ts';
import { pressButton, tabTo, typeAsScanner } from './support/keyboard.ts';
import { say } from './support/messages.ts';
import { officerOnShift, PLACE, signIn, signOut } from './support/people.ts';
import type { StationWindow } from './support/station-window.ts';
import { answerSaveDialog, openStationWindow, pdfText, picture } from './support/station-window.ts';

/**
 * One citizen from number to receipt, by the keyboard alone: nothing in this file moves or presses a
 * mouse. What the operating system shows itself (choosing a file, saving a file) is answered for it.
 */
let station: StationWindow;
let page: Page;
const citizen = grownCitizen(11);
const { person } = citizen.data;
/** An index finger: the card carries it, so more is asked of it than a smudged touch gives. */
const WEAK_FINGER = 'right-index';

beforeAll(async () => {
  station = await openStationWindow();
  ({ page } = station);
});

beforeEach(() => {
  pictureIfItFails(station);
});

afterAll(async () => {
  await station.close();
});

test('an officer takes a citizen from the number to the slip', async () => {
  await officerOnShift(page);
  await newDossier(page, citizen.citizenNumber);
  await typeAllGroups(page, citizen);
  await addPaper();
  await goOn(page, 'fingerprints.title');
  await takeTenFingers();
  await page.keyboard.press('Control+Enter');
  await takePortrait(page);
  await picture(page, 'enrol-portrait-taken');
  await goOn(page, 'review.title');
  await confirmByCitizen();
}, 120_000);

test('the slip is a PDF with the citizen on it, and its code finds the dossier again', async () => {
  const path = join(station.folder, 'slip.pdf');
  await answerSaveDialog(station, path);
  await pressButton(page, page.getByRole('button', { name: say('review.save-slip') }));
  await page.getByText(say('review.slip-delivered-save')).waitFor();
  await picture(page, 'enrol-slip-saved');

  expect(readFileSync(path).subarray(0, 5).toString('latin1')).toBe('%PDF-');
  const text = pdfText(path);
  const dossierNumber = await shownDossierNumber();
  expect(text).toContain(dossierNumber);
  for (const word of person.fullName.toLocaleUpperCase('vi').split(' ')) {
    expect(text).toContain(word);
  }
  const code = await qrCodeOf(path);
  expect(code).toContain(dossierNumber);

  await page.keyboard.press('F2');
  await heading(page, 'new-dossier.title').waitFor();
  await page.keyboard.press('Escape');
  await heading(page, 'home.title').waitFor();
  await typeAsScanner(page, code);
  const found = page.getByRole('heading', { name: say('home.found', { count: 1 }) });
  await found.waitFor();
  await page.getByRole('button', { name: new RegExp(dossierNumber) }).waitFor();
  await picture(page, 'enrol-slip-found');
});

test('a supervisor judges the day, approves it and sends it, and reads the report', async () => {
  await signOut(page);
  await signIn(page, 'supervisor');
  await page.getByRole('navigation', { name: say('supervisor.places') }).waitFor();
  const line = page.getByRole('row').filter({ hasText: citizen.data.person.fullName });
  await pressButton(page, line.getByRole('button'));
  const side = page.getByRole('complementary').filter({ hasText: person.occupation });
  await side.getByRole('img', { name: say('step.portrait') }).waitFor();
  await side.getByText(say('finger-exception.bandaged')).waitFor();
  await picture(page, 'enrol-supervisor-judges');
  await page.keyboard.press('Escape');
  await side.waitFor({ state: 'detached' });

  await page.getByRole('button', { name: say('day.approve-all', { count: 1 }) }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: say('day.send-now', { count: 1 }) }).waitFor();
  await page.keyboard.press('Control+Enter');

  const accepted = page.locator('dl > div').filter({ hasText: say('report.accepted') });
  await accepted.waitFor();
  expect(await accepted.locator('dd').innerText()).toBe('1');
  await page
    .getByText(say('day.balance', { captured: 1, acknowledged: 1, outstanding: 0 }))
    .waitFor();
  await picture(page, 'enrol-report');

  const path = join(station.folder, 'report.pdf');
  await answerSaveDialog(station, path);
  await pressButton(page, page.getByRole('button', { name: say('day.report-save') }));
  await page.getByText(say('day.report-delivered-save')).waitFor();
  expect(pdfText(path)).toContain(say('report.title'));
});

test('the ministry holds one packet that opens to the whole record', async () => {
  const { packet, record } = await arrivedPacket(station);
  expect(packet.manifest.dossierNumber).toBe(record.dossierNumber);
  for (const { name, sha256, sizeBytes } of packet.manifest.files) {
    const bytes = packet.files.get(name) ?? new Uint8Array();
    expect(bytes.length, name).toBe(sizeBytes);
    expect(createHash('sha256').update(bytes).digest('hex'), name).toBe(sha256);
  }
  expect(record).toMatchObject({
    training: true,
    version: 1,
    application: {
      type: citizen.applicationType,
      citizenNumber: citizen.citizenNumber,
      citizenNumberSource: 'typed',
      numberOverride: null,
    },
    data: {
      person: {
        fullName: person.fullName.toLocaleUpperCase('vi'),
        dateOfBirth: person.dateOfBirth,
        sex: person.sex,
        ethnicity: 'Kinh',
        maritalStatus: person.maritalStatus,
        occupation: person.occupation,
      },
      residence: { permanent: { provinceCode: citizen.data.residence.permanent.provinceCode } },
      electronicIdentity: citizen.data.electronicIdentity,
    },
    site: PLACE,
  });
  expect(record.data.origin.hometown).toBe(citizen.data.origin.placeOfBirth);
  expect(record.documents).toMatchObject([{ kind: 'old-card' }]);
});

test('ten fingers are accounted for: taken, weak after three attempts, or with the reason why not', async () => {
  const { packet, record } = await arrivedPacket(station);
  const taken = record.fingerprints.map(({ position }) => position);
  const excepted = record.fingerExceptions.map(({ position }) => position);
  expect(new Set([...taken, ...excepted])).toEqual(new Set(FINGER_POSITIONS));
  expect(taken.length + excepted.length).toBe(10);
  expect(record.fingerExceptions).toEqual([
    { position: 'left-little', reason: 'bandaged', comment: 'Băng sau mổ' },
  ]);
  const weak = record.fingerprints.filter(({ belowThreshold }) => belowThreshold);
  expect(weak).toMatchObject([{ position: WEAK_FINGER, attempts: 3 }]);
  for (const { file, widthPixels, heightPixels } of record.fingerprints) {
    const { width, height } = await sharp(packet.files.get(file)).metadata();
    expect({ width, height }, file).toEqual({ width: widthPixels, height: heightPixels });
  }
});

test('each sample names the device that took it', async () => {
  const { record } = await arrivedPacket(station);
  for (const { device, position, impression } of record.fingerprints) {
    expect(impression).toBe('live-plain');
    expect(device, position).toMatchObject({ driver: 'zfm', model: expect.stringMatching(/./) });
  }
  expect(record.portrait?.device).toMatchObject({
    driver: 'uvc',
    model: expect.stringMatching(/./),
  });
});

test('the portrait is 600 × 800 and shows the face that sat before the camera', async () => {
  const { packet, record } = await arrivedPacket(station);
  expect(record.portrait).toMatchObject({ widthPixels: 600, heightPixels: 800 });
  const bytes = packet.files.get(record.portrait?.file ?? '');
  const { width, height } = await sharp(bytes).metadata();
  expect({ width, height }).toEqual({ width: 600, height: 800 });
  // The middle of the drawn face is skin: clearly redder than blue; the wall at its side is not.
  const [face, wall] = await Promise.all([colourAt(bytes, 300, 400), colourAt(bytes, 12, 60)]);
  expect(face.red - face.blue).toBeGreaterThan(25);
  expect(Math.abs(wall.red - wall.blue)).toBeLessThan(15);
});

test('in all of this the page complained of nothing', () => {
  expect(station.complaints).toEqual([]);
});

async function addPaper(): Promise<void> {
  const paper = sharp({
    create: { width: 1600, height: 1000, channels: 3, background: '#f3f0e4' },
  });
  await attach(page, {
    name: 'the cu.jpg',
    mimeType: 'image/jpeg',
    buffer: await paper.jpeg().toBuffer(),
  });
  await heading(page, 'documents.crop').waitFor();
  await tabTo(page, page.getByRole('slider', { name: say('documents.edge-left') }));
  await page.keyboard.press('Shift+ArrowRight');
  await picture(page, 'enrol-crop');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('img', { name: say('document-kind.old-card') }).waitFor();
  await picture(page, 'enrol-documents');
}

/** Left little finger bandaged, an index finger weak three times, the others by themselves. */
async function takeTenFingers(): Promise<void> {
  const { keyboard } = page;
  await page.getByText(say('fingerprints.ready', { finger: say('finger.right-thumb') })).waitFor();
  const hands = page.getByRole('listbox', { name: say('fingerprints.hands') });
  await tabTo(page, hands);
  await keyboard.press('Home');
  await hands.locator('[data-position="left-little"][data-selected]').waitFor();
  await keyboard.press('x');
  await tabTo(page, page.getByRole('radiogroup'));
  const bandaged = page.getByRole('radio', { name: say('finger-exception.bandaged') });
  while (!(await bandaged.isChecked())) await keyboard.press('ArrowDown');
  await tabTo(page, page.getByLabel(say('fingerprints.exception-comment')));
  await keyboard.type('Băng sau mổ');
  await picture(page, 'enrol-exception');
  await keyboard.press('Control+Enter');
  await waitForFingers(page, 1);

  await tryWeakFingerThrice(hands);
  await waitForFingers(page, 2);
  await picture(page, 'enrol-weak');
  await keyboard.press('Control+Enter');
  await page.getByText(say('fingerprints.complete')).waitFor();
  await waitForFingers(page, 10);
  await picture(page, 'enrol-fingers-done');
}

/** Each attempt asked for by the officer; then the good fingers are left to go by themselves. */
async function tryWeakFingerThrice(hands: Locator): Promise<void> {
  const { keyboard } = page;
  const automatic = page.getByRole('switch', { name: say('fingerprints.automatic') });
  await presentFinger(page, 'smudged');
  await tabTo(page, automatic);
  await keyboard.press('Space');
  await tabTo(page, hands);
  const finger = hands.locator(`[data-position="${WEAK_FINGER}"]`);
  while ((await finger.getAttribute('data-selected')) === null) await keyboard.press('ArrowRight');
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    await keyboard.press('Enter');
    await expect
      .poll(async () => (await openDossier(page)).fingerprints.steps)
      .toContainEqual(expect.objectContaining({ position: WEAK_FINGER, attempts: attempt }));
    await page.locator('[data-phase="idle"]').waitFor();
  }
  await hands.locator(`[data-position="${WEAK_FINGER}"][data-state="weak"]`).waitFor();
  await presentFinger(page, 'good');
  await tabTo(page, automatic);
  await keyboard.press('Space');
}

async function confirmByCitizen(): Promise<void> {
  const agreement = page.getByRole('checkbox', { name: say('review.agreed') });
  await agreement.and(page.locator(':enabled')).waitFor();
  await tabTo(page, agreement);
  await page.keyboard.press('Space');
  await picture(page, 'enrol-review');
  await page.keyboard.press('Control+Enter');
  await heading(page, 'review.captured').waitFor();
}

async function shownDossierNumber(): Promise<string> {
  return page.locator('[data-dossier-number]').innerText();
}

async function qrCodeOf(pdf: string): Promise<string> {
  const png = execFileSync('pdftoppm', ['-r', '150', '-png', '-singlefile', pdf]);
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const code = jsqr(new Uint8ClampedArray(data), info.width, info.height);
  if (!code) throw new Error('the slip has no QR code that can be read');
  return code.data;
}

async function colourAt(
  image: Uint8Array | undefined,
  left: number,
  top: number,
): Promise<{ red: number; blue: number }> {
  const { data } = await sharp(image)
    .extract({ left, top, width: 8, height: 8 })
    .resize(1, 1)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { red: data[0] ?? 0, blue: data[2] ?? 0 };
}
