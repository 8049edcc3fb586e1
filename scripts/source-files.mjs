import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/**
 * The TypeScript files below some folders, parsed.
 * @param {string} root the project's folder
 * @param {readonly string[]} folders such as `src`; those that are not there are left out
 * @returns {{name: string, text: string, tree: ts.SourceFile}[]} `name` relative to the root, with `/`
 */
export function sourceFiles(root, folders) {
  return folders
    .map((folder) => path.join(root, folder))
    .filter((folder) => fs.existsSync(folder))
    .flatMap((folder) => fs.readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mts|cts|mjs)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => {
      const text = fs.readFileSync(file, 'utf8');
      const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
      const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind);
      return { name: path.relative(root, file).replaceAll('\\', '/'), text, tree };
    });
}

/**
 * Calls `visit` for every node of a tree, parents first.
 * @param {ts.Node} node
 * @param {(node: ts.Node) => void} visit
 */
export function walk(node, visit) {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}
