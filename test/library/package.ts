import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Outcome {
  readonly output: string;
  readonly exit: number;
}

/** Runs Node as another program would, and gives what it printed on both streams. */
export function node(args: readonly string[], cwd: string): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd }, (error, stdout, stderr) => {
      resolve({ output: stdout + stderr, exit: error === null ? 0 : Number(error.code) });
    });
  });
}

/** Calls `body` with a folder where the package's declarations are, as npm would put them there. */
export async function withInstalled<T>(body: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'gapline-library-'));
  try {
    const installed = join(folder, 'node_modules/gapline');
    cpSync(join(root, 'package.json'), join(installed, 'package.json'));
    cpSync(join(root, 'dist'), join(installed, 'dist'), {
      recursive: true,
      filter: (path) => !/\.(js|map|txt)$/.test(path),
    });
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A declaration of the library: a name with the text that documents and declares it. */
export interface Declaration {
  readonly name: string;
  readonly kind: 'function' | 'const' | 'interface' | 'type';
  /** Its docstring; empty where it has none. */
  readonly doc: string;
  /** From its name to the next declaration. */
  readonly text: string;
}

/** Every export of dist/library.d.ts, from the declarations that it names. */
export function declarations(): Declaration[] {
  const read = (name: string): string => readFileSync(join(root, 'dist', name), 'utf8');
  return [...read('library.d.ts').matchAll(/^export (?:type )?\{([^}]+)\} from '(.+)\.js';$/gm)].flatMap(
    ([, names, path]) =>
      names!
        .split(',')
        .map((name) => name.trim().replace(/^type /, ''))
        .filter(Boolean)
        .map((name) => declarationOf(name, read(`${path}.d.ts`))),
  );
}

function declarationOf(name: string, source: string): Declaration {
  const pattern = new RegExp(
    `(?:/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\n)?^export (?:declare )?(function|const|interface|type) ${name}\\b`,
    'm',
  );
  const found = pattern.exec(source);
  if (!found) throw new Error(`${name} is exported and not declared`);
  const rest = source.slice(found.index + found[0].length);
  return {
    name,
    kind: found[2] as Declaration['kind'],
    doc: found[1] ?? '',
    text: rest.slice(0, /^export |^\/\*\*/m.exec(rest)?.index),
  };
}
