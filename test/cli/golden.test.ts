// Runs every case of test/cases/ and compares what it gives, byte for byte. UPDATE_CASES=1 writes what the
// program gives now, for a person to read in the diff: a golden that is wrong is worse than none.
import { describe, expect, it } from 'vitest';
import { parseCommand, readCases, readRecorded, runCase, writeRecorded } from './case.ts';

const cases = readCases();
const update = process.env.UPDATE_CASES === '1';

describe('golden cases', () => {
  it.concurrent.each(cases)('$name', async (golden) => {
    const now = await runCase(golden);
    if (update) writeRecorded(golden.name, now);
    const expected = readRecorded(golden.name);
    expect([...now.keys()].sort()).toEqual([...expected.keys()].sort());
    // The exit code and the problems first: they explain a difference in the rest.
    for (const path of ['exit', 'stderr', ...now.keys()]) {
      expect(now.get(path), `${golden.name}/${path} of: ${golden.command}`).toBe(expected.get(path));
    }
  });
});

describe('the cases themselves', () => {
  it('are one command each, and each says why it is there', () => {
    for (const { name, about, command } of cases) {
      expect(command.split('\n'), name).toHaveLength(1);
      expect(about, name).not.toBe('');
    }
  });

  it('use every command, every view and every format', () => {
    const words = new Set(cases.flatMap(({ command }) => parseCommand(command).args));
    const needed =
      'run check aspirations indicators places formats --help csv json table measures gaps trends poorest all -';
    for (const word of needed.split(' ')) expect(words, word).toContain(word);
  });

  it('write nothing on stdout and no file where they end with 2', () => {
    for (const { name } of cases) {
      const recorded = readRecorded(name);
      if (recorded.get('exit') !== '2\n') continue;
      expect(recorded.get('stdout'), name).toBe('');
      expect(recorded.size, name).toBe(3);
      expect(recorded.get('stderr'), name).not.toBe('');
    }
  });

  it('have no escape codes but where colour is asked for', () => {
    for (const { name, command } of cases) {
      if (command.includes('--color always')) continue;
      for (const [path, text] of readRecorded(name)) expect(text, `${name}/${path}`).not.toContain('\u001b');
    }
  });

  it.each([
    ['run-confidence-per-cent/stdout', 'run-confidence/stdout'],
    ['run-stdin/stdout', 'run-measures-csv/stdout'],
    ['run-quiet/out/gaps.csv.txt', 'run-gaps-csv/stdout'],
    ['run-out-file/out/new/gaps.json.txt', 'run-gaps-json/stdout'],
    ['run-out-folder/out/results/measures.csv.txt', 'run-measures-csv/stdout'],
  ])('%s is the same as %s', (one, other) => {
    const read = (path: string): string | undefined => {
      const [name, ...rest] = path.split('/');
      return readRecorded(name!).get(rest.join('/'));
    };
    expect(read(one)).toBe(read(other));
    expect(read(one)).not.toBe('');
  });

  it('have no line that is wider than the screen', () => {
    for (const { name, command } of cases.filter(({ command }) => command.includes('--format table'))) {
      const width = Number(parseCommand(command).env.COLUMNS ?? 100);
      const text = readRecorded(name)
        .get('stdout')!
        .replace(/\u001b\[\d+m/g, '');
      for (const line of text.split('\n')) expect(line.length, `${name}: ${line}`).toBeLessThanOrEqual(width);
    }
  });

  it('are small enough to read', () => {
    for (const { name } of cases) {
      for (const [path, text] of readRecorded(name))
        expect(text.split('\n').length, `${name}/${path}`).toBeLessThan(200);
    }
  });
});
