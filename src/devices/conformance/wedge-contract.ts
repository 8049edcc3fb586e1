import { must } from './contract.ts';
import type { Clause } from './contract.ts';

/** What happens at a keyboard, and what the window has heard. */
export interface WedgeBench {
  /** Presses keys one after the other, so many milliseconds apart. A key is a character or a name (`Enter`, `Shift`). */
  press(keys: readonly string[], pauseMs: number): Promise<void>;
  /** Holds a key down for so many repeats, as fast as a keyboard repeats. */
  hold(key: string, repeats: number): Promise<void>;
  /** Lets so much time go by on the clock of the keys. */
  wait(pauseMs: number): void;
  /** Codes that the scanner has told of. */
  heard(): Promise<readonly string[]>;
  /** What stands in the field that has the focus. */
  field(): Promise<string>;
  closeScanner(): Promise<void>;
  close(): Promise<void>;
}

const SCANNER_PAUSE_MS = 5;
const SLOW_SCANNER_PAUSE_MS = 40;
/** A quick typist: ten strokes a second. */
const TYPIST_PAUSE_MS = 100;

const SLIP = 'TRAM1-HN-260318-0001-4F';
const NUMBER = '001089012345';
/** As on an identity card: letters of one to three bytes, capitals with Shift between them. */
const CARD =
  '001089012345|123456789|Nguyễn Thị Phương Đông|02031989|Nữ|Số 12, ngõ 34 đường Trần Hưng Đạo, Hà Nội|15072021';

/** What a scanner that types promises the station, over real key events (`domain/keyboard-wedge.ts`). */
export const WEDGE_CONTRACT: readonly Clause<WedgeBench>[] = [
  clause('a code arrives whole, and the field is as it was', async (bench) => {
    await bench.press(scanned(SLIP), SCANNER_PAUSE_MS);
    await mustHear(bench, [SLIP]);
    await mustStand(bench, '');
  }),
  clause('Vietnamese letters arrive as they were printed', async (bench) => {
    await bench.press(scanned(CARD), SCANNER_PAUSE_MS);
    await mustHear(bench, [CARD]);
  }),
  clause('a slow scanner is heard too, with Shift between its letters', async (bench) => {
    await bench.press(scanned(CARD, 'with Shift'), SLOW_SCANNER_PAUSE_MS);
    await mustHear(bench, [CARD]);
  }),
  clause('a person who types a number and Enter is not taken for a scanner', async (bench) => {
    await bench.press(scanned(NUMBER), TYPIST_PAUSE_MS);
    await mustHear(bench, []);
    await mustStand(bench, NUMBER);
  }),
  clause('what a person has typed stays when a code comes after it', async (bench) => {
    await bench.press([...'Nguyễn'], TYPIST_PAUSE_MS);
    bench.wait(TYPIST_PAUSE_MS);
    await bench.press(scanned(SLIP), SCANNER_PAUSE_MS);
    await mustHear(bench, [SLIP]);
    await mustStand(bench, 'Nguyễn');
  }),
  clause('a code that is cut in the middle is none, and the next one is whole', async (bench) => {
    await bench.press([...CARD].slice(0, 40), SCANNER_PAUSE_MS);
    bench.wait(600);
    await mustHear(bench, []);
    await bench.press(scanned(SLIP), SCANNER_PAUSE_MS);
    await mustHear(bench, [SLIP]);
  }),
  clause('the second half of a cut code and its Enter are no code of their own', async (bench) => {
    await bench.press([...NUMBER].slice(0, 6), SCANNER_PAUSE_MS);
    bench.wait(600);
    await bench.press([...[...NUMBER].slice(6), 'Enter'], SCANNER_PAUSE_MS);
    await mustHear(bench, []);
  }),
  clause('two codes right after each other arrive each, in their order', async (bench) => {
    await bench.press([...scanned(SLIP), ...scanned(CARD)], SCANNER_PAUSE_MS);
    await mustHear(bench, [SLIP, CARD]);
    await mustStand(bench, '');
  }),
  clause('a key that is held down is no code', async (bench) => {
    await bench.hold('0', 30);
    await bench.press(['Enter'], SCANNER_PAUSE_MS);
    await mustHear(bench, []);
  }),
  clause(
    'after it was closed it tells nothing more, and keys go where they belong',
    async (bench) => {
      await bench.closeScanner();
      await bench.press(scanned(SLIP), SCANNER_PAUSE_MS);
      await mustHear(bench, []);
      await mustStand(bench, SLIP);
    },
  ),
];

function clause(
  statement: string,
  check: (bench: WedgeBench) => Promise<void>,
): Clause<WedgeBench> {
  return { statement, needsEmulator: false, check };
}

/** The keys that a scanner presses for a code. */
function scanned(text: string, shift: 'with Shift' | 'plain' = 'plain'): readonly string[] {
  const isCapital = (character: string): boolean => /\p{Lu}/u.test(character);
  const keys = Array.from(text).flatMap((character) =>
    shift === 'with Shift' && isCapital(character) ? ['Shift', character] : [character],
  );
  return [...keys, 'Enter'];
}

async function mustHear(bench: WedgeBench, codes: readonly string[]): Promise<void> {
  const heard = await bench.heard();
  must(JSON.stringify(heard) === JSON.stringify(codes), `it told of ${JSON.stringify(heard)}`);
}

async function mustStand(bench: WedgeBench, text: string): Promise<void> {
  const field = await bench.field();
  must(field === text, `the field holds ${JSON.stringify(field)}`);
}
