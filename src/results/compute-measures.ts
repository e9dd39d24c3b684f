import type { AgeBand } from '../cells/age-band.ts';
import { ALL_AGES, ageBandLabel } from '../cells/age-band.ts';
import { STATE, UNKNOWN_LEVEL } from '../cells/cell.ts';
import type { CellRow } from '../cells/cell-table.ts';
import { coverageKey } from '../cells/subject-index.ts';
import { standardForAges } from '../indicators/catalogue.ts';
import type { Definition } from '../indicators/definition.ts';
import { crudeRate } from '../measures/crude-rate.ts';
import { dsr } from '../measures/dsr.ts';
import { given } from '../measures/given.ts';
import { lifeExpectancy } from '../measures/life-expectancy.ts';
import { proportion } from '../measures/proportion.ts';
import { waitingPercentile } from '../measures/waiting-percentile.ts';
import { byTime } from '../periods/period.ts';
import { type Estimate, withheldEstimate } from '../statistics/estimate.ts';
import { countCubes, eventCubes, type IndicatorCubes } from './indicator-cubes.ts';
import type { Measure, Status } from './result.ts';
import type { RunContext } from './run-context.ts';

/** The note of a value that has events but nobody to have them. */
export const NO_POPULATION = 'no population for this place and period';

/**
 * The values of an indicator: from the events that it counts, else from its own counts, else as published.
 * Where two of them give the same value, the one named first counts.
 *
 * @returns a row for each area, period, sex and deprivation group, in that order; rows without a figure say why
 */
export function computeMeasures(definition: Definition, run: RunContext): Measure[] {
  const byKey = new Map<string, Measure>();
  const add = (measures: readonly Measure[]): void => {
    for (const measure of measures) {
      const key = measureKey(measure);
      const known = byKey.get(key);
      if (!known || known.status === 'missing') byKey.set(key, measure);
    }
  };
  if (definition.numerator) add(fromEvents(definition, run));
  const counts = definition.method === 'life-expectancy' ? null : countCubes(definition, ALL_AGES, run);
  if (counts) add(measuresOf(definition, counts, countMethod(definition, run.confidence), run));
  add(fromPublishedValues(definition, run));
  return [...byKey.values()].sort(inTableOrder(run));
}

function measureKey({ place, period, sex, scheme, level }: Measure): string {
  return `${place}|${period.label}|${sex}|${scheme}|${level}`;
}

/** Areas in the order of the catalogue, then time, sex and deprivation. */
function inTableOrder(run: RunContext): (a: Measure, b: Measure) => number {
  const order = new Map(
    [...run.places.places, ...run.places.combined, run.places.system, run.places.region, run.places.country, ...run.places.parts].map(
      ({ code }, index) => [code, index],
    ),
  );
  const sexes = ['persons', 'female', 'male', 'unknown'];
  return (a, b) =>
    order.get(a.place)! - order.get(b.place)! ||
    byTime(a.period, b.period) ||
    sexes.indexOf(a.sex) - sexes.indexOf(b.sex) ||
    (a.scheme < b.scheme ? -1 : a.scheme > b.scheme ? 1 : a.level - b.level);
}

/** Computes one group from its sums: `x` and `n` hold one entry a band. */
type MethodOfBands = (x: Float64Array, n: Float64Array | null) => Estimate;

function fromEvents(definition: Definition, run: RunContext): Measure[] {
  if (definition.method !== 'life-expectancy') {
    const bands = bandsOf(definition, run);
    return eventCubes(definition, bands, run).flatMap((cubes) =>
      measuresOf(definition, cubes, eventMethod(definition, cubes, run), run),
    );
  }
  // A life table takes the first layout of age bands that both deaths and population can be given in.
  const found = new Map<string, Measure>();
  for (const layout of definition.ageBands!) {
    const bands = run.catalogue.ageBands.get(layout)!;
    if (!bands.some(({ from }) => from === definition.atAge)) continue;
    const all = eventCubes(definition, bands, run);
    for (const cubes of all) {
      for (const measure of measuresOf(definition, cubes, lifeExpectancyMethod(definition, bands, run), run)) {
        const key = measureKey(measure);
        if (!found.has(key) || (found.get(key)!.status !== 'ok' && measure.status === 'ok')) found.set(key, measure);
      }
    }
    if (all.every(bandsFit)) break;
  }
  return [...found.values()];
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
  if (definition.method === 'dsr') return standardForAges(run.catalogue.standards.get(definition.standard!)!, definition.ages!);
  return [definition.denominator?.[0]?.ages ?? ALL_AGES];
}

