import type { GrayImage } from '../../domain/gray-image.ts';
import type { ImageGeometry } from '../protocols/zfm/image.ts';

/** The picture that a sensor gives. */
export interface SensorImage extends ImageGeometry {
  readonly resolutionPpi: number;
}

/** Every print of the station has this resolution (ISO/IEC 19794-4:2011, level 31). */
export const STATION_PPI = 500;

/** The size of the sensor's picture at the station's resolution. */
export function stationGeometry(sensor: SensorImage): ImageGeometry {
  const scaled = (pixels: number): number =>
    Math.round((pixels * STATION_PPI) / sensor.resolutionPpi);
  return { widthPixels: scaled(sensor.widthPixels), heightPixels: scaled(sensor.heightPixels) };
}

/**
 * The sensor's picture at the station's resolution: its ridges must have their true distance to match prints of other
 * scanners. Linear between the four pixels around, for resolutions near to the station's; the same pixels where the
 * sensor has it already.
 */
export function atStationScale(pixels: Uint8Array, sensor: SensorImage): GrayImage {
  if (sensor.resolutionPpi === STATION_PPI) {
    const { widthPixels, heightPixels } = sensor;
    return { widthPixels, heightPixels, resolutionPpi: STATION_PPI, pixels };
  }
  const size = stationGeometry(sensor);
  const columns = samplePoints(sensor.widthPixels, size.widthPixels);
  const rows = samplePoints(sensor.heightPixels, size.heightPixels);
  const scaled = new Uint8Array(size.widthPixels * size.heightPixels);
  let at = 0;
  for (const row of rows) {
    const upper = row.before * sensor.widthPixels;
    const lower = row.after * sensor.widthPixels;
    for (const column of columns) {
      const above = between(pixels[upper + column.before], pixels[upper + column.after], column);
      const below = between(pixels[lower + column.before], pixels[lower + column.after], column);
      scaled[at] = Math.round(between(above, below, row));
      at += 1;
    }
  }
  return { ...size, resolutionPpi: STATION_PPI, pixels: scaled };
}

/** Two neighbours on an axis of the sensor, and how much the second one counts: 0 to 1. */
interface SamplePoint {
  readonly before: number;
  readonly after: number;
  readonly weight: number;
}

/** Where the centres of so many pixels lie on an axis of the sensor. */
function samplePoints(sensorPixels: number, pixels: number): SamplePoint[] {
  const last = sensorPixels - 1;
  return Array.from({ length: pixels }, (_, index) => {
    const centre = ((index + 0.5) * sensorPixels) / pixels - 0.5;
    const place = Math.min(Math.max(centre, 0), last);
    const before = Math.floor(place);
    return { before, after: Math.min(before + 1, last), weight: place - before };
  });
}

function between(first = 0, second = 0, { weight }: SamplePoint): number {
  return first + (second - first) * weight;
}
