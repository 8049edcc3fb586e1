import { parseArgs } from 'node:util';
import { soakFrames } from './soak/frames.ts';
import { soakKill } from './soak/kill.ts';
import { soakPower } from './soak/power.ts';
import { PROTOCOLS } from './soak/protocols/index.ts';

const HELP = `npm run soak -- [kill] [power] [frames] [OPTIONS]

kill     kills the station process, each time continued from the same folder: before and after each step that it
         makes durable, then at random moments; says at the end whether every confirmed dossier is found, once
power    cuts off a virtual machine in which a station works, at random moments; half of the drives lose their cache,
         too; says whether everything that was confirmed on its console is on the disk after every cut
frames   lets every parser of what devices say hear frames that were damaged on the way
All without a name. One JSON line for each result; the exit code is 1 when one is not as it must be.

  --rounds N         how often the station is killed (200), or cut off (30)
  --careless         power: with a store that does not wait for the disk (synchronous = NORMAL), which must be found out
  --citizens 5       citizens of the day
  --frames 1000000   damaged frames for each protocol
  --protocol NAME    only this one, more often for more: ${Object.keys(PROTOCOLS).join(', ')}
  --seed 1           gives the same kills and the same frames again
  --json             is said for the other commands' sake: the result is JSON always
`;

const SOAKS = ['kill', 'power', 'frames'] as const;
type Soak = (typeof SOAKS)[number];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string' },
    careless: { type: 'boolean', default: false },
    citizens: { type: 'string', default: '5' },
    frames: { type: 'string', default: '1000000' },
    protocol: { type: 'string', multiple: true, default: [] },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

if (values.help) process.stdout.write(HELP);
else await run(chosen(positionals, SOAKS), chosen(values.protocol, Object.keys(PROTOCOLS)));

/** Those that are named, all of them when none is. */
function chosen<Name extends string>(
  names: readonly string[],
  known: readonly Name[],
): readonly Name[] {
  const unknown = names.find((name) => !known.some((other) => other === name));
  if (unknown !== undefined) refuse(`There is no "${unknown}".`);
  return names.length === 0 ? known : known.filter((name) => names.includes(name));
}

function count(name: 'citizens' | 'frames' | 'seed'): number {
  return wholeNumber(name, values[name]);
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) refuse(`--${name} takes a whole number, not "${text}".`);
  return Number(text);
}

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n\n${HELP}`);
  process.exit(2);
}

async function run(soaks: readonly Soak[], protocols: readonly string[]): Promise<void> {
  const seed = count('seed');
  const [citizens, frames] = [count('citizens'), count('frames')];
  if (soaks.includes('kill')) {
    const rounds = wholeNumber('rounds', values.rounds ?? '200');
    const result = await soakKill({ rounds, citizens, seed });
    print(result, result.ok);
  }
  if (soaks.includes('power')) {
    const rounds = wholeNumber('rounds', values.rounds ?? '30');
    const result = await soakPower({ rounds, seed, isCareful: !values.careless });
    print(result, result.ok);
  }
  if (!soaks.includes('frames')) return;
  for (const protocol of protocols) {
    const result = await soakFrames({ protocol, frames, seed });
    print(result, result.breach === undefined);
  }
}

function print(result: object, isAsItMustBe: boolean): void {
  process.stdout.write(`${JSON.stringify(result)}\n`);
  if (!isAsItMustBe) process.exitCode = 1;
}
