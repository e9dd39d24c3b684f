import { ageBandLabel } from '../cells/age-band.ts';
import { STATE, UNKNOWN_LEVEL } from '../cells/cell.ts';
import { hasScheme } from '../cells/cube.ts';
import type { Obstacle } from '../cells/obstacles.ts';
import { coverageKey } from '../cells/subject-index.ts';
import type { Definition } from '../indicators/definition.ts';
import { type Estimate, withheldEstimate } from '../statistics/estimate.ts';
import type { IndicatorCubes, SliceKey } from './cube-set.ts';
import { type Measure, REFUSED_ROW, type Status } from './result.ts';
import type { RunContext } from './run-context.ts';

/** An estimate; one that sets its events against those expected says how many these are. */
type EstimateOfBands = Estimate & { readonly expected?: number };

/** The note of a place and period of which the extract has nothing. */
export const NO_DATA = 'no data for this place and period';

/** Computes one group from its sums, or says why they give nothing: `x` and `n` hold one entry a band. */
export type MethodOfBands = (
  x: Float64Array,
  n: Float64Array | null,
  of: SliceKey,
) => EstimateOfBands | Reason;

/** Why a slice of the cubes has no value. */
export interface Reason {
  readonly status: Status;
  readonly note: string;
}

/**
 * Every value that the cubes give. A place and period that the data should have but has not is a row that
 * says why; deprivation groups that an extract does not tell apart are none.
 */
export function measuresOfCubes(
  definition: Definition,
  cubes: IndicatorCubes,
  method: MethodOfBands,
  run: RunContext,
): Measure[] {
  const { axes, periods } = cubes;
  const covered = placesCovered(cubes, run);
  const measures: Measure[] = [];
  for (const [p, place] of axes.places.entries()) {
    for (const t of periods.keys()) {
      if (isShown(cubes, place, p, t, covered[t]!, run))
        measures.push(...measuresAt(definition, cubes, spotOf(cubes, p, t, run), method, run));
    }
  }
  return measures;
}

/** The values of a place and period. */
function measuresAt(
  definition: Definition,
  cubes: IndicatorCubes,
  spot: Spot,
  method: MethodOfBands,
  run: RunContext,
): Measure[] {
  const { sexes, groups } = cubes.axes;
  const { p, t, place } = spot;
  const period = cubes.periods[t]!;
  const files = filesBehind(cubes, place, t, run);
  const measures: Measure[] = [];
  for (const sex of definition.sexes) {
    const s = sexes.indexOf(sex);
    if (s < 0) continue;
    for (let g = 0; g < groups.length; g++) {
      const { scheme, level } = groups[g]!;
      if (level === UNKNOWN_LEVEL) continue;
      const reason = reasonFor(cubes, spot, s, g, run);
      if (reason === 'no row') continue;
      const slice = cubes.numerator.slice(p, t, s, g);
      const figures = reason
        ? noFigures(definition, reason, run)
        : figuresOf(definition, cubes, slice, { place, period, sex, scheme, level }, method, run);
      // Named one by one: there are a hundred thousand, and objects are slow to copy into others.
      measures.push({
        indicator: definition.id,
        place,
        period,
        sex,
        scheme,
        level,
        estimate: figures.estimate,
        count: figures.count,
        denominator: figures.denominator,
        unit: definition.unit,
        method: figures.method,
        status: figures.status,
        note: figures.note,
        files,
      });
    }
  }
  return measures;
}

/** For each period, whether any Place has something: only then is another Place without data a gap in it. */
function placesCovered(cubes: IndicatorCubes, { places }: RunContext): boolean[] {
  const codes = [...places.places, ...places.combined, ...places.parts].map(({ code }) => code);
  return cubes.periods.map((period) => codes.some((code) => cubes.covers(code, period)));
}

function isShown(
  cubes: IndicatorCubes,
  place: string,
  p: number,
  t: number,
  covered: boolean,
  run: RunContext,
): boolean {
  if (run.places.places.some(({ code }) => code === place) || place === run.places.system.code) {
    return covered || hasFigure(cubes, p, t);
  }
  return hasFigure(cubes, p, t) || cubes.covers(place, cubes.periods[t]!);
}

function hasFigure({ numerator, axes }: IndicatorCubes, p: number, t: number): boolean {
  return axes.sexes.some((_, s) => numerator.hasSlice(numerator.slice(p, t, s, 0)));
}

/** The files of a place and period; those of the parts for a sum. */
function filesBehind(cubes: IndicatorCubes, place: string, t: number, run: RunContext): number {
  const period = cubes.periods[t]!;
  const { places, combined, parts, system } = run.places;
  const own = cubes.filesOf(place, period);
  if (own !== 0) return own;
  const summed =
    place === system.code
      ? [...places, ...combined, ...parts]
      : parts.filter(({ partOf }) => partOf === place);
  return run.cells.fileSets.unionOf(summed.map(({ code }) => cubes.filesOf(code, period)));
}

/** What holds of all slices of a place and period. */
interface Spot {
  readonly p: number;
  readonly t: number;
  readonly place: string;
  readonly isPlace: boolean;
  readonly obstacle: Obstacle | undefined;
}

function spotOf({ axes, periods, obstacles }: IndicatorCubes, p: number, t: number, run: RunContext): Spot {
  const place = axes.places[p]!;
  const { label } = periods[t]!;
  return {
    p,
    t,
    place,
    isPlace: run.places.places.some(({ code }) => code === place),
    obstacle: obstacles.get(coverageKey(place, label)) ?? obstacles.get(coverageKey('*', label)),
  };
}

