import { read } from 'node:fs';

/** What the bindings of `serialport` have on Linux and macOS, and not on Windows. */
interface UnixBinding {
  readonly isOpen: boolean;
  fd: number | null;
  readonly poller: {
    once(event: 'readable', callback: (error: Error | null) => void): unknown;
  };
  read: (
    buffer: Buffer,
    offset: number,
    length: number,
  ) => Promise<{ buffer: Buffer; bytesRead: number }>;
}

function isUnixBinding(binding: object): binding is UnixBinding {
  return 'poller' in binding && 'fd' in binding && 'read' in binding;
}

type ReadOutcome = { readonly bytesRead: number } | 'nothing yet' | Error;

function readOnce(
  fd: number,
  buffer: Buffer,
  offset: number,
  length: number,
): Promise<ReadOutcome> {
  return new Promise((resolve) => {
    read(fd, buffer, offset, length, null, (error, bytesRead) => {
      const isEmpty =
        error !== null && ['EAGAIN', 'EWOULDBLOCK', 'EINTR'].includes(error.code ?? '');
      if (isEmpty) resolve('nothing yet');
      else if (error !== null) resolve(error);
      else resolve({ bytesRead });
    });
  });
}

function openDescriptor(binding: UnixBinding): number {
  if (!binding.isOpen || binding.fd === null) {
    throw Object.assign(new Error('the port is closed'), { canceled: true });
  }
  return binding.fd;
}

/**
 * A terminal that was hung up answers every read with zero bytes at once. `serialport` 13 then reads again and again,
 * for ever, at the cost of a whole processor and without ever reporting that the port is gone. With this reader zero
 * bytes are what they mean on a non-blocking terminal: disconnected.
 */
export function noticeHangUp(binding: object | undefined): void {
  if (binding === undefined || !isUnixBinding(binding)) return;
  binding.read = async (buffer, offset, length) => {
    for (;;) {
      const fd = openDescriptor(binding);
      const outcome = await readOnce(fd, buffer, offset, length);
      if (outcome instanceof Error) throw outcome;
      if (outcome !== 'nothing yet') {
        if (outcome.bytesRead > 0) return { buffer, bytesRead: outcome.bytesRead };
        throw Object.assign(new Error('the terminal was hung up'), { disconnect: true });
      }
      // Closed while it was read: the poller is destroyed, and polling it now would end the process.
      openDescriptor(binding);
      await new Promise<void>((resolve, reject) => {
        binding.poller.once('readable', (error) => (error === null ? resolve() : reject(error)));
      });
    }
  };
}
