import type { AgeBand } from '../cells/age-band.ts';
import { ALL_AGES, ageBandLabel } from '../cells/age-band.ts';
import { STATE } from '../cells/cell.ts';
import { takesCounts } from '../indicators/catalogue.ts';
import { type Definition, PERIOD_TYPES } from '../indicators/definition.ts';
import { standardForAges } from '../indicators/standard.ts';
import { crudeRate } from '../measures/crude-rate.ts';
import { dsr } from '../measures/dsr.ts';
import { exactPoissonRate } from '../measures/exact-poisson-rate.ts';
import { lifeExpectancy } from '../measures/life-expectancy.ts';
import { proportion } from '../measures/proportion.ts';
import { measuredRatio } from '../measures/ratio.ts';
import { waitingPercentile } from '../measures/waiting-percentile.ts';
import type { Period } from '../periods/period.ts';
import { type Estimate, withheldEstimate } from '../statistics/estimate.ts';
import { clauseIndex, inGroup } from './clause-cells.ts';
import { computeMean } from './compute-mean.ts';
import type { IndicatorCubes } from './cube-set.ts';
import { countCubes, eventCubes } from './indicator-cubes.ts';
import { isBareCount } from './kinds.ts';
import { type MethodOfBands, measuresOfCubes } from './measures-of-cubes.ts';
import { publishedValues } from './published-values.ts';
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
  const counts = takesCounts(definition) ? countCubes(definition, ALL_AGES, run, group) : null;
  if (counts) add(measuresOfCubes(definition, counts, countMethod(definition, run.confidence), run));
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
function isAsked({ periods }: Definition, { kind, length }: Period): boolean {
  const type = PERIOD_TYPES.find((one) => one === (length === 1 ? kind : `${length}-${kind}`));
  return type === undefined || periods.includes(type);
}

function fromEvents(definition: Definition, run: RunContext): Measure[] {
  if (definition.method !== 'life-expectancy') {
    const bands = bandsOf(definition, run);
    return eventCubes(definition, bands, run).flatMap((cubes) =>
      measuresOfCubes(definition, cubes, eventMethod(definition, cubes, run), run),
    );
  }
  // A life table takes the first layout of age bands that both deaths and population can be given in.
  const found = new Map<string, Measure>();
  for (const layout of definition.ageBands!) {
    const bands = run.catalogue.ageBands.get(layout)!;
    if (!bands.some(({ from }) => from === definition.atAge)) continue;
    const all = eventCubes(definition, bands, run);
    for (const cubes of all) {
      for (const measure of measuresOfCubes(
        definition,
        cubes,
        lifeExpectancyMethod(definition, bands, run),
        run,
      )) {
        const key = measureKey(measure);
        if (isBetter(measure, found.get(key))) found.set(key, measure);
      }
    }
    if (all.every(bandsFit)) break;
  }
  return [...found.values()];
}

/** A value is better than none, and one withheld by a rule tells more than one whose ages do not fit. */
function isBetter(measure: Measure, known: Measure | undefined): boolean {
  if (!known) return true;
  if (known.status === 'ok') return false;
  return measure.status === 'ok' || (known.count === null && measure.count !== null);
}

/** Whether every place and period can be given in these age bands, so that no other layout needs trying. */
function bandsFit({ denominator, obstacles, axes }: IndicatorCubes): boolean {
  if (obstacles.size > 0) return false;
  const { states } = denominator!;
  for (let slice = 0; slice < states.length; slice += axes.bands) {
    const bands = states.subarray(slice, slice + axes.bands);
    if (bands.includes(STATE.absent) && bands.some((state) => state !== STATE.absent)) return false;
  }
  return true;
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
      return (x, n) => dsr({ events: x, populations: n!, weights, multiplier, confidence, bands: labels });
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
