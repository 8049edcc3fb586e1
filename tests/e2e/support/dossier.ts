import type { Page } from 'playwright-core';
import provinces from '../../../resources/provinces.json' with { type: 'json' };
import { vietnameseDate } from '../../../src/domain/calendar-date.ts';
import { syntheticCitizen } from '../../../src/station/index.ts';
import type { SyntheticCitizen } from '../../../src/station/index.ts';
import { pressButton, tabTo, typeByHand } from './keyboard.ts';
import type { MessageKey } from './messages.ts';
import { say } from './messages.ts';

/** A grown-up of the training station, so that no representative is asked for. */
export function grownCitizen(seed: number): SyntheticCitizen {
  for (let candidate = seed; ; candidate += 1000) {
    const citizen = syntheticCitizen(candidate, vietnameseDate(Date.now()));
    if (citizen.applicationType === 'renewal') return citizen;
  }
}

export function heading(page: Page, key: MessageKey) {
  return page.getByRole('heading', { level: 1, name: say(key), exact: true });
}

/** F2, the number by hand, and Ctrl+Enter, up to the first step. */
export async function newDossier(page: Page, citizenNumber: string): Promise<void> {
  await page.keyboard.press('F2');
  await heading(page, 'new-dossier.title').waitFor();
  await tabTo(page, page.getByLabel(say('new-dossier.number-field')));
  await typeByHand(page, citizenNumber);
  await page.getByText(say('new-dossier.birth-province')).waitFor();
  await page.keyboard.press('Control+Enter');
  await heading(page, 'step.person').waitFor();
}

/** Reaches the field of a group at this path. */
export async function toField(page: Page, path: string): Promise<void> {
  await tabTo(page, page.locator(`[data-path="${path}"]`));
}

async function typeInto(page: Page, path: string, text: string): Promise<void> {
  if (text === '') return;
  await toField(page, path);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

/** Moves among radio buttons by the arrow keys until this one is chosen. */
export async function chooseRadio(page: Page, path: string, value: string): Promise<void> {
  await toField(page, path);
  const group = page.locator(`[data-path="${path}"]`);
  const isChosen = (): Promise<boolean> =>
    group.evaluate(
      (element, wanted) => element.querySelector<HTMLInputElement>(':checked')?.value === wanted,
      value,
    );
  if ((await group.locator(':checked').count()) === 0) await page.keyboard.press('Space');
  while (!(await isChosen())) await page.keyboard.press('ArrowRight');
}

/** Ctrl+Enter, and the next step is there. */
export async function goOn(page: Page, next: MessageKey): Promise<void> {
  await page.keyboard.press('Control+Enter');
  await heading(page, next).waitFor();
}

export async function typePerson(page: Page, citizen: SyntheticCitizen): Promise<void> {
  const { person } = citizen.data;
  const [year, month, day] = person.dateOfBirth.split('-');
  await typeInto(page, 'fullName', person.fullName);
  await typeInto(page, 'dateOfBirth', `${day}${month}${year}`);
  await typeInto(page, 'ethnicity', 'kinh');
  await page.keyboard.press('Enter');
  await chooseRadio(page, 'maritalStatus', person.maritalStatus);
  await typeInto(page, 'occupation', person.occupation);
  await typeInto(page, 'distinguishingMarks', person.distinguishingMarks);
}

export async function typeOrigin(page: Page, citizen: SyntheticCitizen): Promise<void> {
  await typeInto(page, 'placeOfBirth', citizen.data.origin.placeOfBirth);
  await page.keyboard.press('F7');
}

export async function typeResidence(page: Page, citizen: SyntheticCitizen): Promise<void> {
  const { provinceCode, communeName, detail } = citizen.data.residence.permanent;
  const province = provinces.provinces.find(({ code }) => code === provinceCode);
  if (!province) throw new Error(`no province ${provinceCode}`);
  await typeInto(page, 'permanent.provinceCode', withoutDiacritics(province.name));
  await page.keyboard.press('Enter');
  await typeInto(page, 'permanent.communeName', communeName);
  await typeInto(page, 'permanent.detail', detail);
}

export async function typeFamily(page: Page, citizen: SyntheticCitizen): Promise<void> {
  await typeInto(page, 'father.fullName', citizen.data.family.father.fullName);
  await typeInto(page, 'mother.fullName', citizen.data.family.mother.fullName);
}

export async function typeElectronicIdentity(page: Page, citizen: SyntheticCitizen): Promise<void> {
  const { level, phone } = citizen.data.electronicIdentity;
  await chooseRadio(page, 'level', level);
  await typeInto(page, 'phone', phone);
  await toField(page, 'consent');
  await page.keyboard.press('Space');
}

/** The five groups by keyboard, up to the step of documents. */
export async function typeAllGroups(page: Page, citizen: SyntheticCitizen): Promise<void> {
  await typePerson(page, citizen);
  await goOn(page, 'step.origin');
  await typeOrigin(page, citizen);
  await goOn(page, 'step.residence');
  await typeResidence(page, citizen);
  await goOn(page, 'step.family');
  await typeFamily(page, citizen);
  await goOn(page, 'step.electronicIdentity');
  await typeElectronicIdentity(page, citizen);
  await goOn(page, 'documents.title');
}

/** Goes to a step through the rail at the left. */
export async function goToStep(page: Page, step: MessageKey, title: MessageKey): Promise<void> {
  const rail = page.getByRole('navigation', { name: say('wizard.steps') });
  await pressButton(page, rail.getByRole('button', { name: say(step) }));
  await heading(page, title).waitFor();
}

/** Alt+A, and these files in the picker that opens. */
export async function attach(
  page: Page,
  files: string | { name: string; mimeType: string; buffer: Buffer },
): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Alt+A');
  await (await chooser).setFiles(files);
}

/** How many fingers the screen counts as finished. */
export async function waitForFingers(page: Page, done: number): Promise<void> {
  await page.getByText(say('fingerprints.done-of', { done, all: 10 })).waitFor();
}

/** Sets how the training citizen presents the next finger. */
export async function presentFinger(page: Page, condition: 'good' | 'smudged'): Promise<void> {
  const dock = page.getByRole('complementary', { name: say('training.title') });
  const choice = dock.getByRole('button', {
    name: say(`touch-condition.${condition}`),
    exact: true,
  });
  await pressButton(page, choice);
  await dock
    .locator('[aria-pressed="true"]', { hasText: say(`touch-condition.${condition}`) })
    .waitFor();
}

export async function takePortrait(page: Page): Promise<void> {
  await heading(page, 'portrait.title').waitFor();
  await page.locator('video').evaluate(
    (video) =>
      new Promise<void>((done) => {
        const element = video as HTMLVideoElement;
        if (element.readyState >= 2) done();
        else element.addEventListener('loadeddata', () => done(), { once: true });
      }),
  );
  await tabTo(page, page.getByRole('group', { name: say('portrait.preview') }));
  await page.keyboard.press('Enter');
  await page.getByRole('img', { name: say('portrait.kept') }).waitFor();
}

function withoutDiacritics(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D');
}
