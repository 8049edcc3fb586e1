/** One field of an input report, as a HID report descriptor describes it. */
export interface InputField {
  /** 0 where reports are not numbered. */
  readonly reportId: number;
  /** Usage page in the upper 16 bits, usage in the lower. */
  readonly usage: number;
  /** From the start of the report as it is read, the report id included where there is one. */
  readonly bitOffset: number;
  readonly bitSize: number;
  /** How many elements of `bitSize` bits carry this usage. */
  readonly count: number;
}

/** A descriptor has 4096 bytes at most (Linux, `HID_MAX_DESCRIPTOR_SIZE`): what declares more fields is broken. */
const MOST_FIELDS = 4_096;

interface GlobalState {
  usagePage: number;
  reportSize: number;
  reportCount: number;
  reportId: number;
}

/** Short items of the descriptor (USB HID 1.11, 6.2.2.2): tag and type in `prefix`, and up to four bytes of data. */
function* shortItems(
  descriptor: Uint8Array,
): Generator<{ prefix: number; data: number; sizeBytes: number }> {
  let at = 0;
  while (at < descriptor.length) {
    const head = descriptor[at] ?? 0;
    if (head === 0xfe) {
      // A long item: its size stands in the next byte. None is defined; it is skipped.
      at += 3 + (descriptor[at + 1] ?? 0);
      continue;
    }
    const sizeBytes = [0, 1, 2, 4][head & 3] ?? 0;
    let data = 0;
    for (let index = sizeBytes; index >= 1; index -= 1)
      data = data * 256 + (descriptor[at + index] ?? 0);
    yield { prefix: head & 0xfc, data, sizeBytes };
    at += 1 + sizeBytes;
  }
}

const ITEM = {
  input: 0x80,
  output: 0x90,
  feature: 0xb0,
  collection: 0xa0,
  endCollection: 0xc0,
  usagePage: 0x04,
  reportSize: 0x74,
  reportId: 0x84,
  reportCount: 0x94,
  push: 0xa4,
  pop: 0xb4,
  usage: 0x08,
  usageMinimum: 0x18,
  usageMaximum: 0x28,
} as const;

/** Walks a descriptor and keeps its input fields. */
class InputFieldReader {
  readonly fields: InputField[] = [];
  readonly #putAside: GlobalState[] = [];
  #state: GlobalState = { usagePage: 0, reportSize: 0, reportCount: 0, reportId: 0 };
  readonly #bitsOfReport = new Map<number, number>();
  #usages: number[] = [];
  #usageMinimum = 0;

  item(prefix: number, data: number, sizeBytes: number): void {
    const usage = sizeBytes === 4 ? data : this.#state.usagePage * 0x10000 + data;
    if (prefix === ITEM.usagePage) this.#state.usagePage = data;
    else if (prefix === ITEM.reportSize) this.#state.reportSize = data;
    else if (prefix === ITEM.reportCount) this.#state.reportCount = data;
    else if (prefix === ITEM.reportId) this.#state.reportId = data;
    else if (prefix === ITEM.push) this.#putAside.push({ ...this.#state });
    else if (prefix === ITEM.pop) this.#state = this.#putAside.pop() ?? this.#state;
    else if (prefix === ITEM.usage) this.#usages.push(usage);
    else if (prefix === ITEM.usageMinimum) this.#usageMinimum = usage;
    else if (prefix === ITEM.usageMaximum) this.#addUsageRange(usage);
    else if (prefix === ITEM.input) this.#addInput();
    else if (prefix === ITEM.output || prefix === ITEM.feature || prefix === ITEM.collection) {
      this.#usages = [];
    }
  }

  #addUsageRange(maximum: number): void {
    // A range never spans more than one page; a broken descriptor must not make a million usages.
    for (
      let usage = this.#usageMinimum;
      usage <= maximum && this.#usages.length < MOST_FIELDS;
      usage += 1
    ) {
      this.#usages.push(usage);
    }
  }

  /** Elements take the usages in turn; the last usage holds for all that remain (USB HID 1.11, 6.2.2.8). */
  #addInput(): void {
    const { reportId, reportSize, reportCount } = this.#state;
    const start = this.#bitsOfReport.get(reportId) ?? (reportId === 0 ? 0 : 8);
    const usages = this.#usages.slice(0, Math.min(reportCount, MOST_FIELDS - this.fields.length));
    usages.forEach((usage, index) => {
      const isLast = index === usages.length - 1;
      const bitOffset = start + index * reportSize;
      const count = isLast ? reportCount - index : 1;
      this.fields.push({ reportId, usage, bitOffset, bitSize: reportSize, count });
    });
    this.#bitsOfReport.set(reportId, start + reportSize * reportCount);
    this.#usages = [];
  }

  reportSizeBytes(reportId: number): number {
    return Math.ceil((this.#bitsOfReport.get(reportId) ?? 0) / 8);
  }
}

export interface InputReports {
  readonly fields: readonly InputField[];
  /** Size of a report as it is read, its id included where there is one. */
  reportSizeBytes(reportId: number): number;
}

/** The input fields that a HID report descriptor declares (USB HID 1.11, 6.2.2); of a broken one the first 4096. */
export function readInputReports(descriptor: Uint8Array): InputReports {
  const reader = new InputFieldReader();
  for (const { prefix, data, sizeBytes } of shortItems(descriptor)) {
    reader.item(prefix, data, sizeBytes);
  }
  return { fields: reader.fields, reportSizeBytes: (reportId) => reader.reportSizeBytes(reportId) };
}
