import { beforeAll, describe, expect, it } from 'vitest';
import type { PipelineResult } from '../../src/pipeline.ts';
import { levelSuffix } from '../../src/statistics/level-suffix.ts';
import { gapsTable } from '../../src/summary/gaps-table.ts';
import { measuresTable } from '../../src/summary/measures-table.ts';
import { poorestTable } from '../../src/summary/poorest-table.ts';
import type { TableContext } from '../../src/summary/result-columns.ts';
import { summarise } from '../../src/summary/summarise.ts';
import { summaryTable } from '../../src/summary/summary-table.ts';
import type { Table } from '../../src/summary/table.ts';
import { trendsTable } from '../../src/summary/trends-table.ts';
import { type CellSpec, CODES, catalogue, compute, places } from '../results/fake-cells.ts';

// The lists below are the contract's, in its order: other people's scripts read them by name and position.
const KEY =
  'indicator aspiration place_code place period period_start period_end sex deprivation_scheme deprivation';
const CLOSING = 'unit method status note';
const BETWEEN: Record<string, string> = {
  measures: 'value lower_95 upper_95 count denominator',
  gaps: 'gap value lower_95 upper_95 judgement',
  trends: 'series first_period last_period points slope lower_95 upper_95 p_value phi direction judgement',
  poorest:
    'baseline_period latest_period scale change_most_deprived change_least_deprived difference lower_95 upper_95 from_most_deprived from_least_deprived verdict',
  summary: 'value lower_95 upper_95 gap trend poorest_fastest goal_status headline',
};

const context: TableContext = { catalogue, places, confidence: [0.95] };
let result: PipelineResult;
let tables: Record<string, Table>;

beforeAll(async () => {
  const cells = [CODES.halton, CODES.england].flatMap((place) =>
    ['2022/23', '2023/24'].flatMap((period, t) =>
      [1, 2, 3, 4, 5].map(
        (level): CellSpec => ({
          subject: 'obesity-year6',
          place,
          period,
          level,
          count: 300 - 30 * level + t,
          denominator: 1000,
        }),
      ),
    ),
  );
  result = await compute(cells);
  tables = {
    measures: measuresTable(result.measures, context),
    gaps: gapsTable(result.gaps, context),
    trends: trendsTable(result.trends, context),
    poorest: poorestTable(result.poorest, context),
    summary: summaryTable(summarise(result, 'national-fifths'), context),
  };
});

const namesOf = ({ columns }: Table): string[] => columns.map(({ name }) => name);
const column = ({ columns, rows }: Table, name: string) => {
  const index = columns.findIndex((one) => one.name === name);
  return rows.map((row) => row[index]);
};

describe('result tables', () => {
  it.each(Object.entries(BETWEEN))(
    '%s has exactly the columns of the contract, in its order',
    (id, between) => {
      expect(namesOf(tables[id]!)).toEqual([KEY, between, CLOSING].join(' ').split(' '));
      expect(tables[id]!.id).toBe(id);
    },
  );

  it.each(Object.keys(BETWEEN))('%s has rows, and in each a cell a column', (id) => {
    expect(tables[id]!.rows.length).toBeGreaterThan(0);
    for (const row of tables[id]!.rows) expect(row).toHaveLength(tables[id]!.columns.length);
  });

  it('another level adds its two columns after those of 95 %', () => {
    const two = measuresTable([], { ...context, confidence: [0.95, 0.998] });
    expect(namesOf(two).slice(10, 17)).toEqual(
      'value lower_95 upper_95 lower_99_8 upper_99_8 count denominator'.split(' '),
    );
  });

  it.each([
    [0.95, '95'],
    [0.998, '99_8'],
    [0.9, '90'],
    [0.999, '99_9'],
  ])('the level %d ends its columns with %s', (level, suffix) => {
    expect(levelSuffix(level)).toBe(suffix);
  });

  it('every column says what it holds, and its type is that of its cells', () => {
    for (const table of Object.values(tables)) {
      for (const [index, { name, type, description }] of table.columns.entries()) {
        expect(description, name).not.toBe('');
        expect(name).toMatch(/^[a-z0-9]+(_[a-z0-9]+)*$/);
        for (const row of table.rows) {
          const cell = row[index];
          if (cell === null) continue;
          if (type === 'integer') expect(Number.isInteger(cell), name).toBe(true);
          else expect(typeof cell, name).toBe(type === 'number' ? 'number' : 'string');
          if (type === 'date') expect(cell).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        }
      }
    }
  });

  it('the key columns speak the words of the contract', () => {
    for (const table of Object.values(tables)) {
      for (const sex of column(table, 'sex')) expect(['female', 'male', 'persons']).toContain(sex);
      for (const level of column(table, 'deprivation')) expect(level).toMatch(/^(all|[1-9]|10)$/);
      for (const scheme of column(table, 'deprivation_scheme'))
        expect([null, 'national-fifths', 'place-fifths', 'national-tenths']).toContain(scheme);
    }
  });

  it('a row of one group names its scheme, and a row of everybody has none', () => {
    const { measures } = tables;
    const schemes = column(measures!, 'deprivation_scheme');
    for (const [row, level] of column(measures!, 'deprivation').entries()) {
      expect(schemes[row]).toBe(level === 'all' ? null : 'national-fifths');
    }
  });

  it('an empty cell is null and never an empty text', () => {
    for (const table of Object.values(tables)) for (const row of table.rows) expect(row).not.toContain('');
  });
});
