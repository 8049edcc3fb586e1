import type { PixelRectangle } from './three-by-four.ts';

/** JPEG quality of a still: nothing visible is lost before the station encodes it for good. */
const STILL_QUALITY = 0.95;

/**
 * A still of what the video shows now, at the camera's own resolution, as JPEG bytes.
 * @returns undefined while the video has no picture yet
 */
export async function grabFrame(
  video: HTMLVideoElement,
  cut: (width: number, height: number) => PixelRectangle,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0 || videoHeight === 0) return undefined;
  const { x, y, width, height } = cut(videoWidth, videoHeight);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('the page has no 2D canvas');
  context.drawImage(video, x, y, width, height, 0, 0, width, height);
  const still = await canvas.convertToBlob({ type: 'image/jpeg', quality: STILL_QUALITY });
  return new Uint8Array(await still.arrayBuffer());
}
