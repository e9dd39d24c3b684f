import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inputsFor, stopIfUnusable } from '../../src/cli/read-context.ts';
import { type Input, reasonOf, resolveInputs } from '../../src/extracts/input.ts';
import { UsageError } from '../../src/problems/errors.ts';
import { codesOf, csv, inTempFolder, readFiles } from './read-files.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const HEADER = 'place,period,sex,age,deaths';
const ROW = 'Halton,2023,female,65,3';

/** Writes files below a folder; a name may hold folders. */
function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

async function contentOf(input: Input): Promise<string> {
  const parts: Buffer[] = [];
  for await (const chunk of input.chunks()) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

describe('resolveInputs()', () => {
  it('takes the files of a folder in the order of their names, folders in it included', async () => {
    await inTempFolder((folder) => {
      write(folder, { 'b.csv': '', 'a.csv': '', 'sub/c.csv': '', 'z.CSV': '', 'B.csv': '' });
      const { inputs, problems } = resolveInputs([folder]);
      expect(inputs.map(({ path }) => relative(folder, path))).toEqual([
        'B.csv',
        'a.csv',
        'b.csv',
        join('sub', 'c.csv'),
        'z.CSV',
      ]);
      expect(problems).toEqual([]);
    });
  });

  it('passes over hidden files and folders without a word', async () => {
    await inTempFolder((folder) => {
      write(folder, { '.hidden.csv': '', '.git/x.csv': '', '.DS_Store': '', 'a.csv': '' });
      const { inputs, problems } = resolveInputs([folder]);
      expect(inputs.map(({ path }) => relative(folder, path))).toEqual(['a.csv']);
      expect(problems).toEqual([]);
    });
  });

  it('names the files of a folder that are no CSV: data as an error, others as information', async () => {
    await inTempFolder((folder) => {
      write(folder, { 'README.md': '', 'book.xlsx': '', 'a.csv': '' });
      const { problems } = resolveInputs([folder]);
      expect(problems.map(({ code, severity, file }) => [code, severity, relative(folder, file)])).toEqual([
        ['file-not-read', 'info', 'README.md'],
        ['data-not-read', 'error', 'book.xlsx'],
      ]);
    });
  });

  it('reads a named file whatever its ending, and says that it was named', async () => {
    await inTempFolder((folder) => {
      write(folder, { 'extract.dat': 'x', 'a.csv': '', '.hidden.csv': 'x' });
      const named = resolveInputs([join(folder, 'extract.dat'), join(folder, '.hidden.csv')]);
      expect(named.inputs.map((input) => input.named)).toEqual([true, true]);
      expect(resolveInputs([folder]).inputs.map((input) => input.named)).toEqual([false]);
    });
  });

  it('keeps the order in which paths were given, and their spelling', async () => {
    await inTempFolder((folder) => {
      write(folder, { 'a.csv': '', 'b.csv': '' });
      const odd = join(folder, 'b.csv').replace('b.csv', './b.csv');
      const { inputs } = resolveInputs([odd, join(folder, 'a.csv')]);
      expect(inputs.map(({ path }) => path)).toEqual([odd, join(folder, 'a.csv')]);
    });
  });

  it('reports a path that leads nowhere and goes on', async () => {
    await inTempFolder((folder) => {
      write(folder, { 'a.csv': '' });
      const gone = join(folder, 'gone.csv');
      const { inputs, problems } = resolveInputs([gone, join(folder, 'a.csv')]);
      expect(inputs).toHaveLength(1);
      expect(problems[0]).toMatchObject({
        code: 'unreadable-file',
        file: gone,
        message: 'there is no such file or folder',
      });
    });
  });

  it('gives the first bytes and the whole content of a file', async () => {
    await inTempFolder(async (folder) => {
      const long = 'x'.repeat(300 * 1024);
      write(folder, { 'short.csv': 'a,b\n', 'long.csv': long });
      const [short, large] = resolveInputs([join(folder, 'short.csv'), join(folder, 'long.csv')]).inputs;
      const head = await short!.head();
      expect([head.bytes.toString(), head.whole]).toEqual(['a,b\n', true]);
      const first = await large!.head();
      expect([first.bytes.length, first.whole]).toEqual([256 * 1024, false]);
      expect(await contentOf(large!)).toBe(long);
    });
  });

  it('reports a file of a folder that cannot be opened, such as a link that leads nowhere', async () => {
    await inTempFolder(async (folder) => {
      write(folder, { 'a.csv': csv(HEADER, ROW) });
      symlinkSync(join(folder, 'gone'), join(folder, 'link.csv'));
      const { problems, cells } = await readFiles([folder]);
      expect(codesOf(problems)).toEqual(['unreadable-file']);
      expect(cells).toHaveLength(1);
    });
  });
});

describe('inputsFor()', () => {
  it('refuses standard input twice', () => {
    expect(() => inputsFor(['-', '-'])).toThrow(UsageError);
  });

  it('reports a folder without a CSV file as a problem, and goes on', async () => {
    await inTempFolder((folder) => {
      write(folder, { 'README.md': 'hello', 'more/a.csv': '', 'none/.keep.csv': '' });
      expect(inputsFor([folder]).problems.map(({ code }) => code)).toEqual(['file-not-read']);
      const { inputs, problems } = inputsFor([join(folder, 'none'), join(folder, 'more')]);
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatchObject({
        code: 'empty-folder',
        severity: 'error',
        file: join(folder, 'none'),
        message: 'there is no CSV file in the folder',
      });
      expect(inputs.map(({ path }) => path)).toEqual([join(folder, 'more', 'a.csv')]);
    });
  });

  it('stops a command where a folder that it was given has no CSV file', async () => {
    await inTempFolder((folder) => {
      write(folder, { 'README.md': 'hello' });
      const inputs = inputsFor([folder]);
      expect(() => stopIfUnusable(inputs, inputs.problems, [])).toThrow(UsageError);
    });
  });

  it('takes the bundled fixtures where no path is given, and says that they are synthetic', () => {
    const { bundled, data, inputs } = inputsFor([]);
    expect(bundled).toBe(true);
    expect(data).toContain('SYNTHETIC');
    expect(inputs.length).toBeGreaterThan(5);
  });
});

describe('reasonOf()', () => {
  it('says in words why a file cannot be read', () => {
    const failing = (code: string): Error => Object.assign(new Error(`${code}: open`), { code });
    expect(reasonOf(failing('ENOENT'))).toBe('there is no such file or folder');
    expect(reasonOf(failing('EACCES'))).toBe('you may not read it');
    expect(reasonOf(failing('EPERM'))).toBe('you may not read it');
    expect(reasonOf(failing('EISDIR'))).toBe('it is a folder');
    expect(reasonOf(new Error('the disk is gone'))).toBe('the disk is gone');
    expect(reasonOf('odd')).toBe('odd');
  });
});

// The built program, since standard input belongs to a process; `npm test` builds it.
describe.runIf(existsSync(join(root, 'dist/main.js')))('standard input', () => {
  const check = (input: string | Buffer): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, ['bin/gapline.js', 'check', '-', '--format', 'json'], {
      cwd: root,
      input,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });

  it('is read as a file called -', () => {
    const { status, stdout } = check(csv(HEADER, ROW, 'Knowlsey,2023,female,65,4'));
    expect(status).toBe(1);
    const [file] = JSON.parse(stdout);
    expect(file).toMatchObject({
      file: '-',
      format: 'deaths',
      rows: 2,
      used: 1,
      refused: 1,
      places: ['Halton'],
    });
    const errors = file.problems.filter(({ severity }: { severity: string }) => severity === 'error');
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ file: '-', line: 3, column: 'place', code: 'unknown-place' });
  });

  it('is read to its end where it is longer than its head', () => {
    const years = Array.from({ length: 100 }, (_, index) => 1900 + index);
    const good = years.flatMap((year) =>
      Array.from({ length: 90 }, (_, age) => `Halton,${year},female,${age},1`),
    );
    const bad = new Array<string>(40_000).fill('Halton,2023,femail,1,1');
    const text = csv(HEADER, ...good, ...bad);
    expect(text.length).toBeGreaterThan(3 * 256 * 1024);
    const { status, stdout } = check(text);
    expect(status).toBe(1);
    const [file] = JSON.parse(stdout);
    expect([file.rows, file.used, file.refused]).toEqual([9_000 + 40_000, 9_000, 40_000]);
  });

  it('that is empty, or no extract, ends with 2', () => {
    expect(check('').status).toBe(2);
    expect(check('').stderr).toContain('-: error[empty-file]');
    expect(check('\n\n').stderr).toContain('-: error[empty-file]');
    expect(check(`${HEADER}\n`).status).toBe(2);
    expect(check(`${HEADER}\n`).stderr).toContain('-: error[header-only]');
    expect(check('a,b\n1,2\n').status).toBe(2);
    expect(check('a,b\n1,2\n').stderr).toContain('-:1: error[unrecognised-file]');
  });
});

describe('a file', () => {
  it('that is read twice by two paths is counted once', async () => {
    await inTempFolder(async (folder) => {
      write(folder, { 'a.csv': csv(HEADER, ROW) });
      const { problems, cells } = await readFiles([join(folder, 'a.csv'), folder]);
      expect(codesOf(problems)).toEqual(['duplicate-file']);
      expect(cells.map(({ count }) => count)).toEqual([3]);
    });
  });

  it('has its size and the SHA-256 of its bytes in the account', async () => {
    await inTempFolder(async (folder) => {
      write(folder, { 'a.csv': csv(HEADER, ROW) });
      const { files } = await readFiles([folder]);
      const bytes = readFileSync(join(folder, 'a.csv'));
      expect(files[0]!.bytes).toBe(bytes.length);
      const { stdout } = spawnSync('sha256sum', [join(folder, 'a.csv')], { encoding: 'utf8' });
      if (stdout) expect(files[0]!.sha256).toBe(stdout.slice(0, 64));
      else expect(files[0]!.sha256).toMatch(/^[0-9a-f]{64}$/);
    });
  });
});
