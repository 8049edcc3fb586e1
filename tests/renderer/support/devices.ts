import type { DeviceView, IncidentView } from '../../../src/contract/views.ts';

/** A scanner that is ready and serves, but for what is said otherwise. */
export function device(told: Partial<DeviceView> = {}): DeviceView {
  return {
    deviceId: 'serial:10c4:ea60:0001',
    role: 'fingerprint',
    state: 'ready',
    serving: true,
    make: 'Grow',
    model: 'R503',
    serialNumber: '0001',
    firmware: '',
    port: '/dev/ttyUSB0',
    transport: 'serial',
    driver: 'zfm',
    description: '/opt/tram/resources/devices/r503.json',
    abilities: ['single-plain'],
    pictureSize: { widthPixels: 256, heightPixels: 288 },
    emulated: false,
    preferred: false,
    problem: null,
    trouble: null,
    capturesToday: 0,
    errorsToday: [],
    traffic: null,
    usb: { vendorId: 0x10c4, productId: 0xea60 },
    readyAfterMs: 2100,
    selfTest: null,
    calibration: null,
    ...told,
  };
}

export function incident(told: Partial<IncidentView> = {}): IncidentView {
  return {
    incidentId: 'incident',
    at: 1_000,
    code: 'disconnected',
    device: 'serial:10c4:ea60:0001',
    whatOfficerSaw: 'device-disconnected',
    dossierNumber: null,
    detail: 'unplugged',
    seen: 1,
    lastSeenAt: null,
    whatWasDone: '',
    resolvedAt: null,
    resolvedBy: null,
    ...told,
  };
}
