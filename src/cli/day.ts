import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { dayFigures, readKeyFile, TRAINING_KEY } from '../station/index.ts';
import { acceptedDossiersIn } from '../ministry/standings.ts';
import { runUnattendedDay } from './day/run-day.ts';
import { CallFailed } from './day/station-driver.ts';
import { failWith, printJson, say } from './output.ts';
import { APPLICATION_DIRECTORY } from './station-process.ts';

interface DayCommand {
  readonly data: string;
  readonly citizens: number;
  readonly seed: number;
  readonly prints?: string;
  readonly pace: 'real' | 'none';
  readonly sealingKey?: 'hybrid' | 'classic';
  readonly json?: boolean;
}

/** `tram day`: exits 0 only if every dossier is accounted for. */
export async function runDay(options: DayCommand): Promise<void> {
  const dataDirectory = trainingFolder(options.data);
  const printsDirectory = options.prints === undefined ? null : existing(options.prints);
  const seconds = await runUnattendedDay({
    boot: {
      dataDirectory,
      training: true,
      emulation: {
        scanner: true,
        pace: options.pace,
        printsDirectory,
        seed: options.seed,
        ministry: true,
        sealingKey: options.sealingKey ?? null,
      },
    },
    citizens: options.citizens,
    seed: options.seed,
    say,
  }).catch((cause: unknown) => {
    if (cause instanceof CallFailed) failWith(`The day stopped: ${cause.message}.`);
    throw cause;
  });
  const figures = dayFigures(dataDirectory, TRAINING_KEY, APPLICATION_DIRECTORY);
  if (!figures.ok) failWith(`The data folder cannot be read after the day: ${figures.error}.`);
  const dataDir = join(dataDirectory, 'ministry');
  const ministry = { dataDir, accepted: acceptedDossiersIn(dataDir) };
  const report = { citizens: options.citizens, ...figures.value, ministry, seconds };
  if (options.json) printJson(report);
  else say(JSON.stringify(report, undefined, 2));
  if (!isAccountedFor(report)) {
    say('Not every dossier is accounted for.');
    process.exitCode = 1;
  }
}

function isAccountedFor(report: {
  citizens: number;
  dossiers: { captured: number; acknowledged: number; outstanding: number };
  balance: boolean;
  audit: { chain: string };
  ministry: { accepted: number };
}): boolean {
  const { citizens, dossiers, balance, audit, ministry } = report;
  return (
    balance &&
    audit.chain === 'ok' &&
    dossiers.outstanding === 0 &&
    dossiers.captured >= citizens &&
    dossiers.acknowledged === dossiers.captured &&
    ministry.accepted === dossiers.acknowledged
  );
}

function trainingFolder(data: string): string {
  const directory = resolve(data);
  mkdirSync(directory, { recursive: true });
  const keyFile = readKeyFile(directory);
  if (!keyFile.ok) failWith(`${directory}/key.json is damaged.`);
  const custody = keyFile.value?.custody;
  if (custody !== undefined && custody !== 'training') {
    failWith(`${directory} holds real records. An unattended day runs on a training folder only.`);
  }
  return directory;
}

function existing(directory: string): string {
  const path = resolve(directory);
  if (!existsSync(path)) failWith(`There is no folder ${path}.`);
  return path;
}
