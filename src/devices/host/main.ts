/** The process of a device: one of the station's drivers (`drivers/open-driver.ts`). */
import { openDriver } from '../drivers/open-driver.ts';
import { serveDevice } from './serve-device.ts';

serveDevice(openDriver);
