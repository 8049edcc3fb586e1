import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ALL_LEGAL_REASONS, APPLICATION_TYPES } from '../domain/application.ts';
import { vietnameseDate } from '../domain/calendar-date.ts';
import type { DataGroup, GroupDraft } from '../domain/dossier-data.ts';
import { DATA_GROUPS, groupDraftSchema, groupErrors } from '../domain/dossier-data.ts';
import type { DossierState } from '../domain/dossier-state.ts';
import { DOSSIER_STATES } from '../domain/dossier-state.ts';
import type { DossierId, PacketId, ShiftId, UserId } from '../domain/ids.ts';
import { searchText } from '../domain/search-text.ts';
import { countRow, flagColumn, idColumn, instantColumn, jsonColumn } from './columns.ts';
import { Repository } from './repository.ts';

/** Warnings of the number check that the officer overrode, with the reason. */
const numberOverrideSchema = z.strictObject({
  warnings: z.array(z.string()),
  reason: z.string(),
});
/** Why the ministry returned a version. */
export const returnReasonSchema = z.strictObject({
  code: z.string(),
  text: z.string(),
});
export type DossierReturnReason = z.infer<typeof returnReasonSchema>;
/** Where the dossier was taken. */
const siteInfoSchema = z.strictObject({
  site: z.string(),
  line: z.string(),
  seat: z.string(),
});

const dossierRow = z
  .strictObject({
    id: idColumn<DossierId>(),
    number: z.string(),
    /** 1, and one more each time a returned dossier is taken up again. */
    version: z.int().min(1),
    state: z.enum(DOSSIER_STATES),
    /** The step at the line, as the page calls it. */
    step: z.string(),
    applicationType: z.enum(APPLICATION_TYPES),
    legalReason: z.enum(ALL_LEGAL_REASONS),
    citizenNumber: z.string(),
    citizenNumberSource: z.enum(['typed', 'card-qr']),
    numberOverrideJson: jsonColumn(numberOverrideSchema).nullable(),
    /** Name as typed so far; empty while it is not. */
    fullName: z.string(),
    siteInfoJson: jsonColumn(siteInfoSchema),
    shiftId: idColumn<ShiftId>().nullable(),
    createdBy: idColumn<UserId>(),
    createdAt: instantColumn,
    /** Who confirmed it with the citizen first, and when. */
    capturedBy: idColumn<UserId>().nullable(),
    capturedAt: instantColumn.nullable(),
    approvedBy: idColumn<UserId>().nullable(),
    approvedAt: instantColumn.nullable(),
    /** The packet of this version, once sealed. */
    packetId: idColumn<PacketId>().nullable(),
    acknowledgedAt: instantColumn.nullable(),
    /** While a returned dossier is being mended. */
    returnReasonJson: jsonColumn(returnReasonSchema).nullable(),
    /** While a dossier that the supervisor sent back is being mended. */
    sentBackReason: z.string().nullable(),
    updatedAt: instantColumn,
  })
  .transform(({ numberOverrideJson, siteInfoJson, returnReasonJson, ...row }) => ({
    ...row,
    numberOverride: numberOverrideJson,
    siteInfo: siteInfoJson,
    returnReason: returnReasonJson,
  }));
/** A dossier without its field groups, samples and documents. */
export type DossierRow = z.infer<typeof dossierRow>;

const groupRow = z.strictObject({
  name: z.enum(DATA_GROUPS),
  draftJson: jsonColumn(groupDraftSchema),
  complete: flagColumn,
  savedAt: instantColumn,
});
/** A field group as it was saved last; complete when the domain finds no error in it. */
export interface SavedGroup {
  readonly draft: GroupDraft;
  readonly complete: boolean;
  readonly savedAt: number;
}
export type SavedGroups = Partial<Record<DataGroup, SavedGroup>>;

const summaryRow = z.strictObject({
  id: idColumn<DossierId>(),
  number: z.string(),
  version: z.int(),
  state: z.enum(DOSSIER_STATES),
  citizenNumber: z.string(),
  fullName: z.string(),
  applicationType: z.enum(APPLICATION_TYPES),
  /** Who made it, by displayed name. */
  officer: z.string(),
  createdAt: instantColumn,
  capturedAt: instantColumn.nullable(),
  updatedAt: instantColumn,
  /** Fingers whose best quality is under the threshold and that are no exception. */
  weakFingers: z.int(),
  missingFingers: z.int(),
  hasPortrait: flagColumn,
  /** Why its packet is not at the ministry yet. */
  outstandingReason: z.string().nullable(),
  returnReason: jsonColumn(returnReasonSchema).nullable(),
  sentBackReason: z.string().nullable(),
});
/** One line of a list. */
export type DossierSummaryRow = z.infer<typeof summaryRow>;

