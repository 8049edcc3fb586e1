/**
 * Makes the engine read its tables of languages, which takes some ten milliseconds, while the station's first
 * answers are on their way instead of in the middle of drawing the first screen.
 */
export function warmUpLanguages(): void {
  Intl.NumberFormat.supportedLocalesOf('vi');
  Intl.DateTimeFormat.supportedLocalesOf('vi');
}
