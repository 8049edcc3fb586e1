import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import type { CustomScheme, Protocol } from 'electron';
import { PAGE_HEADERS } from './content-security-policy.ts';
import { isOnPageHost, PAGE_SCHEME } from './page-address.ts';

/** Must be announced before the app is ready. */
export const PAGE_SCHEME_PRIVILEGES: CustomScheme = {
  scheme: PAGE_SCHEME,
  privileges: {
    standard: true,
    secure: true,
    supportFetchAPI: true,
    bypassCSP: false,
    corsEnabled: false,
    allowServiceWorkers: false,
    stream: false,
  },
};

/** The kinds of file that the page consists of; nothing else is served. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
  '.ogg': 'audio/ogg',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
};

/**
 * Answers a request for a file of the page.
 * @param pageDirectory the folder of the built page; nothing outside it is ever read
 */
export async function answerPageRequest(
  pageDirectory: string,
  request: { readonly url: string; readonly method: string },
): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
  const asset = await findAsset(pageDirectory, request.url);
  if (!asset) return refuse(404);
  const bytes = request.method === 'HEAD' ? null : await readFile(asset.path);
  return new Response(bytes && new Uint8Array(bytes), {
    headers: { ...PAGE_HEADERS, 'Content-Type': asset.mediaType },
  });
}

export function servePage(protocol: Protocol, pageDirectory: string): void {
  protocol.handle(PAGE_SCHEME, (request) => answerPageRequest(pageDirectory, request));
}

interface Asset {
  readonly path: string;
  readonly mediaType: string;
}

async function findAsset(pageDirectory: string, url: string): Promise<Asset | undefined> {
  if (!isOnPageHost(url)) return undefined;
  const segments = pathSegments(new URL(url).pathname);
  if (!segments) return undefined;
  const path = join(pageDirectory, ...segments);
  const mediaType = MEDIA_TYPES[extname(path).toLowerCase()];
  if (mediaType === undefined) return undefined;
  // A link out of the folder has another real path.
  const [root, real] = await Promise.all([realPath(pageDirectory), realPath(path)]);
  if (root === undefined || !real?.startsWith(root + sep)) return undefined;
  return { path: real, mediaType };
}

/** The plain names of a path; undefined when one of them could mean anything else. */
function pathSegments(pathname: string): string[] | undefined {
  if (pathname === '/') return ['index.html'];
  const segments: string[] = [];
  for (const raw of pathname.slice(1).split('/')) {
    const segment = decodeSegment(raw);
    if (segment === undefined || !/^[\w@-][\w@.-]*$/.test(segment) || segment.includes('..')) {
      return undefined;
    }
    segments.push(segment);
  }
  return segments;
}

function decodeSegment(raw: string): string | undefined {
  try {
    return decodeURIComponent(raw);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

async function realPath(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && NOT_THERE.has(String(error.code))) {
      return undefined;
    }
    throw error;
  }
}
const NOT_THERE = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG']);

function refuse(status: 404 | 405): Response {
  return new Response(null, { status, headers: PAGE_HEADERS });
}
