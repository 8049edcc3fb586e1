/**
 * In the guest of the virtual machine: unattended days on its disk, one after the other, until the power goes. What the
 * station has confirmed is said on the console at once. Its argument is the entry of the station.
 */
import { runUnattendedDay } from '../../../src/cli/day/run-day.ts';

const CITIZENS_A_DAY = 2;

const [stationScript = ''] = process.argv.slice(2);

for (let citizens = CITIZENS_A_DAY; ; citizens += CITIZENS_A_DAY) {
  await runUnattendedDay({
    citizens,
    seed: 7,
    stationScript,
    boot: {
      dataDirectory: '/disk/station',
      training: true,
      emulation: {
        scanner: true,
        pace: 'none',
        printsDirectory: null,
        seed: 7,
        ministry: true,
        sealingKey: 'hybrid',
      },
    },
    onConfirmed: (citizenNumber) => say(`confirmed ${citizenNumber}`),
    say: (sentence) => say(sentence),
  });
  say('the batch went out');
}

function say(words: string): void {
  process.stdout.write(`TRAM ${words}\n`);
}
