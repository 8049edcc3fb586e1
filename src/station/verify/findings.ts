import { isInspectionFault } from '../../store/index.ts';
import type { Contradiction } from './contradiction.ts';

/** Collects what is wrong; what cannot be read is wrong too, and stops nothing else from being checked. */
export class Findings {
  readonly contradictions: Contradiction[] = [];

  add(found: Iterable<Contradiction>): void {
    for (const contradiction of found) this.contradictions.push(contradiction);
  }

  /** What `read` gives, or undefined, with the table or setting named, when what is stored makes no sense. */
  guarded<T>(what: 'table' | 'setting', id: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!isInspectionFault(error)) throw error;
      this.contradictions.push({ what, id, cause: 'unreadable' });
      return undefined;
    }
  }
}
