import { expect } from 'vitest';
import { endingOf, expectClose, expectWithheld, limitOf } from './reference-compare.ts';
import { type FolderCase, levelsOf, numberOf, type Row } from './reference-folder.ts';

/** Simulated limits may be off by this share of the interval's width. */
const shareOfWidth = (level: number) => (level > 0.99 ? 0.02 : 0.01);

/** Rows `sii`, `rii` and `intercept` of each group; what the reference leaves out is withheld here. */
export function compareSlopeIndex(rows: readonly Row[], told: FolderCase): void {
  const keyOf = (row: Row) => told.groupBy.map((column) => row[column]).join('|');
  const theirs = new Map(told.expected.map((row) => [keyOf(row), row]));
  const ours = new Set(rows.map(keyOf));
  for (const key of theirs.keys()) expect(ours.has(key), `a row for ${key}`).toBe(true);
  for (const key of ours) {
    const own = rows.filter((row) => keyOf(row) === key);
    const expected = theirs.get(key);
    if (expected) expect(own.map(({ measure }) => measure)).toEqual(['sii', 'rii', 'intercept']);
    for (const row of own) {
      if (expected === undefined) expectWithheld(row);
      else compareMeasure(row, expected, key, told);
    }
  }
}

function compareMeasure(row: Row, expected: Row, key: string, told: FolderCase): void {
  const measure = row.measure!;
  if (!(measure in expected)) return;
  const what = `${key} ${measure}`;
  expect(row.status, `${what}: ${row.note}`).toBe('ok');
  const value = numberOf(expected[measure])!;
  expectClose(what, numberOf(row.value), measure === 'intercept' ? value * scaleOfIntercept(told) : value);
  if (measure === 'intercept') return;
  for (const level of levelsOf(told)) {
    const simulated = {
      lower: limitOf(expected, `${measure}_`, 'lower', level)!,
      upper: limitOf(expected, `${measure}_`, 'upper', level)!,
    };
    const allowed = shareOfWidth(level) * (simulated.upper - simulated.lower);
    const closed = told.analytic.find((one) => one.group === key && Number(one.confidence) === level);
    expect(told.analytic.length > 0, 'a closed form for each group and level, or for none').toBe(!!closed);
    for (const side of ['lower', 'upper'] as const) {
      const limit = numberOf(row[`${side}_${endingOf(level)}`])!;
      if (closed) expectClose(`${what} ${side}`, limit, numberOf(closed[`${measure}_${side}`]), 1e-6);
      const away = Math.abs(limit - simulated[side]);
      expect(away <= allowed, `${what} ${side}: ${limit}, simulated ${simulated[side]} ± ${allowed}`).toBe(
        true,
      );
    }
  }
}

/** Quirk: the reference multiplies the intercept of a transformed regression only; here by |multiplier|, always. */
function scaleOfIntercept({ options }: FolderCase): number {
  return options.transform ? 1 : Math.abs(Number(options.multiplier ?? 1));
}
