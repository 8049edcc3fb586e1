import { toStationSchema } from '../contract/channel.ts';
import type { FromStation } from '../contract/channel.ts';
import { Station } from './station.ts';

/**
 * The station process. It speaks the channel of `contract/channel.ts` over whichever port its host gave
 * it: the parent port of an Electron utility process, or the IPC of a child process. A surprise ends the
 * process loudly; the host starts it again and it goes on from the store.
 */
interface HostPort {
  post(message: FromStation): void;
  listen(listener: (message: unknown) => void, onGone: () => void): void;
}

interface UtilityProcess {
  readonly parentPort?: {
    postMessage(message: unknown): void;
    on(event: 'message', listener: (event: { data: unknown }) => void): void;
  };
}

function hostPort(): HostPort {
  const utility = (process as NodeJS.Process & UtilityProcess).parentPort;
  if (utility) {
    return {
      post: (message) => utility.postMessage(message),
      listen: (listener) => utility.on('message', (event) => listener(event.data)),
    };
  }
  if (!process.send) {
    process.stderr.write(
      'The station is started by its shell (npm start) or by the tram command.\n',
    );
    process.exit(2);
  }
  return {
    // A host that is gone takes no more answers; what it asked for is in the store.
    post: (message) => void (process.connected && process.send?.(message, () => undefined)),
    listen: (listener, onGone) => {
      process.on('message', listener);
      process.on('disconnect', onGone);
    },
  };
}

function run(port: HostPort): void {
  let station: Promise<Station> | undefined;

  const stop = async (): Promise<void> => {
    await (await station)?.close();
    port.post({ type: 'stopped' });
    process.exit(0);
  };

  port.listen(
    (raw) => {
      const message = toStationSchema.parse(raw);
      switch (message.type) {
        case 'boot':
          if (station) throw new Error('booted twice');
          station = Station.start(message, (name, payload) =>
            port.post({ type: 'event', name, payload }),
          );
          void station.then(() => port.post({ type: 'ready' }));
          break;
        case 'call':
          if (!station) throw new Error('called before boot');
          void station
            .then((ready) => ready.call(message.name, message.input))
            .then((result) => port.post({ type: 'answer', id: message.id, result }));
          break;
        case 'stop':
          void stop();
          break;
      }
    },
    () => void stop(),
  );
}

// Ctrl+C in a terminal reaches every process of it; the host stops the station in order.
process.on('SIGINT', () => undefined);
process.on('unhandledRejection', (cause) => {
  throw cause;
});
run(hostPort());
