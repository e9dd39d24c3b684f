import { byTime } from '../periods/period.ts';
import type { Measure, ResultKey } from './result.ts';
import type { RunContext } from './run-context.ts';

/** What a value is of, as one text. */
export function measureKey({ place, period, sex, scheme, level }: ResultKey): string {
  return `${place}|${period.label}|${sex}|${scheme}|${level}`;
}

/** Areas in the order of the catalogue, then time, sex and deprivation. */
export function inTableOrder(run: RunContext): (a: Measure, b: Measure) => number {
  const order = new Map(
    [
      ...run.places.places,
      ...run.places.combined,
      run.places.system,
      run.places.region,
      run.places.country,
      ...run.places.parts,
    ].map(({ code }, index) => [code, index]),
  );
  const sexes = ['persons', 'female', 'male', 'unknown'];
  return (a, b) =>
    order.get(a.place)! - order.get(b.place)! ||
    byTime(a.period, b.period) ||
    sexes.indexOf(a.sex) - sexes.indexOf(b.sex) ||
    (a.scheme < b.scheme ? -1 : a.scheme > b.scheme ? 1 : a.level - b.level);
}
