import { STATE, UNKNOWN_LEVEL } from './cell.ts';
import type { Cube } from './cube.ts';
import { axisPositions } from './fill-plan.ts';
import type { SubjectIndex } from './subject-index.ts';

/**
 * Of records of a rare event, a period without any is one without the event, in every place that has records at some
 * time; a place that never has any may not be in the extract, and stays without a figure.
 */
export function fillQuietPeriods(cube: Cube, { coverages, splits }: SubjectIndex): void {
  const { axes } = cube;
  const positions = axisPositions(axes);
  for (const { place, slices } of coverages) {
    const own = [...slices.keys()].map((split) => splits[split]!);
    const sexes = axes.sexes.filter((sex) =>
      own.some(
        (split) => split.sex === sex || (split.sex !== 'persons' && sex !== 'persons' && sex !== 'unknown'),
      ),
    );
    const groups = axes.groups.filter(
      ({ scheme, level }) => level !== UNKNOWN_LEVEL && own.some((split) => split.scheme === scheme),
    );
    for (let target = 0; target < axes.periods.length; target++) {
      for (const sex of sexes) {
        for (const { scheme, level } of groups) {
          const slice = positions.slice(cube, place, target, sex, scheme, level);
          if (slice === null) continue;
          for (let band = 0; band < axes.bands; band++) cube.add(slice + band, 0, STATE.ok);
        }
      }
    }
  }
}
