import type { Catalogue, SbiTrust } from '../../devices/drivers/catalogue.ts';
import type { DeviceCandidate } from '../../devices/drivers/candidate.ts';
import type { SbiWatch } from '../../devices/drivers/sbi-watch.ts';
import type { CandidateSource } from '../../devices/rack/candidate-source.ts';
import type { Unsubscribe } from '../../devices/listeners.ts';
import type { StationContext } from '../context.ts';

/** A look costs milliseconds, and nothing tells that a service has started: a swapped scanner is found in time. */
const LOOK_EVERY_MS = 1_000;

/** Certified devices as the rack takes them: found on the loopback, believed under the certificates of this station. */
export class SbiSource implements CandidateSource {
  readonly #watch: SbiWatch;
  readonly #catalogue: Catalogue;
  readonly #trust: () => SbiTrust;

  private constructor(watch: SbiWatch, catalogue: Catalogue, trust: () => SbiTrust) {
    this.#watch = watch;
    this.#catalogue = catalogue;
    this.#trust = trust;
  }

  /** @param emulated the devices of training, which alone are believed by a training station beside its settings */
  static async start(
    catalogue: Catalogue,
    { store }: StationContext,
    emulated: { trustAnchors(): readonly string[] } | undefined,
  ): Promise<SbiSource> {
    const { SbiWatch } = await import('../../devices/drivers/sbi-watch.ts');
    const watch = new SbiWatch({ intervalMs: LOOK_EVERY_MS });
    watch.start();
    return new SbiSource(watch, catalogue, () => ({
      trustAnchors: [...store.settings.get('sbiTrustAnchors'), ...(emulated?.trustAnchors() ?? [])],
      environment: store.training ? 'Staging' : store.settings.get('sbiEnvironment'),
    }));
  }

  candidates(): readonly DeviceCandidate[] {
    return this.#watch.devices
      .map((device) => this.#catalogue.forSbiDevice(device, this.#trust()))
      .filter((candidate) => candidate !== undefined);
  }

  onChange(listener: () => void): Unsubscribe {
    return this.#watch.onEvent(listener);
  }

  stop(): Promise<void> {
    return this.#watch.stop();
  }
}
