// What a command loads is read from V8's own coverage of the child process, not from a clock: the chunks that
// ran, and by their source maps the sources that are in them.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { gapline } from '../cli/run-gapline.ts';

/** The sources behind the chunks of dist that a command loads. */
async function loadedBy(args: readonly string[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gapline-loaded-'));
  try {
    const { exit } = await gapline(args, { env: { NODE_V8_COVERAGE: folder } });
    expect(exit).toBe(0);
    const urls = readdirSync(folder).flatMap((name) =>
      (JSON.parse(readFileSync(join(folder, name), 'utf8')).result as { url: string }[]).map(
        ({ url }) => url,
      ),
    );
    const chunks = urls
      .filter((url) => url.startsWith('file:') && url.includes('/dist/'))
      .map((url) => fileURLToPath(url));
    expect(chunks.some((path) => path.endsWith('main.js'))).toBe(true);
    return chunks.flatMap((path) =>
      existsSync(`${path}.map`) ? (JSON.parse(readFileSync(`${path}.map`, 'utf8')).sources as string[]) : [],
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const packages = (sources: readonly string[]): string[] =>
  [
    ...new Set(sources.flatMap((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? [])),
  ].sort();

it.each([[['--help']], [['--version']], [['run', '--help']]])(
  'gapline %j loads the command line and no data library',
  async (args) => {
    const sources = await loadedBy(args);
    expect(sources.some((source) => source.endsWith('src/cli/main.ts'))).toBe(true);
    expect(packages(sources)).toEqual(['commander']);
    expect(
      sources.filter((source) =>
        /src\/(pipeline|results|cells|extracts|statistics|summary|writers)/.test(source),
      ),
    ).toEqual([]);
  },
);

it('a catalogue loads neither the table library nor the CSV reader', async () => {
  const found = packages(await loadedBy(['places', '--format', 'csv']));
  expect(found).not.toContain('arquero');
  expect(found).not.toContain('csv-parse');
});

it('a run in a pipe loads no library for drawing on terminals', async () => {
  const found = packages(
    await loadedBy(['run', 'fixtures/cases/obesity', '--view', 'gaps', '--format', 'csv']),
  );
  expect(found).toContain('arquero');
  expect(found).not.toContain('cli-table3');
  expect(found).not.toContain('chalk');
});
