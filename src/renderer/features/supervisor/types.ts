export type { BatchReport, DayView, DossierSummary, SyncStatus } from '../../../contract/views.ts';
import type { DayView } from '../../../contract/views.ts';

export type StateCounts = DayView['counts'];
