import { once } from 'node:events';
import { FlightRecorder } from './flight-recorder.ts';
import { NOTHING_HEARD } from './orders.ts';
import type { ListenerOrder, ListenerReport } from './orders.ts';
import type { Catalogue } from './protocol.ts';
import { detailOf, Run, tried } from './run.ts';
import { damagedStream } from './trial.ts';

/** A process of its own in which a parser may hang or die: it takes one order, reports, and ends. */
const [order] = (await once(process, 'message')) as [ListenerOrder];
const report = await obey(order);
process.send?.(report, () => process.disconnect());

async function obey({
  catalogue,
  protocol,
  recorder,
  task,
}: ListenerOrder): Promise<ListenerReport> {
  const { PROTOCOLS } = (await import(catalogue)) as { PROTOCOLS: Catalogue };
  const open = PROTOCOLS[protocol];
  if (open === undefined) throw new Error(`there is no protocol ${protocol}`);
  const opened = await open();
  const flight = new FlightRecorder(recorder, 'r+');
  if (task.kind === 'run') return new Run(opened, flight).over(task.frames, task.seed);
  const { seed, mostFrames, pieces } = task.recording;
  flight.record(task.recording);
  const breach = await tried(opened, { ...damagedStream(opened, seed, mostFrames), pieces });
  if (breach === undefined) return NOTHING_HEARD;
  const found = { kind: breach.kind, detail: detailOf(breach), pieces, isSmallest: true };
  return { ...NOTHING_HEARD, breach: found };
}
