import sharp from 'sharp';

/**
 * The picture library, without its cache of decoded pictures (50 MB by default): every picture here is
 * seen once.
 */
sharp.cache(false);

export { sharp };
