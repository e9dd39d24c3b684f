import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bin, gapline, root } from './run-gapline.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gapline-cli-'));
  copyFileSync(join(root, 'fixtures/cases/obesity/counts.csv'), join(folder, 'counts.csv'));
  copyFileSync(join(root, 'fixtures/cases/obesity/counts.csv'), join(folder, '=counts.csv'));
  writeFileSync(join(folder, 'a-file'), '');
  mkdirSync(join(folder, 'a-folder.csv'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const here = (args: readonly string[], more: Parameters<typeof gapline>[1] = {}) =>
  gapline(args, { cwd: folder, ...more });
const ONE = ['--indicator', 'obesity-year6', '--place', 'Halton'];

const csvFilesIn = (path: string): string[] =>
  readdirSync(path)
    .filter((name) => name.endsWith('.csv'))
    .map((name) => join(path, name));

describe('wrong use ends with 2 and one line, never with a stack', () => {
  it.each([
    ['a folder inside a file', ['run', 'counts.csv', '--out', 'a-file/results']],
    ['a file with the name of a folder', ['run', 'counts.csv', '--view', 'gaps', '--out', 'a-folder.csv']],
    ['a format of file that cannot be written', ['run', 'counts.csv', '--out', 'results.parquet']],
    ['another one', ['run', 'counts.csv', '--out', 'results.xlsx']],
    ['an empty list of Places', ['run', 'counts.csv', '--place', '']],
    ['an empty list of indicators', ['run', 'counts.csv', '--indicator', ',']],
    [
      'filters that exclude each other',
      ['run', 'counts.csv', '--indicator', 'obesity-year6', '--aspiration', 'cancer'],
    ],
    ['standard input twice', ['run', '-', '-']],
    ['standard input without a byte', ['run', '-']],
    ['a folder without a CSV file', ['check', 'a-folder.csv']],
  ])('%s', async (_, args) => {
    const before = readdirSync(folder, { recursive: true }).sort();
    const { exit, stdout, stderr } = await here(args);
    expect([exit, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/gapline: /);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(before);
  });
});

describe('standard output that cannot be written', () => {
  // What a full disk says.
  it.skipIf(!existsSync('/dev/full'))('ends with 2 and one line, never with a stack', async () => {
    const shell = promisify(execFile)('sh', [
      '-c',
      'echo "ev,pop\n5,100" | "$0" "$1" calc rate --events ev --population pop > /dev/full',
      process.execPath,
      bin,
    ]);
    await expect(shell).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^gapline: standard output cannot be written: .*\n$/),
    });
  });
});

