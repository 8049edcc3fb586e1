import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const projectRoot = resolve(import.meta.dirname, '../..');

/** What a gate said about a tree of files. */
export interface Verdict {
  readonly code: number;
  readonly output: string;
}

/** A small project of its own, judged by the real gates with the real configuration. */
export class ProjectCopy {
  readonly root = mkdtempSync(join(tmpdir(), 'tram-gates-'));

  constructor() {
    symlinkSync(join(projectRoot, 'node_modules'), join(this.root, 'node_modules'));
    for (const file of ['package.json', '.dependency-cruiser.cjs', '.oxlintrc.json']) {
      cpSync(join(projectRoot, file), join(this.root, file));
    }
    for (const name of ['base', 'pure', 'node']) {
      const file = `tsconfig.${name}.json`;
      cpSync(join(projectRoot, file), join(this.root, file));
    }
  }

  /** @param files text by path, such as `{'src/domain/a.ts': 'export …'}` */
  write(files: Readonly<Record<string, string>>): this {
    for (const [path, text] of Object.entries(files)) {
      const file = join(this.root, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    return this;
  }

  layers(): Promise<Verdict> {
    return this.#run('node_modules/.bin/depcruise', ['--config', '.dependency-cruiser.cjs', 'src']);
  }

  bans(): Promise<Verdict> {
    return this.#run(join(projectRoot, 'scripts/check-bans.mjs'), [this.root]);
  }

  messages(): Promise<Verdict> {
    return this.#run(join(projectRoot, 'scripts/check-messages.mjs'), [this.root]);
  }

  lint(): Promise<Verdict> {
    return this.#run('node_modules/.bin/oxlint', ['--deny-warnings', 'src']);
  }

  types(environment: 'pure' | 'node'): Promise<Verdict> {
    return this.#run('node_modules/tsc/bin/tsc', ['--project', `tsconfig.${environment}.json`]);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  #run(program: string, args: readonly string[]): Promise<Verdict> {
    return new Promise((settle) => {
      const options = { cwd: this.root, env: { ...process.env, NO_COLOR: '1' } };
      execFile(process.execPath, [program, ...args], options, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        settle({ code, output: stdout + stderr });
      });
    });
  }
}
