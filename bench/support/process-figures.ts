import { readdirSync, readFileSync } from 'node:fs';

/** `sysconf(_SC_CLK_TCK)`: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/**
 * Processor time of a process, all its threads, user and system; seconds, in steps of 0.01 s
 * (proc_pid_stat(5), fields 14 and 15). Undefined once it is gone.
 */
export function processorSeconds(pid: number): number | undefined {
  const fields = statFields(pid);
  if (!fields) return undefined;
  // Counted from the field after the name, which is field 3.
  return (Number(fields[14 - 3]) + Number(fields[15 - 3])) / TICKS_PER_SECOND;
}

/** Resident memory, bytes: now (`VmRSS`) and at its highest (`VmHWM`) (proc_pid_status(5)). */
export function residentBytes(pid: number): { now: number; peak: number } | undefined {
  const status = readIfThere(`/proc/${pid}/status`);
  const kibibytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status ?? '')?.[1]);
  const now = kibibytes('VmRSS') * 1024;
  const peak = kibibytes('VmHWM') * 1024;
  return Number.isNaN(now) || Number.isNaN(peak) ? undefined : { now, peak };
}

/** Children of this process whose command line names `script`, the youngest last. */
export function childrenRunning(script: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => Number(statFields(pid)?.[4 - 3]) === process.pid)
    .filter((pid) => readIfThere(`/proc/${pid}/cmdline`)?.split('\0').includes(script))
    .sort((left, right) => left - right);
}

/** The fields of `/proc/PID/stat` after the name, which may itself hold spaces and brackets. */
function statFields(pid: number): string[] | undefined {
  const text = readIfThere(`/proc/${pid}/stat`);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** Processes end while we look at them. */
function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}
