import { join } from 'node:path';

/**
 * Scripts that run as processes of their own beside the station: from source under the project's Node, or
 * the bundles of an app.
 */
export function companionScript(name: 'emulator' | 'ministry'): string {
  const fromSource = import.meta.filename.endsWith('.ts');
  if (!fromSource) return join(import.meta.dirname, '..', name, 'index.js');
  const source = { emulator: 'devices/emulators/main.ts', ministry: 'ministry/main.ts' };
  return join(import.meta.dirname, '../..', source[name]);
}
