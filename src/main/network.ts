import type { App, Session } from 'electron';
import { isOnPageHost } from './page-address.ts';

/** The page needs nothing but its own files, and blobs that it made itself. */
export function mayRequest(url: string): boolean {
  if (isOnPageHost(url)) return true;
  if (!url.startsWith('blob:')) return false;
  return isOnPageHost(url.slice('blob:'.length));
}

/** Cancels every request of the window that {@link mayRequest} does not allow. */
export function guardNetwork(session: Session): void {
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !(mayRequest(details.url) || isDevTools(details.url)) });
  });
}

/** DevTools exist in training only; the window factory turns them off in production. */
function isDevTools(url: string): boolean {
  return url.startsWith('devtools:');
}

/**
 * Keeps Chromium itself off the network: the shell resolves no name at all. (The station process does
 * the nightly upload.) Called before the app is ready.
 */
export function keepChromiumOffline(app: App): void {
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.commandLine.appendSwitch('disable-background-networking');
  app.commandLine.appendSwitch('disable-component-update');
  app.commandLine.appendSwitch('disable-domain-reliability');
  app.commandLine.appendSwitch('no-pings');
  app.commandLine.appendSwitch('force-webrtc-ip-handling-policy', 'disable_non_proxied_udp');
}
