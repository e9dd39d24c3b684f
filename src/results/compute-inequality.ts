import { excessEvents } from '../gaps/inequality/excess-events.ts';
import { inequality } from '../gaps/inequality/inequality.ts';
import { INEQUALITY_MEASURES, type InequalityMeasure } from '../gaps/inequality/measures.ts';
import type { Definition } from '../indicators/definition.ts';
import { type Estimate, withheldEstimate } from '../statistics/estimate.ts';
import { isMean, largestValue } from './kinds.ts';
import { ratioError } from './ratio-error.ts';
import type { Measure } from './result.ts';

/** Measures that run computes at every period, with a trend of their own (compute-gaps.ts). */
type Followed = 'difference' | 'ratio' | 'sii' | 'rii';
export type FurtherMeasure = Exclude<InequalityMeasure, Followed> | 'excess-events';

const FOLLOWED: ReadonlySet<string> = new Set(['difference', 'ratio', 'sii', 'rii']);
const FURTHER = INEQUALITY_MEASURES.filter((measure) => !FOLLOWED.has(measure)) as Exclude<
  InequalityMeasure,
  Followed
>[];

/** Every further measure, in the order in which they are told. */
export const FURTHER_MEASURES: readonly FurtherMeasure[] = [...FURTHER, 'excess-events'];

/** Those with a direction; turned where low is good, so that above 0 is worse for the most deprived. */
const DIRECTED: ReadonlySet<string> = new Set(['aci', 'rci', 'par', 'paf']);

/**
 * All further measures of inequality between the deprivation groups of one area and period, and the events that the
 * gap stands for.
 *
 * @param levels one value a group, most deprived first
 */
export function furtherMeasures(
  definition: Definition,
  levels: readonly Measure[],
  confidence: readonly number[],
): Map<FurtherMeasure, Estimate> {
  const { polarity } = definition;
  const populations = levels.map(({ denominator }) => denominator);
  const known = populations.every((count) => count !== null) ? (populations as number[]) : null;
  const found = inequality(
    {
      values: levels.map(({ estimate }) => estimate.value!),
      errors: levels.map(({ estimate }) => estimate.standardError),
      populations: known,
      order: levels.map(({ level }) => level),
      // The least deprived group is what others could be.
      reference: levels.length - 1,
      favourable: polarity === 'none' ? null : polarity,
      ...largestValue(definition),
      kind: isMean(definition) ? 'mean' : 'rate',
      confidence,
    },
    FURTHER,
  );
  const turn = polarity !== 'high';
  const estimates = new Map<FurtherMeasure, Estimate>(
    found.map(({ measure, estimate }) => [
      measure as FurtherMeasure,
      turn && DIRECTED.has(measure) ? turned(estimate) : estimate,
    ]),
  );
  const excess = excessOf(definition, levels, known, confidence);
  return estimates.set('excess-events', turn ? excess : turned(excess));
}

/** Measures between Places that need them in the order of their deprivation. */
const ORDERED: ReadonlySet<string> = new Set(['sii', 'rii', 'aci', 'rci']);
/** Those that compare each Place with the least deprived one. */
const REFERENCED: ReadonlySet<string> = new Set(['mdru', 'mdrw', 'par', 'paf']);

/**
 * All measures of inequality between Places. They have no order of their own, so that difference and ratio are those of
 * the two that are furthest apart; where a measure needs an order, it is that of their deprivation.
 *
 * @param ranks how deprived each area is, the smallest the most
 */
export function placeInequality(
  definition: Definition,
  places: readonly Measure[],
  ranks: ReadonlyMap<string, number>,
  confidence: readonly number[],
): Map<InequalityMeasure, Estimate> {
  const { polarity } = definition;
  const populations = places.map(({ denominator }) => denominator);
  const own = places.map(({ place }) => ranks.get(place) ?? null);
  const order = own.every((rank) => rank !== null) ? (own as number[]) : null;
  const turn = polarity !== 'high';
  const input = {
    values: places.map(({ estimate }) => estimate.value!),
    errors: places.map(({ estimate }) => estimate.standardError),
    populations: populations.every((count) => count !== null) ? (populations as number[]) : null,
    order: null,
    reference: null,
    favourable: polarity === 'none' ? null : polarity,
    ...largestValue(definition),
    kind: isMean(definition) ? ('mean' as const) : ('rate' as const),
    confidence,
  };
  const of = (wanted: ReadonlySet<string>): InequalityMeasure[] =>
    INEQUALITY_MEASURES.filter((measure) => wanted.has(measure));
  const others = INEQUALITY_MEASURES.filter(
    (measure) => measure !== 'ratio' && !ORDERED.has(measure) && !REFERENCED.has(measure),
  );
  const found = [
    ...inequality(input, others),
    ...inequality({ ...input, errors: places.map(ratioError) }, ['ratio']),
    ...inequality({ ...input, order: order && turn ? order.map((rank) => 0 - rank) : order }, of(ORDERED)),
    ...inequality(
      { ...input, reference: order === null ? null : order.indexOf(Math.max(...order)) },
      of(REFERENCED),
    ).map(({ measure, estimate }) => ({
      measure,
      estimate: turn && DIRECTED.has(measure) ? turned(estimate) : estimate,
    })),
  ];
  const byMeasure = new Map(found.map(({ measure, estimate }) => [measure, estimate]));
  return new Map(INEQUALITY_MEASURES.map((measure) => [measure, byMeasure.get(measure)!]));
}

function excessOf(
  definition: Definition,
  levels: readonly Measure[],
  populations: readonly number[] | null,
  confidence: readonly number[],
): Estimate {
  if (isMean(definition)) return withheldEstimate('', 'it counts no events', confidence);
  if (populations === null)
    return withheldEstimate('', 'the number of people in each group is not known', confidence);
  if (levels.some(({ estimate }) => estimate.value! < 0))
    return withheldEstimate('', 'a figure is below zero', confidence);
  return excessEvents({
    values: levels.map(({ estimate }) => estimate.value!),
    limits: levels.map(({ estimate }) => estimate.limits),
    // Three years pooled count each person three times: what is asked is a year.
    populations: populations.map((count) => count / levels[0]!.period.length),
    least: levels.length - 1,
    multiplier: definition.multiplier,
    confidence,
  });
}

/** The same the other way round. */
function turned(estimate: Estimate): Estimate {
  const less = (figure: number | null): number | null => (figure === null ? null : 0 - figure);
  return {
    ...estimate,
    value: less(estimate.value),
    limits: estimate.limits.map(({ confidence, lower, upper }) => ({
      confidence,
      lower: less(upper),
      upper: less(lower),
    })),
  };
}
