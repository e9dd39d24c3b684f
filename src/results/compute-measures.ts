import type { AgeBand } from '../cells/age-band.ts';
import { ALL_AGES, ageBandLabel } from '../cells/age-band.ts';
import { takesCounts } from '../indicators/catalogue.ts';
import { type Definition, PERIOD_TYPES } from '../indicators/definition.ts';
import { standardForAges } from '../indicators/standard.ts';
import { crudeRate } from '../measures/crude-rate.ts';
import { type DsrInput, dsr } from '../measures/dsr.ts';
import { exactPoissonRate } from '../measures/exact-poisson-rate.ts';
import { lifeExpectancy } from '../measures/life-expectancy.ts';
import { proportion } from '../measures/proportion.ts';
import { measuredRatio } from '../measures/ratio.ts';
import { waitingPercentile } from '../measures/waiting-percentile.ts';
import { type Period, seriesKind } from '../periods/period.ts';
import { type Estimate, withheldEstimate } from '../statistics/estimate.ts';
import { clauseIndex, inGroup } from './clause-cells.ts';
import { healthyMeasures } from './compute-healthy.ts';
import { computeMean } from './compute-mean.ts';
import { standardisedFromCounts, standardisedFromEvents } from './compute-standardised.ts';
import type { IndicatorCubes } from './cube-set.ts';
import { countCubes, eventCubes } from './indicator-cubes.ts';
import { isBareCount } from './kinds.ts';
import { bandsFit, measuresByLayout } from './measures-by-layout.ts';
import { type MethodOfBands, measuresOfCubes } from './measures-of-cubes.ts';
import { milestoneMeasures } from './milestone-measures.ts';
import { pooledYears } from './pooled-years.ts';
import { publishedValues } from './published-values.ts';
import { type PeopleOfFrequency, repeatEvents } from './repeat-events.ts';
import type { Measure } from './result.ts';
import type { RunContext } from './run-context.ts';
import { inTableOrder, measureKey } from './table-order.ts';

/**
 * The values of an indicator: from the events that it counts, else from its own counts, else as published.
 * Where two of them give the same value, the one named first counts.
 *
 * @param group only of one further group of the extracts, as they name it; '' for everybody
 * @returns a row for each area, period, sex and deprivation group, in that order; rows without a figure say why
 */
export function computeMeasures(definition: Definition, run: RunContext, group = ''): Measure[] {
  const byKey = new Map<string, Measure>();
  const add = (measures: readonly Measure[]): void => {
    for (const measure of measures) {
      const key = measureKey(measure);
      const known = byKey.get(key);
      if (!known || known.status === 'missing') byKey.set(key, measure);
    }
  };
  if (definition.numerator) {
    const counted = group === '' ? definition : inGroup(definition, group);
    const fromThem = fromEvents(counted, run).filter(({ period }) => isAsked(definition, period));
    add(definition.method === 'count-to-zero' ? withQuietNotes(fromThem, counted, run) : fromThem);
  }
  if (takesCounts(definition)) add(fromCounts(definition, run, group));
  if (definition.method === 'milestones' && group === '') add(milestoneMeasures(definition, run));
  if (definition.method === 'mean') add(computeMean(definition, run));
  add(publishedValues(definition, run, group));
  return [...byKey.values()].sort(inTableOrder(run));
}

/** Where nothing was recorded, none is what the records say, and no row says so. */
function withQuietNotes(
  measures: readonly Measure[],
  { numerator }: Definition,
  run: RunContext,
): readonly Measure[] {
  const { coverage } = clauseIndex(numerator![0]!, run);
  if (![...coverage.values()].every(run.isOfRecords)) return measures;
  return measures.map((measure) =>
    measure.status === 'ok' && measure.count === 0 && measure.note === ''
      ? { ...measure, note: 'no record of it in this period' }
      : measure,
  );
}

/** Whether a definition asks for a type of period; one that no definition can name is shown as the extract has it. */
function isAsked({ periods }: Definition, period: Period): boolean {
  const type = PERIOD_TYPES.find((one) => one === seriesKind(period));
  return type === undefined || periods.includes(type);
}

function fromEvents(definition: Definition, run: RunContext): Measure[] {
  switch (definition.method) {
    case 'life-expectancy':
      return lifeExpectancies(definition, run);
    case 'healthy-life-expectancy':
      return healthyMeasures(definition, run);
    case 'isr-ratio':
    case 'isr-rate':
      return standardisedFromEvents(definition, run);
    default: {
      const bands = bandsOf(definition, run);
      return eventCubes(definition, bands, run).flatMap((cubes) =>
        measuresOfCubes(definition, cubes, eventMethod(definition, cubes, run), run),
      );
    }
  }
}

function fromCounts(definition: Definition, run: RunContext, group: string): Measure[] {
  switch (definition.method) {
    case 'healthy-life-expectancy':
      // Its own counts are a survey, which is nothing without deaths.
      return [];
    case 'isr-ratio':
    case 'isr-rate':
      return standardisedFromCounts(definition, run);
    default: {
      const cubes = countCubes(definition, ALL_AGES, run, group);
      if (!cubes) return [];
      const pooled = definition.periods.includes('3-year') ? [pooledYears(cubes, 3, run)] : [];
      const method = countMethod(definition, run.confidence);
      return [cubes, ...pooled].flatMap((own) => measuresOfCubes(definition, own, method, run));
    }
  }
}