function eventMethod(definition: Definition, cubes: IndicatorCubes, run: RunContext): MethodOfBands {
  const { multiplier } = definition;
  const { confidence } = run;
  switch (definition.method) {
    case 'dsr': {
      const bands = bandsOf(definition, run);
      const weights = standardForAges(run.catalogue.standards.get(definition.standard!)!, definition.ages!).map(
        ({ weight }) => weight,
      );
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
  const overlap = used.some((band, at) => at > 0 && (to[used[at - 1]!] ?? Number.POSITIVE_INFINITY) > from[band]!);
  if (overlap) return withheldEstimate('', 'its waiting bands overlap', confidence);
  return waitingPercentile({
    from: used.map((band) => from[band]!),
    to: used.map((band) => to[band]!),
    waiting: used.map((band) => waiting[band]!),
    percentile,
    confidence,
  });
}

function lifeExpectancyMethod(definition: Definition, bands: readonly AgeBand[], run: RunContext): MethodOfBands {
  const starts = bands.map(({ from }) => from);
  return (x, n) =>
    lifeExpectancy({ starts, deaths: x, populations: n!, at: [definition.atAge!], confidence: run.confidence })[0]!;
}

/** A share or a rate of one band. */
function countMethod(definition: Definition, confidence: readonly number[]): MethodOfBands {
  const compute = definition.method === 'crude-rate' ? crudeRate : proportion;
  return (x, n) => {
    const input = { events: x[0]!, denominator: n![0]!, multiplier: definition.multiplier, confidence };
    if (compute === proportion && input.events > input.denominator) {
      return withheldEstimate('Wilson', 'more are counted than there are to count', confidence);
    }
    return compute(input);
  };
}

/** Every value that the cubes give; slices without a figure say why. */
function measuresOf(definition: Definition, cubes: IndicatorCubes, method: MethodOfBands, run: RunContext): Measure[] {
  const { axes, periods, numerator, denominator } = cubes;
  const { system, places, combined } = run.places;
  const always = new Set(places.map(({ code }) => code));
  const combinedOf = new Map(combined.flatMap((area) => area.standsFor.map((place) => [place, area] as const)));
  const measures: Measure[] = [];
  for (const [p, place] of axes.places.entries()) {
    for (const [t, period] of periods.entries()) {
      const covered = cubes.covers(place, period);
      const system9 = place === system.code && [...cubes.systemPlaces.keys()].some((key) => key.startsWith(`${t}|`) && cubes.systemPlaces.get(key)! > 0);
      if (!covered && !always.has(place) && !system9 && !hasAny(numerator, p, t)) continue;
      const files = system9
        ? axes.places.reduce((all, code) => run.cells.fileSets.union(all, always.has(code) || combined.some((c) => c.code === code) ? cubes.filesOf(code, period) : 0), 0)
        : cubes.filesOf(place, period) || partFiles(cubes, place, period, run);
      const obstacle = cubes.obstacles.get(coverageKey(place, period.label)) ?? cubes.obstacles.get(coverageKey('*', period.label));
      for (const sex of definition.sexes) {
        const s = axes.sexes.indexOf(sex);
        for (const [g, group] of axes.groups.entries()) {
          if (s < 0 || group.level === UNKNOWN_LEVEL) continue;
          const slice = numerator.slice(p, t, s, g);
          const hasNumerator = numerator.hasSlice(slice);
          const hasDenominator = !denominator || denominator.hasSlice(slice);
          if (group.scheme !== '' && !hasNumerator) continue;
          const base = { indicator: definition.id, place, period, sex, scheme: group.scheme, level: group.level, files, unit: definition.unit };
          const none = (status: Status, note: string): Measure => ({
            ...base,
            estimate: withheldEstimate('', note, run.confidence),
            count: null,
            denominator: null,
            method: definition.method,
            status,
            note,
          });
          const count = cubes.systemPlaces.get(`${t}|${s}`) ?? 0;
          if (place === system.code && count > 0 && count < places.length) {
            if (group.scheme === '') measures.push(none('withheld', `${count} of ${places.length} Places`));
          } else if (!hasNumerator && !hasDenominator) {
            if (group.scheme !== '') continue;
            const area = combinedOf.get(place);
            const shown = area && numerator.hasSlice(numerator.slice(axes.places.indexOf(area.code), t, s, g));
            if (shown) measures.push(none('not-applicable', `in ${area.name} (${area.code}): ${area.note}`));
            else if (always.has(place)) measures.push(none('missing', partsNote(cubes, place, t, s, run) ?? 'no data for this place and period'));
          } else if (!hasNumerator) {
            if (group.scheme === '' && always.has(place)) measures.push(none('missing', 'no events in the extract for this place and period'));
          } else if (obstacle) measures.push(none('withheld', obstacle));
          else if (!hasDenominator) measures.push(none('missing', NO_POPULATION));
          else {
            const measure = measureOfSlice(definition, cubes, slice, method);
            if (typeof measure === 'string') measures.push(none('withheld', measure));
            else if (measure === null) measures.push(none('suppressed', 'a figure that it needs is suppressed at its source'));
            else measures.push({ ...base, ...measure });
          }
        }
      }
    }
  }
  return measures;
}

function hasAny(cube: IndicatorCubes['numerator'], p: number, t: number): boolean {
  return cube.axes.sexes.some((_, s) => cube.hasSlice(cube.slice(p, t, s, 0)));
}

/** "1 of 2 parts" for a Place that is the sum of several, one of which has no data. */
function partsNote(cubes: IndicatorCubes, place: string, t: number, s: number, run: RunContext): string | null {
  const parts = run.places.parts.filter(({ partOf }) => partOf === place);
  const { numerator, axes } = cubes;
  const there = parts.filter(({ code }) => numerator.hasSlice(numerator.slice(axes.places.indexOf(code), t, s, 0)));
  return there.length > 0 ? `${there.length} of its ${parts.length} sub-ICB locations` : null;
}

function partFiles(cubes: IndicatorCubes, place: string, period: Measure['period'], run: RunContext): number {
  return run.places.parts
    .filter(({ partOf }) => partOf === place)
    .reduce((files, { code }) => run.cells.fileSets.union(files, cubes.filesOf(code, period)), 0);
}

type MeasureFigures = Pick<Measure, 'estimate' | 'count' | 'denominator' | 'method' | 'status' | 'note'>;

/** @returns the figures, null where a count is suppressed, or why there are none */
function measureOfSlice(
  definition: Definition,
  cubes: IndicatorCubes,
  slice: number,
  method: MethodOfBands,
): MeasureFigures | string | null {
  const { numerator, denominator, ageBands, axes } = cubes;
  let worst = 0;
  for (let b = 0; b < axes.bands; b++) {
    const top = numerator.states[slice + b]!;
    const bottom = denominator ? denominator.states[slice + b]! : STATE.ok;
    if (bottom === STATE.absent) return `no population for ages ${ageBandLabel(ageBands[b]!)}`;
    worst = Math.max(worst, top, bottom);
  }
  if (worst === STATE.refused) return 'a row that it needs was refused';
  if (worst === STATE.suppressed) return null;
  if (worst === STATE.notAvailable) return 'its source has no figure for it';
  const x = numerator.sums.subarray(slice, slice + axes.bands);
  const n = denominator ? denominator.sums.subarray(slice, slice + axes.bands) : null;
  const estimate = method(x, n);
  const count = total(x);
  const people = n ? total(n) : count;
  return {
    estimate,
    count,
    denominator: people,
    method: estimate.method ? `${definition.method}: ${estimate.method}` : definition.method,
    status: estimate.value === null ? 'withheld' : 'ok',
    note: estimate.withheld ?? estimate.note ?? '',
  };
}

function total(figures: Float64Array): number {
  let sum = 0;
  for (const figure of figures) sum += figure;
  return sum;
}

/** Published values, one a cell: nothing is added up. */
function fromPublishedValues(definition: Definition, run: RunContext): Measure[] {
  const index = run.subject(definition.id);
  const measures: Measure[] = [];
  for (const row of index.table.objects() as CellRow[]) {
    const hasValue = Number.isFinite(row.value);
    if (!hasValue && Number.isFinite(row.denominator)) continue;
    if (row.ageFrom !== 0 || row.ageTo !== Number.POSITIVE_INFINITY || row.group !== '' || row.level === UNKNOWN_LEVEL) continue;
    if (!definition.sexes.some((sex) => sex === row.sex)) continue;
    const suppressed = row.state === STATE.suppressed;
    const reason = row.state === STATE.refused ? 'a row that it needs was refused' : 'its source has no figure for it';
    const why = suppressed ? 'suppressed at its source' : reason;
    const usable = row.state === STATE.ok && hasValue;
    const estimate = usable
      ? given({ value: row.value, lower: orNull(row.lower), upper: orNull(row.upper), confidence: run.confidence })
      : withheldEstimate('', why, run.confidence);
    measures.push({
      indicator: definition.id,
      place: row.place,
      period: run.cells.periods.get(row.period)!,
      sex: row.sex,
      scheme: row.scheme,
      level: row.level,
      estimate,
      count: orNull(row.count),
      denominator: orNull(row.denominator),
      unit: definition.unit,
      method: 'given',
      status: usable ? 'ok' : suppressed ? 'suppressed' : 'withheld',
      note: usable ? (estimate.note ?? '') : why,
      files: row.files,
    });
  }
  return measures;
}

function orNull(figure: number): number | null {
  return Number.isFinite(figure) ? figure : null;
}
