import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const SCRIPT = fileURLToPath(new URL('ministry-process.ts', import.meta.url));
const startedSchema = z.object({
  url: z.string(),
  port: z.number(),
  caPem: z.string(),
  enrolmentCode: z.string(),
});

/** A ministry in a process of its own, which can be killed like by a power cut of the machine. */
export class KillableMinistry {
  readonly started: z.infer<typeof startedSchema>;
  readonly #child: ChildProcess;

  static async start(dataDir: string, port = 0): Promise<KillableMinistry> {
    const child = spawn(process.execPath, [SCRIPT, dataDir, String(port)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout });
    const [line] = (await once(lines, 'line')) as [string];
    return new KillableMinistry(child, startedSchema.parse(JSON.parse(line)));
  }

  private constructor(child: ChildProcess, started: z.infer<typeof startedSchema>) {
    this.#child = child;
    this.started = started;
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }
}
