import type { Measure } from './result.ts';
import type { RunContext } from './run-context.ts';

/** A Place, or an area of several where none of them has a value of its own: nobody counts twice. */
export function isCounted(
  { place, period, sex }: Measure,
  measures: readonly Measure[],
  { places }: RunContext,
): boolean {
  if (places.places.some(({ code }) => code === place)) return true;
  const area = places.combined.find(({ code }) => code === place);
  if (!area) return false;
  return !measures.some(
    (one) =>
      area.standsFor.includes(one.place) &&
      one.period.label === period.label &&
      one.sex === sex &&
      one.estimate.value !== null,
  );
}
