import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sampledTexts } from '../../src/calc/sampled-texts.ts';

const folder = mkdtempSync(join(tmpdir(), 'gapline-sample-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function sampled(row: (at: number) => string, columns: readonly number[], end = '\n') {
  const path = join(folder, 'file.csv');
  const lines = Array.from({ length: 20_000 }, (_, at) => row(at));
  writeFileSync(path, ['a,b,n', ...lines, ''].join(end));
  return sampledTexts(path, 3, columns).map((texts) => texts && [...texts].sort());
}

describe('texts met here and there in a file', () => {
  it('are all of those that stand often', () => {
    expect(sampled((at) => `x${at % 5},y${at % 3},${at}`, [0, 1])).toEqual([
      ['x0', 'x1', 'x2', 'x3', 'x4'],
      ['y0', 'y1', 'y2'],
    ]);
  });

  it('of a file that is sorted too', () => {
    expect(sampled((at) => `x${Math.floor(at / 1000)},y,${at}`, [0])[0]).toHaveLength(20);
  });

  it('nothing is said of a column that has texts met seldom, since there may be others', () => {
    expect(sampled((at) => `x${at % 5},y${at},${at}`, [0, 1])).toEqual([
      ['x0', 'x1', 'x2', 'x3', 'x4'],
      null,
    ]);
  });

  it('a text that none of the lines has is not known of: the engine is asked again', () => {
    expect(sampled((at) => `${at === 9999 ? 'late' : 'x'},y,${at}`, [0])).toEqual([['x']]);
  });

  it('lines that end in CRLF, and texts in quotes', () => {
    expect(sampled((at) => `"x${at % 2}",${at},y`, [0, 2], '\r\n')).toEqual([['x0', 'x1'], ['y']]);
  });

  it('nothing is said where lines are not plain', () => {
    expect(sampled((at) => `"x,${at % 2}",y,${at}`, [0, 1])).toEqual([null, null]);
    expect(sampled((at) => `x ,y,${at}`, [0, 1])).toEqual([null, ['y']]);
  });
});
