import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { slipCode } from '../../src/domain/slip-code.ts';
import { RunningStation } from './support/running-station.ts';

let station: RunningStation;
beforeAll(async () => {
  station = await RunningStation.start();
  await station.officerOnShift();
});
afterAll(() => station.remove());

const create = {
  citizenNumber: '001085012345',
  source: 'typed',
  qrText: null,
  applicationType: 'renewal',
  legalReason: 'old-card-replaced',
  override: null,
} as const;

describe('a new dossier', () => {
  it('is refused for a number of the wrong structure', async () => {
    expect(await station.refusal('dossier.create', { ...create, citizenNumber: '123' })).toBe(
      'number-not-valid',
    );
  });

  it('asks a reason for a number that does not fit, and keeps it', async () => {
    const odd = { ...create, citizenNumber: '999085012345' };
    expect(await station.refusal('dossier.create', odd)).toBe('number-needs-reason');
    const dossier = await station.call('dossier.create', {
      ...odd,
      override: { warnings: ['unknown-province'], reason: 'Sinh ở nước ngoài' },
    });
    expect(dossier.state).toBe('draft');
  });

  it('is refused when the legal reason is not one of its type', async () => {
    expect(await station.refusal('dossier.create', { ...create, legalReason: 'lost' })).toBe(
      'reason-not-for-type',
    );
  });

  it.each([
    ['a QR code cut short', (qr: string) => qr.slice(0, 40), 'code-truncated'],
    ['a QR code of something else', () => 'https://example.org/abc', 'code-unknown'],
    [
      'a QR code with a broken date',
      (qr: string) => qr.replace(/\|\d{8}\|/, '|99999999|'),
      'code-damaged',
    ],
  ])('is refused for %s', async (_, spoil, code) => {
    const citizen = station.citizen(21);
    const answer = await station.refusal('dossier.create', {
      ...create,
      citizenNumber: citizen.citizenNumber,
      source: 'card-qr',
      qrText: spoil(citizen.cardQr),
    });
    expect(answer).toBe(code);
  });

  it('takes over what the card says: name, birth, sex, and the address taken apart', async () => {
    const citizen = station.citizen(22);
    const dossier = await station.newDossier(citizen);
    const { fullName, dateOfBirth, sex } = citizen.data.person;
    expect(dossier.groups['person']).toMatchObject({
      fullName: fullName.toLocaleUpperCase('vi'),
      dateOfBirth,
      sex,
    });
    const { provinceCode, communeName, detail } = citizen.data.residence.permanent;
    expect(dossier.groups['residence']).toMatchObject({
      permanent: { provinceCode, communeName, detail },
    });
  });
});

describe('number and personal data that disagree', () => {
  it('hold the confirmation up until a reason is given', async () => {
    const citizen = station.citizen(23);
    const { dossierId } = await station.newDossier(citizen);
    await station.typeAllData(dossierId, citizen);
    await station.exceptAllPrints(dossierId);
    await station.takePortrait(dossierId, citizen);
    const sex = citizen.sex === 'male' ? 'female' : 'male';
    const data = { ...citizen.data.person, sex };
    const saved = await station.call('dossier.saveGroup', { dossierId, group: 'person', data });
    expect(saved.missing).toEqual(['number-check']);
    expect(await station.refusal('dossier.confirm', { dossierId, citizenConfirmed: true })).toBe(
      'dossier-incomplete',
    );
    const reason = 'Đã cải chính giới tính';
    const mended = await station.call('dossier.overrideNumber', { dossierId, reason });
    expect(mended.missing).toEqual([]);
  });
});

