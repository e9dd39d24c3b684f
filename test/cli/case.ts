import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gapline, root } from './run-gapline.ts';

export const casesDir = fileURLToPath(new URL('../cases/', import.meta.url));

/** One golden case: a folder with the command as a user types it and everything that it gives. */
export interface GoldenCase {
  readonly name: string;
  /** Why the case is there and how its figures were checked: the lines of `cmd` that start with #. */
  readonly about: string;
  readonly command: string;
}

/**
 * What a command gave, as the files of its case's folder: `stdout`, `stderr`, `exit` and what it wrote below
 * `out/`, each with `.txt` at its end so that no formatter takes it for a source.
 */
export type Recorded = ReadonlyMap<string, string>;

export function readCases(): GoldenCase[] {
  return readdirSync(casesDir)
    .filter((name) => statSync(join(casesDir, name)).isDirectory())
    .sort()
    .map((name) => {
      const lines = readFileSync(join(casesDir, name, 'cmd'), 'utf8').split('\n');
      return {
        name,
        about: lines.filter((line) => line.startsWith('#')).join('\n'),
        command: lines.filter((line) => line !== '' && !line.startsWith('#')).join('\n'),
      };
    });
}

/** Runs a case's command. `$OUT` in it is a fresh folder, whose name is taken out of everything again. */
export async function runCase({ command }: GoldenCase): Promise<Recorded> {
  const out = mkdtempSync(join(tmpdir(), 'gapline-case-'));
  try {
    const { env, args, stdin } = parseCommand(command.replaceAll('$OUT', out.replaceAll('\\', '/')));
    const { stdout, stderr, exit } = await gapline(args, {
      env,
      ...(stdin === null ? {} : { stdin: readFileSync(join(root, stdin)) }),
    });
    const files = new Map([
      ['stdout', stdout],
      ['stderr', stderr],
      ['exit', `${exit}\n`],
    ]);
    for (const path of filesBelow(out)) files.set(`out/${path}.txt`, readFileSync(join(out, path), 'utf8'));
    return new Map(
      [...files].map(([path, text]) => [path, lasting(text.replaceAll(out.replaceAll('\\', '/'), '$OUT'))]),
    );
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** What the clock and the release change is written as a word. */
function lasting(text: string): string {
  return text
    .replace(/"version": "[^"]*"/, '"version": "VERSION"')
    .replace(/"started": "\d{4}-\d\d-\d\dT[\d:.]+Z"/, '"started": "CLOCK"')
    .replace(/"milliseconds": \d+/, '"milliseconds": 0');
}

export function readRecorded(name: string): Recorded {
  const folder = join(casesDir, name);
  const paths = ['stdout', 'stderr', 'exit'].filter((path) => existsSync(join(folder, path)));
  if (existsSync(join(folder, 'out')))
    paths.push(...filesBelow(join(folder, 'out')).map((path) => `out/${path}`));
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

export function writeRecorded(name: string, recorded: Recorded): void {
  const folder = join(casesDir, name);
  rmSync(join(folder, 'out'), { recursive: true, force: true });
  for (const [path, text] of recorded) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** `NAME=VALUE … gapline ARGS… < FILE`, with single or double quotes, as in a shell. */
export function parseCommand(command: string): {
  env: Record<string, string>;
  args: string[];
  stdin: string | null;
} {
  const words = [...command.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) =>
    word.replace(/'([^']*)'|"([^"]*)"/g, (_, single, double) => single ?? double),
  );
  const start = words.indexOf('gapline');
  if (start < 0) throw new Error(`not a gapline command: ${command}`);
  const env = Object.fromEntries(words.slice(0, start).map((word) => word.split(/=(.*)/s).slice(0, 2)));
  const redirect = words.indexOf('<');
  return {
    env,
    args: words.slice(start + 1, redirect < 0 ? undefined : redirect),
    stdin: redirect < 0 ? null : words[redirect + 1]!,
  };
}

function filesBelow(folder: string, prefix = ''): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) =>
      statSync(join(folder, name)).isDirectory()
        ? filesBelow(join(folder, name), `${prefix}${name}/`)
        : [prefix + name],
    );
}