const stateCountRow = z.strictObject({
  state: z.enum(DOSSIER_STATES),
  count: z.int(),
});
const officerCountRow = z.strictObject({
  capturedBy: idColumn<UserId>(),
  displayName: z.string(),
  count: z.int(),
});
export type OfficerCount = z.infer<typeof officerCountRow>;
const stateRow = z.strictObject({
  id: idColumn<DossierId>(),
  state: z.enum(DOSSIER_STATES),
});
const counterRow = z.strictObject({ value: z.int() });

/** A span of instants: from ≤ instant < to, milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The day in Vietnam (UTC+7 all year) `YYYY-MM-DD` as a span of instants. */
export function daySpan(date: string): Span {
  const from = Date.parse(`${date}T00:00:00+07:00`);
  return { from, to: from + 86_400_000 };
}

const COLUMNS = `id, number, version, state, step, applicationType, legalReason, citizenNumber,
  citizenNumberSource, numberOverrideJson, fullName, siteInfoJson, shiftId, createdBy, createdAt,
  capturedBy, capturedAt, approvedBy, approvedAt, packetId, acknowledgedAt, returnReasonJson,
  sentBackReason, updatedAt`;

export interface SummaryQuery {
  /** Part of the name (with or without diacritics), citizen number or dossier number; '' for all. */
  readonly query?: string;
  /** Empty or left out: every state. */
  readonly states?: readonly DossierState[];
  /** Of dossiers in an end state (`acknowledged`, `purged`), only those updated at or after this. */
  readonly settledSince?: number;
  readonly dossierIds?: readonly DossierId[];
  readonly limit: number;
  /** What counts as a weak finger, 0–100. */
  readonly thresholds: { readonly finger: number; readonly index: number };
}

export class ReadableDossiers extends Repository {
  get(id: DossierId): DossierRow | undefined {
    return this.connection.one(dossierRow, `SELECT ${COLUMNS} FROM dossiers WHERE id = ?`, id);
  }

  findByNumber(number: string): DossierRow | undefined {
    const sql = `SELECT ${COLUMNS} FROM dossiers WHERE number = ?`;
    return this.connection.one(dossierRow, sql, number);
  }

  /** Newest first. */
  listByCitizen(citizenNumber: string): DossierRow[] {
    const sql = `SELECT ${COLUMNS} FROM dossiers WHERE citizenNumber = ? ORDER BY createdAt DESC`;
    return this.connection.all(dossierRow, sql, citizenNumber);
  }

  /** In the order in which they came into the state. */
  listByState(state: DossierState): DossierRow[] {
    const sql = `SELECT ${COLUMNS} FROM dossiers WHERE state = ? ORDER BY updatedAt, number`;
    return this.connection.all(dossierRow, sql, state);
  }

  /** Acknowledged at or before an instant and still holding its images. */
  listAcknowledgedUpTo(instant: number, limit: number): DossierId[] {
    const sql = `SELECT id, state FROM dossiers
      WHERE state = 'acknowledged' AND acknowledgedAt <= ? ORDER BY acknowledgedAt LIMIT ?`;
    return this.connection.all(stateRow, sql, instant, limit).map((row) => row.id);
  }

  groups(id: DossierId): SavedGroups {
    const sql = 'SELECT name, draftJson, complete, savedAt FROM dossierGroups WHERE dossierId = ?';
    const groups: SavedGroups = {};
    for (const row of this.connection.all(groupRow, sql, id)) {
      groups[row.name] = {
        draft: row.draftJson,
        complete: row.complete,
        savedAt: row.savedAt,
      };
    }
    return groups;
  }