/** Why a slice has no value; null where it has the sums for one. */
function reasonFor(
  cubes: IndicatorCubes,
  { p, t, place, isPlace, obstacle }: Spot,
  s: number,
  g: number,
  run: RunContext,
): Reason | 'no row' | null {
  const { axes, numerator, denominator } = cubes;
  const everybody = axes.groups[g]!.scheme === '';
  if (place === run.places.system.code) {
    const there = cubes.systemPlaces.get(`${t}|${s}`)!;
    const all = run.places.places.length;
    const hasOwn = numerator.hasSlice(numerator.slice(p, t, s, 0));
    if (there > 0 && there < all && !hasOwn) {
      return everybody ? { status: 'withheld', note: `${there} of ${all} Places` } : 'no row';
    }
  }
  const slice = numerator.slice(p, t, s, g);
  const withheld: Reason | null = obstacle ? { status: 'withheld', note: obstacle.reason } : null;
  if (!numerator.hasSlice(slice)) {
    if (!everybody || !isPlace) return 'no row';
    return withheld ?? whyMissing(cubes, place, t, s, run);
  }
  if (obstacle?.blocks) return withheld;
  if (denominator && !denominator.hasSlice(slice)) {
    const nobody = !everybody && hasScheme(denominator, p, t, s, axes.groups[g]!.scheme);
    if (nobody) return { status: 'not-applicable', note: 'nobody lives in this group here' };
    return withheld ?? { status: 'missing', note: cubes.lacking };
  }
  return null;
}

/** Why a Place has no figure: it is inside a combined area, a part of it lacks, or there is no data. */
function whyMissing(
  { axes, numerator }: IndicatorCubes,
  place: string,
  t: number,
  s: number,
  run: RunContext,
): Reason {
  const has = (code: string): boolean =>
    numerator.hasSlice(numerator.slice(axes.places.indexOf(code), t, s, 0));
  const area = run.places.combined.find(({ code, standsFor }) => standsFor.includes(place) && has(code));
  if (area) return { status: 'not-applicable', note: `in ${area.name}: ${area.note}` };
  const parts = run.places.parts.filter(({ partOf }) => partOf === place);
  const there = parts.filter(({ code }) => has(code));
  if (there.length > 0) {
    return { status: 'withheld', note: `${there.length} of its ${parts.length} parts` };
  }
  return { status: 'missing', note: NO_DATA };
}

type Figures = Pick<Measure, 'estimate' | 'count' | 'denominator' | 'method' | 'status' | 'note'>;

function noFigures(definition: Definition, { status, note }: Reason, run: RunContext): Figures {
  const estimate = withheldEstimate('', note, run.confidence);
  return { estimate, count: null, denominator: null, method: definition.method, status, note };
}

/** The figures of a slice, or why its bands give none. */
function figuresOf(
  definition: Definition,
  cubes: IndicatorCubes,
  slice: number,
  of: SliceKey,
  method: MethodOfBands,
  run: RunContext,
): Figures {
  const sums = sumsAt(cubes, slice, of);
  if ('status' in sums) return noFigures(definition, sums, run);
  const { x, n } = sums;
  const made = method(x, n, of);
  if ('status' in made) return noFigures(definition, made, run);
  const { expected, ...estimate } = made;
  return {
    estimate,
    count: total(x),
    denominator: expected ?? denominatorOf(definition, x, n),
    method: estimate.method ? `${definition.method}: ${estimate.method}` : definition.method,
    status: estimate.value === null ? 'withheld' : 'ok',
    note: estimate.withheld ?? estimate.note ?? '',
  };
}

/** The sums of a slice, one entry a band, or why one of its bands has none that can be used. */
export function sumsAt(
  { numerator, denominator, ageBands, axes, lacks }: IndicatorCubes,
  slice: number,
  { place, period }: SliceKey,
): { readonly x: Float64Array; readonly n: Float64Array | null } | Reason {
  let worst = 0;
  for (let b = 0; b < axes.bands; b++) {
    const top = numerator.states[slice + b]!;
    const bottom = denominator ? denominator.states[slice + b]! : STATE.ok;
    if (bottom === STATE.absent)
      return { status: 'withheld', note: `no population for ages ${ageBandLabel(ageBands[b]!)}` };
    worst = Math.max(worst, top, bottom);
  }
  if (worst === STATE.refused) return { status: 'withheld', note: REFUSED_ROW };
  if (worst === STATE.suppressed)
    return { status: 'suppressed', note: 'a figure that it needs is suppressed at its source' };
  if (worst === STATE.notAvailable) {
    const note = lacks?.get(coverageKey(place, period.label)) ?? 'its source has no figure for it';
    return { status: 'withheld', note };
  }
  return {
    x: numerator.sums.subarray(slice, slice + axes.bands),
    n: denominator ? denominator.sums.subarray(slice, slice + axes.bands) : null,
  };
}

/** Of a waiting list all who wait are its people; a count by itself has none. */
function denominatorOf({ method }: Definition, x: Float64Array, n: Float64Array | null): number | null {
  if (n) return total(n);
  return method === 'count-to-zero' ? null : total(x);
}

function total(figures: Float64Array): number {
  let sum = 0;
  for (const figure of figures) sum += figure;
  return sum;
}
