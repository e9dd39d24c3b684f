import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { gapline, type Outcome } from '../cli/run-gapline.ts';

/** Nothing may take longer, in milliseconds. */
const LIMIT = 20_000;
const MB = 1024 * 1024;
const HEADER = 'indicator,place,period,numerator,denominator';
const GOOD = 'obesity-year6,E06000049,2019/20,72,326';
/** What the good row gives: 72 of 326 in per cent. */
const VALUE = (72 / 326) * 100;

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

type Content = string | Buffer;

/** A temporary folder with these files. */
function folderWith(files: Readonly<Record<string, Content>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'gapline-hostile-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

interface Checked {
  readonly file: string;
  readonly rows: number;
  readonly used: number;
  readonly refused: number;
  readonly problems: readonly {
    readonly file: string;
    readonly line: number | null;
    readonly column: string | null;
    readonly code: string;
    readonly severity: string;
  }[];
}

interface Both {
  readonly check: Outcome;
  /** Null where check ended with 2. */
  readonly checked: readonly Checked[] | null;
  readonly run: Outcome;
  /** Every file that `run --out` wrote, one after another; empty where it ended with 2. */
  readonly written: string;
}

/** Checks and runs these paths, and asserts what holds of any input whatever. */
async function both(paths: readonly string[], cwd: string, stdin: Content = ''): Promise<Both> {
  const timed = async (args: string[]): Promise<Outcome> => {
    const started = performance.now();
    const outcome = await gapline(args, { cwd, stdin });
    expect(performance.now() - started).toBeLessThan(LIMIT);
    expect(outcome.exit).toBeLessThanOrEqual(2);
    expect(`${outcome.stdout}${outcome.stderr}`).not.toContain('\n    at ');
    expect(outcome.stderr).not.toContain('this is a bug');
    // Nothing of an input may steer a terminal.
    expect(outcome.stderr).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
    if (outcome.exit === 2) expect(outcome.stdout).toBe('');
    return outcome;
  };
  const out = join(mkdtempSync(join(tmpdir(), 'gapline-hostile-')), 'out');
  folders.push(dirname(out));
  const check = await timed(['check', '--format', 'json', '--', ...paths]);
  const run = await timed(['run', '--out', out, '--', ...paths]);
  expect(run.exit).toBe(check.exit);
  const names = run.exit === 2 ? [] : readdirSync(out);
  const tables = names.filter((name) => name.endsWith('.csv'));
  if (run.exit === 2) expect(() => readdirSync(out)).toThrow();
  else expect(tables).toHaveLength(9);
  for (const name of tables) {
    const text = readFileSync(join(out, name), 'utf8');
    expect(text).not.toMatch(/\b(?:NaN|Infinity|undefined)\b/);
    expect(text).not.toMatch(/(?:^|,)"?(?:[=+@]|-[^\d."])/m);
  }
  const checked: Checked[] | null = check.exit === 2 ? null : JSON.parse(check.stdout);
  for (const { rows, used, refused } of checked ?? []) expect(used + refused).toBe(rows);
  if (checked) checkFooter(check.stderr, checked);
  return {
    check,
    checked,
    run,
    written: names.map((name) => readFileSync(join(out, name), 'utf8')).join('\n'),
  };
}

/** The footer counts the refused rows of all files, wherever there is a problem. */
function checkFooter(stderr: string, files: readonly Checked[]): void {
  if (stderr === '') return;
  const sum = (key: 'rows' | 'refused'): string =>
    files.reduce((total, file) => total + file[key], 0).toLocaleString('en-GB');
  expect(stderr.trimEnd().split('\n').at(-1)).toMatch(
    new RegExp(`^\\d+ errors?, \\d+ warnings?; ${sum('refused')} of ${sum('rows')} rows refused$`),
  );
}

/** `line:column:code` of each problem that is no mere note. */
function located(files: readonly Checked[] | null): string[] {
  return (files ?? []).flatMap(({ problems }) =>
    problems
      .filter(({ severity }) => severity !== 'info')
      .map(({ line, column, code }) => `${line ?? ''}:${column ?? ''}:${code}`),
  );
}

/** Value of the one Place and year of the good row, among the measures written. */
function goodValue(written: string): number {
  const row = written
    .split('\n')
    .find(
      (line) =>
        line.startsWith('obesity-year6,obesity,E06000049,') &&
        line.includes(',2019/20,2019-04-01,2020-03-31,persons,,all,22'),
    );
  return Number(row?.split(',')[10]);
}

