import { ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { DeviceError } from '../device-error.ts';
import { Listeners } from '../listeners.ts';
import type { Unsubscribe } from '../listeners.ts';
import type { CodeScanner, CodeScannerEvent, DeviceInfo } from '../modality.ts';
import type { ScannedDataLayout } from '../protocols/hid-pos/layout.ts';
import { ScannedDataAssembler } from '../protocols/hid-pos/scanned-data.ts';
import type { ClosedReason, Transport } from '../transports/transport.ts';

export interface HidPosScannerOptions {
  /** Gives whole input reports. */
  readonly transport: Transport;
  readonly layout: ScannedDataLayout;
  readonly info: DeviceInfo;
  /** How long the next report of a code may take, before the code counts as broken. */
  readonly continuationTimeoutMs?: number;
}

/** Reports of one code follow each other within milliseconds; nobody aims at a second code within a third of a second. */
const DEFAULT_CONTINUATION_TIMEOUT_MS = 300;

/**
 * Opens a bar-code scanner that speaks HID POS (HID Point of Sale Usage Tables 1.02, usage page 0x8C). The standard gives
 * reports no number: that the end of a code is missing is noticed, a report lost between two others is not, and is left to
 * the codes' own checks (`domain/slip-code.ts`, `domain/identity-card-qr.ts`).
 */
export async function openHidPosScanner(
  options: HidPosScannerOptions,
): Promise<Result<CodeScanner, DeviceError>> {
  const scanner = new HidPosScanner(options);
  const opened = await options.transport.open();
  if (!opened.ok) {
    await scanner.close();
    return opened;
  }
  return ok(scanner);
}

class HidPosScanner implements CodeScanner {
  readonly info: DeviceInfo;
  readonly #transport: Transport;
  readonly #assembler: ScannedDataAssembler;
  readonly #continuationTimeoutMs: number;
  readonly #events = new Listeners<CodeScannerEvent>();
  readonly #unsubscribe: readonly Unsubscribe[];
  #timer: NodeJS.Timeout | undefined;
  #reports = 0;

  constructor(options: HidPosScannerOptions) {
    this.info = options.info;
    this.#transport = options.transport;
    this.#assembler = new ScannedDataAssembler(options.layout);
    this.#continuationTimeoutMs = options.continuationTimeoutMs ?? DEFAULT_CONTINUATION_TIMEOUT_MS;
    this.#unsubscribe = [
      options.transport.onData((report) => this.#accept(report)),
      options.transport.onClosed(() => this.#giveUp('the scanner was pulled in the middle')),
    ];
  }

  onEvent(listener: (event: CodeScannerEvent) => void): Unsubscribe {
    return this.#events.add(listener);
  }

  /** A pulled one tells by itself (`onClosed`). */
  checkAlive(): Promise<Result<void, DeviceError>> {
    return Promise.resolve(ok(undefined));
  }

  onClosed(listener: (reason: ClosedReason) => void): Unsubscribe {
    return this.#transport.onClosed(listener);
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    await this.#transport.close();
  }

  #accept(report: Uint8Array): void {
    const event = this.#assembler.accept(report);
    if (event.kind === 'other-report') return;
    this.#reports += 1;
    clearTimeout(this.#timer);
    switch (event.kind) {
      case 'code':
        return this.#events.emit({ kind: 'code', code: event.code });
      case 'broken':
        return this.#events.emit({ kind: 'unreadable', detail: event.detail });
      case 'more-follows':
        this.#timer = setTimeout(
          () => this.#giveUpUnlessItCame(this.#reports),
          this.#continuationTimeoutMs,
        );
        return;
    }
  }

  /** On a machine that stood still, what came meanwhile is read only after the timers. */
  #giveUpUnlessItCame(reports: number): void {
    setImmediate(() => {
      if (this.#reports === reports) this.#giveUp('the rest of the code did not come');
    });
  }

  #giveUp(detail: string): void {
    clearTimeout(this.#timer);
    if (!this.#assembler.isUnfinished) return;
    this.#assembler.reset();
    this.#events.emit({ kind: 'unreadable', detail });
  }
}
