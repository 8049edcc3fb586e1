import { CODE_SCANNER_CONTRACT } from '../../../src/devices/conformance/code-scanner-contract.ts';
import { holdTo } from '../../../src/devices/conformance/contract.ts';
import type { Clause, ClauseOutcome } from '../../../src/devices/conformance/contract.ts';
import {
  moduleHand,
  opener,
  openSerial,
} from '../../../src/devices/conformance/fingerprint-bench.ts';
import type { FingerprintBench } from '../../../src/devices/conformance/fingerprint-contract.ts';
import { MODULE_CONTRACT } from '../../../src/devices/conformance/fingerprint-contract.ts';
import {
  emulatedCodeScannerBench,
  emulatedHidZfmBench,
} from '../../../src/devices/conformance/hid-benches.ts';
import { fingerprintDescription } from '../../../src/devices/emulators/hid-devices.ts';
import { ModuleOnWire } from '../../../src/devices/emulators/module-on-wire.ts';
import { startUhid } from '../../../src/devices/emulators/uhid.ts';
import { UsbGadget } from '../../../src/devices/emulators/usb-gadget.ts';
import { patiently } from './patience.ts';
import { printOf } from './prints.ts';

/** Every driver that speaks over HID or USB, held to its whole contract on the kernel's own device files. */
export async function holdContracts(): Promise<unknown> {
  return {
    'zfm over HID': await held(MODULE_CONTRACT, async () =>
      patient(await emulatedHidZfmBench(startUhid, printOf('right-index'))),
    ),
    'zfm over CDC-ACM': await held(MODULE_CONTRACT, async () => patient(await serialBench())),
    'hid-pos over HID': await held(CODE_SCANNER_CONTRACT, () =>
      emulatedCodeScannerBench(startUhid),
    ),
  };
}

/** An emulated machine on a busy host stands still for longer than a driver waits: what failed is tried once more. */
async function held<Bench extends { close(): Promise<void> }>(
  clauses: readonly Clause<Bench>[],
  openBench: () => Promise<Bench>,
): Promise<readonly ClauseOutcome[]> {
  const outcomes = await holdTo(clauses, openBench, true);
  const failed = clauses.filter((_, index) => outcomes[index]?.result === 'failed');
  const again = await holdTo(failed, openBench, true);
  return outcomes.map(
    (outcome) => again.find(({ statement }) => statement === outcome.statement) ?? outcome,
  );
}

function patient(bench: FingerprintBench): FingerprintBench {
  return { ...bench, open: () => patiently(() => bench.open()) };
}

async function serialBench(): Promise<FingerprintBench> {
  const gadget = await UsbGadget.start(fingerprintDescription('CONTRACT-1'));
  const module = new ModuleOnWire('r503', gadget.serial);
  return {
    hand: moduleHand(module, printOf('right-index')),
    ...opener(
      () => openSerial(gadget.terminal),
      () => module.stop(),
    ),
  };
}
