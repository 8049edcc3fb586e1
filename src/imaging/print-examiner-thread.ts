/** The thread of a `PrintExaminer`: examines one print after the other, in the order they came. */
import { parentPort } from 'node:worker_threads';
import { examinePrint } from './examine-print.ts';
import { pictureLibrary } from './picture-library.ts';
import type { ExamineRequest, ExamineReply } from './print-examiner.ts';

if (parentPort === null) throw new Error('a thread of the station');
const port = parentPort;
// Loaded while the first finger is still awaited.
void pictureLibrary();
let last: Promise<void> = Promise.resolve();
port.on('message', ({ id, picture }: ExamineRequest) => {
  last = last.then(async () => {
    const reply: ExamineReply = { id, result: await examinePrint(picture) };
    port.postMessage(reply);
  });
});
