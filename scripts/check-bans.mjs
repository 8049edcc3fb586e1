/**
 * Calls and words that have one place, or none. `node scripts/check-bans.mjs [ROOT]`.
 */
import path from 'node:path';
import ts from 'typescript';
import { sourceFiles, walk } from './source-files.mjs';

/** Plain http is for a machine talking to itself, and for the names of XML vocabularies. */
const harmlessHttp = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\]|www\.w3\.org\/)/;

/**
 * Each ban: what a node of the tree must not be, where it may be all the same, and why.
 * @type {{name: string, in: RegExp, except?: RegExp, why: string, matches: (node: ts.Node, source: ts.SourceFile) => boolean}[]}
 */
const bans = [
  {
    name: 'ipcMain',
    in: /^src\//,
    except: /^src\/main\/dispatcher\.ts$/,
    why: 'every call of a page goes through src/main/dispatcher.ts',
    matches: (node) => ts.isIdentifier(node) && node.text === 'ipcMain',
  },
  {
    name: 'openExternal',
    in: /^src\//,
    except: /^src\/main\/open-external\.ts$/,
    why: 'addresses leave the station only through the closed list in src/main/open-external.ts',
    matches: (node) => ts.isIdentifier(node) && node.text === 'openExternal',
  },
  {
    name: '<webview>',
    in: /^src\//,
    why: 'a page inside the page has no place in a station',
    matches: (node) =>
      (ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node)) &&
      node.tagName.getText() === 'webview',
  },
  {
    name: 'http://',
    in: /^src\//,
    why: 'the station talks https; plain http only to the machine itself',
    matches: (node) =>
      isText(node) && node.text.startsWith('http://') && !harmlessHttp.test(node.text),
  },
  {
    name: 'eval',
    in: /^(src|bench|tests|scripts)\//,
    why: 'code is not made from text',
    matches: (node) =>
      (ts.isCallExpression(node) && node.expression.getText() === 'eval') ||
      (ts.isNewExpression(node) && node.expression.getText() === 'Function'),
  },
  {
    name: 'dangerouslySetInnerHTML',
    in: /^src\//,
    why: 'the page shows text, never markup from a record',
    matches: (node) => ts.isIdentifier(node) && node.text === 'dangerouslySetInnerHTML',
  },
  {
    name: 'a test that is skipped, focused or still to be written',
    in: /^tests\//,
    why: 'a test runs or is deleted; where a part of the machine is missing, it skips at run time',
    matches: (node) =>
      ts.isPropertyAccessExpression(node) &&
      ['only', 'skip', 'todo', 'fails'].includes(node.name.text) &&
      /^(test|it|describe|suite)(\.|$)/.test(node.expression.getText()),
  },
  {
    name: 'a `!` without a reason',
    in: /^(src|bench|tests)\//,
    why: 'say in a comment why the value is there',
    matches: (node, source) => ts.isNonNullExpression(node) && !hasComment(node, source),
  },
  {
    name: '@ts-ignore',
    in: /^(src|bench|tests)\//,
    why: 'use @ts-expect-error with the reason',
    matches: (node, source) =>
      ts.isSourceFile(node) && /^\s*\/[/*]\s*@ts-(ignore|nocheck)/m.test(source.text),
  },
];

function isText(node) {
  return (
    ts.isStringLiteral(node) ||
    ts.isNoSubstitutionTemplateLiteral(node) ||
    ts.isTemplateHead(node) ||
    ts.isJsxText(node)
  );
}

/** A reason stands on the line, or in a comment above it in the same function or declaration. */
function hasComment(node, source) {
  const end = source.text.indexOf('\n', node.getEnd());
  const home = ts.findAncestor(node, (outer) => outer.parent && ts.isSourceFile(outer.parent));
  const above = source.text.slice(home.getFullStart(), end < 0 ? undefined : end);
  return /\/\/|\*\//.test(above);
}

const root = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '..'));
const findings = [];

for (const { name, tree } of sourceFiles(root, ['src', 'bench', 'tests', 'scripts'])) {
  const active = bans.filter((ban) => ban.in.test(name) && !ban.except?.test(name));
  walk(tree, (node) => {
    for (const ban of active) {
      if (!ban.matches(node, tree)) continue;
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
      findings.push(`${name}:${line + 1}  ${ban.name}: ${ban.why}`);
    }
  });
}

for (const finding of findings) process.stdout.write(`${finding}\n`);
process.exitCode = findings.length === 0 ? 0 : 1;
