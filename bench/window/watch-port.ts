/**
 * Loaded into every Node process beside the window (`NODE_OPTIONS=--import`). In that of a serial scanner it notes when
 * the last byte of each picture came from the port.
 */
import { appendFileSync } from 'node:fs';
import { SerialPort } from 'serialport';
import { PACKET_TYPE, PacketParser } from '../../src/devices/protocols/zfm/packet.ts';
import { readTask } from './screen-task.ts';

if (process.argv[1]?.includes('device-host') === true) noteLastBytes(readTask().lastBytesFile);

function noteLastBytes(file: string): void {
  const parser = new PacketParser();
  const inherited = Object.getPrototypeOf(SerialPort.prototype) as SerialPort;
  SerialPort.prototype.push = function (chunk: unknown, encoding?: BufferEncoding): boolean {
    const now = performance.timeOrigin + performance.now();
    const events = chunk instanceof Uint8Array ? parser.push(chunk) : [];
    const isEnd = events.some(
      (event) => event.kind === 'packet' && event.packet.type === PACKET_TYPE.endOfData,
    );
    if (isEnd) appendFileSync(file, `${now}\n`);
    return inherited.push.call(this, chunk, encoding);
  };
}
