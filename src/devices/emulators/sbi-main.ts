/**
 * The process of an emulated service of certified devices: `sbi-main.ts [--units slap,single,irises,face] [--port N]
 * [--pace real|none] [--prints DIR] [--preview spec|always]`.
 *
 * It prints one line of JSON, `{"port": N, "trustAnchorPem": PEM}`, when the service listens; nobody is at its devices
 * then. Orders come over the process's message channel (`sbi-messages.ts`); when the channel closes, the process ends:
 * no emulator outlives its parent.
 */
import { parseArgs } from 'node:util';

import { unreachable } from '../../domain/result.ts';
import { obeyOrders } from './order-channel.ts';
import { PrintsFolder } from './prints-folder.ts';
import { sbiOrderSchema } from './sbi-messages.ts';
import type { SbiOrder } from './sbi-messages.ts';
import { SbiServer, SLAP_FINGER_WINDOW } from './sbi-server.ts';
import { NO_DEVIATION } from './sbi/faults.ts';
import type { TouchSource } from './sbi/person.ts';
import { SBI_UNIT_KINDS } from './sbi/unit.ts';
import type { SbiUnitKind } from './sbi/unit.ts';

interface Options {
  readonly units: readonly SbiUnitKind[];
  readonly port: number | undefined;
  readonly pace: 'real' | 'none';
  readonly prints: string | undefined;
  /** The interface stops the pictures while a capture runs; many scanners go on. */
  readonly streamsOn: boolean;
}

function options(): Options {
  const { values } = parseArgs({
    options: {
      units: { type: 'string', default: 'slap' },
      port: { type: 'string' },
      pace: { type: 'string', default: 'none' },
      prints: { type: 'string' },
      preview: { type: 'string', default: 'spec' },
    },
  });
  const units = values.units.split(',').map((name) => {
    const unit = SBI_UNIT_KINDS.find((kind) => kind === name);
    if (unit === undefined) throw new Error(`--units are some of ${SBI_UNIT_KINDS.join(', ')}`);
    return unit;
  });
  const { pace, preview, prints } = values;
  if (pace !== 'real' && pace !== 'none') throw new Error('--pace is real or none');
  if (preview !== 'spec' && preview !== 'always') throw new Error('--preview is spec or always');
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !Number.isInteger(port)) throw new Error('--port is a number');
  return { units, port, pace, prints, streamsOn: preview === 'always' };
}

/** Slaps are put together from single prints of the folder, each cut to the part of the picture that one finger gets. */
async function touchesOf(folder: string): Promise<TouchSource> {
  const prints = await PrintsFolder.open(folder, SLAP_FINGER_WINDOW);
  return ({ position, touch }) => prints.touch(position, touch);
}

function obey(server: SbiServer, order: SbiOrder): Promise<void> | void {
  switch (order.type) {
    case 'place': {
      const { personSeed, touch, conditions, missing } = order;
      return server.place({ personSeed, touch, conditions, missing });
    }
    case 'lift':
      return server.lift();
    case 'lie':
      server.lie = order.lie ?? undefined;
      return;
    case 'delay':
      server.delayMs = order.delayMs;
      return;
    case 'status': {
      const unit = server.units.find(({ deviceId }) => deviceId === order.deviceId);
      if (unit === undefined) throw new Error(`there is no device ${order.deviceId}`);
      unit.setStatus = order.status;
      return;
    }
    case 'unplug':
      return order.afterBytes === undefined ? server.stop() : server.stopAfter(order.afterBytes);
    case 'plug':
      return server.restart();
    case 'damage':
      return server.damageNextAnswers(order.answers);
    default:
      return unreachable(order);
  }
}

async function main(): Promise<void> {
  const { units, port, pace, prints, streamsOn } = options();
  const server = await SbiServer.start({
    units,
    ...(port === undefined ? {} : { port }),
    pace,
    ...(prints === undefined ? {} : { touches: await touchesOf(prints) }),
    deviations: { ...NO_DEVIATION, streamsOn },
    hand: null,
  });
  obeyOrders(
    sbiOrderSchema,
    (order) => obey(server, order),
    () => server.stop(),
  );
  const { trustAnchorPem } = server;
  process.stdout.write(`${JSON.stringify({ port: server.port, trustAnchorPem })}\n`);
}

try {
  await main();
} catch (cause) {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exit(1);
}
