import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

/** A TCP relay between station and ministry that counts bytes and can be cut. */
export class CuttableWire {
  upBytes = 0;
  connections = 0;
  /** Largest number of connections open at once. */
  peakConnections = 0;
  readonly #server: Server;
  readonly #targetPort: number;
  readonly #sockets = new Set<Socket>();
  #cutAfterBytes = Number.POSITIVE_INFINITY;
  #onCut: () => void = () => undefined;
  #isDown = false;

  static async to(targetPort: number): Promise<CuttableWire> {
    const wire = new CuttableWire(targetPort);
    wire.#server.listen(0, '127.0.0.1');
    await once(wire.#server, 'listening');
    return wire;
  }

  private constructor(targetPort: number) {
    this.#targetPort = targetPort;
    this.#server = createServer((station) => this.#relay(station));
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the wire is not up');
    return `https://127.0.0.1:${address.port}`;
  }

  /** Cuts once when so many more bytes have gone up; the wire is up again at once. */
  cutAfter(bytes: number): void {
    this.#cutAfterBytes = this.upBytes + bytes;
    this.#onCut = () => this.#cut();
  }

  /**
   * When so many more bytes have gone up, every open connection falls silent without being broken; new ones
   * work.
   */
  freezeAfter(bytes: number): void {
    this.#cutAfterBytes = this.upBytes + bytes;
    this.#onCut = () => {
      for (const socket of this.#sockets) {
        socket.unpipe();
        socket.pause();
      }
    };
  }

  /** Takes the wire down when so many more bytes have gone up, and says when that was. */
  downAfter(bytes: number): Promise<void> {
    this.#cutAfterBytes = this.upBytes + bytes;
    return new Promise((resolve) => {
      this.#onCut = () => {
        this.down();
        resolve();
      };
    });
  }

  /** Breaks every connection; refuses new ones until `up`. */
  down(): void {
    this.#isDown = true;
    this.#cut();
  }

  up(): void {
    this.#isDown = false;
  }

  async close(): Promise<void> {
    this.#cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #relay(station: Socket): void {
    if (this.#isDown) {
      station.destroy();
      return;
    }
    this.connections += 1;
    const ministry = connect(this.#targetPort, '127.0.0.1');
    this.#sockets.add(station).add(ministry);
    this.peakConnections = Math.max(this.peakConnections, this.#sockets.size / 2);
    for (const [socket, other] of [
      [station, ministry],
      [ministry, station],
    ] as const) {
      // A broken connection is what this wire is for; both sides go down together.
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    station.on('data', (chunk) => {
      this.upBytes += chunk.length;
      if (this.upBytes < this.#cutAfterBytes) return;
      this.#cutAfterBytes = Number.POSITIVE_INFINITY;
      this.#onCut();
    });
    station.pipe(ministry);
    ministry.pipe(station);
  }
}
