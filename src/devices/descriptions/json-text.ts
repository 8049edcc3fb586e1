import { createScanner, findNodeAtLocation, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { JSONPath, Node, ParseError } from 'jsonc-parser';

import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { quoted } from './words.ts';

/** Something wrong at a place of a text. */
export interface TextProblem {
  /** In UTF-16 units from the start of the text. */
  readonly offset: number;
  readonly words: string;
}

/** A JSON text that was read, and where its parts stand. */
export interface JsonText {
  /** Of a field that stands twice, the last one. */
  readonly value: unknown;
  /** Names of fields that the same braces had before. */
  readonly twice: readonly TextProblem[];
  /** Where the value at this path begins; where there is none, the innermost part around it. */
  offsetAt(path: readonly PropertyKey[]): number;
  /** Where the name of a field begins. */
  offsetOfName(path: readonly PropertyKey[], name: string): number;
}

/** A description needs four; a parser that calls itself must not be led deeper than its stack. */
const DEEPEST_NESTING = 16;

/** `{` and `[` open, `}` and `]` close: kinds of token as the scanner numbers them. */
const OPENING: ReadonlySet<number> = new Set([1, 3]);
const CLOSING: ReadonlySet<number> = new Set([2, 4]);
const END_OF_FILE = 17;

const SYNTAX_PROBLEMS: Readonly<Record<ReturnType<typeof printParseErrorCode>, string>> = {
  InvalidSymbol: 'is no JSON: text stands in quotation marks',
  InvalidNumberFormat: 'is no number',
  PropertyNameExpected: 'the name of a field is missing here, or the comma before is one too many',
  ValueExpected: 'a value is missing here, or the comma before is one too many',
  ColonExpected: 'a colon is missing before this',
  CommaExpected: 'a comma is missing before this',
  CloseBraceExpected: 'a closing brace } is missing',
  CloseBracketExpected: 'a closing bracket ] is missing',
  EndOfFileExpected: 'something stands behind the end of the description',
  InvalidCommentToken: 'a comment has no place here',
  UnexpectedEndOfComment: 'a comment is not closed',
  UnexpectedEndOfString: 'a text is not closed with a quotation mark',
  UnexpectedEndOfNumber: 'a number is not whole',
  InvalidUnicode: 'is no \\u character',
  InvalidEscapeCharacter: 'a backslash must be written twice',
  InvalidCharacter: 'is no character that a text may have',
  '<unknown ParseErrorCode>': 'is no JSON',
};

/** JSON, in which `//` and `/* *\/` may explain, and no comma is one too many. */
export function readJsonText(text: string): Result<JsonText, TextProblem> {
  if (text.trim() === '') return err({ offset: 0, words: 'there is nothing in it' });
  const tooDeep = offsetOfDeepNesting(text);
  if (tooDeep !== undefined) {
    return err({ offset: tooDeep, words: `more than ${DEEPEST_NESTING} braces in each other` });
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors);
  const first = errors[0];
  if (first !== undefined) {
    return err({ offset: first.offset, words: SYNTAX_PROBLEMS[printParseErrorCode(first.error)] });
  }
  if (root === undefined) return err({ offset: 0, words: 'there is nothing in it' });
  return ok({
    value: valueOf(root),
    twice: namesThatStandTwice(root).map(({ offset, value }) => ({
      offset,
      words: `${quoted(value)} stands there twice`,
    })),
    offsetAt: (path) => innermost(root, path).offset,
    offsetOfName: (path, name) => {
      const value = findNodeAtLocation(root, [...toJsonPath(path), name]);
      // The parent of a field's value is the field, and its name comes first.
      return value?.parent?.offset ?? innermost(root, path).offset;
    },
  });
}

function offsetOfDeepNesting(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let token: number = scanner.scan(); token !== END_OF_FILE; token = scanner.scan()) {
    if (OPENING.has(token)) depth += 1;
    else if (CLOSING.has(token)) depth -= 1;
    if (depth > DEEPEST_NESTING) return scanner.getTokenOffset();
  }
  return undefined;
}

/** The names of fields that the same braces have already. */
function namesThatStandTwice(node: Node): readonly Node[] {
  const parts = node.children ?? [];
  const found: Node[] = [];
  if (node.type === 'object') {
    const names = new Set<unknown>();
    for (const { children: [name] = [] } of parts) {
      if (name !== undefined && names.has(name.value)) found.push(name);
      names.add(name?.value);
    }
  }
  return [...found, ...parts.flatMap(namesThatStandTwice)];
}

/** A field may have any name, `__proto__` too: it is a field like the others. */
function valueOf(node: Node): unknown {
  const parts = node.children ?? [];
  switch (node.type) {
    case 'object':
      return Object.fromEntries(
        parts.map(({ children: [name, value] = [] }) => [
          name?.value,
          value === undefined ? undefined : valueOf(value),
        ]),
      );
    case 'array':
      return parts.map(valueOf);
    default:
      return node.value;
  }
}

function innermost(root: Node, path: readonly PropertyKey[]): Node {
  const whole = toJsonPath(path);
  for (let length = whole.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(root, whole.slice(0, length));
    if (node !== undefined) return node;
  }
  return root;
}

function toJsonPath(path: readonly PropertyKey[]): JSONPath {
  return path.filter((segment) => typeof segment !== 'symbol');
}