const row = (
  cells: Partial<Record<'indicator' | 'place' | 'period' | 'numerator' | 'denominator', string>>,
) =>
  Object.values({
    indicator: 'obesity-year6',
    place: 'E06000049',
    period: '2020/21',
    numerator: '5',
    denominator: '10',
    ...cells,
  })
    .map((text) => `"${text.replaceAll('"', '""')}"`)
    .join(',');
const table = (...rows: string[]): string => `${[HEADER, GOOD, ...rows].join('\n')}\n`;
const wide = (extra: readonly string[]): string =>
  `${HEADER},${extra.join(',')}\n${GOOD}${',1'.repeat(extra.length)}\n`;

/** A file whose good row counts, and what else is said of it. */
interface FileCase {
  readonly title: string;
  readonly content: () => Content;
  readonly exit: 0 | 1;
  readonly rows: number;
  readonly refused: number;
  /** `line:column:code`, each of them said. */
  readonly says?: readonly string[];
}

const longField = (title: string, column: string, text: () => string): FileCase => ({
  title: `10 MB of ${title} in the column ${column}`,
  content: () => table(row({ [column]: text() }), row({ period: '2021/22', numerator: 'many' })),
  exit: 1,
  rows: 3,
  refused: 2,
  says: [`3:${column}:`],
});
const whole = (
  title: string,
  content: () => Content,
  rows: number,
  refused = 0,
  says: readonly string[] = [],
): FileCase => ({
  title,
  content,
  exit: refused > 0 ? 1 : 0,
  rows,
  refused,
  says,
});

type Cell = readonly [column: string, text: string, code: string];

/** Cells of which each makes its row unusable. A footnote mark is no digit. */
const BAD_CELLS: readonly Cell[] = [
  ['indicator', '__proto__', 'unknown-indicator'],
  ['indicator', 'constructor', 'unknown-indicator'],
  ['place', '__proto__', 'unknown-place'],
  ['place', '=HYPERLINK("http://example.org";"x")', 'unknown-place'],
  ['place', '\x1b]0;title\x07\x1b[31m', 'unknown-place'],
  ['indicator', '@SUM(A1)', 'unknown-indicator'],
  ['period', '-1+1', 'unknown-period'],
  ['period', '9999', 'unknown-period'],
  ['numerator', '=1+1', 'not-a-number'],
  ['numerator', '+1', 'not-a-number'],
  ['numerator', '-1', 'negative-value'],
  ['numerator', 'NaN', 'not-a-number'],
  ['numerator', 'Infinity', 'not-a-number'],
  ['numerator', '1e309', 'not-a-number'],
  ['denominator', '1e16', 'not-a-number'],
  ['denominator', '0x10', 'not-a-number'],
  ['denominator', '١٢٣', 'not-a-number'],
  ['denominator', '12²', 'not-a-number'],
  ['period', '202①/22', 'unknown-period'],
];

/** Cells that are read as if they were written plainly. */
const ODD_CELLS: readonly (readonly [column: string, text: string])[] = [
  ['numerator', '-0'],
  ['denominator', '１２'],
  ['period', '２０２０/２１'],
  ['denominator', '\u00a012\u00a0'],
  ['denominator', '\u200e12\u200f'],
  ['place', '\u200fKnowsley\u200e'],
  ['place', 'Ｋｎｏｗｓｌｅｙ\u00a0'],
];

