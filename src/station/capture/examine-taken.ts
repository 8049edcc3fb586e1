import type { TakenPrint } from '../../devices/modality.ts';
import { PrintExaminer } from '../../imaging/print-examiner.ts';
import type { Examined } from '../../imaging/print-examiner.ts';
import { companionScript } from '../host/companion-script.ts';

/** One thread for the prints of the whole station; it starts with the first one. */
const examiner = new PrintExaminer(companionScript('print-examiner'));

/** The ridges of a print, whatever way its device compressed them, and how good they are. */
export function examineTaken({ picture }: TakenPrint): Promise<Examined> {
  return examiner.examine(picture);
}

/** To be called while a finger is still awaited: the first print then does not wait for the thread. */
export function wakeExaminer(): void {
  examiner.wake();
}

/** No finger is awaited any more: the thread's memory is given back. */
export function restExaminer(): void {
  examiner.rest();
}
