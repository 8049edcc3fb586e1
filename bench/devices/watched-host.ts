/**
 * The process of a device as the station starts it, but for a watch between the driver and its port: it writes down when
 * the driver asked and when it had the last byte of the answer.
 */
import { HidStreamTransport } from '../../src/devices/drivers/hid-stream-transport.ts';
import { openZfmFingerprintScanner } from '../../src/devices/drivers/zfm-fingerprint.ts';
import type { DeviceCandidate } from '../../src/devices/drivers/candidate.ts';
import { serveDevice } from '../../src/devices/host/serve-device.ts';
import type { OpenDevice } from '../../src/devices/host/serve-device.ts';
import { STREAM_REPORT_BYTES } from '../../src/devices/protocols/hid-stream.ts';
import { HidTransport } from '../../src/devices/transports/hid.ts';
import { SerialTransport } from '../../src/devices/transports/serial.ts';
import type { Transport } from '../../src/devices/transports/transport.ts';
import { noteExchanges } from './exchanges.ts';

class WatchedSerialTransport extends SerialTransport {
  readonly #beforeWrite = noteExchanges(this);

  override write(bytes: Uint8Array): ReturnType<SerialTransport['write']> {
    this.#beforeWrite();
    return super.write(bytes);
  }
}

/** Below the framing: what is counted are whole reports. */
class WatchedHidTransport extends HidTransport {
  readonly #beforeWrite = noteExchanges(this);

  override write(bytes: Uint8Array): ReturnType<HidTransport['write']> {
    this.#beforeWrite();
    return super.write(bytes);
  }
}

const openWatched: OpenDevice = async (candidate) => {
  if (candidate.driver !== 'zfm') throw new Error('only modules of the ZFM family are watched');
  const { identity, settings } = candidate;
  const transport = transportOf(candidate);
  const opened = await openZfmFingerprintScanner({ ...settings, transport, identity });
  return opened.ok ? { ok: true, value: { role: 'fingerprint', device: opened.value } } : opened;
};

function transportOf({
  transport,
  address: path,
  settings,
}: Extract<DeviceCandidate, { driver: 'zfm' }>): Transport {
  if (transport === 'hid') {
    const hid = new WatchedHidTransport({ path, inputReportSizeBytes: STREAM_REPORT_BYTES });
    return new HidStreamTransport(hid);
  }
  const [baudRate] = settings.baudRates ?? [];
  if (baudRate === undefined) throw new Error('the benchmark names the line rate');
  return new WatchedSerialTransport({ path, baudRate });
}

serveDevice(openWatched);
