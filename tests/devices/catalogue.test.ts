import { expect, test } from 'vitest';
import { catalogueOf } from '../../src/devices/drivers/catalogue.ts';
import { readDescriptions } from '../../src/devices/descriptions/read.ts';
import { SHIPPED_DESCRIPTIONS } from '../../src/devices/descriptions/shipped.ts';

const { descriptions } = await readDescriptions({ shipped: SHIPPED_DESCRIPTIONS });
const catalogue = catalogueOf(descriptions);
const CH340 = { vendorId: 0x1a86, productId: 0x7523, manufacturer: 'QinHeng Electronics' };

test('an adapter without a serial number is known by its port, and its ids are told for the udev rule', () => {
  const port = { ...CH340, path: '/dev/ttyUSB3', serialNumber: undefined };
  expect(catalogue.forSerialPort(port)).toMatchObject({
    id: 'serial:/dev/ttyUSB3',
    driver: 'zfm',
    usb: { vendorId: 0x1a86, productId: 0x7523 },
  });
});

test('an adapter with a serial number is the same device on another port', () => {
  const at = (path: string) => catalogue.forSerialPort({ ...CH340, path, serialNumber: 'A7' })?.id;
  expect(at('/dev/ttyUSB0')).toBe('serial:1a86:7523:A7');
  expect(at('/dev/ttyUSB1')).toBe('serial:1a86:7523:A7');
});

test('a port that no description is for is left alone', () => {
  const port = { path: '/dev/ttyS0', manufacturer: undefined, serialNumber: undefined };
  const unnamed = { ...port, vendorId: undefined, productId: undefined };
  expect(catalogue.forSerialPort(unnamed)).toBeUndefined();
});
