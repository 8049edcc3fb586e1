const TASK_VARIABLE = 'TRAM_BENCH_SCREEN';

/** What the process that opens the window is to do, and those beside it. */
export interface ScreenTask {
  readonly captures: number;
  /** What runs as Node beside the window: this one, with `watch-port.ts` in every process. */
  readonly node: string;
  /** Where the process of the scanner notes when a picture was whole: milliseconds since 1970, one a line. */
  readonly lastBytesFile: string;
}

export function taskEnvironment(task: ScreenTask): NodeJS.ProcessEnv {
  return { [TASK_VARIABLE]: JSON.stringify(task) };
}

export function readTask(): ScreenTask {
  return JSON.parse(process.env[TASK_VARIABLE] ?? '') as ScreenTask;
}
