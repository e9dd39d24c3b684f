import { expect } from 'vitest';
import { gapline } from '../cli/run-gapline.ts';
import { type Row, rowsOf } from './reference-folder.ts';

export interface Calculated {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Rows of CSV output; none where nothing was written. */
  readonly rows: readonly Row[];
  /** Names of the columns of CSV output. */
  readonly columns: readonly string[];
}

/** Runs `gapline calc` on a table given on standard input, its options in one text: `rate --events e`. */
export async function calc(options: string, csv: string): Promise<Calculated> {
  const outcome = await gapline(['calc', ...options.split(' ')], { stdin: csv });
  const isCsv = outcome.stdout !== '' && !/--format (json|table)/.test(options);
  const [header = ''] = outcome.stdout.split('\n');
  return {
    ...outcome,
    rows: isCsv ? rowsOf(outcome.stdout) : [],
    columns: isCsv ? header.split(',') : [],
  };
}

/** A table from a header and rows of fields, each row a text with commas. */
export function table(header: string, ...rows: readonly string[]): string {
  return `${[header, ...rows].join('\n')}\n`;
}

/** Texts of some columns, a row a line. */
export function shown(rows: readonly Row[], ...columns: string[]): string[] {
  return rows.map((row) => columns.map((column) => row[column]).join(' '));
}

/** The number in a column, which must not be blank. */
export function numberIn(row: Row | undefined, column: string): number {
  expect(row?.[column], `${column}: ${JSON.stringify(row)}`).toMatch(/\d/);
  return Number(row![column]);
}

/** Agreement to a relative tolerance: rounding alone unless told. */
export function expectNear(actual: number, expected: number, relative = 1e-12): void {
  const away = Math.abs(actual - expected);
  expect(away <= relative * Math.abs(expected), `${actual} should be ${expected}`).toBe(true);
}
