import type { WedgeBurst } from '../../domain/keyboard-wedge.ts';
import { NO_BURST, wedgePress } from '../../domain/keyboard-wedge.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { DeviceClosed, DeviceError } from '../device-error.ts';
import { Listeners } from '../listeners.ts';
import type { Unsubscribe } from '../listeners.ts';
import type { CodeScanner, CodeScannerEvent, DeviceInfo } from '../modality.ts';

/**
 * A bar-code scanner that types like a keyboard, heard in the window: the codes are kept from the page, and the field
 * that happened to have the focus is as it was before.
 */
export class WedgeScanner implements CodeScanner {
  /** A keyboard does not say who it is. */
  readonly info: DeviceInfo = { make: '', model: 'keyboard wedge', serialNumber: '' };
  readonly #events = new Listeners<CodeScannerEvent>();
  readonly #closed = new Listeners<DeviceClosed>();
  #burst: WedgeBurst = NO_BURST;
  #before: FieldContent | null = null;
  #isOpen = true;

  constructor() {
    window.addEventListener('keydown', this.#onKeyDown, { capture: true });
  }

  onEvent(listener: (event: CodeScannerEvent) => void): Unsubscribe {
    return this.#events.add(listener);
  }

  checkAlive(): Promise<Result<void, DeviceError>> {
    const closed = { code: 'not-open', detail: 'the scanner was closed' } as const;
    return Promise.resolve(this.#isOpen ? ok(undefined) : err(closed));
  }

  onClosed(listener: (reason: DeviceClosed) => void): Unsubscribe {
    return this.#closed.add(listener);
  }

  close(): Promise<void> {
    window.removeEventListener('keydown', this.#onKeyDown, { capture: true });
    if (this.#isOpen) this.#closed.emit({ kind: 'requested' });
    this.#isOpen = false;
    return Promise.resolve();
  }

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const press = { key: event.key, atMs: event.timeStamp, repeat: event.repeat };
    const contentNow = fieldContent(event.target);
    const { burst, code } = wedgePress(this.#burst, press);
    if (burst.text.length === 1) this.#before = contentNow;
    this.#burst = burst;
    if (code === null) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.#before) putBack(this.#before);
    this.#before = null;
    this.#events.emit({ kind: 'code', code: { text: code, symbology: undefined } });
  };
}

interface FieldContent {
  readonly field: HTMLInputElement;
  readonly text: string;
}

function fieldContent(target: EventTarget | null): FieldContent | null {
  return target instanceof HTMLInputElement ? { field: target, text: target.value } : null;
}

/** Takes the scanned characters out of the field that happened to have the focus. */
function putBack({ field, text }: FieldContent): void {
  // React watches the field's own setter; the prototype's lets it see the change as typed.
  Reflect.set(HTMLInputElement.prototype, 'value', text, field);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