  /** Lists and lookups, newest first; never touches an image. */
  summaries(query: SummaryQuery): DossierSummaryRow[] {
    const { conditions, values } = summaryConditions(query);
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    return this.connection.all(
      summaryRow,
      `SELECT dossiers.id, number, dossiers.version, state, citizenNumber, fullName,
        applicationType, users.displayName AS officer, dossiers.createdAt, capturedAt, updatedAt,
        (SELECT count(DISTINCT position) FROM (
          SELECT position, max(quality) AS best FROM captures
          WHERE captures.dossierId = dossiers.id AND modality = 'fingerprint'
            AND position NOT IN (
              SELECT position FROM fingerExceptions WHERE fingerExceptions.dossierId = dossiers.id)
          GROUP BY position, impression
        ) WHERE best < CASE WHEN position IN ('right-index', 'left-index') THEN ? ELSE ? END
        ) AS weakFingers,
        (SELECT count(*) FROM fingerExceptions
          WHERE fingerExceptions.dossierId = dossiers.id) AS missingFingers,
        EXISTS (SELECT 1 FROM captures
          WHERE captures.dossierId = dossiers.id AND modality = 'portrait') AS hasPortrait,
        packets.outstandingReason AS outstandingReason,
        returnReasonJson AS returnReason, sentBackReason
      FROM dossiers
      JOIN users ON users.id = dossiers.createdBy
      LEFT JOIN packets ON packets.packetId = dossiers.packetId
      ${where} ORDER BY updatedAt DESC, number DESC LIMIT ?`,
      query.thresholds.index,
      query.thresholds.finger,
      ...values,
      query.limit,
    );
  }

  /** How many dossiers are in each state now; with a span, only those first captured within it. */
  countsByState(capturedWithin?: Span): Record<DossierState, number> {
    const counts = zeroCounts();
    const rows = capturedWithin
      ? this.connection.all(
          stateCountRow,
          `SELECT state, count(*) AS count FROM dossiers
            WHERE capturedAt >= ? AND capturedAt < ? GROUP BY state`,
          capturedWithin.from,
          capturedWithin.to,
        )
      : this.connection.all(
          stateCountRow,
          'SELECT state, count(*) AS count FROM dossiers GROUP BY state',
        );
    for (const row of rows) counts[row.state] = row.count;
    return counts;
  }

  /** Dossiers first captured within a span. */
  countCaptured(within: Span): number {
    const sql = 'SELECT count(*) AS count FROM dossiers WHERE capturedAt >= ? AND capturedAt < ?';
    return this.connection.one(countRow, sql, within.from, within.to)?.count ?? 0;
  }

  /** The same by officer, most first. */
  countCapturedByOfficer(within: Span): OfficerCount[] {
    return this.connection.all(
      officerCountRow,
      `SELECT capturedBy, displayName, count(*) AS count
        FROM dossiers JOIN users ON users.id = capturedBy
        WHERE capturedAt >= ? AND capturedAt < ?
        GROUP BY capturedBy ORDER BY count DESC, displayName`,
      within.from,
      within.to,
    );
  }

  /** The state of every dossier, for the balance. */
  states(): Map<DossierId, DossierState> {
    const rows = this.connection.all(stateRow, 'SELECT id, state FROM dossiers');
    return new Map(rows.map((row) => [row.id, row.state]));
  }
}

/** What a new dossier starts with. */
export interface NewDossier {
  readonly stationId: string;
  readonly step: string;
  readonly applicationType: DossierRow['applicationType'];
  readonly legalReason: DossierRow['legalReason'];
  readonly citizenNumber: string;
  readonly citizenNumberSource: DossierRow['citizenNumberSource'];
  readonly numberOverride: DossierRow['numberOverride'];
  readonly siteInfo: DossierRow['siteInfo'];
  readonly shiftId: ShiftId | null;
  readonly createdBy: UserId;
}

/** States change through `transaction.moveDossier` alone. */
export class WritableDossiers extends ReadableDossiers {
  /** Makes a draft with the day's next number. */
  create(dossier: NewDossier): DossierRow {
    const id = randomUUID() as DossierId;
    const now = this.connection.now();
    const number = this.nextDossierNumber(dossier.stationId, vietnameseDate(now));
    this.connection.insert('dossiers', {
      id,
      number,
      version: 1,
      state: 'draft',
      step: dossier.step,
      applicationType: dossier.applicationType,
      legalReason: dossier.legalReason,
      citizenNumber: dossier.citizenNumber,
      citizenNumberSource: dossier.citizenNumberSource,
      numberOverrideJson: dossier.numberOverride && JSON.stringify(dossier.numberOverride),
      fullName: '',
      searchText: dossierSearchText({
        fullName: '',
        citizenNumber: dossier.citizenNumber,
        number,
      }),
      siteInfoJson: JSON.stringify(dossier.siteInfo),
      shiftId: dossier.shiftId,
      createdBy: dossier.createdBy,
      createdAt: now,
      updatedAt: now,
    });
    return this.#existing(id);
  }

