import type Sharp from 'sharp';

let loaded: Promise<typeof Sharp> | undefined;

/**
 * The picture library, loaded with the first picture: the station's start does not wait for it. It runs
 * without its cache of decoded pictures (50 MB by default), for every picture here is seen once.
 */
export function pictureLibrary(): Promise<typeof Sharp> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<typeof Sharp> {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  return sharp;
}
