import type { z } from 'zod';

/** What somebody wrote, as it stands in the file, short enough for a sentence. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  int: 'whole number',
  array: 'list',
  object: 'group of fields in braces',
};

const UNITS: Readonly<Record<string, string>> = { string: 'characters', array: 'entries' };

/** What is wrong with a value, for whoever wrote it; undefined where the rule that it breaks has words of its own. */
export function problemInWords(issue: z.core.$ZodRawIssue): string | undefined {
  const value = judged(issue);
  if (value === undefined) return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `${quoted(value)} is no ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `${quoted(value)} is none of ${choices(issue.values)}`;
    case 'invalid_union':
      return `${quoted(value)} is none of ${choices(issue.options)}`;
    case 'unrecognized_keys':
      return 'there is no such field';
    case 'too_small':
      return isCounted(issue.origin)
        ? `must have at least ${issue.minimum} ${UNITS[issue.origin]}`
        : `${quoted(value)} is less than ${issue.minimum}`;
    case 'too_big':
      return isCounted(issue.origin)
        ? `must have at most ${issue.maximum} ${UNITS[issue.origin]}`
        : `${quoted(value)} is more than ${issue.maximum}`;
    default:
      return undefined;
  }
}

function choices(values: unknown): string {
  return Array.isArray(values) ? values.map(quoted).join(', ') : quoted(values);
}

function isCounted(origin: string): boolean {
  return origin in UNITS;
}

/** Of a choice by a field (`driver`), the field is judged and not the object that has it. */
function judged(issue: z.core.$ZodRawIssue): unknown {
  if (issue.code !== 'invalid_union' || issue.discriminator === undefined) return issue.input;
  return (issue.input as Readonly<Record<string, unknown>>)[issue.discriminator];
}
