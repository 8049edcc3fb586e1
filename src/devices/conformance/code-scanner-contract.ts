import type { Result } from '../../domain/result.ts';
import type { DeviceError } from '../device-error.ts';
import type { CodeScanner, CodeScannerEvent } from '../modality.ts';
import type { ScannedCode } from '../protocols/hid-pos/scanned-data.ts';
import { mustSucceed } from './answers.ts';
import { must, onlyIf } from './contract.ts';
import type { Clause } from './contract.ts';

/** What happens at the scanner: an emulator obeys at once, a person reads it and does it. */
export interface CodeScannerHand {
  scan(code: ScannedCode): Promise<void>;
  /** Scans a code whose last part is lost on the way. */
  scanInPart(code: ScannedCode): Promise<void>;
  unplug(): Promise<void>;
  plug(): Promise<void>;
}

export interface CodeScannerBench {
  readonly hand: CodeScannerHand;
  open(): Promise<Result<CodeScanner, DeviceError>>;
  close(): Promise<void>;
}

const SHORT: ScannedCode = { text: 'TRAM-0001', symbology: ']Q1' };
const SECOND: ScannedCode = { text: 'TRAM-0002', symbology: ']Q1' };
/** Longer than three reports of the usual 56 bytes, without a letter of more than one byte. */
const LONG: ScannedCode = {
  text: Array.from({ length: 40 }, (_, index) => String(index).padStart(5, '0')).join('|'),
  symbology: ']Q1',
};
/** As on an identity card: its letters have one to three bytes, and reports end in the middle of them. */
const VIETNAMESE: ScannedCode = {
  text:
    '001089012345|123456789|Nguyễn Thị Phương Đông|02031989|Nữ|Số 12, ngõ 34 đường Trần Hưng Đạo, ' +
    'phường Cửa Nam, thành phố Hà Nội|15072021',
  symbology: ']Q1',
};

const ATTEMPTS = 3;

/** What a code scanner promises the station (`modality.ts`). */
export const CODE_SCANNER_CONTRACT: readonly Clause<CodeScannerBench>[] = [
  clause('it says who it is', async ({ info }) => {
    onlyIf(info.make !== '' || info.model !== '', 'it does not say who it is');
    await Promise.resolve();
  }),
  clause('a code arrives whole, and is of no other kind than it was', async (scanner, hand) => {
    await mustTell(scanner, () => hand.scan(SHORT), [SHORT]);
  }),
  clause('a code that needs several reports arrives as one', async (scanner, hand) => {
    await mustTell(scanner, () => hand.scan(LONG), [LONG]);
  }),
  clause('Vietnamese letters arrive as they were printed', async (scanner, hand) => {
    await mustTell(scanner, () => hand.scan(VIETNAMESE), [VIETNAMESE]);
  }),
  clause('codes one after the other arrive each, in their order', async (scanner, hand) => {
    const scanAll = async (): Promise<void> => {
      for (const code of [SHORT, LONG, SECOND]) await hand.scan(code);
    };
    await mustTell(scanner, scanAll, [SHORT, LONG, SECOND]);
  }),
  emulated(
    'a code that is cut short is unreadable, and the next is whole',
    async (scanner, hand) => {
      await mustTell(scanner, () => hand.scanInPart(LONG), ['unreadable']);
      await mustTell(scanner, () => hand.scan(SHORT), [SHORT]);
    },
  ),
  {
    statement: 'pulled in the middle of a code, it says both',
    needsEmulator: true,
    check: checkPulledInTheMiddle,
  },
  {
    statement: 'after it was closed it tells nothing more',
    needsEmulator: false,
    check: async (bench) => {
      const before = await opened(bench);
      let told = 0;
      before.onEvent(() => (told += 1));
      await before.close();
      await mustTell(await opened(bench), () => bench.hand.scan(SHORT), [SHORT]);
      must(told === 0, `it told of ${told} codes`);
    },
  },
  {
    statement: 'the same device works again after it was pulled and plugged',
    needsEmulator: true,
    check: async (bench) => {
      const before = await opened(bench);
      await bench.hand.unplug();
      await before.close();
      must(!(await bench.open()).ok, 'it opened without its cable');
      await bench.hand.plug();
      const after = await opened(bench);
      await mustTell(after, () => bench.hand.scan(VIETNAMESE), [VIETNAMESE]);
      must(after.info.serialNumber === before.info.serialNumber, 'it has another serial number');
    },
  },
];

/** A busy host may not have read a part of the code before the device was gone: then it knows of none, and it is pulled again. */
async function checkPulledInTheMiddle(bench: CodeScannerBench): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const scanner = await opened(bench);
    const told: CodeScannerEvent[] = [];
    scanner.onEvent((event) => told.push(event));
    const closed = Promise.withResolvers<void>();
    scanner.onClosed(() => closed.resolve());
    await bench.hand.scanInPart(LONG);
    await bench.hand.unplug();
    await closed.promise;
    must(
      told.every(({ kind }) => kind === 'unreadable'),
      'a code that was cut was told as one',
    );
    if (told.length === 1) return;
    must(told.length === 0, `it told ${told.length} times of one code`);
    await scanner.close();
    await bench.hand.plug();
  }
  throw new Error('it told nothing of the code that was cut');
}

function clause(
  statement: string,
  check: (scanner: CodeScanner, hand: CodeScannerHand) => Promise<void>,
): Clause<CodeScannerBench> {
  return {
    statement,
    needsEmulator: false,
    check: async (bench) => check(await opened(bench), bench.hand),
  };
}

function emulated(...given: Parameters<typeof clause>): Clause<CodeScannerBench> {
  return { ...clause(...given), needsEmulator: true };
}

async function opened(bench: CodeScannerBench): Promise<CodeScanner> {
  return mustSucceed(await bench.open());
}

/** What the scanner tells from now on, as many events as are expected. */
function heard(scanner: CodeScanner, count: number): Promise<readonly CodeScannerEvent[]> {
  const events: CodeScannerEvent[] = [];
  return new Promise((resolve) => {
    const forget = scanner.onEvent((event) => {
      events.push(event);
      if (events.length < count) return;
      forget();
      resolve(events);
    });
  });
}

async function mustTell(
  scanner: CodeScanner,
  happen: () => Promise<void>,
  expected: readonly (ScannedCode | 'unreadable')[],
): Promise<void> {
  const events = heard(scanner, expected.length);
  await happen();
  for (const [index, event] of (await events).entries()) {
    const should = expected[index];
    if (event.kind === 'unreadable') {
      must(should === 'unreadable', `told as unreadable: ${event.detail}`);
      continue;
    }
    const { text, symbology } = event.code;
    must(should !== undefined && should !== 'unreadable', `told as a code: ${text}`);
    must(text === should.text, `told as ${text}`);
    // Not every scanner says it.
    must(symbology === undefined || symbology === should.symbology, `told as of kind ${symbology}`);
  }
}
