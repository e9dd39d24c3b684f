import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeJson } from '../../src/writers/json.ts';
import { tableWith } from './tables.ts';

describe('writeJson()', () => {
  it('writes one array with an object a row, in the order of the columns', () => {
    const text = writeJson(
      tableWith(
        ['b', 'a#'],
        [
          ['x', 1],
          ['y', 2],
        ],
      ),
    );
    expect(text).toBe('[\n{"b":"x","a":1},\n{"b":"y","a":2}\n]\n');
  });

  it('writes null for an empty cell and keeps numbers numbers', () => {
    expect(JSON.parse(writeJson(tableWith(['a', 'b#', 'c#'], [[null, null, 0]])))).toEqual([
      { a: null, b: null, c: 0 },
    ]);
  });

  it('writes an empty array for a table without rows', () => {
    expect(JSON.parse(writeJson(tableWith(['a'], [])))).toEqual([]);
  });

  it('needs no guard against spreadsheets: text stands as it is', () => {
    expect(JSON.parse(writeJson(tableWith(['a'], [['=1+1']])))).toEqual([{ a: '=1+1' }]);
  });

  it('refuses a number that is not finite', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => writeJson(tableWith(['a#'], [[value]]))).toThrow();
  });

  it('reads back to the same texts and doubles', () => {
    const cells = fc.tuple(
      fc.option(fc.string({ unit: 'binary' })),
      fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)),
    );
    fc.assert(
      fc.property(fc.array(cells, { maxLength: 20 }), (rows) => {
        const read = JSON.parse(writeJson(tableWith(['a', 'b#'], rows)));
        expect(read).toEqual(rows.map(([a, b]) => ({ a, b: b === 0 ? 0 : b })));
      }),
    );
  });
});
