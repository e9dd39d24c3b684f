import { expect } from 'vitest';
import type { Outcome } from '../cli/run-gapline.ts';
import { type FolderCase, levelsOf, numberOf, type Row, rowsOf } from './reference-folder.ts';

/** Agreement to a relative tolerance; 1e-12 absolute is allowed where 0 is expected. */
export function expectClose(
  what: string,
  actual: number | null,
  expected: number | null,
  relative = 1e-9,
): void {
  if (actual === null || expected === null) {
    expect(actual, what).toBe(expected);
    return;
  }
  const allowed = expected === 0 ? 1e-12 : relative * Math.abs(expected);
  expect(
    Math.abs(actual - expected) <= allowed,
    `${what}: ${actual} should be ${expected}, to ${relative}`,
  ).toBe(true);
}

/** 0.998 → `99_8`, as gapline ends the names of limits. */
export function endingOf(level: number): string {
  return String(Number((100 * level).toPrecision(12))).replace('.', '_');
}

/** A limit of the reference, which names it by its level only where more than one was asked. */
export function limitOf(row: Row, prefix: string, side: 'lower' | 'upper', level: number): number | null {
  const ending = (100 * level).toFixed(1).replace('.', '_');
  const names = [`${prefix}${side}${ending}cl`, `${prefix}${side}${ending}`, `${prefix}${side}cl`];
  const name = names.find((one) => one in row);
  if (name === undefined) throw new Error(`The reference has none of ${names.join(', ')}.`);
  return numberOf(row[name]);
}

/** A row without a figure says why, and shows none. */
export function expectWithheld(row: Row, status: RegExp = /^(withheld|suppressed)$/): void {
  expect(row.status, JSON.stringify(row)).toMatch(status);
  expect(row.note, 'a note says why').not.toBe('');
  const shown = Object.entries(row).filter(([name]) => /^(value|lower_.*|upper_.*|quantile)$/.test(name));
  for (const [name, text] of shown) expect(text, name).toBe('');
}

/** Value, limits and further columns of one row against the reference's. */
export function compareRow(
  row: Row,
  expected: Row,
  levels: readonly number[],
  extras: Readonly<Record<string, string>>,
): void {
  const value = numberOf(expected.value);
  const what = Object.values(expected).slice(0, 2).join(' ');
  if (value === null) {
    expectWithheld(row);
    return;
  }
  expect(row.status, `${what}: ${row.note}`).toBe('ok');
  expectClose(`${what} value`, numberOf(row.value), value);
  for (const level of levels) {
    for (const side of ['lower', 'upper'] as const) {
      const limit = limitOf(expected, '', side, level);
      expectClose(`${what} ${side} ${level}`, numberOf(row[`${side}_${endingOf(level)}`]), limit);
      if (limit === null) expect(row.note, 'a note says why there is no limit').not.toBe('');
    }
  }
  for (const [theirs, ours] of Object.entries(extras)) {
    if (theirs in expected) expectClose(`${what} ${ours}`, numberOf(row[ours]), numberOf(expected[theirs]));
  }
}

/**
 * Rows of groups, in any order. A group that the reference leaves out is withheld here.
 *
 * @param keyOf what a row of either side is known by
 * @param extras columns of the reference and ours that say the same
 */
export function compareGroups(
  rows: readonly Row[],
  told: FolderCase,
  extras: Readonly<Record<string, string>>,
  keyOf: (row: Row, ours: boolean) => string = (row) => told.groupBy.map((column) => row[column]).join('|'),
): void {
  const theirs = new Map(told.expected.map((row) => [keyOf(row, false), row]));
  const ours = new Map(rows.map((row) => [keyOf(row, true), row]));
  expect(ours.size, 'each group once').toBe(rows.length);
  for (const key of theirs.keys()) expect(ours.has(key), `a row for ${key}`).toBe(true);
  for (const [key, row] of ours) {
    const expected = theirs.get(key);
    if (expected) compareRow(row, expected, levelsOf(told), extras);
    else expectWithheld(row);
  }
}

/** Rows that stand as in the input, one for one. */
export function compareRows(
  rows: readonly Row[],
  told: FolderCase,
  extras: Readonly<Record<string, string>>,
): void {
  expect(rows.length).toBe(told.expected.length);
  for (const [index, row] of rows.entries()) compareRow(row, told.expected[index]!, levelsOf(told), extras);
}

/** What the reference refuses is refused: all of it in words, or the groups that have it, with the reason. */
export function expectRefused({ exit, stdout, stderr }: Outcome, saying = /./): void {
  expect([1, 2]).toContain(exit);
  expect(stderr).not.toMatch(/\n\s+at /);
  if (exit === 2) {
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^gapline: /m);
    expect(stderr).toMatch(saying);
    return;
  }
  const withheld = rowsOf(stdout).filter(({ status }) => status === 'withheld');
  expect(withheld.length).toBeGreaterThan(0);
  for (const row of withheld) expect(row.note).toMatch(saying);
}