const CASES: readonly FileCase[] = [
  longField('letters', 'place', () => 'a'.repeat(10 * MB)),
  longField('spaces', 'period', () => `a${' '.repeat(10 * MB)}b`),
  longField('direction marks and spaces', 'numerator', () => `1${'\u200f '.repeat(2 * MB)}1`),
  longField('digits', 'numerator', () => `${'1'.repeat(10 * MB)}x`),
  longField('repeated words', 'period', () => 'w/e '.repeat(2.5 * MB)),
  longField('commas', 'denominator', () => '1,'.repeat(5 * MB)),
  {
    title: '10 MB of line breaks in a field, after which lines are still right',
    content: () =>
      table(row({ place: `a${'\n'.repeat(10 * MB)}b` }), row({ period: '2021/22', numerator: 'many' })),
    exit: 1,
    rows: 3,
    refused: 2,
    says: ['3:place:', `${10 * MB + 4}:numerator:not-a-number`],
  },
  whole('a 10 MB header name', () => wide(['h'.repeat(10 * MB)]), 1),
  whole('20,000 other columns', () => wide(Array.from({ length: 20_000 }, (_, i) => `c${i}`)), 1),
  whole('20,000 columns of one name', () => wide(new Array<string>(20_000).fill('zz')), 1),
  whole(
    '20,000 nearly known columns',
    () => wide(Array.from({ length: 20_000 }, (_, i) => `grup${i % 10}`)),
    1,
  ),
  whole(
    '__proto__ and its like as headers',
    () => wide(['__proto__', 'constructor', 'toString', 'hasOwnProperty']),
    1,
  ),
  whole('two columns __proto__', () => wide(['__proto__', '__proto__']), 1),
  whole(
    'cells that are not what their column holds',
    () => table(...BAD_CELLS.map(([column, text]) => row({ [column]: text }))),
    BAD_CELLS.length + 1,
    BAD_CELLS.length,
    BAD_CELLS.map(([column, , code], at) => `${at + 3}:${column}:${code}`),
  ),
  whole(
    'full-width digits, no-break spaces and direction marks, which are read',
    () =>
      table(
        ...ODD_CELLS.map(([column, text], at) => row({ period: `${1990 + at}/${91 + at}`, [column]: text })),
      ),
    ODD_CELLS.length + 1,
  ),
  whole(
    'formulas as groups',
    () =>
      `${HEADER},group\n${GOOD},\n${['=1+1', '@x', '+1', '-1', '\t=1', '__proto__'].map((group) => `${row({})},"${group}"\n`).join('')}`,
    7,
    0,
    [3, 4, 5, 6, 7, 8].map((line) => `${line}:group:unused-group`),
  ),
  whole(
    'lines after quoted line breaks of each kind',
    () =>
      `${HEADER}\r\n${GOOD}\r\n${row({ place: 'Knowsley\r\n\r\n' })}\r\n\r\n${row({ period: '2021/22\r' })}\r\n${row({ numerator: 'many' })}\r\n`,
    4,
    1,
    ['9:numerator:not-a-number'],
  ),
  whole(
    'CR alone with quoted CR',
    () => table(row({ place: 'Knowsley\n' }), row({ numerator: 'many' })).replaceAll('\n', '\r'),
    3,
    1,
    ['5:numerator:not-a-number'],
  ),
  whole('nothing but quotes in a row', () => table('"""""'), 2, 1, ['3::unclosed-quote']),
  whole('a quote that swallows 10 MB', () => table(`"${'a\n'.repeat(5 * MB)}`), 2, 1, ['3::unclosed-quote']),
  whole('a NUL byte', () => table(row({ numerator: '5\0' })), 2, 1, ['3::nul-byte']),
  whole('a row of 100,000 fields', () => table(','.repeat(99_999).replaceAll(',', '1,')), 2, 1, [
    '3::ragged-row',
  ]),
  whole('a byte order mark in the middle', () => table('\ufeffobesity-year6,E06000049,2020/21,5,10'), 2),
  whole(
    'UTF-16 of an odd number of bytes',
    () => Buffer.concat([Buffer.from(`\ufeff${table(row({}))}`, 'utf16le'), Buffer.from('x')]),
    2,
  ),
  whole(
    'overlong and lone surrogates in UTF-8',
    () =>
      Buffer.concat([
        Buffer.from(table()),
        Buffer.from([0xc0, 0xaf, 0xed, 0xa0, 0x80]),
        Buffer.from(',x,y,z,w\n'),
      ]),
    2,
    1,
    ['3:indicator:unknown-indicator'],
  ),
  whole(
    '50,000 bad rows',
    () => table(...Array.from({ length: 50_000 }, (_, i) => `X${i},Y${i},Z${i},V${i},W${i}`)),
    50_001,
    50_000,
    ['3:indicator:unknown-indicator', '10002:denominator:not-a-number'],
  ),
];

