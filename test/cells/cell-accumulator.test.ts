import { describe, expect, it } from 'vitest';
import { ALL_AGES } from '../../src/cells/age-band.ts';
import {
  CELL_COLUMN_NAMES,
  type CellFigures,
  type CellKey,
  type CellState,
  parseWeeksGroup,
  STATE,
  weeksGroup,
} from '../../src/cells/cell.ts';
import { CellAccumulator, type RowsOfACell } from '../../src/cells/cell-accumulator.ts';
import { FileSets } from '../../src/cells/file-sets.ts';
import { yearPeriod } from '../../src/periods/period.ts';

const KEY: CellKey = {
  subject: 'deaths',
  place: 'E06000006',
  period: yearPeriod(2023),
  sex: 'female',
  age: ALL_AGES,
  scheme: '',
  level: 0,
  cause: '',
  group: '',
};

function figures(count: number, denominator = Number.NaN): CellFigures {
  return { count, denominator, value: Number.NaN, lower: Number.NaN, upper: Number.NaN };
}

/** Adds counts with their states to one cell; gives what was said of each, the count and the state. */
function added(rule: RowsOfACell, ...rows: [count: number, state: CellState][]): unknown[] {
  const cells = new CellAccumulator(rule);
  const said = rows.map(([count, state], index) => cells.add(KEY, figures(count), state, index + 2));
  return [...said, cells.columns.count[0], cells.columns.state[0]];
}

const { ok, suppressed, notAvailable, refused } = STATE;

describe('CellAccumulator', () => {
  it('adds up the rows of a cell where they are parts of it', () => {
    expect(added('sum', [1, ok], [2, ok], [4, ok])).toEqual(['added', 'added', 'added', 7, ok]);
  });

  it('gives a sum the worst state of its parts, whatever their order', () => {
    expect(added('sum', [1, ok], [Number.NaN, suppressed]).at(-1)).toBe(suppressed);
    expect(added('sum', [Number.NaN, suppressed], [1, ok]).at(-1)).toBe(suppressed);
    expect(added('sum', [Number.NaN, notAvailable], [Number.NaN, suppressed]).at(-1)).toBe(suppressed);
    expect(added('sum', [1, refused], [Number.NaN, suppressed], [2, ok]).at(-1)).toBe(refused);
  });

  it('tells a repeated row from a conflicting one where each row is a cell', () => {
    expect(added('unique', [1, ok], [1, ok])).toEqual(['added', 'duplicate', 1, ok]);
    expect(added('unique', [1, ok], [2, ok]).slice(0, 2)).toEqual(['added', 'conflict']);
    expect(added('unique', [1, ok], [2, ok]).at(-1)).toBe(refused);
    expect(added('unique', [0, ok], [-0, ok])[1]).toBe('duplicate');
  });

  it('takes a hidden figure beside a plain one for a conflict, and two hidden ones for a repetition', () => {
    expect(added('unique', [Number.NaN, suppressed], [2, ok]).slice(0, 2)).toEqual(['added', 'conflict']);
    expect(added('unique', [2, ok], [Number.NaN, suppressed]).slice(0, 2)).toEqual(['added', 'conflict']);
    expect(added('unique', [Number.NaN, suppressed], [Number.NaN, suppressed])).toEqual([
      'added',
      'duplicate',
      Number.NaN,
      suppressed,
    ]);
  });

  it('keeps a refused cell refused', () => {
    expect(added('unique', [1, refused], [1, ok], [1, ok]).at(-1)).toBe(refused);
    expect(added('unique', [1, ok], [2, ok], [1, ok], [1, ok]).at(-1)).toBe(refused);
  });

  it('compares all figures of a cell', () => {
    const cells = new CellAccumulator('unique');
    cells.add(KEY, figures(1, 10), ok, 2);
    expect(cells.add(KEY, figures(1, 10), ok, 3)).toBe('duplicate');
    expect(cells.add(KEY, figures(1, 11), ok, 4)).toBe('conflict');
  });

  it('keeps cells apart that differ in any part of their key', () => {
    const cells = new CellAccumulator('unique');
    const keys: CellKey[] = [
      KEY,
      { ...KEY, subject: 'admissions' },
      { ...KEY, place: 'E08000011' },
      { ...KEY, period: yearPeriod(2022) },
      { ...KEY, sex: 'male' },
      { ...KEY, age: { from: 0, to: 4 } },
      { ...KEY, scheme: 'national-fifths', level: 1 },
      { ...KEY, scheme: 'national-fifths', level: 2 },
      { ...KEY, scheme: 'national-tenths', level: 1 },
      { ...KEY, cause: 'I21' },
      { ...KEY, group: 'fsm' },
    ];
    for (const [index, key] of keys.entries()) cells.add(key, figures(index), ok, index + 2);
    expect(cells.columns.count).toEqual(keys.map((_, index) => index));
    expect(cells.firstLineOf(keys[3]!)).toBe(5);
    for (const name of CELL_COLUMN_NAMES) expect(cells.columns[name]).toHaveLength(keys.length);
  });
});

describe('weeksGroup() and parseWeeksGroup()', () => {
  it('are each other back', () => {
    expect(weeksGroup(17, 18)).toBe('weeks 17-18');
    expect(weeksGroup(104, null)).toBe('weeks 104+');
    expect(parseWeeksGroup('weeks 17-18')).toEqual({ from: 17, to: 18 });
    expect(parseWeeksGroup('weeks 104+')).toEqual({ from: 104, to: null });
    expect(parseWeeksGroup('fsm')).toBeNull();
  });
});

describe('FileSets', () => {
  it('keep each set once, by its files and not by their order', () => {
    const sets = new FileSets();
    expect(sets.get(0)).toEqual([]);
    const both = sets.of([2, 1]);
    expect(sets.of([1, 2, 1])).toBe(both);
    expect(sets.get(both)).toEqual([1, 2]);
    expect(sets.get(sets.union(sets.of([3]), both))).toEqual([1, 2, 3]);
    expect(sets.union(0, both)).toBe(both);
    expect(sets.union(both, 0)).toBe(both);
  });
});
