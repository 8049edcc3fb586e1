import type { Page } from 'playwright-core';
import type { Answer } from '../../../src/contract/channel.ts';
import type {
  ProcedureInput,
  ProcedureName,
  ProcedureOutput,
} from '../../../src/contract/procedures.ts';
import type { DossierStep, DossierView } from '../../../src/contract/views.ts';
import { DATA_GROUPS } from '../../../src/domain/dossier-data.ts';
import { FINGER_POSITIONS } from '../../../src/domain/finger-position.ts';
import type { SyntheticCitizen } from '../../../src/station/index.ts';
import { goToStep, heading } from './dossier.ts';
import type { MessageKey } from './messages.ts';

/** Asks the station through the page's own bridge, as the page would. */
export function ask<Name extends ProcedureName>(
  page: Page,
  name: Name,
  input: ProcedureInput<Name>,
): Promise<Answer<ProcedureOutput<Name>>> {
  const answer = page.evaluate(
    ([called, given]) => {
      const page = window as unknown as { station: { call: (...call: unknown[]) => unknown } };
      return page.station.call(called, given);
    },
    [name, input] as const,
  );
  // The station parses every value by the procedure's output schema before it answers.
  return answer as Promise<Answer<ProcedureOutput<Name>>>;
}

/** The value of a call that is expected to succeed. */
export async function call<Name extends ProcedureName>(
  page: Page,
  name: Name,
  input: ProcedureInput<Name>,
): Promise<ProcedureOutput<Name>> {
  const answer = await ask(page, name, input);
  if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`);
  return answer.value;
}

/** The dossier that lies open at the window. */
export async function openDossier(page: Page): Promise<DossierView> {
  const { openDossierId } = await call(page, 'session.get', {});
  if (openDossierId === null) throw new Error('no dossier is open');
  return call(page, 'dossier.get', { dossierId: openDossierId });
}

const TITLES = {
  person: 'step.person',
  origin: 'step.origin',
  residence: 'step.residence',
  family: 'step.family',
  electronicIdentity: 'step.electronicIdentity',
  documents: 'documents.title',
  fingerprints: 'fingerprints.title',
  portrait: 'portrait.title',
  review: 'review.title',
} as const satisfies Record<DossierStep, MessageKey>;

/** A new dossier with its card scanned and all five groups filled in, laid open at a step. */
export async function dossierAt(
  page: Page,
  citizen: SyntheticCitizen,
  step: DossierStep,
): Promise<string> {
  const { dossierId } = await call(page, 'dossier.create', {
    citizenNumber: citizen.citizenNumber,
    source: 'card-qr',
    qrText: citizen.cardQr,
    applicationType: citizen.applicationType,
    legalReason: citizen.legalReason,
    override: null,
  });
  await heading(page, 'step.person').waitFor();
  for (const group of DATA_GROUPS) {
    await call(page, 'dossier.saveGroup', { dossierId, group, data: { ...citizen.data[group] } });
  }
  // A form keeps what it began with: the screen is left and entered again.
  if (step === 'person') await goToStep(page, 'step.origin', 'step.origin');
  await goToStep(page, `step.${step}`, TITLES[step]);
  return dossierId;
}

/** Every finger written down as one that cannot be taken. */
export async function exceptAllFingers(page: Page, dossierId: string): Promise<void> {
  for (const position of FINGER_POSITIONS) {
    const input = { dossierId, position, reason: 'bandaged', comment: '' } as const;
    await call(page, 'fingerprint.setException', input);
  }
}
