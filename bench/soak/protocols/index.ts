import type { Catalogue } from '../protocol.ts';
import { hidPosDescriptor } from './hid-pos-descriptor.ts';
import { hidPos } from './hid-pos.ts';
import { hidStream } from './hid-stream.ts';
import { identityCardQr } from './identity-card-qr.ts';
import { keyboardWedge } from './keyboard-wedge.ts';
import { sbiDiscovery } from './sbi-discovery.ts';
import { sbiFingerRecord } from './sbi-finger-record.ts';
import { sbiPreview } from './sbi-preview.ts';
import { sbiCapture, sbiInfo } from './sbi-signed.ts';
import { slipCodes } from './slip-code.ts';
import { vc0706Jpeg } from './vc0706-jpeg.ts';
import { vc0706 } from './vc0706.ts';
import { visca } from './visca.ts';
import { zfm } from './zfm.ts';

/** Everything that the station reads from devices and from what is scanned. */
export const PROTOCOLS: Catalogue = {
  zfm: () => zfm,
  'hid-stream': () => hidStream,
  'hid-pos': () => hidPos,
  'hid-pos-descriptor': () => hidPosDescriptor,
  visca: () => visca,
  vc0706: () => vc0706,
  'vc0706-jpeg': () => vc0706Jpeg,
  'sbi-discovery': () => sbiDiscovery,
  'sbi-info': sbiInfo,
  'sbi-capture': sbiCapture,
  'sbi-finger-record': () => sbiFingerRecord,
  'sbi-preview': () => sbiPreview,
  'keyboard-wedge': () => keyboardWedge,
  'identity-card-qr': () => identityCardQr,
  'slip-code': () => slipCodes,
};
