import { groupBy } from '../cells/group-by.ts';
import { coverageKey } from '../cells/subject-index.ts';
import type { Period } from '../periods/period.ts';
import { clauseIndex } from './clause-cells.ts';
import type { IndicatorCubes } from './cube-set.ts';
import type { RunContext } from './run-context.ts';
import type { Side } from './sum-side.ts';

/** Which files are behind a place and period of some sides, and whether the extract of the first covers them. */
export function cubeSources(
  sides: readonly Side[],
  run: RunContext,
): Pick<IndicatorCubes, 'filesOf' | 'covers'> {
  const { fileSets } = run.cells;
  const sources = sides.map(
    ({ targets }) => new Map(targets.map(({ period, sources: own }) => [period.label, [...own]])),
  );
  const clauses = sides.flatMap((side, at) =>
    side.clauses.map((clause) => {
      const { coverage } = clauseIndex(clause, run);
      return {
        coverage,
        sources: sources[at]!,
        // Where no record means no event, all that a place has tells of each period.
        always: side.quietIsZero ? groupBy(coverage.values(), ({ place }) => place) : null,
      };
    }),
  );
  const filesOf = (place: string, { label }: Period): number => {
    let files = 0;
    for (const { coverage, sources: own, always } of clauses) {
      const there = always
        ? always.get(place)
        : own.get(label)?.flatMap((source) => coverage.get(coverageKey(place, source)) ?? []);
      if (there) files = fileSets.union(files, fileSets.behind(there));
    }
    return files;
  };
  const { coverage } = run.subject(sides[0]!.clauses[0]!.event);
  const covers = (place: string, { label }: Period): boolean =>
    sources[0]!.get(label)?.some((source) => coverage.has(coverageKey(place, source))) ?? false;
  return { filesOf, covers };
}
