import type { SocketNumber, ViscaErrorName, ViscaReply } from './replies.ts';

/** A socket that a command can work in. */
export type WorkingSocket = Exclude<SocketNumber, 0>;

/** What the controller says, by how it is answered. */
export type ViscaRequest =
  /** Acknowledged with a socket, completed from that socket later. */
  | { readonly kind: 'command' }
  /** Answered from socket 0 with data; `isAnswer` says whether these data answer this question. */
  | { readonly kind: 'inquiry'; readonly isAnswer: (data: Uint8Array) => boolean }
  /** IF_Clear of one camera: answered from socket 0 without data. */
  | { readonly kind: 'interface-clear' }
  /** Command Cancel: answered with the error `cancelled` or `no-socket` of that socket. */
  | { readonly kind: 'cancel'; readonly socket: WorkingSocket }
  /** Address Set for all cameras: comes back with the next address. */
  | { readonly kind: 'address-set' };

export type ViscaOutcome =
  | { readonly kind: 'done'; readonly data: Uint8Array }
  | { readonly kind: 'refused'; readonly error: ViscaErrorName };

/** What a reply means for the requests that wait. */
export type ConversationStep =
  | { readonly kind: 'acknowledged'; readonly id: number; readonly socket: WorkingSocket }
  | { readonly kind: 'finished'; readonly id: number; readonly outcome: ViscaOutcome }
  /** A reply that nobody waits for: late, or said twice. */
  | { readonly kind: 'stray'; readonly reply: ViscaReply };

const NO_DATA = new Uint8Array(0);

/**
 * The controller's side of the talk with one camera. Replies name a socket, and never the command: so one request at a
 * time is on the line, until its answer or its acknowledgement has come, while up to two acknowledged commands work on
 * in their sockets. A pure state machine: it needs no port and no clock.
 */
export class ViscaConversation {
  readonly #sockets = new Map<WorkingSocket, number>();
  #onLine: { readonly id: number; readonly request: ViscaRequest } | undefined;
  #nextId = 1;

  /** Whether a request may be said now. */
  get isLineFree(): boolean {
    return this.#onLine === undefined;
  }

  get workingCommands(): number {
    return this.#sockets.size;
  }

  /** The socket that a request works in. */
  socketOf(id: number): WorkingSocket | undefined {
    for (const [socket, holder] of this.#sockets) if (holder === id) return socket;
    return undefined;
  }

  /**
   * A request goes on the line.
   *
   * @returns the name it has in the steps.
   * @throws when another request is on the line: its answer could not be told from this one's.
   */
  begin(request: ViscaRequest): number {
    if (this.#onLine !== undefined) throw new Error('two requests on the line at once');
    const id = this.#nextId;
    this.#nextId += 1;
    this.#onLine = { id, request };
    return id;
  }

  /** Gives a request up: nothing more is expected for it, and its socket counts as free. */
  forget(id: number): void {
    if (this.#onLine?.id === id) this.#onLine = undefined;
    const socket = this.socketOf(id);
    if (socket !== undefined) this.#sockets.delete(socket);
  }

  accept(reply: ViscaReply): readonly ConversationStep[] {
    switch (reply.kind) {
      case 'acknowledge':
        return this.#acknowledge(reply, reply.socket);
      case 'completion':
        return this.#complete(reply, reply.socket, reply.data);
      case 'error':
        return this.#refuse(reply, reply.socket, reply.error);
      case 'address-set':
        if (this.#onLine?.request.kind !== 'address-set') return stray(reply);
        return this.#answer({ kind: 'done', data: Uint8Array.of(reply.nextAddress) });
      case 'interface-cleared':
      case 'network-change':
        return stray(reply);
    }
  }

  #acknowledge(reply: ViscaReply, socket: SocketNumber): readonly ConversationStep[] {
    const onLine = this.#onLine;
    const isExpected = onLine?.request.kind === 'command';
    // An acknowledgement from a socket that works already is the earlier one, said twice.
    if (!isExpected || socket === 0 || this.#sockets.has(socket)) return stray(reply);
    this.#onLine = undefined;
    this.#sockets.set(socket, onLine.id);
    return [{ kind: 'acknowledged', id: onLine.id, socket }];
  }

  #complete(
    reply: ViscaReply,
    socket: SocketNumber,
    data: Uint8Array,
  ): readonly ConversationStep[] {
    if (socket !== 0 && data.length === 0) {
      return this.#release(socket, { kind: 'done', data }) ?? stray(reply);
    }
    const request = this.#onLine?.request;
    const isAnswer =
      (request?.kind === 'inquiry' && request.isAnswer(data)) ||
      (request?.kind === 'interface-clear' && data.length === 0);
    return isAnswer ? this.#answer({ kind: 'done', data }) : stray(reply);
  }

  #refuse(
    reply: ViscaReply,
    socket: SocketNumber,
    error: ViscaErrorName,
  ): readonly ConversationStep[] {
    const request = this.#onLine?.request;
    const refused = { kind: 'refused', error } as const;
    if (request?.kind === 'cancel' && request.socket === socket) {
      if (error === 'cancelled') {
        const worked = this.#release(socket, refused) ?? [];
        return [...worked, ...this.#answer({ kind: 'done', data: NO_DATA })];
      }
      if (error === 'no-socket') return this.#answer(refused);
    }
    const worked = socket === 0 ? undefined : this.#release(socket, refused);
    if (worked !== undefined) return worked;
    // Only what works in a socket can be cancelled, and only a cancel has no socket to find.
    const isForLine = error !== 'cancelled' && error !== 'no-socket' && request !== undefined;
    return isForLine ? this.#answer(refused) : stray(reply);
  }

  #release(socket: WorkingSocket, outcome: ViscaOutcome): readonly ConversationStep[] | undefined {
    const id = this.#sockets.get(socket);
    if (id === undefined) return undefined;
    this.#sockets.delete(socket);
    return [{ kind: 'finished', id, outcome }];
  }

  #answer(outcome: ViscaOutcome): readonly ConversationStep[] {
    const onLine = this.#onLine;
    if (onLine === undefined) return [];
    this.#onLine = undefined;
    return [{ kind: 'finished', id: onLine.id, outcome }];
  }
}

function stray(reply: ViscaReply): readonly ConversationStep[] {
  return [{ kind: 'stray', reply }];
}
