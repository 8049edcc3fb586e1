import { ipcMain } from 'electron';
import type { BrowserWindow, IpcMainInvokeEvent } from 'electron';
import type { Answer } from '../contract/channel.ts';
import { err } from '../domain/result.ts';
import type { CallGate } from './call-gate.ts';
import { deliverFile } from './deliver-file.ts';
import { CALL_CHANNEL, DELIVER_FILE_CHANNEL } from './ipc-channels.ts';
import { readFileDelivery } from './file-delivery.ts';
import type { Sender } from './sender.ts';

/** The only place that listens to a page: two channels, and the gate before both. */
export function listenToPage(gate: CallGate, window: () => BrowserWindow | undefined): void {
  ipcMain.handle(CALL_CHANNEL, (event, ...given: unknown[]) => gate.call(senderOf(event), given));
  ipcMain.handle(
    DELIVER_FILE_CHANNEL,
    async (event, ...given: unknown[]): Promise<Answer<unknown>> => {
      const target = window();
      if (!gate.admits(senderOf(event), 'deliverFile') || !target) {
        return err({ code: 'not-allowed' });
      }
      const delivery = readFileDelivery(given);
      return delivery ? deliverFile(target, delivery) : err({ code: 'invalid-input' });
    },
  );
}

function senderOf(event: IpcMainInvokeEvent): Sender {
  const { senderFrame } = event;
  return {
    contentsId: event.sender.id,
    frame: senderFrame && {
      url: senderFrame.url,
      origin: senderFrame.origin,
      isMainFrame: senderFrame.parent === null,
    },
  };
}
