/** Drivers of devices on serial ports that do not say what is behind them. */
export const NAMED_DRIVERS = ['zfm', 'visca', 'vc0706'] as const;
export type NamedDriver = (typeof NAMED_DRIVERS)[number];

/** A device that somebody named: a port of the mainboard, or an adapter that tells nothing of what is on it. */
export interface NamedDevice {
  readonly driver: NamedDriver;
  /** A path such as `/dev/ttyS0`, or `COM3`. */
  readonly port: string;
}

/** Reads `DRIVER=PORT`; undefined when it does not say both. */
export function readNamedDevice(text: string): NamedDevice | undefined {
  const at = text.indexOf('=');
  const driver = NAMED_DRIVERS.find((name) => name === text.slice(0, at));
  const port = text.slice(at + 1);
  const isPort = port.startsWith('/') || /^COM\d+$/.test(port);
  return driver !== undefined && isPort ? { driver, port } : undefined;
}
