import type { z } from 'zod';

import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { readJsonText } from './json-text.ts';
import type { JsonText, TextProblem } from './json-text.ts';
import { descriptionSchema, headSchema } from './schema.ts';
import type { DeviceDescription } from './schema.ts';
import { problemInWords } from './words.ts';

export interface ParsedDescription {
  readonly description: DeviceDescription;
  /** Where each entry of `match` begins in the text. */
  readonly matchOffsets: readonly number[];
}

/** The description that a text holds, or everything that is wrong with it, from the top. */
export function parseDescription(text: string): Result<ParsedDescription, readonly TextProblem[]> {
  const json = readJsonText(text);
  if (!json.ok) return err([json.error]);
  const { value, twice } = json.value;
  const parsed = descriptionSchema.safeParse(value, { error: problemInWords });
  if (!parsed.success || twice.length > 0) {
    const issues = parsed.success
      ? []
      : [...parsed.error.issues, ...issuesOfHead(parsed.error, value)];
    const problems = [...twice, ...issues.flatMap((issue) => problemsOf(issue, json.value))];
    return err(problems.toSorted((one, other) => one.offset - other.offset));
  }
  const description = parsed.data;
  const matchOffsets = description.match.map((_, index) => json.value.offsetAt(['match', index]));
  return ok({ description, matchOffsets });
}

/** Without a driver it is not known which fields there are; those of every description are judged all the same. */
function issuesOfHead({ issues }: z.ZodError, value: unknown): readonly z.core.$ZodIssue[] {
  const isUndecided = issues.some(
    ({ code, path }) =>
      code === 'invalid_union' && (path[0] === 'driver' || path[0] === 'transport'),
  );
  if (!isUndecided) return [];
  return headSchema.safeParse(value, { error: problemInWords }).error?.issues ?? [];
}

function problemsOf(issue: z.core.$ZodIssue, json: JsonText): readonly TextProblem[] {
  const { path } = issue;
  if (issue.code !== 'unrecognized_keys') {
    return [{ offset: json.offsetAt(path), words: about(path, issue.message) }];
  }
  return issue.keys.map((name) => ({
    offset: json.offsetOfName(path, name),
    words: about([...path, name], issue.message),
  }));
}

/** `match[0].vendorId: is missing`; of the description as a whole only what is wrong. */
function about(path: readonly PropertyKey[], words: string): string {
  const place = path.reduce<string>((before, segment) => {
    if (typeof segment === 'number') return `${before}[${segment}]`;
    return before === '' ? String(segment) : `${before}.${String(segment)}`;
  }, '');
  return place === '' ? words : `${place}: ${words}`;
}
