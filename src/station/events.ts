import type { EventName, EventPayload } from '../contract/events.ts';
import { EVENTS } from '../contract/events.ts';

type Sender = (name: EventName, payload: unknown) => void;

/** Tells the page what happened; each payload is checked against the contract before it leaves. */
export class StationEvents {
  readonly #send: Sender;

  constructor(send: Sender) {
    this.#send = send;
  }

  emit<Name extends EventName>(name: Name, payload: EventPayload<Name>): void {
    this.#send(name, EVENTS[name].parse(payload));
  }
}
