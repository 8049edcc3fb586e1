/**
 * The texts for people: every key that the code uses exists in Vietnamese and in English, none is
 * left over, and both say it with the same figures. `node scripts/check-messages.mjs [ROOT]`.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parse } from '@formatjs/icu-messageformat-parser';
import ts from 'typescript';
import { sourceFiles, walk } from './source-files.mjs';

const languages = ['vi', 'en'];
const literalElement = 0;
const root = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '..'));
const findings = [];

const messages = Object.fromEntries(languages.map((language) => [language, read(language)]));
const { keys, patterns, literals } = usedInCode();

for (const [key, where] of keys) {
  for (const language of languages) {
    if (!Object.hasOwn(messages[language], key)) {
      findings.push(`${where}  ${key} is missing in ${language}.json`);
    }
  }
}
for (const key of new Set(languages.flatMap((language) => Object.keys(messages[language])))) {
  checkPair(key);
  if (!keys.has(key) && !literals.has(key) && !patterns.some((pattern) => pattern.test(key))) {
    findings.push(`resources/messages  ${key} is not used`);
  }
}

for (const finding of findings) process.stdout.write(`${finding}\n`);
process.exitCode = findings.length === 0 ? 0 : 1;

function read(language) {
  const file = path.join(root, 'resources/messages', `${language}.json`);
  const text = fs.readFileSync(file, 'utf8');
  const seen = new Set();
  // JSON.parse keeps the last of two equal keys without a word.
  for (const [, key] of text.matchAll(/^\s*"((?:[^"\\]|\\.)+)"\s*:/gm)) {
    if (seen.has(key)) findings.push(`${language}.json  ${key} is there twice`);
    seen.add(key);
  }
  return JSON.parse(text);
}

/** Both languages have the key, both are well-formed ICU messages, with the same arguments. */
function checkPair(key) {
  const absent = languages.filter((language) => !Object.hasOwn(messages[language], key));
  if (absent.length > 0) {
    for (const language of absent) findings.push(`${language}.json  ${key} is missing`);
    return;
  }
  const trees = languages.map((language) => parsed(key, language));
  if (trees.includes(undefined)) return;
  const [first, second] = trees.map((tree) =>
    [...argumentsOf(tree)].sort((one, other) => (one < other ? -1 : 1)).join(', '),
  );
  if (first !== second) {
    findings.push(
      `resources/messages  ${key} has the arguments (${first}) in vi, (${second}) in en`,
    );
  }
}

/** The names in braces; a number in one language may well be a plural in the other. */
function argumentsOf(elements, names = new Set()) {
  for (const element of elements) {
    if (typeof element.value === 'string' && element.type !== literalElement)
      names.add(element.value);
    for (const option of Object.values(element.options ?? {})) argumentsOf(option.value, names);
    if (element.children) argumentsOf(element.children, names);
  }
  return names;
}

function parsed(key, language) {
  try {
    return parse(messages[language][key]);
  } catch (error) {
    findings.push(`${language}.json  ${key} is not a message: ${error.message}`);
    return undefined;
  }
}

/**
 * Keys asked for by name, patterns of keys built from templates (`finger.${position}`), and every
 * other text that could be a key, because keys also travel through tables.
 */
function usedInCode() {
  const used = { keys: new Map(), patterns: [], literals: new Set() };
  for (const { name, tree } of sourceFiles(root, ['src'])) {
    walk(tree, (node) => {
      if (ts.isStringLiteralLike(node)) {
        used.literals.add(node.text);
        if (node.text.includes('.') && isAskedFor(node)) used.keys.set(node.text, name);
      } else if (ts.isTemplateExpression(node) && /^[a-z][a-z-]*[.][\w.-]*$/.test(node.head.text)) {
        used.patterns.push(patternOf(node));
      }
    });
    if (name === 'src/contract/errors.ts') {
      for (const code of errorCodes(tree)) used.keys.set(`error.${code}`, name);
    }
  }
  return used;
}

/** True for the text in `t('…')`, `messages.text('…')`, `{ id: '…' }` of formatMessage and `<T k="…">`. */
function isAskedFor(node) {
  const { parent } = node;
  if (ts.isCallExpression(parent) && parent.arguments[0] === node) {
    return ['t', 'text', 'translate'].includes(parent.expression.getText().split('.').at(-1));
  }
  if (ts.isPropertyAssignment(parent) && parent.name.getText() === 'id') {
    const call = parent.parent.parent;
    return ts.isCallExpression(call) && call.expression.getText().endsWith('formatMessage');
  }
  if (ts.isJsxAttribute(parent)) {
    const element = parent.parent.parent;
    const tag = element.tagName.getText();
    return tag === 'T' && ['k', 'id'].includes(parent.name.getText());
  }
  return false;
}

function patternOf(template) {
  const middle = template.templateSpans.map((span) => `.+${RegExp.escape(span.literal.text)}`);
  return new RegExp(`^${RegExp.escape(template.head.text)}${middle.join('')}$`);
}

function errorCodes(tree) {
  const codes = [];
  walk(tree, (node) => {
    if (!ts.isVariableDeclaration(node) || node.name.getText() !== 'ERROR_CODES') return;
    walk(node, (inner) => {
      if (ts.isStringLiteral(inner)) codes.push(inner.text);
    });
  });
  return codes;
}
