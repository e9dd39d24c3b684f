import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { areasOf, loadPlaces } from '../../src/places/places.ts';
import { root } from '../cli/run-gapline.ts';

/**
 * The built program with the strategy of an invented region of three Places in the place of the real one: its Places,
 * aspirations, settings and indicators are data beside this test, and nothing else is changed.
 */
const region = fileURLToPath(new URL('./other-region/', import.meta.url));
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gapline-region-'));
  for (const part of ['bin', 'dist', 'data', 'package.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  rmSync(join(folder, 'data/indicators'), { recursive: true });
  cpSync(join(region, 'data'), join(folder, 'data'), { recursive: true });
  cpSync(join(region, 'extracts'), join(folder, 'extracts'), { recursive: true });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: unknown;
}

function gapline(...args: readonly string[]): Promise<Outcome> {
  const { PATH = '' } = process.env;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(folder, 'bin/gapline.js'), ...args],
      { cwd: folder, env: { PATH }, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => resolve({ stdout, stderr, exit: error?.code ?? 0 }),
    );
  });
}

type Row = Readonly<Record<string, string | number | null>>;

async function rowsOf(view: string, wanted: Row = {}): Promise<Row[]> {
  const { stdout, stderr, exit } = await gapline('run', 'extracts', '--view', view, '--format', 'json');
  expect([exit, stderr]).toEqual([0, '']);
  const rows = JSON.parse(stdout) as Row[];
  return rows.filter((row) => Object.entries(wanted).every(([name, value]) => row[name] === value));
}

// Reviews of 2024 in fifths of 100 people: Upper Vale 50, 55, 60, 65, 70; Low Fen ten fewer in each; Saltmarsh twenty.
describe('the strategy of another area', () => {
  it('gives each Place its value, and the system their sum', async () => {
    const rows = await rowsOf('summary', { indicator: 'asthma-review' });
    expect(rows.map(({ place_code, place, period, value }) => [place_code, place, period, value])).toEqual([
      ['V01', 'Upper Vale', '2024', 60],
      ['V02', 'Low Fen', '2024', 50],
      ['V03', 'Saltmarsh', '2024', 40],
      ['VF1', 'Vale and Fens', '2024', 50],
      ['N01', 'Northmark', '2024', 52],
    ]);
    for (const { gap, place } of rows) expect(gap).toBe(place === 'Northmark' ? null : 20);
    expect(rows[0]!.headline).toMatch(/^Upper Vale: people with asthma who had a review 60\.0 % in 2024/);
    expect(rows[0]!.headline).toContain('better than Northmark');
  });

  it('compares the Places, in the order of their deprivation that the settings name', async () => {
    const wanted = { indicator: 'asthma-review', period: '2024', place: 'Vale and Fens' };
    const gaps = await rowsOf('gaps', { ...wanted, deprivation_scheme: null });
    const gapOf = (id: string) => gaps.find(({ gap }) => gap === id)?.value;
    // Root mean square distance of 60, 50 and 40 from 50; the line through them at 1/6, 1/2 and 5/6 of the people.
    expect(gapOf('spread')).toBeCloseTo(Math.sqrt(200 / 3), 9);
    expect(gapOf('sii')).toBeCloseTo(30, 9);
    const ranks = await rowsOf('gaps', { indicator: 'asthma-review', period: '2024', gap: 'rank' });
    expect(ranks.map(({ place, value }) => [place, value])).toEqual([
      ['Upper Vale', 1],
      ['Low Fen', 2],
      ['Saltmarsh', 3],
    ]);
  });

  it('withholds the system where a Place is missing, and says so in the coverage', async () => {
    const [system] = await rowsOf('summary', { indicator: 'seen-in-time', place_code: 'VF1' });
    expect(system).toMatchObject({ value: null, status: 'withheld' });
    expect(system!.note).toContain('2 of 3 Places');
    const coverage = await rowsOf('coverage', { indicator: 'seen-in-time' });
    expect(coverage.map(({ place, coverage: one, note }) => [place, one, note])).toEqual([
      ['Upper Vale', 'computed', null],
      ['Low Fen', 'computed', null],
      ['Saltmarsh', 'no-place', 'Saltmarsh is not in extracts/waits.csv'],
      ['Vale and Fens', 'withheld', '2024-12: 2 of 3 Places'],
    ]);
    expect(await rowsOf('coverage')).toHaveLength(4 * 4);
  });

  it('tells its goal of zero by the day', async () => {
    const [falls] = await rowsOf('goals', { indicator: 'falls-from-height', place: 'Upper Vale' });
    // 2024-02-29 is 306 days before 2024-12-31; 337 days lie between 2022-01-20 and 2022-12-24.
    expect(falls!.note).toContain(
      'last on 2024-02-29, 306 days without any since; longest run without any 337 days',
    );
  });

  it('knows its own Places by name, code and alias, and no others', async () => {
    const asked = await gapline(
      'run',
      'extracts',
      '--place',
      'lower fen,V03',
      '--indicator',
      'asthma-review',
    );
    const names = asked.stdout
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[3]);
    expect(names).toEqual(['Low Fen', 'Saltmarsh']);
    const [first] = areasOf(loadPlaces());
    const other = await gapline('run', 'extracts', '--place', first!.name);
    expect([other.exit, other.stdout]).toEqual([2, '']);
  });

  it('names nothing of the area that the program came with', async () => {
    const { exit } = await gapline('run', 'extracts', '--view', 'all', '--out', 'out');
    expect(exit).toBe(0);
    const catalogues = ['aspirations', 'indicators', 'places', 'problems', 'formats'];
    const commands = [
      ['--help'],
      ['run', '--help'],
      ['calc', '--help'],
      ['check', 'extracts'],
      ...catalogues.map((name) => [name, '--format', 'json']),
      ['aspirations', '--format', 'table'],
      ...['summary', 'goals', 'coverage'].map((view) => [
        ...['run', 'extracts', '--view', view, '--format', 'table'],
      ]),
    ];
    const texts = readdirSync(join(folder, 'out')).map((name) => [
      name,
      readFileSync(join(folder, 'out', name), 'utf8'),
    ]);
    for (const command of commands) {
      const { stdout, stderr } = await gapline(...command);
      texts.push([command.join(' '), stdout + stderr]);
    }
    // England stands in the contract and in the names of publishers and formats.
    const { country, region: wider } = loadPlaces();
    const foreign = areasOf(loadPlaces())
      .filter(({ code }) => code !== country.code && code !== wider.code)
      .flatMap(({ code, name, aliases }) => [code, name, ...aliases]);
    const words = [...new Set([...foreign, 'Merseyside', 'nine'])];
    for (const [what, text] of texts) {
      const found = words.filter((word) => new RegExp(`(?<![\\w-])${escaped(word)}(?![\\w-])`).test(text!));
      expect(found, what).toEqual([]);
    }
  });

  it('puts its Places in no order of deprivation where the settings name none', async () => {
    const path = join(folder, 'data/settings.json');
    const { placesByDeprivation: _, ...rest } = JSON.parse(readFileSync(path, 'utf8')) as Row;
    writeFileSync(path, JSON.stringify(rest));
    const wanted = { indicator: 'asthma-review', period: '2024', place: 'Vale and Fens', gap: 'sii' };
    const [sii] = await rowsOf('gaps', { ...wanted, deprivation_scheme: null });
    expect(sii).toMatchObject({ value: null, status: 'withheld' });
    expect(sii!.note).not.toBeNull();
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
