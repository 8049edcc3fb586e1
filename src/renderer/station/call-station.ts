import type { Answer } from '../../contract/channel.ts';
import type { ProcedureInput, ProcedureName, ProcedureOutput } from '../../contract/procedures.ts';
import { useLink, whenUp } from './link.ts';

/**
 * Calls that may be made again when the station went down under them: reading, and writing that says
 * what shall be rather than what shall be added. Any other is answered `station-down`, and the officer,
 * who sees what was kept, decides.
 */
const REPEATABLE: ReadonlySet<ProcedureName> = new Set<ProcedureName>([
  'station.get',
  'session.get',
  'session.lock',
  'session.setLanguage',
  'users.list',
  'shift.last',
  'dossier.get',
  'dossier.list',
  'dossier.findBySlip',
  'dossier.open',
  'dossier.close',
  'dossier.goTo',
  'dossier.saveGroup',
  'dossier.slip',
  'fingerprint.setException',
  'fingerprint.clearException',
  'fingerprint.settings',
  'fingerprint.setRolledPrints',
  'document.get',
  'capture.image',
  'devices.list',
  'devices.refresh',
  'devices.strangers',
  'devices.set',
  'devices.tryAgain',
  'devices.reportCameras',
  'head.position',
  'training.devices',
  'incidents.list',
  'incidents.resolve',
  'day.get',
  'day.approve',
  'sync.status',
  'sync.reportPdf',
  'communes.search',
]);

/** A call to the station; waits while the station is being restarted. */
export async function callStation<Name extends ProcedureName>(
  name: Name,
  input: ProcedureInput<Name>,
): Promise<Answer<ProcedureOutput<Name>>> {
  if (!(await whenUp())) return { ok: false, error: { code: 'station-down' } };
  const answer = await window.station.call(name, input);
  if (answer.ok || answer.error.code !== 'station-down') return answer;
  // The answer may overtake the shell's own word that the station is down.
  useLink.setState({ up: false });
  if (!REPEATABLE.has(name) || !(await whenUp())) return answer;
  return window.station.call(name, input);
}