describe.concurrent('one good row among hostile input counts, and the rest is said', () => {
  it.for(CASES)('$title', { timeout: 3 * LIMIT }, async ({ content, exit, rows, refused, says = [] }) => {
    const folder = folderWith({ 'x.csv': content() });
    const { check, checked, written } = await both(['x.csv'], folder);
    expect(check.exit).toBe(exit);
    expect(checked).toMatchObject([{ file: 'x.csv', rows, refused, used: rows - refused }]);
    const found = located(checked);
    for (const said of says)
      expect(
        found.some((one) => one.startsWith(said)),
        `${said} in ${found.slice(0, 9)}`,
      ).toBe(true);
    const unsaid = found.filter((one) => !one.endsWith('-column') && !says.includes(one));
    if (exit === 0) expect(unsaid).toEqual([]);
    expect(goodValue(written)).toBeCloseTo(VALUE, 10);
    // Repeats stand together.
    expect(check.stderr.split('\n').length).toBeLessThan(60);
  });
});

describe.concurrent('the name of a file is only a name', () => {
  const names = [
    '-x.csv',
    '--out.csv',
    'a\nb.csv',
    't\tb.csv',
    'q"\'.csv',
    '=1+1.csv',
    '@x.csv',
    '+1.csv',
    '\x1b[31mred\x07.csv',
    '\u202evsc.csv',
    '$&%s.csv',
    '__proto__.csv',
    `${'é'.repeat(120)}.csv`,
  ];
  it.for(names.map((name) => ({ name })))('$name', { timeout: 3 * LIMIT }, async ({ name }) => {
    const folder = folderWith({ [name]: table(row({ numerator: 'many' })) });
    const { check, checked, written } = await both(['.'], folder);
    expect(check.exit).toBe(1);
    expect(checked).toMatchObject([{ file: name, rows: 2, refused: 1 }]);
    expect(located(checked)).toContain('3:numerator:not-a-number');
    expect(goodValue(written)).toBeCloseTo(VALUE, 10);
    const { stdout, stderr } = await gapline(['check', '--format', 'csv', '--', name], { cwd: folder });
    expect(stderr).toBe(check.stderr);
    expect(stdout).not.toMatch(/^"?[=+@-]/m);
  });

  it('without -- a name that begins with - is an option that is not known', async () => {
    const folder = folderWith({ '-x.csv': table() });
    const { exit, stdout, stderr } = await gapline(['check', '-x.csv'], { cwd: folder });
    expect([exit, stdout]).toEqual([2, '']);
    expect(stderr).toContain('-x.csv');
    expect((await gapline(['check', './-x.csv'], { cwd: folder })).exit).toBe(0);
  });
});

/**
 * Folders in which one thing is no extract: the good file beside it still counts. Of what is no regular file the
 * contract says nothing more than that; to read from a pipe that is named is to wait for who writes to it.
 */
const BESIDE: readonly { title: string; make: (folder: string) => void; problem: string | null }[] = [
  {
    title: 'a pipe that nobody writes to',
    make: (at) => execFileSync('mkfifo', [join(at, 'a.csv')]),
    problem: null,
  },
  { title: '/dev/zero', make: (at) => symlinkSync('/dev/zero', join(at, 'a.csv')), problem: null },
  { title: 'a link to itself', make: (at) => symlinkSync('a.csv', join(at, 'a.csv')), problem: 'a.csv' },
  { title: 'a link to nothing', make: (at) => symlinkSync('nothing', join(at, 'a.csv')), problem: 'a.csv' },
  { title: 'a link to the folder itself', make: (at) => symlinkSync('.', join(at, 'loop')), problem: null },
  { title: 'an empty file', make: (at) => writeFileSync(join(at, 'a.csv'), ''), problem: 'a.csv' },
  {
    title: 'a header that is never closed',
    make: (at) => writeFileSync(join(at, 'a.csv'), `"${HEADER}\n${GOOD}\n`),
    problem: 'a.csv',
  },
  {
    title: '10 MB without a line break',
    make: (at) => writeFileSync(join(at, 'a.csv'), 'a'.repeat(10 * MB)),
    problem: 'a.csv',
  },
  {
    title: '10 MB of commas',
    make: (at) => writeFileSync(join(at, 'a.csv'), ','.repeat(10 * MB)),
    problem: 'a.csv',
  },
  { title: 'a folder named x.csv', make: (at) => mkdirSync(join(at, 'x.csv')), problem: null },
];

describe.concurrent('what stands beside a good file stops nothing', () => {
  it.for(BESIDE)('$title', { timeout: 3 * LIMIT }, async ({ make, problem }) => {
    const folder = folderWith({ 'good.csv': table() });
    make(folder);
    const { check, checked, written } = await both(['.'], folder);
    expect(check.exit).toBe(problem === null ? 0 : 1);
    if (problem) expect(checked!.find(({ file }) => file === problem)?.problems).toHaveLength(1);
    expect(goodValue(written)).toBeCloseTo(VALUE, 10);
    if (problem) expect((await both([problem], folder)).check.exit).toBe(2);
  });

  it('a folder too deep to be read is a problem of its own', { timeout: LIMIT }, async () => {
    const folder = folderWith({ 'good.csv': table() });
    const name = 'd'.repeat(200);
    // Deeper than a path can name: made step by step from within.
    execFileSync('sh', ['-c', `for i in $(seq 25); do mkdir ${name} && cd -P ${name} || exit; done`], {
      cwd: folder,
    });
    try {
      const { check, written } = await both(['.'], folder);
      expect(check.exit).toBeLessThanOrEqual(1);
      expect(goodValue(written)).toBeCloseTo(VALUE, 10);
    } finally {
      execFileSync('rm', ['-rf', name], { cwd: folder });
    }
  });

  it('500 files, each with a bad row', { timeout: 3 * LIMIT }, async () => {
    const content = (i: number) =>
      `${HEADER}\nobesity-year6,E06000049,${1900 + (i % 100)}/${String((1901 + (i % 100)) % 100).padStart(2, '0')},${i},9999\nX,Y,Z,W,V\n`;
    const files = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`f${i}.csv`, content(i)]));
    const { checked, written } = await both(['.'], folderWith({ ...files, 'good.csv': table() }));
    expect(checked).toHaveLength(501);
    expect(goodValue(written)).toBeCloseTo(VALUE, 10);
  });
});

