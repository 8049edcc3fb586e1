/** The one address of the page. Nothing else is ever shown in a window. */
export const PAGE_SCHEME = 'app';
export const PAGE_HOST = 'tram';
export const PAGE_ORIGIN = `${PAGE_SCHEME}://${PAGE_HOST}`;
export const PAGE_URL = `${PAGE_ORIGIN}/index.html`;

/** True when a URL is on the page's own host, without credentials or a port. */
export function isOnPageHost(url: string): boolean {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return (
    parsed?.protocol === `${PAGE_SCHEME}:` &&
    parsed.host === PAGE_HOST &&
    parsed.username === '' &&
    parsed.password === ''
  );
}
