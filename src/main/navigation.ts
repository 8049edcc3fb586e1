import type { App, WebContents } from 'electron';
import { isOnPageHost } from './page-address.ts';
import type { ShellLog } from './log.ts';

export type NavigationDecision = 'allow' | 'deny';

/**
 * The one decision on every navigation: the page itself in the main frame, and nothing else. No frame
 * inside the page, no file dropped on it, no other address.
 */
export function decideNavigation(target: {
  readonly url: string;
  readonly isMainFrame: boolean;
}): NavigationDecision {
  if (!target.isMainFrame || !isOnPageHost(target.url)) return 'deny';
  const { pathname } = new URL(target.url);
  return pathname === '/' || pathname === '/index.html' ? 'allow' : 'deny';
}

/** Holds every page that this application ever makes to {@link decideNavigation}. */
export function guardNavigation(app: App, log: ShellLog): void {
  app.on('web-contents-created', (_event, contents) => {
    guardContents(contents, log);
  });
}

function guardContents(contents: WebContents, log: ShellLog): void {
  const refused = (how: string, url: string): void => {
    log.warn('navigation-refused', { how, scheme: schemeOf(url) });
  };
  contents.on('will-navigate', (event) => {
    if (decideNavigation(event) === 'allow') return;
    event.preventDefault();
    refused('navigate', event.url);
  });
  contents.on('will-redirect', (event) => {
    if (decideNavigation(event) === 'allow') return;
    event.preventDefault();
    refused('redirect', event.url);
  });
  contents.on('will-frame-navigate', (event) => {
    if (decideNavigation(event) === 'allow') return;
    event.preventDefault();
    refused('frame', event.url);
  });
  contents.setWindowOpenHandler(({ url }) => {
    refused('window-open', url);
    return { action: 'deny' };
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    refused('webview', '');
  });
}

/** The scheme alone goes to the log: an address may carry personal data. */
function schemeOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : '';
}
