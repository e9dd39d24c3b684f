import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { expect } from 'vitest';
import type { Estimate } from '../../src/statistics/estimate.ts';
import { sharedDir } from '../shared.ts';

/** A row of a CSV, as text by column. */
export type Row = Readonly<Record<string, string>>;

/** What the folder of one reference case holds; `expected` is empty where the reference refuses the input. */
export interface ReferenceCase {
  readonly input: readonly Row[];
  readonly expected: readonly Row[];
  readonly groupBy: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly error: string | null;
}

const methodsDir = `${sharedDir}reference/pheindicatormethods/`;

/** Reads a CSV below the folder of reference answers. */
export function readReference(path: string): Row[] {
  return parse(readFileSync(`${sharedDir}reference/${path}`, 'utf8'), { columns: true, bom: true });
}

/** The names of a function's cases; empty where the folder is absent. */
export function caseNames(method: string): string[] {
  try {
    return readdirSync(methodsDir + method, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  } catch {
    return [];
  }
}

export function readCase(method: string, name: string): ReferenceCase {
  const folder = `pheindicatormethods/${method}/${name}`;
  const told = JSON.parse(readFileSync(`${methodsDir}${method}/${name}/case.json`, 'utf8'));
  const hasAnswer = readdirSync(`${methodsDir}${method}/${name}`).includes('expected.csv');
  return {
    input: readReference(`${folder}/input.csv`),
    expected: hasAnswer ? readReference(`${folder}/expected.csv`) : [],
    groupBy: told.group_by ?? [],
    options: told.options ?? {},
    error: told.error,
  };
}

/** The confidence levels of a case as proportions: the reference takes 99.8 and 0.998 alike. */
export function levelsOf(options: Readonly<Record<string, unknown>>): number[] {
  const given = [options.confidence ?? 0.95].flat() as number[];
  return given.map((level) => (level > 1 ? level / 100 : level));
}

/** A number of the reference; null for NA. */
export function numberOf(text: string | undefined): number | null {
  if (text === undefined) throw new Error('The reference has no such column.');
  return text === 'NA' || text === '' ? null : Number(text.replace('Inf', 'Infinity'));
}

/** A column as numbers; NA becomes NaN. */
export function columnOf(rows: readonly Row[], name: string): number[] {
  return rows.map((row) => numberOf(row[name]) ?? Number.NaN);
}

/** Rows by the value of one column, in order of appearance; without a column all are one group. */
export function groupsOf(rows: readonly Row[], column: string | undefined): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = column === undefined ? 'all' : row[column]!;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
}

/** Agreement to a relative tolerance, 1e-9 unless told; 1e-12 absolute is allowed where 0 is expected. */
export function expectClose(
  actual: number | null | undefined,
  expected: number | null,
  relative = 1e-9,
  absolute = 1e-12,
): void {
  if (expected === null || actual === null || actual === undefined) {
    expect(actual).toBe(expected);
    return;
  }
  const away = Math.abs(actual - expected);
  const allowed = Math.max(absolute, relative * Math.abs(expected));
  expect(away <= allowed, `${actual} should be ${expected}, to ${relative}`).toBe(true);
}

/** The value and each level's limits of an estimate against a row of the reference. */
export function expectEstimate(actual: Estimate, row: Row, levels: readonly number[]): void {
  expectClose(actual.value, numberOf(row.value));
  expect(actual.limits.map(({ confidence }) => confidence)).toEqual(levels);
  for (const { confidence, lower, upper } of actual.limits) {
    const tag = levels.length > 1 ? (100 * confidence).toFixed(1).replace('.', '_') : '';
    expectClose(lower, numberOf(row[`lower${tag}cl`]));
    expectClose(upper, numberOf(row[`upper${tag}cl`]));
  }
}