describe('what is written', () => {
  it('is the same for each view alone, which computes no more than it shows, as in a folder with all', async () => {
    const cases = ['causes', 'milestones', 'mortality', 'obesity', 'waits'].map((name) =>
      join(root, 'fixtures/cases', name),
    );
    // Goals need a configuration.
    const config = join(root, 'fixtures/cases/goals/config.json');
    const data = [...cases.flatMap((one) => csvFilesIn(one)), '--config', config, '--quiet'];
    await here(['run', ...data, '--out', 'all-views']);
    const views = readdirSync(join(folder, 'all-views')).filter((name) => name.endsWith('.csv'));
    expect(views).toHaveLength(9);
    await Promise.all(
      views.map(async (name) => {
        const whole = readFileSync(join(folder, 'all-views', name), 'utf8');
        expect(whole.split('\n').length, name).toBeGreaterThan(5);
        const view = name.replace('.csv', '');
        const { stdout } = await here(['run', ...data, '--view', view, '--format', 'csv']);
        expect(stdout, view).toBe(whole);
        await here(['run', ...data, '--view', view, '--out', `alone-${name}`]);
        expect(readFileSync(join(folder, `alone-${name}`), 'utf8'), view).toBe(whole);
      }),
    );
  }, 60_000);

  it('is the same bytes each time, the manifest’s clock aside', async () => {
    const run = async (out: string): Promise<Map<string, string>> => {
      await here(['run', 'counts.csv', '--out', out, '--quiet']);
      const files = readdirSync(join(folder, out));
      return new Map(files.sort().map((name) => [name, readFileSync(join(folder, out, name), 'utf8')]));
    };
    const [first, second] = [await run('one'), await run('two')];
    expect([...first.keys()]).toEqual([
      'breakdown.csv',
      'coverage.csv',
      'gaps.csv',
      'goals.csv',
      'manifest.json',
      'measures.csv',
      'milestones.csv',
      'poorest.csv',
      'summary.csv',
      'trends.csv',
    ]);
    for (const [name, text] of first) {
      const timeless = (json: string): object => ({ ...JSON.parse(json), started: '', milliseconds: 0 });
      if (name === 'manifest.json') expect(timeless(second.get(name)!)).toEqual(timeless(text));
      else expect(second.get(name)).toBe(text);
    }
  });

  it('has no temporary file beside it', async () => {
    await here(['run', 'counts.csv', '--out', 'three', '--quiet']);
    expect(readdirSync(join(folder, 'three')).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('a second run into a folder replaces the files of the first', async () => {
    await here(['run', 'counts.csv', '--out', 'four', '--quiet']);
    const before = readFileSync(join(folder, 'four/measures.csv'), 'utf8');
    await here(['run', 'counts.csv', ...ONE, '--out', 'four', '--quiet']);
    const after = readFileSync(join(folder, 'four/measures.csv'), 'utf8');
    expect(after.length).toBeLessThan(before.length);
    expect(before.startsWith(after.slice(0, 100))).toBe(true);
  });

  it('leaves the last good output alone when the next run fails', async () => {
    await here(['run', 'counts.csv', '--out', 'five', '--quiet']);
    const before = readdirSync(join(folder, 'five')).map((name) =>
      readFileSync(join(folder, 'five', name), 'utf8'),
    );
    expect((await here(['run', 'counts.csv', 'nowhere.csv', '--out', 'five'])).exit).toBe(2);
    expect(
      readdirSync(join(folder, 'five')).map((name) => readFileSync(join(folder, 'five', name), 'utf8')),
    ).toEqual(before);
  });

  it('goes to stdout only without --out', async () => {
    const { stdout } = await here(['run', 'counts.csv', ...ONE, '--out', 'six.csv']);
    expect(stdout).toBe('');
    expect(existsSync(join(folder, 'six.csv'))).toBe(true);
  });
});

describe('text of the user in the output', () => {
  it('a file name that starts like a formula is harmless in CSV and itself in JSON', async () => {
    const csv = await here(['check', '=counts.csv']);
    expect(csv.stdout).toContain("\n'=counts.csv,");
    const json = await here(['check', '=counts.csv', '--format', 'json']);
    expect(JSON.parse(json.stdout)[0].file).toBe('=counts.csv');
  });

  it.skipIf(process.platform === 'win32')('a file name cannot steer the terminal', async () => {
    const name = 'a\u001b[31mred.csv';
    copyFileSync(join(folder, 'counts.csv'), join(folder, name));
    writeFileSync(join(folder, 'b\u001b[31m.csv'), 'nothing\nthat is known\n');
    for (const args of [
      ['check', name, '--format', 'table'],
      ['check', 'b\u001b[31m.csv'],
      ['run', `no\u001b[2J.csv`],
    ]) {
      const { stdout, stderr } = await here(args);
      expect(stdout + stderr, args.join(' ')).not.toContain('\u001b');
    }
  });
});

describe('notes and exit codes', () => {
  it('without a path it says on stderr that the data is synthetic, and stdout stays clean', async () => {
    const { stdout, stderr, exit } = await here([
      'run',
      '--view',
      'poorest',
      '--place',
      'Halton',
      '--indicator',
      'obesity-year6',
    ]);
    expect(exit).toBe(0);
    expect(stderr).toContain('SYNTHETIC');
    expect(stdout.split('\n')[0]).toMatch(/^indicator,aspiration,/);
  });

  it('--fail-on any-problem ends with 0 where there is none', async () => {
    expect((await here(['run', 'counts.csv', ...ONE, '--fail-on', 'any-problem'])).exit).toBe(0);
  });

  it('the same file twice is counted once, with a warning', async () => {
    const args = [
      'run',
      'counts.csv',
      '=counts.csv',
      '--view',
      'measures',
      '--place',
      'Halton',
      '--period',
      '2023/24',
    ];
    const { exit, stdout, stderr } = await here(args);
    expect(exit).toBe(0);
    expect(stderr).toContain('warning[duplicate-file]');
    expect(stdout).toContain(',1080,5000,');
  });

  it('a pipe that is closed early is no error', async () => {
    const { spawn } = await import('node:child_process');
    const { bin } = await import('./run-gapline.ts');
    const child = spawn(process.execPath, [bin, 'formats', '--format', 'json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const exit = await new Promise((resolve) => child.on('close', resolve));
    expect([exit, stderr]).toEqual([0, '']);
  });

  it('--version is that of package.json', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect((await here(['--version'])).stdout).toBe(`${version}\n`);
  });

  it('without a command it shows the help and ends with 2', async () => {
    const { exit, stdout, stderr } = await here([]);
    expect([exit, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Usage: gapline');
  });

  it('a period that the data does not have is not said to lack its extract', async () => {
    const { stdout } = await here(['run', 'counts.csv', ...ONE, '--period', '2001/02']);
    expect(stdout).not.toContain('no extract for this indicator');
  });
});

describe('the views on a screen', () => {
  it.each([
    ['summary', 'gap'],
    ['measures', 'value'],
    ['gaps', 'value'],
    ['trends', 'slope'],
    ['poorest', 'verdict'],
  ])('%s shows its %s at 80 and 100 columns', async (view, column) => {
    for (const COLUMNS of ['80', '100']) {
      const args = ['run', 'counts.csv', ...ONE, '--view', view, '--format', 'table'];
      const { stdout } = await here(args, { env: { COLUMNS } });
      const shown = stdout.slice(0, stdout.indexOf('Left out') >>> 0);
      expect(shown, `${view} at ${COLUMNS}`).toMatch(new RegExp(`\\b${column}\\b`));
    }
  });

  it('no view is wider than the screen', async () => {
    const name = 'a-file-with-a-name-that-is-quite-long-for-a-screen-of-sixty-columns.csv';
    copyFileSync(join(folder, 'counts.csv'), join(folder, name));
    for (const COLUMNS of ['60', '100']) {
      for (const args of [
        ['check', name],
        ...['summary', 'measures', 'gaps', 'trends', 'poorest'].map((view) => [
          'run',
          name,
          ...ONE,
          '--view',
          view,
        ]),
      ]) {
        const { stdout } = await here([...args, '--format', 'table'], { env: { COLUMNS } });
        const widest = stdout.split('\n').reduce((a, b) => (a.length >= b.length ? a : b), '');
        expect(widest.length, `${args.join(' ')} at ${COLUMNS}: ${widest}`).toBeLessThanOrEqual(
          Number(COLUMNS),
        );
      }
    }
  });

  it.each([
    ['gaps', ['gap', 'unit']],
    // Series and unit stand in the heading of each block.
    ['trends', ['value', 'ratio', 'deprivation', 'slope']],
  ])('rows of %s on a screen can be told apart: they show %j', async (view, columns) => {
    const args = ['run', 'counts.csv', ...ONE, '--view', view, '--period', '2023/24', '--format', 'table'];
    const { stdout } = await here(args, { env: { COLUMNS: '100' } });
    const shown = stdout.slice(0, stdout.indexOf('Left out') >>> 0);
    for (const column of columns) expect(shown).toMatch(new RegExp(`\\b${column}\\b`));
  });

  it('files of a check on a screen can be told apart', async () => {
    const { stdout } = await gapline(['check', 'fixtures/cases/mortality', '--format', 'table'], {
      env: { COLUMNS: '60' },
    });
    expect(stdout).toContain('deaths.csv');
    expect(stdout).toContain('population.csv');
  });

  it('--place is in the scope line, so that nobody takes one Place for nine', async () => {
    const { stdout } = await here(['run', 'counts.csv', ...ONE, '--format', 'table']);
    expect(stdout.split('\n')[0]).toMatch(/Halton|1 of 9 Places/);
  });
});
