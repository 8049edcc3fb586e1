import { Command, Option } from 'commander';
import { SBI_ENVIRONMENTS } from '../devices/protocols/sbi/profile.ts';
import { CONFORMING_DRIVERS, CONFORMING_TRANSPORTS, runConform } from './conform.ts';
import { runDay } from './day.ts';
import { runDevices } from './devices.ts';
import { runDoctor } from './doctor.ts';
import { runMinistry } from './ministry.ts';
import { failWith } from './output.ts';
import { runSync } from './sync.ts';
import { runVerify } from './verify.ts';

/** `tram`: the station without a window. Figures go to standard output, everything else to standard error. */
const program = new Command('tram')
  .description('The enrolment station without a window.')
  .showHelpAfterError('(tram help shows the commands)')
  // What follows a command is that command's: `devices` and `devices conform` have each a --port of their own.
  .enablePositionalOptions()
  .configureHelp({ sortSubcommands: true });

const json = () => new Option('--json', 'print one JSON object as the last line');
const data = (what: string) => new Option('--data <dir>', what).makeOptionMandatory();
const sealingKey = () =>
  new Option(
    '--sealing-key <kind>',
    "the ministry's kind of age key; a folder keeps its own, a new one gets hybrid",
  ).choices(['hybrid', 'classic']);

program
  .command('day')
  .description(
    'run an unattended capture day with emulated devices, from the first citizen to the receipts',
  )
  .addOption(data('folder of the training station; a day continues what it finds there'))
  .addOption(wholeNumber('--citizens <n>', 'citizens to enrol', 20))
  .addOption(wholeNumber('--seed <n>', 'the same seed gives the same citizens', 1))
  .addOption(new Option('--prints <dir>', '500-ppi PNG prints to put under the scanner'))
  .addOption(
    new Option('--pace <pace>', "speed of the emulated scanner's wire")
      .choices(['real', 'none'])
      .default('none'),
  )
  .addOption(sealingKey())
  .addOption(json())
  .action(runDay);

program
  .command('sync')
  .description('seal what is approved, send the batch and fetch receipts, without a window')
  .addOption(data('folder of the station'))
  .addOption(json())
  .action(runSync);

program
  .command('verify')
  .description('check audit chain, packets and balance of a data folder, read-only')
  .addOption(data('folder of the station'))
  .addOption(json())
  .action(runVerify);

program
  .command('ministry')
  .description('run the reference intake endpoint of the ministry')
  .addOption(data('folder of the ministry'))
  .addOption(wholeNumber('--port <n>', 'port on 127.0.0.1; 0 takes a free one', 0))
  .addOption(sealingKey())
  .action(runMinistry);

program
  .command('doctor')
  .description('say what this machine has and lacks for a station')
  .addOption(json())
  .action(runDoctor);

const devices = program
  .command('devices')
  .description('list ports, devices, drivers, roles, capabilities and health')
  .enablePositionalOptions()
  .addOption(new Option('--port <path...>', 'serial ports where a fingerprint module is expected'))
  .addOption(
    new Option(
      '--device <driver=port...>',
      'another device at a serial port that tells nothing, such as visca=/dev/ttyS0',
    ),
  )
  .addOption(
    new Option('--data <dir>', "a station's folder: its own descriptions of devices count"),
  )
  .addOption(
    new Option('--trust <file...>', 'certificates (PEM) that vouch for certified devices (sbi)'),
  )
  .addOption(
    new Option('--environment <name>', 'what certified devices are registered for')
      .choices(SBI_ENVIRONMENTS)
      .default('Production'),
  )
  .addOption(json())
  .action(runDevices);

devices
  .command('conform')
  .description('hold a driver to the contract of its kind, with its emulator or a real device')
  .addOption(
    new Option('--driver <name>', 'the driver').choices(CONFORMING_DRIVERS).makeOptionMandatory(),
  )
  .addOption(
    new Option('--transport <name>', 'zfm, which speaks over both: serial unless said').choices(
      CONFORMING_TRANSPORTS,
    ),
  )
  .addOption(new Option('--port <path>', 'the port of a real device; without it the emulator'))
  .addOption(
    new Option(
      '--trust <file...>',
      'sbi with --port: certificates (PEM) that vouch for the device',
    ),
  )
  .addOption(json())
  .action(runConform);

function wholeNumber(flags: string, description: string, preset: number): Option {
  return new Option(flags, description).default(preset).argParser((text) => {
    if (!/^\d{1,9}$/.test(text)) failWith(`${flags}: "${text}" is not a whole number.`);
    return Number(text);
  });
}

await program.parseAsync(process.argv);