/** A life table takes the first layout of age bands that both deaths and population can be given in. */
function lifeExpectancies(definition: Definition, run: RunContext): Measure[] {
  const layouts = definition.ageBands!.map((layout) => run.catalogue.ageBands.get(layout)!);
  return measuresByLayout(
    definition,
    layouts.filter((bands) => bands.some(({ from }) => from === definition.atAge)),
    (cubes, bands) => ({
      cubes,
      method: lifeExpectancyMethod(definition, bands, run),
      fits: bandsFit(cubes),
    }),
    run,
  );
}

function bandsOf(definition: Definition, run: RunContext): readonly AgeBand[] {
  if (definition.method === 'dsr')
    return standardForAges(run.catalogue.standards.get(definition.standard!)!, definition.ages!);
  return [definition.denominator?.[0]?.ages ?? ALL_AGES];
}

function eventMethod(definition: Definition, cubes: IndicatorCubes, run: RunContext): MethodOfBands {
  const { multiplier } = definition;
  const { confidence } = run;
  switch (definition.method) {
    case 'dsr': {
      const bands = bandsOf(definition, run);
      const weights = standardForAges(
        run.catalogue.standards.get(definition.standard!)!,
        definition.ages!,
      ).map(({ weight }) => weight);
      const labels = bands.map(ageBandLabel);
      const repeats = repeatEvents(definition, bands, run);
      return (x, n, of) => {
        const people = repeats?.(of, x) ?? [];
        if ('status' in people) return people;
        const input = { events: x, populations: n!, weights, multiplier, confidence, bands: labels };
        return dsr(people.length === 0 ? input : { ...input, ...rowsOfFrequencies(input, people) });
      };
    }
    case 'waiting-percentile': {
      const from = cubes.weekBands.map((band) => band.from);
      const to = cubes.weekBands.map((band) => band.to);
      return (x) => percentileOf(x, from, to, definition.percentile!, confidence);
    }
    default:
      return countMethod(definition, run.confidence);
  }
}

/** A row a band and frequency, in place of a row a band. */
function rowsOfFrequencies(
  { populations, weights, bands }: Pick<DsrInput, 'populations' | 'weights' | 'bands'>,
  people: readonly PeopleOfFrequency[],
): Pick<DsrInput, 'events' | 'populations' | 'weights' | 'bands' | 'frequencies'> {
  const each = <T>(column: ArrayLike<T>): T[] => people.flatMap(() => Array.from(column));
  return {
    events: people.flatMap((one) => Array.from(one.people)),
    populations: each(populations),
    weights: each(weights),
    bands: each<string | number>(bands!),
    frequencies: people.flatMap(({ frequency, people: own }) => Array.from(own, () => frequency)),
  };
}

/** Bands that the extract does not have in this place and period are left out, so that those left rise. */
function percentileOf(
  waiting: Float64Array,
  from: readonly number[],
  to: readonly (number | null)[],
  percentile: number,
  confidence: readonly number[],
): Estimate {
  const used = [...waiting.keys()].filter((band) => waiting[band]! > 0);
  const overlap = used.some(
    (band, at) => at > 0 && (to[used[at - 1]!] ?? Number.POSITIVE_INFINITY) > from[band]!,
  );
  if (overlap) return withheldEstimate('', 'its waiting bands overlap', confidence);
  return waitingPercentile({
    from: used.map((band) => from[band]!),
    to: used.map((band) => to[band]!),
    waiting: used.map((band) => waiting[band]!),
    percentile,
    confidence,
  });
}

function lifeExpectancyMethod(
  definition: Definition,
  bands: readonly AgeBand[],
  run: RunContext,
): MethodOfBands {
  const starts = bands.map(({ from }) => from);
  return (x, n) =>
    lifeExpectancy({
      starts,
      deaths: x,
      populations: n!,
      at: [definition.atAge!],
      confidence: run.confidence,
    })[0]!;
}

/** A share, a rate or another figure of one band. */
function countMethod(definition: Definition, confidence: readonly number[]): MethodOfBands {
  const { method, multiplier, numeratorIs, signed } = definition;
  // What is counted without a denominator is a count also where an extract gives one.
  const isCount = isBareCount(definition);
  return (x, n) => {
    const events = x[0]!;
    const denominator = n?.[0] ?? null;
    const input = { events, denominator: denominator!, multiplier, confidence };
    switch (method) {
      case 'crude-rate':
        return crudeRate(input);
      case 'ratio':
        return measuredRatio({ ...input, numerator: events, numeratorIs: numeratorIs!, signed });
      case 'count-to-zero':
        return exactPoissonRate({ ...input, denominator: isCount ? null : denominator });
      default:
        return events > input.denominator
          ? withheldEstimate('Wilson', 'more are counted than there are to count', confidence)
          : proportion(input);
    }
  };
}
