import type { Catalogue } from '../../devices/drivers/catalogue.ts';
import type { CandidateSource } from '../../devices/rack/candidate-source.ts';
import type { Rack } from '../../devices/rack/rack.ts';
import type { StationContext } from '../context.ts';
import { companionNode } from '../host/companion-node.ts';
import { companionScript } from '../host/companion-script.ts';
import { SbiSource } from './sbi-source.ts';

/** The devices of training: those at ports of their own, and what vouches for its services. */
export interface EmulatedDevices extends CandidateSource {
  trustAnchors(): readonly string[];
}

/**
 * A rack of this station, with the devices of training on it, and those that somebody named. The bindings of ports are
 * loaded here, not before.
 */
export async function rackFor(
  context: StationContext,
  catalogue: Catalogue,
  emulated: EmulatedDevices | undefined,
): Promise<Rack> {
  const { store, boot } = context;
  const [{ Rack }, { namedSerialDevice }] = await Promise.all([
    import('../../devices/rack/rack.ts'),
    import('../../devices/drivers/catalogue.ts'),
  ]);
  // An unattended day with an emulated scanner leaves real ports alone.
  const discovers = emulated === undefined || boot.emulation.pace === 'real';
  return new Rack({
    host: { script: companionScript('device-host'), node: companionNode() },
    named: (boot.namedDevices ?? []).map(({ driver, port }) =>
      namedSerialDevice(port, { driver, settings: {} }),
    ),
    ...(discovers && { catalogue }),
    sources: [
      ...(emulated ? [emulated] : []),
      ...(discovers ? [await SbiSource.start(catalogue, context, emulated)] : []),
    ],
    settingsOf: (deviceId) => store.devices.get(deviceId)?.settings ?? {},
  });
}
