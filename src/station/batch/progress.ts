import type { EventPayload } from '../../contract/events.ts';

type Progress = EventPayload<'sync.progress'>;

/** Tells the page how far a run is; what is left out is 0. */
export type TellProgress = (
  progress: Omit<Progress, 'status' | 'bytesDone' | 'bytesTotal'> & Partial<Progress>,
) => void;
