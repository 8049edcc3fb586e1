/** Opens a HID device, says so, and ends without closing it. Arguments: its path, and `exit` or `surprise`. */
import { HidTransport } from '../../../src/devices/transports/hid.ts';

const [path = '', how] = process.argv.slice(2);
const opened = await new HidTransport({ path, inputReportSizeBytes: 64 }).open();
if (!opened.ok) throw new Error(opened.error.detail);
process.stdout.write('open\n', () => {
  if (how === 'exit') process.exit(7);
  throw new Error('a surprise');
});
