import { z } from 'zod';

import { quoted } from './words.ts';

/** The words of a rule, behind the value that breaks it. */
export const saying = (words: string) => ({
  error: (issue: { readonly input?: unknown }) => `${quoted(issue.input)} ${words}`,
});

const MOST_ENTRIES = 32;

/** A list in which no entry stands twice. */
export const listOf = <Entry extends z.ZodType>(entry: Entry) =>
  z
    .array(entry)
    .min(1)
    .max(MOST_ENTRIES)
    .check(({ value, issues }) => {
      const seen = new Set<string>();
      value.forEach((one, index) => {
        const key = JSON.stringify(one);
        if (seen.has(key)) {
          issues.push({ code: 'custom', input: one, path: [index], message: 'stands there twice' });
        }
        seen.add(key);
      });
    });

/** A number that is written as so many hexadecimal digits. */
export const hexadecimal = (digits: number, example: string) =>
  z
    .string()
    .regex(
      new RegExp(`^[0-9a-f]{${digits}}$`, 'i'),
      saying(`is not ${digits} hexadecimal digits, such as "${example}"`),
    )
    .transform((text) => Number.parseInt(text, 16));

/** A text in which `*` stands for any characters (`text-pattern.ts`). */
export const pattern = z.string().min(1).max(126);
