import type { Answer } from '../../contract/channel.ts';
import type { EventPayload } from '../../contract/events.ts';
import type { BatchReport, SyncStatus } from '../../contract/views.ts';
import type { UserId } from '../../domain/ids.ts';
import type { WritableTransaction } from '../../store/index.ts';
import type { MinistryClient } from '../../sync/ministry-client.ts';
import {
  lastUploadTime,
  nextUploadTime,
  spreadOffsetMinutes,
  startUploadTimer,
} from '../../sync/schedule.ts';
import { fail } from '../app.ts';
import { actingAs } from '../context.ts';
import type { StationContext } from '../context.ts';
import { applyReceipts } from './apply-receipts.ts';
import { batchReport } from './batch-report.ts';
import type { TellProgress } from './progress.ts';

/** Somebody waits for the answer: a ministry that stays silent this long is left for the next run. */
const PATIENCE_OF_A_PERSON_MS = 30_000;
/** The clock has the night: it goes on over a broken network until the morning. */
const PATIENCE_OF_THE_CLOCK_MS = 8 * 3_600_000;

/** When the batch of the day goes out, and how the last one went. One run at a time. */
export class NightlyBatch {
  readonly #context: StationContext;
  readonly #ministryIsThere: Promise<boolean>;
  #running: { readonly stop: AbortController; readonly done: Promise<unknown> } | undefined;
  #timer: { stop: () => void } | undefined;
  #missed: NodeJS.Timeout | undefined;
  #isStopping = false;

  /** @param ministryIsThere waited for by a run: false when the ministry of training did not start */
  constructor(context: StationContext, ministryIsThere: Promise<boolean>) {
    this.#context = context;
    this.#ministryIsThere = ministryIsThere;
  }

  /** Sends at the scheduled hour from now on, and soon where the station was off at the last one. */
  schedule(): void {
    this.#timer?.stop();
    clearTimeout(this.#missed);
    this.#timer = startUploadTimer(this.#schedule(), () => void this.#sendByTheClock());
    if (this.#hasMissedAnHour()) {
      this.#missed = setTimeout(() => void this.#sendByTheClock(), this.#untilCatchingUpMs());
      this.#missed.unref();
    }
  }

  /** Breaks a run off; what it has not done waits for the next one. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#timer?.stop();
    clearTimeout(this.#missed);
    this.#running?.stop.abort();
    await this.#running?.done;
  }

  status(): SyncStatus {
    const { settings, batches } = this.#context.store;
    const ministry = settings.get('ministry');
    const last = batches.last();
    return {
      running: this.#running !== undefined,
      enrolled: ministry !== undefined,
      ministryUrl: ministry?.url ?? '',
      uploadHour: settings.get('uploadHour'),
      nextUploadAt: ministry ? nextUploadTime(this.#schedule(), new Date()).getTime() : null,
      lastReport: last ? batchReport(this.#context.store, last) : null,
      lastProblem: settings.get('lastRunProblem'),
    };
  }

  /** Everything that waits, now, in the name of the supervisor who asks. */
  sendNow(): Promise<Answer<BatchReport>> {
    return this.#run(this.#context.actor().userId, PATIENCE_OF_A_PERSON_MS);
  }

  async fetchReceipts(): Promise<Answer<SyncStatus>> {
    const context = actingAs(this.#context, this.#context.actor().userId);
    const applied = await this.#withMinistry((client, signal) =>
      applyReceipts(context, client, signal),
    );
    return applied.ok ? { ok: true, value: this.status() } : applied;
  }

  /** A station that was made just now has missed nothing. */
  #hasMissedAnHour(): boolean {
    const { settings } = this.#context.store;
    if (!settings.get('ministry')) return false;
    const settledAt = settings.get('clockSettledAt');
    if (settledAt === undefined) this.#settle(new Date());
    else return lastUploadTime(this.#schedule(), new Date()).getTime() > settledAt;
    return false;
  }

  /** All stations of a country are switched on at the same hour: each waits for its own minute, and until it has come up. */
  #untilCatchingUpMs(): number {
    const { stationId, spreadMinutes } = this.#schedule();
    return COMING_UP_MS + spreadOffsetMinutes(stationId, spreadMinutes) * MINUTE_MS;
  }