  /** `<stationId>-<YYMMDD>-<4 digits>`, counted up from 0001 each day. */
  nextDossierNumber(stationId: string, date: string): string {
    const day = date.slice(2).replaceAll('-', '');
    const name = `dossier-number/${stationId}-${day}`;
    this.connection.run(
      `INSERT INTO counters (name, value) VALUES (?, 1)
        ON CONFLICT (name) DO UPDATE SET value = value + 1`,
      name,
    );
    const sql = 'SELECT value FROM counters WHERE name = ?';
    const count = this.connection.one(counterRow, sql, name)?.value ?? 0;
    return `${stationId}-${day}-${String(count).padStart(4, '0')}`;
  }

  setStep(id: DossierId, step: string): void {
    this.#draft(id);
    this.connection.update('dossiers', ['id', id], {
      step,
      updatedAt: this.connection.now(),
    });
  }

  /** Why the citizen number of a draft disagrees with what else is known. */
  setNumberOverride(id: DossierId, override: z.infer<typeof numberOverrideSchema>): void {
    this.#draft(id);
    this.connection.update('dossiers', ['id', id], {
      numberOverrideJson: JSON.stringify(override),
      updatedAt: this.connection.now(),
    });
  }

  /** Keeps a group as it was typed, complete or not. The dossier must be a draft. */
  saveGroup(id: DossierId, group: DataGroup, draft: GroupDraft): SavedGroup {
    const dossier = this.#draft(id);
    const savedAt = this.connection.now();
    const complete = Object.keys(groupErrors(group, draft)).length === 0;
    this.connection.replace('dossierGroups', {
      dossierId: id,
      name: group,
      draftJson: JSON.stringify(draft),
      complete,
      savedAt,
    });
    const fullName = group === 'person' ? nameIn(draft) : dossier.fullName;
    this.connection.update('dossiers', ['id', id], {
      fullName,
      searchText: dossierSearchText({ ...dossier, fullName }),
      updatedAt: savedAt,
    });
    return { draft, complete, savedAt };
  }

  #draft(id: DossierId): DossierRow {
    const dossier = this.#existing(id);
    if (dossier.state !== 'draft') throw new Error(`dossiers: ${id} is ${dossier.state}, no draft`);
    return dossier;
  }

  #existing(id: DossierId): DossierRow {
    const dossier = this.get(id);
    if (!dossier) throw new Error(`dossiers: no row ${id}`);
    return dossier;
  }
}

function summaryConditions(query: SummaryQuery): {
  conditions: string[];
  values: (string | number)[];
} {
  const conditions: string[] = [];
  const values: (string | number)[] = [];
  // What stands together stands together: the parts of a dossier number are no words of their own.
  for (const typed of (query.query ?? '').split(/\s+/)) {
    const text = searchText(typed);
    if (text === '') continue;
    conditions.push('instr(searchText, ?) > 0');
    values.push(text);
  }
  if (query.states && query.states.length > 0) {
    conditions.push(`state IN (${query.states.map(() => '?').join(', ')})`);
    values.push(...query.states);
  }
  if (query.settledSince !== undefined) {
    conditions.push("(state NOT IN ('acknowledged', 'purged') OR updatedAt >= ?)");
    values.push(query.settledSince);
  }
  if (query.dossierIds) {
    conditions.push('dossiers.id IN (SELECT value FROM json_each(?))');
    values.push(JSON.stringify(query.dossierIds));
  }
  return { conditions, values };
}

function zeroCounts(): Record<DossierState, number> {
  return {
    draft: 0,
    captured: 0,
    approved: 0,
    sealed: 0,
    sent: 0,
    acknowledged: 0,
    returned: 0,
    purged: 0,
  };
}

function nameIn(person: GroupDraft): string {
  const { fullName } = person as { fullName?: unknown };
  return typeof fullName === 'string' ? fullName.trim() : '';
}

function dossierSearchText(dossier: {
  fullName: string;
  citizenNumber: string;
  number: string;
}): string {
  return `${searchText(dossier.fullName)} ${dossier.citizenNumber} ${searchText(dossier.number)}`;
}
