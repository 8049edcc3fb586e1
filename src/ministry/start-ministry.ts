import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { issueServerCertificate } from './authority.ts';
import { EnrolmentDesk } from './enrolment-desk.ts';
import { createHttpApi } from './http-api.ts';
import { Intake } from './intake.ts';
import { openMinistryDatabase } from './ministry-database.ts';
import { loadMinistryKeys } from './ministry-keys.ts';
import type { SealingKeyKind } from './ministry-keys.ts';
import { ReceiptOffice } from './receipt-office.ts';
import { countAcceptedDossiers } from './standings.ts';

export type MinistryOptions = {
  /** Everything that the ministry keeps; made when it is not there. */
  readonly dataDir: string;
  /** 0 (the default) takes any free port. */
  readonly port?: number;
  readonly host?: string;
  /** Kind of the sealing key of a new folder (hybrid when not said); an existing one must be of it. */
  readonly sealingKey?: SealingKeyKind;
  /** Gets one line per event worth knowing; never data of a citizen. */
  readonly log?: (message: string) => void;
};

export type Ministry = {
  readonly url: string;
  readonly port: number;
  /** The authority's certificate: goes to a station with the code, by hand. */
  readonly caPem: string;
  /** age recipients that stations seal to. */
  readonly sealingRecipients: readonly string[];
  /** The one-time code that enrols the next station; another one after each use. */
  readonly enrolmentCode: string;
  /** Distinct dossiers with an accepted version. */
  acceptedDossiers(): number;
  /** Ends open connections and closes the database. */
  stop(): Promise<void>;
};

/**
 * Starts the reference ministry on a folder and serves it over HTTPS. Throws when the port is taken or the
 * folder has another kind of sealing key. Can be killed at any moment and started again.
 */
export async function startMinistry(options: MinistryOptions): Promise<Ministry> {
  const { dataDir } = options;
  const host = options.host ?? '127.0.0.1';
  const log = options.log ?? (() => undefined);
  for (const name of ['keys', 'packets', 'uploads']) {
    await mkdir(join(dataDir, name), { recursive: true, mode: 0o700 });
  }
  const keys = await loadMinistryKeys(dataDir, options.sealingKey);
  const database = openMinistryDatabase(join(dataDir, 'ministry.sqlite'));
  const intake = new Intake(dataDir, database);
  await intake.recover();
  const enrolment = await EnrolmentDesk.open(dataDir, database, keys);
  const receipts = new ReceiptOffice(dataDir, database, keys, intake);
  intake.notifyCounted((packet) => receipts.prepare(packet));
  const hosts = [...new Set(['localhost', '127.0.0.1', host])];
  const server = await issueServerCertificate(keys.authority, hosts);
  const app = createHttpApi({ dataDir, database, keys, intake, receipts, enrolment, log }, server);
  await app.listen({ host, port: options.port ?? 0 });
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('listens on no port');
  const { port } = address;
  log(`ministry serves ${dataDir} on port ${port}`);
  return {
    url: `https://${host}:${port}`,
    port,
    caPem: keys.authority.certificatePem,
    sealingRecipients: keys.recipients,
    get enrolmentCode() {
      return enrolment.code;
    },
    acceptedDossiers: () => countAcceptedDossiers(database),
    stop: async () => {
      await app.close();
      database.close();
    },
  };
}
