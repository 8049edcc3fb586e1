import { createReadStream } from 'node:fs';
import type { ReadStream } from 'node:fs';
import { DefaultHttpStack, DetailedError, Upload } from 'tus-js-client';
import type { FileReader, FileSource, HttpStack } from 'tus-js-client';
import { err, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import { refusalCode } from './ministry-connection.ts';
import type { MinistryConnection } from './ministry-connection.ts';
import { connectionError, statusError } from './ministry-error.ts';
import type { MinistryError } from './ministry-error.ts';

/** Path of the tus endpoint. */
const UPLOADS_PATH = '/v1/uploads';
const READ_BYTES = 256 * 1024;

export type TusUploadOptions = {
  readonly connection: MinistryConnection;
  readonly path: string;
  readonly sizeBytes: number;
  /** Goes on with an upload that the ministry knows; otherwise one is created with the data in it. */
  readonly uploadUrl: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  /** Gives up when no byte was taken for so long. */
  readonly stallTimeoutMs: number;
  readonly signal: AbortSignal;
  /** Bytes of the packet that have left, those of earlier attempts included. */
  readonly onProgress: (sentBytes: number) => void;
};

/** One attempt to bring one file up by tus 1.0. Resumes where the ministry says; never retries itself. */
export function tusUpload(options: TusUploadOptions): Promise<Result<void, MinistryError>> {
  const { connection, signal } = options;
  if (signal.aborted) return Promise.resolve(err({ code: 'aborted' }));
  const source = new PacketSource(options.path, options.sizeBytes);
  return new Promise((resolve) => {
    const finish = (result: Result<void, MinistryError>): void => {
      clearTimeout(watchdog);
      signal.removeEventListener('abort', onAbort);
      source.close();
      resolve(result);
    };
    const stop = (error: MinistryError): void => {
      // Destroys the request under way; what it reports afterwards comes too late to matter.
      void upload.abort();
      finish(err(error));
    };
    const onAbort = (): void => stop({ code: 'aborted' });
    const watchdog = setTimeout(
      () => stop({ code: 'timeout', detail: 'stalled' }),
      options.stallTimeoutMs,
    );
    source.onError = (cause) => stop({ code: 'unreachable', detail: cause.name });
    const upload = new Upload(NO_FILE, {
      endpoint: new URL(UPLOADS_PATH, connection.url).href,
      uploadUrl:
        options.uploadUrl === undefined ? null : new URL(options.uploadUrl, connection.url).href,
      metadata: { ...options.metadata },
      uploadDataDuringCreation: true,
      storeFingerprintForResuming: false,
      retryDelays: null,
      fileReader: source.reader,
      httpStack: httpStackOf(connection),
      onProgress: (sentBytes) => {
        watchdog.refresh();
        options.onProgress(sentBytes);
      },
      onSuccess: () => finish(ok(undefined)),
      onError: (cause) => finish(err(tusError(cause))),
    });
    signal.addEventListener('abort', onAbort, { once: true });
    upload.start();
  });
}

/** The library wants a file here; `PacketSource` reads the packet instead. */
const NO_FILE = Buffer.alloc(0);

const httpStacks = new WeakMap<MinistryConnection, HttpStack>();

/** The library's own HTTP over the connection's kept-alive agent with the client certificate. */
function httpStackOf(connection: MinistryConnection): HttpStack {
  const known = httpStacks.get(connection);
  if (known !== undefined) return known;
  const stack = new DefaultHttpStack({ agent: connection.agent });
  httpStacks.set(connection, stack);
  return stack;
}

/** Streams slices of a file, and closes what it opened: an aborted request leaves its stream open. */
class PacketSource {
  onError: (cause: Error) => void = () => undefined;
  readonly reader: FileReader;
  readonly #streams = new Set<ReadStream>();

  constructor(path: string, sizeBytes: number) {
    const source: FileSource = {
      size: sizeBytes,
      slice: (start, requestedEnd) => {
        const end = Math.min(requestedEnd, sizeBytes);
        const stream = createReadStream(path, {
          start,
          end: end - 1,
          highWaterMark: READ_BYTES,
        });
        this.#streams.add(stream);
        stream.on('error', (cause) => this.onError(cause));
        // The library takes the length of the body from a property of the stream.
        const value = Object.assign(stream, { size: end - start });
        return Promise.resolve({ value, done: end >= sizeBytes });
      },
      close: () => this.close(),
    };
    this.reader = { openFile: () => Promise.resolve(source) };
  }

  close(): void {
    for (const stream of this.#streams) stream.destroy();
    this.#streams.clear();
  }
}

function tusError(cause: Error): MinistryError {
  if (!(cause instanceof DetailedError)) return { code: 'bad-answer', detail: cause.name };
  const answer = cause.originalResponse;
  if (answer === null || answer === undefined) return connectionError(cause.causingError);
  return statusError(answer.getStatus(), refusalCode(parseJson(answer.getBody())));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
