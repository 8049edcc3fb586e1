/** The languages of the screens and papers; the first is the officers' own. */
export const LANGUAGES = ['vi', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
