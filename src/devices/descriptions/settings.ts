import type { KnownDescription } from './schema.ts';

const ABOUT_THE_DEVICE = [
  'format',
  'name',
  'driver',
  'transport',
  'match',
  'file',
  'isOwn',
] as const satisfies readonly (keyof KnownDescription)[];

type AboutTheDevice = (typeof ABOUT_THE_DEVICE)[number];

/** What a description says of how its driver is to behave: options of that driver, and nothing else. */
export function settingsOf<Description extends KnownDescription>(
  description: Description,
): Omit<Description, AboutTheDevice> {
  const others: readonly string[] = ABOUT_THE_DEVICE;
  const settings = Object.entries(description).filter(([field]) => !others.includes(field));
  // The fields that are left are those that the type leaves.
  return Object.fromEntries(settings) as Omit<Description, AboutTheDevice>;
}
