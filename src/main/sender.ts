import { PAGE_ORIGIN, isOnPageHost } from './page-address.ts';

/** What is known of the frame that a message came from. */
export interface Sender {
  readonly contentsId: number;
  /** Null when the frame is gone, or has navigated since. */
  readonly frame: {
    readonly url: string;
    readonly origin: string;
    readonly isMainFrame: boolean;
  } | null;
}

/** True only for the main frame of the station's window, showing the page itself. */
export function isTrustedSender(sender: Sender, windowContentsId: number | undefined): boolean {
  const { frame } = sender;
  return (
    frame !== null &&
    sender.contentsId === windowContentsId &&
    frame.isMainFrame &&
    frame.origin === PAGE_ORIGIN &&
    isOnPageHost(frame.url)
  );
}