  /** The clock's runs up to this hour are done; one that dies before this is caught up. */
  #settle(hour: Date): void {
    note(this.#context, (transaction) =>
      transaction.settings.set('clockSettledAt', hour.getTime()),
    );
  }

  async #sendByTheClock(): Promise<void> {
    const hour = lastUploadTime(this.#schedule(), new Date());
    const sent = await this.#run(null, PATIENCE_OF_THE_CLOCK_MS);
    if (!this.#isStopping) this.#settle(hour);
    if (sent.ok || sent.error.code === 'nothing-to-send') return;
    process.stderr.write(`The scheduled batch did not go out: ${sent.error.code}\n`);
  }

  #run(userId: UserId | null, patienceMs: number): Promise<Answer<BatchReport>> {
    const context = actingAs(this.#context, userId);
    return this.#withMinistry(async (client, signal) => {
      const { BatchRun } = await import('./batch-run.ts');
      const run = new BatchRun({ context, client, signal, patienceMs, tell: this.#tell() });
      const report = await run.send();
      this.#noteProblem(run.problem);
      return report;
    });
  }

  async #withMinistry<T>(
    work: (client: MinistryClient, signal: AbortSignal) => Promise<Answer<T>>,
  ): Promise<Answer<T>> {
    if (this.#running) return fail('already-running');
    const stop = new AbortController();
    const done = this.#connect((client) => work(client, stop.signal));
    this.#running = { stop, done };
    const answer = await done;
    this.#running = undefined;
    if (!answer.ok && answer.error.code !== 'nothing-to-send') {
      this.#noteProblem(answer.error.code);
    }
    this.#tell()({ phase: 'done', packetsDone: 0, packetsTotal: 0 });
    return answer;
  }

  /** Kept for whoever signs in next, also after the station was off. */
  #noteProblem(code: string | null): void {
    if (this.#context.store.settings.get('lastRunProblem') === code) return;
    note(this.#context, (transaction) => transaction.settings.set('lastRunProblem', code));
  }

  async #connect<T>(work: (client: MinistryClient) => Promise<Answer<T>>): Promise<Answer<T>> {
    if (!(await this.#ministryIsThere)) return fail('ministry-unreachable');
    const { settings } = this.#context.store;
    const [ministry, identity] = [settings.get('ministry'), settings.get('identity')];
    if (!ministry || !identity) return fail('ministry-not-enrolled');
    // The libraries of the network: only a run needs them, not the first screen.
    const { MinistryClient } = await import('../../sync/ministry-client.ts');
    const client = new MinistryClient({
      url: ministry.url,
      stationId: identity.stationId,
      caCertificatePem: ministry.caPem,
      clientCertificatePem: ministry.clientCertificatePem,
      tlsPrivateKeyPem: identity.tlsPrivateKeyPem,
      receiptKeys: ministry.receiptKeys.keys,
    });
    try {
      return await work(client);
    } finally {
      client.close();
    }
  }

  /** Tells the page; within a phase no more often than the eye can follow. */
  #tell(): TellProgress {
    let phase: EventPayload<'sync.progress'>['phase'] | undefined;
    let toldAt = 0;
    return (progress) => {
      const now = performance.now();
      if (progress.phase === phase && now - toldAt < PROGRESS_EVERY_MS) return;
      phase = progress.phase;
      toldAt = now;
      this.#context.events.emit('sync.progress', {
        bytesDone: 0,
        bytesTotal: 0,
        ...progress,
        status: this.status(),
      });
    };
  }

  #schedule(): { stationId: string; opensAt: string; spreadMinutes: number } {
    const { settings } = this.#context.store;
    return {
      stationId: settings.get('stationId') ?? '',
      opensAt: settings.get('uploadHour'),
      spreadMinutes: settings.get('uploadSpreadMinutes'),
    };
  }
}

const PROGRESS_EVERY_MS = 250;
const MINUTE_MS = 60_000;
const COMING_UP_MS = 10_000;

/** A word for later. On a full disk there are more urgent ones; a store that is closed takes none. */
function note(context: StationContext, write: (transaction: WritableTransaction) => void): void {
  const noted = context.store.writeEssential({ userId: null }, write);
  if (!noted.ok) process.stderr.write('how the batch went is not noted: the disk is full\n');
}
