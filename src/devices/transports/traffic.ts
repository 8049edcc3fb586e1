/** What passed through the ports of this process; one device, one process, so it is that device's. */
export interface Traffic {
  readonly receivedBytes: number;
  readonly sentBytes: number;
}

let receivedBytes = 0;
let sentBytes = 0;

export function countReceived(bytes: Uint8Array): void {
  receivedBytes += bytes.length;
}

export function countSent(bytes: Uint8Array): void {
  sentBytes += bytes.length;
}

export function trafficSoFar(): Traffic {
  return { receivedBytes, sentBytes };
}
