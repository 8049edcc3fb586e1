import { REFUSALS } from '../sync/formats/refusal.ts';
import type { RefusalCode } from '../sync/formats/refusal.ts';

/** A clear no to a caller: becomes the HTTP status of its code and `{code, message}`. */
export class Refused extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.name = 'Refused';
    this.code = code;
  }

  get status(): number {
    return REFUSALS[this.code];
  }

  get body(): { code: RefusalCode; message: string } {
    return { code: this.code, message: this.message };
  }
}
