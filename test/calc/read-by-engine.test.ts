import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type GroupedColumns, keyOf } from '../../src/calc/grouped-columns.ts';
import { readByEngine } from '../../src/calc/read-by-engine.ts';
import { type AskedColumn, type ReadColumnsOptions, readColumns } from '../../src/calc/read-columns.ts';
import { resolveInputs } from '../../src/extracts/input.ts';
import { UsageError } from '../../src/problems/errors.ts';

/** What a method would ask of a file, the columns by their places. */
interface Ask {
  readonly by: readonly number[];
  readonly asked: readonly (readonly [option: string, kind: AskedColumn['kind'], index: number])[];
  readonly sums?: boolean;
}

const COUNTS: Ask = {
  by: [0],
  asked: [
    ['events', 'count', 1],
    ['population', 'count', 2],
  ],
};
const ASKS: Readonly<Record<string, Ask>> = {
  counts: COUNTS,
  'sums of counts': { ...COUNTS, sums: true },
  'sums of the whole file': { ...COUNTS, by: [], sums: true },
  numbers: {
    by: [0],
    asked: [
      ['value', 'number', 1],
      ['population', 'count', 2],
    ],
  },
  'a text and a count': {
    by: [0],
    asked: [
      ['age', 'text', 1],
      ['population', 'count', 2],
    ],
  },
  'groups of two columns': { by: [1, 0], asked: [['population', 'count', 2]] },
};

const folder = mkdtempSync(join(tmpdir(), 'gapline-engine-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function optionsFor(path: string, { by, asked }: Ask): ReadColumnsOptions {
  return {
    input: resolveInputs([path]).inputs[0]!,
    keepRecords: false,
    choose: (header) => {
      if ([...by, ...asked.map(([, , index]) => index)].some((index) => index >= header.length))
        throw new UsageError('there is no such column');
      return {
        by,
        asked: asked.map(([option, kind, index]) => ({ option, kind, index, column: header[index]! })),
      };
    },
  };
}

/** All that a method can see of the columns, group by group; of the sums, where they are enough. */
function shown(
  { header, rows, groups, starts, ends, numbers, labels, ...data }: GroupedColumns,
  sums: boolean,
) {
  const byGroup: [string, unknown][] = [];
  for (let group = 0; group < groups; group++) {
    const own = <T extends Float64Array | Int32Array>(column: T): number[] => [
      ...column.subarray(starts[group], ends[group]),
    ];
    const columns = [
      ...[...numbers].map(([option, column]) => {
        const figures = own(column);
        return [option, sums ? [figures.reduce((sum, figure) => sum + figure, 0)] : figures];
      }),
      ...[...labels].map(([option, { texts, codes }]) => [option, own(codes).map((code) => texts[code]!)]),
    ];
    byGroup.push([JSON.stringify(keyOf({ keys: data.keys }, group)), Object.fromEntries(columns)]);
  }
  byGroup.sort(([one], [other]) => (one < other ? -1 : 1));
  return { header, rows: sums ? null : rows, byGroup, faults: [...data.faults.values()] };
}

interface Compared {
  /** Null where the engine left the file to the other reader. */
  readonly byEngine: ReturnType<typeof shown> | null | { readonly refused: string };
  readonly byRecord: ReturnType<typeof shown> | { readonly refused: string };
}

async function compareAt(path: string, ask: Ask): Promise<Compared> {
  const sums = ask.sums === true;
  const refusal = (error: unknown): { refused: string } => {
    if (error instanceof UsageError) return { refused: error.message };
    throw error;
  };
  const byEngine = await readByEngine(optionsFor(path, ask), sums, 0).then(
    (data) => data && shown(data, sums),
    refusal,
  );
  const byRecord = await readColumns(optionsFor(path, ask)).then((data) => shown(data, sums), refusal);
  return { byEngine, byRecord };
}

function compare(content: string | Buffer, ask: Ask): Promise<Compared> {
  const path = join(folder, 'file.csv');
  writeFileSync(path, content);
  return compareAt(path, ask);
}

/** The rule: the engine answers as the other reader does, and only where that has nothing to say. */
function expectSameOrNull({ byEngine, byRecord }: Compared, about: string): void {
  if (byEngine === null) return;
  expect(byEngine, about).toEqual(byRecord);
  if ('faults' in byRecord) expect(byRecord.faults, about).toEqual([]);
}

async function expectLeftOrSame(content: string | Buffer, asks = ASKS): Promise<void> {
  for (const [name, ask] of Object.entries(asks)) expectSameOrNull(await compare(content, ask), name);
}

const HEADER = 'a,e,p\n';
const lines = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => `${line(at)}\n`).join('');

