import { CONFIRMATION } from './confirmation.ts';
import { LARGEST_UPLOAD_BYTES } from './image.ts';
import { PACKET_TYPE } from './packet.ts';
import type { ZfmPacket } from './packet.ts';

/** What a packet means for the exchange it arrived in. */
export type ExchangeStep =
  /** The acknowledgement says that data packets follow. */
  | { readonly kind: 'data-follows' }
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  | { readonly kind: 'finished'; readonly acknowledgement: Acknowledgement }
  /** The module said something that has no place here. */
  | { readonly kind: 'violation'; readonly detail: string };

export interface Acknowledgement {
  readonly confirmationCode: number;
  /** What follows the confirmation code. */
  readonly parameters: Uint8Array;
}

type State =
  | { readonly name: 'awaiting-acknowledgement' }
  | { readonly name: 'receiving-data'; readonly acknowledgement: Acknowledgement }
  | { readonly name: 'over' };

/**
 * The host's side of one command: an acknowledgement, and for commands that upload, data packets up to the one of type
 * end-of-data, and no more of them than a picture has. A pure state machine: it needs no port and no clock.
 */
export class ZfmExchange {
  readonly #uploads: boolean;
  #state: State = { name: 'awaiting-acknowledgement' };
  #uploadedBytes = 0;

  constructor(options: { readonly uploads: boolean }) {
    this.#uploads = options.uploads;
  }

  accept(packet: ZfmPacket): ExchangeStep {
    switch (this.#state.name) {
      case 'awaiting-acknowledgement':
        return this.#acceptAcknowledgement(packet);
      case 'receiving-data':
        return this.#acceptData(packet, this.#state.acknowledgement);
      case 'over':
        return { kind: 'violation', detail: 'a packet after the end of the exchange' };
    }
  }

  #acceptAcknowledgement(packet: ZfmPacket): ExchangeStep {
    if (packet.type !== PACKET_TYPE.acknowledge) {
      return this.#violation(`a packet of type ${packet.type} where an acknowledgement belongs`);
    }
    const acknowledgement = {
      confirmationCode: packet.payload[0] ?? CONFIRMATION.undefinedError,
      parameters: packet.payload.subarray(1),
    };
    if (this.#uploads && acknowledgement.confirmationCode === CONFIRMATION.ok) {
      this.#state = { name: 'receiving-data', acknowledgement };
      return { kind: 'data-follows' };
    }
    this.#state = { name: 'over' };
    return { kind: 'finished', acknowledgement };
  }

  #acceptData(packet: ZfmPacket, acknowledgement: Acknowledgement): ExchangeStep {
    if (packet.type !== PACKET_TYPE.data && packet.type !== PACKET_TYPE.endOfData) {
      return this.#violation(`a packet of type ${packet.type} among the data packets`);
    }
    this.#uploadedBytes += packet.payload.length;
    if (this.#uploadedBytes > LARGEST_UPLOAD_BYTES) {
      return this.#violation(`an upload of more than ${LARGEST_UPLOAD_BYTES} bytes`);
    }
    if (packet.type === PACKET_TYPE.data) return { kind: 'data', bytes: packet.payload };
    this.#state = { name: 'over' };
    return {
      kind: 'finished',
      acknowledgement: { ...acknowledgement, parameters: packet.payload },
    };
  }

  #violation(detail: string): ExchangeStep {
    this.#state = { name: 'over' };
    return { kind: 'violation', detail };
  }
}
