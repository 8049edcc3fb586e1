/**
 * What runs in the window under test: the drivers of the window, reached by their names on `window`. `window-bench.ts`
 * puts it into an empty page and asks it.
 */
import type { Result } from '../../../domain/result.ts';
import type { DeviceError } from '../../device-error.ts';
import { openUvcCamera } from '../../drivers/uvc-camera.ts';
import type { CameraPurpose, UvcCamera } from '../../drivers/uvc-camera.ts';
import { WedgeScanner } from '../../drivers/wedge-scanner.ts';
import { listCameras } from '../../transports/browser-media.ts';
import { holdTo } from '../contract.ts';
import type { ClauseOutcome } from '../contract.ts';
import { UVC_CONTRACT } from '../uvc-contract.ts';
import type { CameraHand, UvcBench } from '../uvc-contract.ts';

export interface WindowUnderTest {
  /** @param name of a real camera, or a part of it; the first camera without it */
  holdCamera(name: string | null, hasEmulator: boolean): Promise<readonly ClauseOutcome[]>;
  openWedge(): void;
  wedgeCodes(): readonly string[];
  closeWedge(): Promise<void>;
}

/** What the page is given from outside. */
export interface CameraHandGlobals {
  readonly permitCameras: CameraHand['permit'];
  readonly pullCamera: CameraHand['pull'];
}

declare const window: Window & { underTest?: WindowUnderTest } & CameraHandGlobals;

let wedge: WedgeScanner | undefined;
let codes: string[] = [];

window.underTest = {
  holdCamera: (name, hasEmulator) =>
    holdTo(UVC_CONTRACT, () => Promise.resolve(bench(name)), hasEmulator),
  openWedge: () => {
    codes = [];
    wedge = new WedgeScanner();
    wedge.onEvent((event) => {
      if (event.kind === 'code') codes.push(event.code.text);
    });
  },
  wedgeCodes: () => codes,
  closeWedge: async () => wedge?.close(),
};

function bench(name: string | null): UvcBench {
  const opened: UvcCamera[] = [];
  const open = async (
    purpose: CameraPurpose,
    cameraId: string | undefined,
  ): Promise<Result<UvcCamera, DeviceError>> => {
    const camera = await openUvcCamera({
      purpose,
      cameraId: cameraId ?? (await cameraNamed(name)),
    });
    if (camera.ok) opened.push(camera.value);
    return camera;
  };
  return {
    hand: {
      permit: (isAllowed) => window.permitCameras(isAllowed),
      pull: () => window.pullCamera(),
    },
    list: listCameras,
    open: (cameraId) => open('portrait', cameraId),
    openForPapers: () => open('papers', undefined),
    close: async () => {
      for (const camera of opened) await camera.close();
    },
  };
}

async function cameraNamed(name: string | null): Promise<string | undefined> {
  if (name === null) return undefined;
  const camera = (await listCameras()).find(({ label }) => label.includes(name));
  if (!camera) throw new Error(`no camera is called ${name}`);
  return camera.cameraId;
}
