import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Reads a device file whose reads wait until there is something. */
export interface BlockingFileReader {
  /** Answers when nothing reads the file any more. */
  stop(): Promise<void>;
}

/**
 * Reads records of one size from a device file that hands over one record with each read. Node would lose one of its few
 * threads to a read that waits, and could not call it back; `cat` waits in its place, and ends when it is told to.
 * @param fd an open file descriptor without O_NONBLOCK; it stays the caller's
 */
export function readBlockingFile(
  fd: number,
  recordBytes: number,
  onRecord: (record: Uint8Array) => void,
): BlockingFileReader {
  const cat = spawn('cat', [], { stdio: [fd, 'pipe', 'inherit'] });
  if (cat.stdout === null) throw new Error('cat has no output');
  const ended = once(cat, 'close');
  let pending: Uint8Array = new Uint8Array(0);
  let isStopped = false;
  cat.stdout.on('data', (bytes: Uint8Array) => {
    pending = Buffer.concat([pending, bytes]);
    while (!isStopped && pending.length >= recordBytes) {
      const record = pending.subarray(0, recordBytes);
      pending = pending.subarray(recordBytes);
      onRecord(record);
    }
  });
  return {
    stop: async () => {
      isStopped = true;
      cat.kill('SIGKILL');
      await ended;
    },
  };
}