describe('a draft', () => {
  it('cannot be confirmed while something is missing, and says what', async () => {
    const { dossierId, missing } = await station.newDossier(station.citizen(24));
    expect(missing).toContain('fingerprints');
    expect(missing).toContain('portrait');
    expect(await station.refusal('dossier.confirm', { dossierId, citizenConfirmed: true })).toBe(
      'dossier-incomplete',
    );
  });

  it('asks neither prints nor portrait of a child under six', async () => {
    const citizen = station.citizen(25);
    const year = new Date().getFullYear() - 3;
    const citizenNumber = `0012${String(year).slice(2)}000123`;
    const { dossierId } = await station.call('dossier.create', {
      ...create,
      citizenNumber,
      applicationType: 'first-issue',
      legalReason: 'first-under-14',
    });
    const data = { ...citizen.data.person, sex: 'male', dateOfBirth: `${year}-01-15` };
    const dossier = await station.call('dossier.saveGroup', { dossierId, group: 'person', data });
    expect(dossier).toMatchObject({ biometricsRequired: false, representativeRequired: true });
    expect(dossier.fingerprints).toEqual({
      steps: [],
      targets: [],
      next: null,
      complete: true,
    });
    expect(dossier.missing).not.toContain('portrait');
    expect(dossier.missing).toContain('representative');
  });
});

describe('a confirmed dossier', () => {
  it('cannot be changed any more, and is found again by its slip', async () => {
    const { dossierId, dossierNumber, state } = await station.confirmedDossier(station.citizen(26));
    expect(state).toBe('captured');
    const change = { dossierId, group: 'person', data: {} } as const;
    expect(await station.refusal('dossier.saveGroup', change)).toBe('wrong-state');
    const { pdf } = await station.call('dossier.slip', { dossierId });
    expect(new TextDecoder('latin1').decode(pdf.subarray(0, 5))).toBe('%PDF-');
    const text = slipCode(dossierNumber);
    expect(await station.call('dossier.findBySlip', { text })).toMatchObject({ dossierId });
    expect(await station.refusal('dossier.findBySlip', { text: text.slice(0, -2) })).toBe(
      'code-truncated',
    );
  });

  it('is found by name without diacritics', async () => {
    const citizen = station.citizen(27);
    const { dossierNumber } = await station.confirmedDossier(citizen);
    const query = citizen.data.person.fullName
      .normalize('NFD')
      .replaceAll(/\p{Mark}/gu, '')
      .replaceAll(/[đĐ]/g, 'd')
      .toUpperCase();
    const found = await station.call('dossier.list', { query, states: [], limit: 20 });
    expect(found.map((summary) => summary.dossierNumber)).toContain(dossierNumber);
  });
});

describe('papers', () => {
  const add = async (bytes: Uint8Array): Promise<string> => {
    const [draft] = await station.call('dossier.list', { query: '', states: ['draft'], limit: 1 });
    const dossierId = draft?.dossierId ?? '';
    const answer = await station.ask('document.add', {
      dossierId,
      kind: 'other',
      bytes,
      crop: null,
    });
    return answer.ok ? 'taken' : answer.error.code;
  };

  it.each([
    ['50 MB', () => randomBytes(50_000_000), 'document-too-large'],
    ['nothing', () => new Uint8Array(), 'document-empty'],
    ['random bytes', () => randomBytes(5000), 'document-unknown-type'],
    [
      'a PDF that is not one',
      () => Buffer.from(`%PDF-1.7\n${'x'.repeat(4000)}`),
      'document-broken-pdf',
    ],
    [
      'a picture cut short',
      () => Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
      'document-broken-image',
    ],
  ])('of %s are refused in words', async (_, bytes, code) => {
    expect(await add(bytes())).toBe(code);
  });

  it('are cropped, compressed and kept', async () => {
    const { dossierId } = await station.newDossier(station.citizen(28));
    const photo = await sharp(randomBytes(3000 * 2000 * 3), {
      raw: { width: 3000, height: 2000, channels: 3 },
    })
      .jpeg({ quality: 90 })
      .toBuffer();
    const dossier = await station.call('document.add', {
      dossierId,
      kind: 'birth-certificate',
      bytes: photo,
      crop: { left: 0.25, top: 0.25, width: 0.5, height: 0.5 },
    });
    const [document] = dossier.documents;
    expect(document?.sizeBytes).toBeLessThanOrEqual(2_000_000);
    const kept = await station.call('document.get', { documentId: document?.documentId ?? '' });
    const { width, height } = await sharp(kept.bytes).metadata();
    expect([width, height]).toEqual([1500, 1000]);
  });
});
