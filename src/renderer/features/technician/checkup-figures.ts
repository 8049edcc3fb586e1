import type { DeviceCheckupView } from '../../../contract/views.ts';
import type { Formats } from '../../i18n/formats.ts';

type Check = DeviceCheckupView['checks'][number];

/** Ends of the names of checks that say their unit, and how the unit is written behind a number. */
const UNITS: readonly (readonly [end: string, unit: string])[] = [
  ['-ms', ' ms'],
  ['-s', ' s'],
  ['-mm', ' mm'],
  ['-percent', ' %'],
  ['-degrees', '°'],
  ['-degrees-off', '°'],
];

/** Checks whose figure must reach its limit; any other must not exceed it. */
const AT_LEAST: ReadonlySet<string> = new Set([
  'print-quality',
  'print-contrast',
  'print-coherence-percent',
  'background-luminance',
]);

/** `12 ms`; empty for what works or does not. */
export function figureOf(formats: Formats, { name, value }: Check): string {
  return value === null ? '' : withUnit(formats, name, value);
}

/** `≤ 300 ms`; empty where there is no limit. */
export function limitOf(formats: Formats, { name, limit }: Check): string {
  if (limit === null) return '';
  return `${AT_LEAST.has(name) ? '≥' : '≤'} ${withUnit(formats, name, limit)}`;
}

function withUnit(formats: Formats, name: string, value: number): string {
  const unit = UNITS.find(([end]) => name.endsWith(end))?.[1] ?? '';
  return `${formats.number(value)}${unit}`;
}
