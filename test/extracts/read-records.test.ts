import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReadFailure, readRecords } from '../../src/extracts/read-records.ts';

interface Reading {
  readonly records: [line: number, ...fields: string[]][];
  readonly failure: ReadFailure | null;
}

async function* inChunks(text: string | Buffer, size: number): AsyncIterable<Buffer> {
  const bytes = Buffer.from(text as string);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string | Buffer, chunk = 1 << 16): Promise<Reading> {
  const records: [number, ...string[]][] = [];
  const failure = await readRecords(inChunks(text, chunk), (record, line) => records.push([line, ...record]));
  return { records, failure };
}

describe('readRecords()', () => {
  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('ends records at %s and tells the line of each', async (_, end) => {
    const { records } = await read(['a,b', '1,2', '3,4', ''].join(end));
    expect(records).toEqual([
      [1, 'a', 'b'],
      [2, '1', '2'],
      [3, '3', '4'],
    ]);
  });

  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('needs no %s after the last record', async (_, end) => {
    const { records } = await read(['a,b', '1,2'].join(end));
    expect(records).toEqual([
      [1, 'a', 'b'],
      [2, '1', '2'],
    ]);
  });

  it('passes over empty lines and counts them', async () => {
    const { records } = await read('\n\na,b\n\n1,2\n\n\n3,4\n\n');
    expect(records.map(([line]) => line)).toEqual([3, 5, 8]);
    const crlf = await read('\r\n\r\na,b\r\n\r\n1,2\r\n\r\n\r\n3,4\r\n\r\n');
    expect(crlf.records.map(([line]) => line)).toEqual([3, 5, 8]);
  });

  it('keeps a line of spaces or commas as a record, since only the reader of rows knows that it is blank', async () => {
    const { records } = await read('a,b\n  \n,\n');
    expect(records).toEqual([
      [1, 'a', 'b'],
      [2, '  '],
      [3, '', ''],
    ]);
  });

  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ])('tells the line on which a record starts after line breaks (%s) in quotes', async (_, end) => {
    const text = ['a,b', `"one${end}two",1`, '3,4', `"${end}${end}",2`, '5,6', ''].join(end);
    const { records } = await read(text);
    expect(records.map(([line]) => line)).toEqual([1, 2, 4, 5, 8]);
    expect(records[1]).toEqual([2, `one${end}two`, '1']);
  });

  it('tells lines right where records end in CRLF and quotes hold a bare LF, as Fingertips exports do', async () => {
    const { records } = await read('a,b\r\n"rate\n",1\r\n"rate\n",2\r\n3,4\r\n');
    expect(records.map(([line]) => line)).toEqual([1, 2, 4, 6]);
  });

  it('tells lines right where empty lines and line breaks in quotes come together', async () => {
    const { records } = await read('a,b\n\n"x\n\ny",1\n\n\n"z\n",2\n3,4\n');
    expect(records.map(([line]) => line)).toEqual([1, 3, 8, 10]);
  });

  it('leaves out a byte order mark, before a bare and before a quoted header', async () => {
    expect((await read('\uFEFFa,b\n1,2\n')).records[0]).toEqual([1, 'a', 'b']);
    expect((await read('\uFEFF"a","b"\n1,2\n')).records[0]).toEqual([1, 'a', 'b']);
  });

  it('keeps text as it is: blanks, leading zeros, spaces, quotes and commas in quotes', async () => {
    const { records } = await read('01,, x ,"a,b","say ""so""",NA\n');
    expect(records[0]).toEqual([1, '01', '', ' x ', 'a,b', 'say "so"', 'NA']);
  });

  it('takes a quote in the middle of a field for text', async () => {
    const { records, failure } = await read('a,b\n6" pipe,1\nO"Brien,2\n');
    expect(records.slice(1)).toEqual([
      [2, '6" pipe', '1'],
      [3, 'O"Brien', '2'],
    ]);
    expect(failure).toBeNull();
  });

  it('gives records of any width', async () => {
    const { records } = await read('a,b\n1\n1,2,3\n');
    expect(records.map((record) => record.length - 1)).toEqual([2, 1, 3]);
  });

  it('keeps the records before a quote that is never closed, and tells the line of the quote', async () => {
    const { records, failure } = await read('a,b\n1,2\n3,4\n"5,6\n7,8\n');
    expect(records.map(([line]) => line)).toEqual([1, 2, 3]);
    expect(failure).toEqual({ line: 4, reason: 'unclosed-quote' });
  });

  it('keeps thousands of records before a quote that is never closed', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `${index},x`);
    const { records, failure } = await read(`a,b\n${rows.join('\n')}\n"never,closed\n`);
    expect(records).toHaveLength(20_001);
    expect(records.at(-1)).toEqual([20_001, '19999', 'x']);
    expect(failure?.line).toBe(20_002);
  });

  it('tells the line of a quote that is never closed after empty lines', async () => {
    const { failure } = await read('a,b\n1,2\n\n\n"5,6\n');
    expect(failure?.line).toBe(5);
  });

  it('tells the line of a quote that is never closed after line breaks in quotes', async () => {
    const { failure } = await read('a,b\r\n"x\r\ny",2\r\n"5,6\r\n');
    expect(failure?.line).toBe(4);
  });

  it('reads nothing from nothing', async () => {
    expect(await read('')).toEqual({ records: [], failure: null });
    expect(await read('\n\n\n')).toEqual({ records: [], failure: null });
  });

  it('hands on what goes wrong with the bytes', async () => {
    const broken = async function* (): AsyncIterable<Buffer> {
      yield Buffer.from('a,b\n1,2\n');
      throw new Error('the disk is gone');
    };
    await expect(readRecords(broken(), () => {})).rejects.toThrow('the disk is gone');
  });

  it('hands on what the one who takes the records throws', async () => {
    const thrower = (): never => {
      throw new Error('a bug');
    };
    await expect(readRecords(inChunks('a,b\n', 100), thrower)).rejects.toThrow('a bug');
  });

  it('joins a character that lies across two chunks', async () => {
    const { records } = await read('naïve – “x”,2\n', 1);
    expect(records[0]).toEqual([1, 'naïve – “x”', '2']);
  });

  // Written by the rules of RFC 4180; the lines are counted here, not by the reader.
  it('reads back what was written, with the right lines, in chunks of any size', async () => {
    const pieces = fc.constantFrom('a', 'B', '7', ' ', ',', '"', '\n', '\r\n', '\r', 'é', '£', ';', '\t');
    const field = fc.array(pieces, { maxLength: 5 }).map((parts) => parts.join(''));
    const records = fc.array(
      fc.record({
        fields: fc.array(field, { minLength: 2, maxLength: 4 }),
        quoteAll: fc.boolean(),
        emptyLines: fc.integer({ min: 0, max: 2 }),
      }),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(
        records,
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 40 }),
        async (rows, end, bom, lastEnd, chunk) => {
          let text = bom ? '\uFEFF' : '';
          let line = 1;
          const expected = rows.map(({ fields, quoteAll, emptyLines }, index) => {
            text += end.repeat(emptyLines);
            line += emptyLines;
            const start = line;
            const written = fields.map((one) =>
              quoteAll || /[",\r\n]/.test(one) ? `"${one.replaceAll('"', '""')}"` : one,
            );
            text += written.join(',') + (lastEnd || index < rows.length - 1 ? end : '');
            line += 1 + fields.flatMap((one) => one.match(/\r\n|\n|\r/g) ?? []).length;
            return [start, ...fields];
          });
          const { records: found, failure } = await read(text, chunk);
          expect(failure).toBeNull();
          expect(found).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });
});