describe('standard input', () => {
  it('is read, may be empty, and is read once', async () => {
    const folder = folderWith({});
    const { checked } = await both(['-'], folder, table(row({ numerator: 'many' })));
    expect(checked).toMatchObject([{ file: '-', rows: 2, refused: 1 }]);
    expect((await both(['-'], folder, '')).check.exit).toBe(2);
    expect((await gapline(['check', '-', '-'], { stdin: table() })).exit).toBe(2);
  });
});

describe.concurrent('figures at the edge of doubles are no bug', () => {
  const ages = ['0', '1-4', ...Array.from({ length: 17 }, (_, i) => `${5 + 5 * i}-${9 + 5 * i}`), '90+'];
  const byAge = (last: string, figure: (age: string, fifth: number) => string): string =>
    `place,period,sex,age_band,deprivation_quintile,${last}\n${['E06000049', 'E06000050']
      .flatMap((place) =>
        ['female', 'male'].flatMap((sex) =>
          [1, 2, 3, 4, 5].flatMap((fifth) =>
            ages.map((age) => `${place},2019,${sex},${age},${fifth},${figure(age, fifth)}\n`),
          ),
        ),
      )
      .join('')}`;
  it.for(['5e-324', '1e-9', '0', '1e15'])('%s people', { timeout: 3 * LIMIT }, async (people) => {
    const folder = folderWith({
      'good.csv': table(),
      'population.csv': byAge('population', (age, fifth) =>
        age === '60-64' && fifth === 1 ? people : '1000',
      ),
      'deaths.csv': byAge('deaths', () => '7'),
    });
    const { written } = await both(['.'], folder);
    expect(goodValue(written)).toBeCloseTo(VALUE, 10);
  });
  it.for(['1e15', '0'])('%s people waiting', { timeout: 3 * LIMIT }, async (waiting) => {
    const months = Array.from(
      { length: 12 },
      (_, i) => `20${20 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`,
    );
    const waits = months.flatMap((month) =>
      [0, 1, 2, 3].map((week) => `27D,${month},rtt,${week},${week + 1},${waiting}\n`),
    );
    const folder = folderWith({
      'good.csv': table(),
      'waits.csv': `place,month,service,weeks_from,weeks_to,waiting\n${waits.join('')}`,
    });
    const { written } = await both(['.'], folder);
    expect(goodValue(written)).toBeCloseTo(VALUE, 10);
  });
});