describe('plain files are read by the engine, as by the other reader', () => {
  const plain = `${HEADER}x,9,2\ny,3,4\nx,5,6\nx,5,1\n`;
  it.each<[string, string]>([
    ['plain', plain],
    ['lines that end in CRLF', plain.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${plain}`],
    ['no end of the last line', plain.trimEnd()],
    ['blank lines at the end', `${plain}\n\n`],
    [
      'quoted texts with commas, quotes and line ends',
      `${HEADER}"x,""y""",1,2\n"p\nq",3,4\n"z",5,6\n"""",7,8\n`,
    ],
    ['quoted numbers', `${HEADER}"x","1","2"\ny,3,4\n`],
    ['texts of many scripts', 'å,e,p\nÉ中😀,1,2\ne\u0301,3,4\n\u00e9,5,6\nX,7,8\nx,9,9\n'],
    [
      'texts that mean something to SQL',
      `${HEADER}O'Neil,1,2\n\\,3,4\n$x,5,6\nNULL,7,8\n\\N,9,9\n#,1,1\n%,1,1\n`,
    ],
    ['a blank key', `${HEADER},1,2\n"",3,4\nx,5,6\n`],
    ['noughts before a number', `${HEADER}x,0012,2\ny,0,00\n`],
    ['two columns of one name that nobody asks for', 'a,e,p,z,z\nx,1,2,3,4\ny,5,6,7,8\n'],
    ['a line break and a quote in a column that nobody asks for', 'a,e,p,z\nx,1,2,"k\nl"\ny,3,4,m"n\n'],
    ['a very long text', `${HEADER}y,3,4\n${'é'.repeat(100_000)},1,2\n`],
    [
      'more groups than the engine hands over at a time',
      HEADER + lines(12_000, (at) => `k${(at * 7919) % 12_000},${at % 500},${at % 97}`),
    ],
    ['groups longer than that', HEADER + lines(9000, (at) => `k${at % 2},${(at * 7919) % 9000},${at % 97}`)],
    [
      'a key that none of the lines looked at has',
      HEADER + lines(20_000, (at) => `${at === 9999 ? 'late' : `k${at % 3}`},${at % 100},${at % 7}`),
    ],
    [
      'keys in quotes, each many times',
      HEADER + lines(20_000, (at) => `"Area ${at % 12}",${at % 100},${at % 7}`),
    ],
    [
      'numbers above those of the first 16 KB',
      HEADER + lines(4000, (at) => `k${at % 3},${at < 3000 ? at : 4_294_967_290 + at},${at % 7}`),
    ],
    [
      'texts that the first 16 KB lack',
      `${HEADER}${lines(4000, (at) => `x,${at % 100},2`)}late,777,1\né,778,2\n`,
    ],
  ])('%s', async (_, content) => {
    for (const [name, ask] of Object.entries(ASKS)) {
      const { byEngine, byRecord } = await compare(content, ask);
      expect(byEngine, name).not.toBeNull();
      expect(byEngine, name).toEqual(byRecord);
      expect(byRecord, name).toMatchObject({ faults: [] });
    }
  });

  it('decimals and negative numbers, to the last digit', async () => {
    const cells = [
      '0.1',
      '-0.1',
      '-5',
      '3.000',
      '0.1000000000000000055511151231257827',
      '123456789.12345678901234567',
    ];
    const content = HEADER + lines(cells.length, (at) => `x,${cells[at]},${at}`);
    const { byEngine, byRecord } = await compare(content, ASKS.numbers!);
    expect(byEngine).not.toBeNull();
    expect(byEngine).toEqual(byRecord);
    expect(
      await compare(content, ASKS['sums of counts']!),
      'sums of decimals hang on their order',
    ).toMatchObject({
      byEngine: null,
    });
  });

  it('decimals and negative numbers that the first 16 KB lack', async () => {
    for (const late of ['0.5', '-3', '4294967295.5', '-0.25']) {
      const content = HEADER + lines(4000, (at) => `k${at % 3},${at === 3500 ? late : at},${at % 7}`);
      const { byEngine, byRecord } = await compare(content, ASKS.numbers!);
      expect(byEngine, late).not.toBeNull();
      expect(byEngine, late).toEqual(byRecord);
      for (const name of ['counts', 'sums of counts']) {
        const compared = await compare(content, ASKS[name]!);
        expectSameOrNull(compared, `${name} with ${late}`);
      }
    }
  });

  it('but for a file of one column, in which blank lines cannot be told from figures', async () => {
    const ask: Ask = { by: [], asked: [['values', 'number', 0]] };
    const { byEngine } = await compare('v\n1\n2\n-3\n', ask);
    expect(byEngine).toBeNull();
    for (const content of ['v\n1\n\n2\n', 'v\n1\n""\n2\n', 'v\n1\n2,\n', 'v\n', 'v'])
      await expectLeftOrSame(content, { 'one column': ask });
  });

  it('groups come in the natural order of their names', async () => {
    const path = join(folder, 'order.csv');
    writeFileSync(path, `${HEADER}k10,1,2\nk9,1,2\nk1,1,2\nk10,3,4\nB,1,2\na,1,2\n`);
    const data = (await readByEngine(optionsFor(path, COUNTS), false, 0))!;
    expect(Array.from({ length: data.groups }, (_, group) => keyOf(data, group)[0])).toEqual([
      'a',
      'B',
      'k1',
      'k9',
      'k10',
    ]);
  });

  it('a file below the size, a pipe and rows that are kept are none of its business', async () => {
    const path = join(folder, 'small.csv');
    writeFileSync(path, plain);
    const options = optionsFor(path, COUNTS);
    expect(await readByEngine(options, false)).toBeNull();
    const notForIt = [
      { keepRecords: true },
      { takesGaps: true },
      { inFileOrder: true },
      { input: { ...options.input, once: true } },
    ];
    for (const other of notForIt) expect(await readByEngine({ ...options, ...other }, false, 0)).toBeNull();
  });
});

describe('the engine leaves a file that is not plain, or reads it as the other reader does', () => {
  // `Infinity` in short and at length, forms that other programs take for numbers, and what publishers write.
  it.each([
    ...[
      '',
      ' ',
      '*',
      '"1,234"',
      '1,234',
      '1e5',
      '1E5',
      '1e400',
      '1_000',
      '+5',
      '0x10',
      '-0',
      '-0.0',
      '5.',
      '.5',
      '-.5',
    ],
    ...[
      '-5',
      '-5.5',
      'inf',
      'Infinity',
      '-inf',
      'nan',
      'NaN',
      '1.5',
      '5 ',
      ' 5',
      '" 5"',
      '"5" ',
      ' "5"',
      '5%',
      '--5',
    ],
    ...[
      '٣',
      '５',
      '−5',
      '5\u00A0',
      '5\0',
      '1 000',
      "1'000",
      'null',
      'NA',
      'true',
      '<5',
      '"5',
      '5"',
      '5"5',
      '"5"5',
    ],
    ...[
      '1000000000000000',
      '1000000000000001',
      '999999999999999.9',
      '-1000000000000001',
      '99999999999999999999',
    ],
    ...['9007199254740993', '1e-9', '0.000000001', '-99999999999999999999'],
    ...[`1${'0'.repeat(400)}`, `-1${'0'.repeat(400)}`, `0.${'0'.repeat(400)}1`],
  ])('the cell %j', async (cell) => {
    const content = `${HEADER}x,1,2\nx,${cell},7\ny,3,4\n`;
    const { 'groups of two columns': _, 'sums of the whole file': __, ...asks } = ASKS;
    await expectLeftOrSame(content, asks);
  });

  const long = lines(3000, (at) => `x,${at},2`);
  const bytes = (...parts: (string | number[])[]): Buffer =>
    Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  it.each<[string, string | Buffer]>([
    ['nothing', ''],
    ['a header alone', HEADER],
    ['a header without an end', 'a,e,p'],
    ['a row with too few fields', `${HEADER}x,1,2\ny,3\nz,5,6\n`],
    ['a last row with too few fields', `${HEADER}x,1,2\ny,3`],
    ['a row with too many fields', `${HEADER}x,1,2\ny,3,4,5\nz,5,6\n`],
    ['a comma at the end of a row', `${HEADER}x,1,2\ny,3,4,\nz,5,6\n`],
    ['commas at the end of a row', `${HEADER}x,1,2\ny,3,4,,\nz,5,6\n`],
    ['an empty quoted field too many', `${HEADER}x,1,2\ny,3,4,""\nz,5,6\n`],
    ['a comma at the end of every row', `${HEADER}x,1,2,\ny,3,4,\n`],
    ['a comma at the end of the file', `${HEADER}x,1,2\ny,3,4,`],
    ['a blank row', `${HEADER}x,1,2\n,,\ny,3,4\n`],
    ['a row of spaces', `${HEADER}x,1,2\n , ,\ny,3,4\n`],
    ['a line of spaces', `${HEADER}x,1,2\n  \ny,3,4\n`],
    ['a blank line within', `${HEADER}x,1,2\n\ny,3,4\n`],
    ['a blank line below the header', `${HEADER}\nx,1,2\ny,3,4\n`],
    ['a blank line above the header', `\n${HEADER}x,1,2\ny,3,4\n`],
    ['a header that spans lines', 'a,"e\nf",p\nx,1,2\ny,3,4\n'],
    ['a quote within the header', 'a,e "x,p\nx,1,2\n"y",3,4\n'],
    ['a space before a quote in the header', 'a, "e,p\nx,1,2\n"y",3,4\n'],
    ['two columns of one name', 'a,e,e\nx,1,2\ny,3,4\n'],
    ['a quote that is never closed', `${HEADER}x,1,2\n"y,3,4\nz,5,6\n`],
    ['a quote within a field', `${HEADER}x"y,1,2\nx"y"z,3,4\ny,5,6\n`],
    ['text after a closing quote', `${HEADER}"x"y,1,2\ny,3,4\n`],
    ['a space after a closing quote', `${HEADER}"x" ,1,2\ny,3,4\n`],
    ['a space before a quote within quotes', `${HEADER}"x, ""y""",1,2\ny,3,4\n`],
    ['a space before a quote', `${HEADER} "x",1,2\ny,3,4\n`],
    ['a space before a quote that is never closed', `${HEADER} "x,1,2\n",3,4\n`],
    ['rows between two such quotes', `${HEADER}x,1,2\n "x,1,2\nx",3,4\ny,5,6\n`],
    [
      'rows between two such quotes in a column that nobody asks for',
      'a,e,p,z\nx,1,2,n\nx,3,4, "q\nx,5,6,r"\nx,7,8,n\n',
    ],
    ['a tab before a quote', `${HEADER}\t"x",1,2\ny,3,4\n`],
    ['a backslash before a quote', `${HEADER}"x\\",1,2\n"y\\"",3,4\n`],
    ['spaces within quotes', `${HEADER}" x",1,2\nx,3,4\n`],
    ['a space after a key', `${HEADER}x ,1,2\nx,3,4\n`],
    ['a space before a key', `${HEADER} x,1,2\nx,3,4\n`],
    ['a no-break space after a key', `${HEADER}x\u00A0,1,2\nx,3,4\n`],
    ['a byte order mark within', `${HEADER}x\uFEFF,1,2\nx,3,4\n`],
    ['a byte order mark at the beginning of a key', `${HEADER}\uFEFFx,1,2\nx,3,4\n`],
    [
      'one that lies across the end of the piece in which the file is looked through',
      `\uFEFF${HEADER}${lines(43_600, () => 'x,1,2')}${'y'.repeat(528)},1,2\n\uFEFFx,1,2\n`,
    ],
    ['other white space after a key', `${HEADER}x\u0085,1,2\nx\u200B,3,4\nx\v,5,6\nx\u2028,7,8\nx,9,9\n`],
    ['lines that end in CR', `${HEADER}x,1,2\ny,3,4\n`.replaceAll('\n', '\r')],
    ['a header alone that ends in CR', 'a,e,p\rx,1,2\ny,3,4\n'],
    ['CR within lines that end in LF', `${HEADER}x,1,2\ry,3,4\nz,5,6\n`],
    ['CRLF within lines that end in LF', `${HEADER}x,1,2\r\ny,3,4\nz,5,6\n`],
    ['LF within lines that end in CRLF', 'a,e,p\r\nx,1,2\ny,3,4\r\n'],
    ['CR CR LF', `${HEADER}x,1,2\r\r\ny,3,4\r\r\n`],
    ['tabs for commas', 'a\te\tp\nx\t1\t2\n'],
    ['semicolons for commas', 'a;e;p\nx;1;2\n'],
    ['a NUL in a key', `${HEADER}x\0y,1,2\nx,3,4\n`],
    ['a NUL in a text', `${HEADER}x,1\0,2\nx,3,4\n`],
    ['a NUL alone, late', `${HEADER}${long}\0,1,2\n`],
    ['an end-of-file character', `${HEADER}x,1,2\ny,3,4\n\x1A`],
    ['control characters below the first 16 KB', `${HEADER}${long}${lines(4000, () => '\x01\x02\x03,1,2')}`],
    ['a first text that the first 16 KB cut', `${HEADER}${'x'.repeat(100_000)},1,2\ny,3,4\n`],
    ['a text of 3 MB', `${HEADER}${'x'.repeat(3_000_000)},1,2\ny,3,4\n`],
    ['bytes that are no UTF-8', bytes(`${HEADER}x`, [0xff], ',1,2\ny,3,4\n')],
    ['half a surrogate pair as UTF-8', bytes(HEADER, [0xed, 0xa0, 0x80], ',1,2\ny,3,4\n')],
    ['windows-1252 below the first 16 KB', bytes(`${HEADER}${long}x`, [0xe9], ',1,2\né,3,4\n')],
    [
      'windows-1252 there in a column that nobody asks for',
      bytes(
        'a,e,p,z\n',
        lines(3000, (at) => `x,${at},2,t`),
        'x,1,2,',
        [0xe9],
        '\né,3,4,t\n',
      ),
    ],
    ['UTF-16', Buffer.from(`\uFEFF${HEADER}x,1,2\ny,3,4\n`, 'utf16le')],
  ])('%s', (_, content) => expectLeftOrSame(content));

  it('random files of the pieces that tell readers apart', async () => {
    const pieces = [
      'x',
      '1',
      '37',
      '0.5',
      '-3',
      '"',
      '""',
      ',',
      '\n',
      '\r\n',
      '\r',
      ' ',
      '\t',
      '\\',
      "'",
      '#',
      'é',
      '*',
    ];
    const wild = [
      '\u00A0',
      '\uFEFF',
      '"a,b"',
      '"1"',
      '"c\nd"',
      ' "q"',
      '"q" ',
      '5.',
      '1e5',
      '-0',
      '\0',
      ',,',
    ];
    const piece = fc.constantFrom(...pieces, ...wild);
    const good = fc
      .tuple(
        fc.constantFrom('x', 'y', '"z"', 'é', '"a,b"', '"q ""r"""', ''),
        fc.nat(20),
        fc.oneof(fc.nat(9), fc.constantFrom('1.5', '-2', '"7"')),
      )
      .map((fields) => fields.join());
    const spoilt = fc
      .tuple(good, piece, fc.nat(8))
      .map(([row, one, at]) => row.slice(0, at) + one + row.slice(at));
    const nasty = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(''));
    const row = fc.oneof(
      { weight: 12, arbitrary: good },
      { weight: 3, arbitrary: spoilt },
      { weight: 1, arbitrary: nasty },
    );
    const file = fc
      .tuple(
        fc.array(row, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('\n', '\n', '\r\n', '\r'),
        fc.boolean(),
        fc.constantFrom('', '\uFEFF'),
      )
      .map(([rows, end, isEnded, mark]) => mark + ['a,e,p', ...rows].join(end) + (isEnded ? end : ''));
    let answers = 0;
    await fc.assert(
      fc.asyncProperty(file, fc.constantFrom(...Object.keys(ASKS)), async (content, name) => {
        const compared = await compare(content, ASKS[name]!);
        if (compared.byEngine !== null) answers += 1;
        expectSameOrNull(compared, name);
      }),
      { numRuns: 300, seed: 8 },
    );
    expect(answers, 'files that the engine read').toBeGreaterThan(40);
  });
});

describe('the file that is named is the one that is read', () => {
  const own = `${HEADER}own,1,2\nown,3,4\n`;
  it.each([
    ...[
      't[1].csv',
      't*.csv',
      't?.csv',
      '**/t1.csv',
      '[ab]/t1.csv',
      "o'x.csv",
      'a b.csv',
      'é.csv',
      't{1,2}.csv',
      '$HOME.csv',
    ],
    ...[
      'x.csv.gz',
      'x.csv.zst',
      'x.parquet',
      'x.json',
      'no-ending',
      'c0=Q/t1.csv',
      'c1=7/t1.csv',
      'year=2020/t1.csv',
    ],
    ...(process.platform === 'win32' ? [] : ['back\\slash.csv', 's3:/x.csv', '~/x.csv']),
  ])('%s', async (name) => {
    const inside = mkdtempSync(join(folder, 'paths-'));
    mkdirSync(join(inside, 'a'));
    for (const other of ['t1.csv', 't2.csv', 'a/t1.csv'])
      writeFileSync(join(inside, other), `${HEADER}other,9,9\nother,9,9\n`);
    const path = join(inside, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, own);
    for (const ask of [COUNTS, ASKS['sums of counts']!]) expectSameOrNull(await compareAt(path, ask), name);
  });

  it.skipIf(process.platform === 'win32')('a path that reads as an address is still a file', async () => {
    const before = process.cwd();
    mkdirSync(join(folder, 's3:', 'x'), { recursive: true });
    writeFileSync(join(folder, 's3:', 'x', 'f.csv'), own);
    try {
      process.chdir(folder);
      expectSameOrNull(await compareAt('s3://x/f.csv', COUNTS), 's3://x/f.csv');
    } finally {
      process.chdir(before);
    }
  });
});
