import type { CaptureStepView, DossierStep, DossierView } from '../../contract/views.ts';
import { DOSSIER_STEPS } from '../../contract/views.ts';
import {
  ageRules,
  BIOMETRICS_FROM_YEARS,
  CARD_OBLIGATORY_FROM_YEARS,
} from '../../domain/age-rules.ts';
import { isCalendarDate, vietnameseDate } from '../../domain/calendar-date.ts';
import type { CapturePlan, CaptureStep, FingerTouch } from '../../domain/capture-plan.ts';
import { capturePlan, fingerThreshold, isSameTouch } from '../../domain/capture-plan.ts';
import { parseCitizenNumber } from '../../domain/citizen-number.ts';
import { numberDisagreements } from '../../domain/number-check.ts';
import { missingItems } from '../../domain/dossier-completeness.ts';
import type { GroupDraft } from '../../domain/dossier-data.ts';
import { isFingerprint } from '../../store/index.ts';
import type {
  CaptureRecord,
  DossierRow,
  FingerprintRecord,
  FingerExceptionRecord,
  ReadableStore,
  SavedGroups,
} from '../../store/index.ts';
import type { StationContext } from '../context.ts';

/** What a dossier is read by. */
export interface DossierReader extends Pick<StationContext, 'scannerAbilities'> {
  readonly store: ReadableStore;
}

/** A dossier with all that its use-cases decide by. */
export interface WholeDossier {
  readonly row: DossierRow;
  readonly groups: SavedGroups;
  readonly captures: readonly CaptureRecord[];
  readonly exceptions: readonly FingerExceptionRecord[];
  readonly thresholds: { readonly finger: number; readonly index: number };
  readonly biometricsRequired: boolean;
  readonly representativeRequired: boolean;
  readonly plan: CapturePlan;
}

export function readWholeDossier(reader: DossierReader, row: DossierRow): WholeDossier {
  const { store } = reader;
  const groups = store.dossiers.groups(row.id);
  const captures = store.captures.listByDossier(row.id);
  const exceptions = store.fingerExceptions.listByDossier(row.id);
  const thresholds = store.settings.get('thresholds');
  const rules = ageOf(row, groups);
  const plan = capturePlan({
    required: rules.biometrics,
    // Past the line a plan is what was captured, whatever scanner is plugged in meanwhile.
    abilities: row.state === 'draft' ? reader.scannerAbilities() : [],
    rolledWanted: store.settings.get('rolledPrints') === 'when-possible',
    attempts: (position, impression) =>
      attemptsAt(captures, { position, impression }).map(({ quality }) => quality),
    exceptions: new Set(exceptions.map((exception) => exception.position)),
    thresholds,
  });
  return {
    row,
    groups,
    captures,
    exceptions,
    thresholds,
    biometricsRequired: rules.biometrics,
    representativeRequired: rules.representative,
    plan,
  };
}

/** Every attempt at a finger with this impression, oldest first. */
export function attemptsAt(
  captures: readonly CaptureRecord[],
  touch: FingerTouch,
): FingerprintRecord[] {
  return captures.filter(isFingerprint).filter((capture) => isSameTouch(capture, touch));
}

/** The attempt that is kept: the first of the best quality. */
export function bestAttempt(attempts: readonly FingerprintRecord[]): FingerprintRecord | undefined {
  return attempts.reduce<FingerprintRecord | undefined>(
    (best, attempt) => (best && best.quality >= attempt.quality ? best : attempt),
    undefined,
  );
}

/** The portrait that is kept: the last one taken. */
export function lastPortrait(captures: readonly CaptureRecord[]): CaptureRecord | undefined {
  return captures.findLast((capture) => capture.modality === 'portrait');
}

export function dossierView(reader: DossierReader, row: DossierRow): DossierView {
  const { store } = reader;
  const whole = readWholeDossier(reader, row);
  const portrait = lastPortrait(whole.captures);
  return {
    dossierId: row.id,
    dossierNumber: row.number,
    version: row.version,
    state: row.state,
    step: stepOf(row),
    applicationType: row.applicationType,
    legalReason: row.legalReason,
    citizenNumber: row.citizenNumber,
    groups: draftsOf(whole.groups),
    documents: store.documents.listByDossier(row.id).map((document) => ({
      documentId: document.id,
      kind: document.kind,
      mediaType: document.mediaType,
      sizeBytes: document.sizeBytes,
      pages: document.pages,
    })),
    biometricsRequired: whole.biometricsRequired,
    representativeRequired: whole.representativeRequired,
    fingerprints: {
      steps: whole.plan.steps.map((step) => stepView(whole, step)),
      targets: [...whole.plan.targets],
      next: whole.plan.next ?? null,
      complete: whole.plan.complete,
    },
    portrait: portrait
      ? { captureId: portrait.id, capturedAt: portrait.capturedAt, checks: portrait.reasons }
      : null,
    missing: missingOf(whole),
    returnReason: returnReasonOf(row),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

export function missingOf(whole: WholeDossier): DossierView['missing'] {
  const missing: DossierView['missing'] = missingItems({
    groups: draftsOf(whole.groups),
    plan: whole.plan,
    portraitRequired: whole.biometricsRequired,
    hasPortrait: lastPortrait(whole.captures) !== undefined,
    representativeRequired: whole.representativeRequired,
  }).map((item) => (item.kind === 'group' ? item.group : item.kind));
  return openNumberWarnings(whole).length > 0 ? [...missing, 'number-check'] : missing;
}

/** Warnings of the number against the data as typed that no reason covers yet. */
export function openNumberWarnings(whole: WholeDossier): string[] {
  const covered = new Set(whole.row.numberOverride?.warnings);
  return numberDisagreements(whole.row.citizenNumber, whole.groups.person?.draft).filter(
    (warning) => !covered.has(warning),
  );
}

function ageOf(
  row: DossierRow,
  groups: SavedGroups,
): { biometrics: boolean; representative: boolean } {
  const today = vietnameseDate(Date.now());
  const birth = groups.person?.draft['dateOfBirth'];
  if (typeof birth === 'string' && isCalendarDate(birth)) return ageRules(birth, today);
  const number = parseCitizenNumber(row.citizenNumber);
  const years = number.ok ? Number(today.slice(0, 4)) - number.value.birthYear : Infinity;
  return {
    biometrics: years >= BIOMETRICS_FROM_YEARS,
    representative: years < CARD_OBLIGATORY_FROM_YEARS,
  };
}

function stepView(whole: WholeDossier, step: CaptureStep): CaptureStepView {
  const best = bestAttempt(attemptsAt(whole.captures, step));
  const exception = whole.exceptions.find((one) => one.position === step.position);
  return {
    position: step.position,
    impression: step.impression,
    state: step.state,
    attempts: step.attempts,
    bestQuality: step.bestQuality ?? null,
    threshold: fingerThreshold(step.position, whole.thresholds),
    bestCaptureId: best?.id ?? null,
    reasons: best?.reasons ?? [],
    exception: exception ? { reason: exception.reason, comment: exception.comment } : null,
  };
}

function stepOf(row: DossierRow): DossierStep {
  const step = DOSSIER_STEPS.find((name) => name === row.step);
  if (!step) throw new Error(`dossier ${row.id} stands at an unknown step`);
  return step;
}

function draftsOf(groups: SavedGroups): Record<string, GroupDraft> {
  return Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, group.draft]));
}

function returnReasonOf(row: DossierRow): DossierView['returnReason'] {
  if (row.returnReason) return { by: 'ministry', text: row.returnReason.text };
  return row.sentBackReason === null ? null : { by: 'supervisor', text: row.sentBackReason };
}
