import { COVERAGES, type Coverage, type CoverageResult } from '../results/result.ts';

/** How many of some rows are of each coverage; those that none is of stand with 0. */
export function countCoverage(rows: readonly CoverageResult[]): Readonly<Record<Coverage, number>> {
  const counts = Object.fromEntries(COVERAGES.map((coverage) => [coverage, 0])) as Record<Coverage, number>;
  for (const { coverage } of rows) counts[coverage] += 1;
  return counts;
}
