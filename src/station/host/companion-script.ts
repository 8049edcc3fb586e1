import { join } from 'node:path';

const SOURCES = {
  emulator: 'devices/emulators/main.ts',
  'sbi-emulator': 'devices/emulators/sbi-main.ts',
  ministry: 'ministry/main.ts',
  'device-host': 'devices/host/main.ts',
  'print-examiner': 'imaging/print-examiner-thread.ts',
} as const;

/**
 * Scripts that run as processes or threads of their own beside the station: from source under the project's Node, or
 * the bundles of an app.
 */
export function companionScript(name: keyof typeof SOURCES): string {
  const fromSource = import.meta.filename.endsWith('.ts');
  if (!fromSource) return join(import.meta.dirname, '..', name, 'index.js');
  return join(import.meta.dirname, '../..', SOURCES[name]);
}
