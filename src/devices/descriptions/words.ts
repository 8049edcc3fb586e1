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

/** What a length counts: of one, and of any other number. */
const UNITS: Readonly<Record<string, readonly [string, string]>> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
};

/** What is wrong with a value, for whoever wrote it; undefined where the rule that it breaks has words of its own. */
export function problemInWords(issue: z.core.$ZodRawIssue): string | undefined {
  const value = judged(issue);
  if (value === undefined) return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `${quoted(value)} is no ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `${quoted(value)} is ${noneOf(issue.values)}`;
    case 'invalid_union':
      return `${quoted(value)} is ${noneOf(issue.options)}`;
    case 'unrecognized_keys':
      return 'there is no such field';
    case 'too_small': {
      const { origin, minimum, inclusive = true } = issue;
      if (origin in UNITS) return `must have at least ${counted(origin, minimum)}`;
      return `${quoted(value)} is ${inclusive ? 'less' : 'not more'} than ${minimum}`;
    }
    case 'too_big': {
      const { origin, maximum, inclusive = true } = issue;
      if (origin in UNITS) return `must have at most ${counted(origin, maximum)}`;
      return `${quoted(value)} is ${inclusive ? 'more' : 'not less'} than ${maximum}`;
    }
    default:
      return undefined;
  }
}

function noneOf(values: unknown): string {
  const choices = Array.isArray(values) ? values.map(quoted) : [quoted(values)];
  return choices.length === 1 ? `not ${choices[0]}` : `none of ${choices.join(', ')}`;
}

function counted(origin: string, count: number | bigint): string {
  const [one, many] = UNITS[origin] ?? ['', ''];
  return `${count} ${Number(count) === 1 ? one : many}`;
}

/** Of a choice by a field (`driver`), the field is judged and not the object that has it. */
function judged(issue: z.core.$ZodRawIssue): unknown {
  if (issue.code !== 'invalid_union' || issue.discriminator === undefined) return issue.input;
  return (issue.input as Readonly<Record<string, unknown>>)[issue.discriminator];
}
