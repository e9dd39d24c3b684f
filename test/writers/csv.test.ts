import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../src/summary/table.ts';
import { numberText, rowsAsCsv, writeCsv } from '../../src/writers/csv.ts';
import { tableWith } from './tables.ts';

const one = (cell: string | number | null): string => writeCsv(tableWith(['a'], [[cell]])).slice(2, -1);

describe('writeCsv()', () => {
  it('writes one header row, then a row a line, each ended by a line feed', () => {
    expect(
      writeCsv(
        tableWith(
          ['a', 'b#'],
          [
            ['x', 1],
            ['y', 2.5],
          ],
        ),
      ),
    ).toBe('a,b\nx,1\ny,2.5\n');
  });

  it('writes only the header of a table without rows', () => {
    expect(writeCsv(tableWith(['a', 'b'], []))).toBe('a,b\n');
  });

  it('leaves an empty cell empty, and does not take zero for one', () => {
    expect(writeCsv(tableWith(['a', 'b#', 'c#'], [[null, null, 0]]))).toBe('a,b,c\n,,0\n');
  });

  it('quotes commas, quotes and line breaks', () => {
    expect(one('a,b')).toBe('"a,b"');
    expect(one('say "so"')).toBe('"say ""so"""');
    expect(one('two\nlines')).toBe('"two\nlines"');
    expect(one('two\r\nlines')).toBe('"two\r\nlines"');
    expect(one("St. Helen's")).toBe("St. Helen's");
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+44 151', "'+44 151"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1+1', "'\t=1+1"],
    ['\u0000', "'\u0000"],
    ['\u001b[31m', "'\u001b[31m"],
    ['=1,2', `"'=1,2"`],
    ['\r=1', `"'\r=1"`],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
  ])('makes %j harmless to a spreadsheet', (text, written) => {
    expect(one(text)).toBe(written);
  });

  it('leaves text alone that is no formula, a lone hyphen and a minus sign included', () => {
    for (const text of ['Halton', '1+1', 'a=b', 'x@y', '−2', '– none –', '-', "'quoted"])
      expect(one(text)).toBe(text);
  });

  it('never guards a number: −2 stays a number', () => {
    expect(one(-2.5)).toBe('-2.5');
  });

  it('a reader gets every text back, but for the guard', () => {
    const texts = fc.array(fc.tuple(fc.string(), fc.string({ unit: 'binary' })), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(texts, (rows) => {
        const read = parse(writeCsv(tableWith(['a', 'b'], rows)), {
          from_line: 2,
          skip_empty_lines: false,
        }) as string[][];
        const bare = (text: string, original: string): string =>
          text === `'${original}` && text !== original ? original : text;
        const back = read.map((row, r) => row.map((text, c) => bare(text, rows[r]![c]!)));
        // A row of two empty cells is a line with one comma, so nothing is lost.
        expect(back).toEqual(rows);
      }),
    );
  });

  it('numbers and texts of any length stand as they would one by one, in pieces or whole', () => {
    const number = fc.oneof(
      fc.integer(),
      fc.integer({ min: 2 ** 31 - 5, max: 2 ** 31 + 5 }),
      fc.constantFrom(0, -0, 9, 10, 99, 100, 1e9, 2 ** 32, -1, 0.5, -1e-7),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    const text = fc
      .tuple(fc.constantFrom('a', 'é', '中', '😀'), fc.constantFrom(0, 1, 3, 40_000))
      .map(([letter, times]) => letter.repeat(times));
    fc.assert(
      fc.property(fc.array(fc.tuple(number, text), { maxLength: 12 }), (rows) => {
        const plain = rows.map(([one, other]) => `${String(one)},${other}\n`).join('');
        expect(writeCsv(tableWith(['a#', 'b'], rows))).toBe(`a,b\n${plain}`);
        const asCsv = rowsAsCsv();
        expect([...rows].map((row) => Buffer.from(asCsv([row])).toString()).join('')).toBe(plain);
      }),
      { numRuns: 60 },
    );
  });

  it('cells that come again below each other stand as they would one by one', () => {
    const cell = fc.constantFrom(
      null,
      '',
      'a',
      'a,b',
      '=1',
      'é',
      1,
      '1',
      1.5,
      -2.25,
      0.1,
      'b'.repeat(70_000),
    );
    const row = fc.array(cell, { minLength: 3, maxLength: 3 });
    const names = ['a', 'b', 'c'];
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (rows) => {
        const plain = rows.map((cells) => `${cells.map(one).join(',')}\n`).join('');
        expect(writeCsv(tableWith(names, rows))).toBe(`a,b,c\n${plain}`);
        // A caller may fill one array anew for each row.
        const same: Cell[] = [];
        const refilled = function* (): Generator<Cell[]> {
          for (const cells of rows) {
            same.splice(0, 3, ...cells);
            yield same;
          }
        };
        expect(Buffer.from(rowsAsCsv()(refilled())).toString()).toBe(plain);
      }),
    );
  });

  it('no cell can start with what a spreadsheet runs', () => {
    fc.assert(
      fc.property(fc.constantFrom('=', '+', '@', '\t', '\r', '\n', '\u0001'), fc.string(), (start, rest) => {
        expect(one(start + rest).replace(/^"/, '')).toMatch(/^'/);
      }),
    );
  });
});

describe('numberText()', () => {
  it('reads back to the same double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(numberText(value))).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it('does so at the ends of the range', () => {
    for (const value of [Number.MAX_VALUE, Number.MIN_VALUE, 0.1 + 0.2, 1e21, 1e-7, 2 ** 53, -(2 ** -1074)]) {
      expect(Number(numberText(value))).toBe(value);
    }
  });

  it('writes zero without a sign', () => {
    expect(numberText(-0)).toBe('0');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'refuses %d, which is a bug',
    (value) => {
      expect(() => numberText(value)).toThrow(`a result is ${value}`);
      expect(() => writeCsv(tableWith(['a#'], [[value]]))).toThrow();
    },
  );
});
