import { type PiecewiseFit, piecewiseFit, type WeightedSeries } from './piecewise-fit.ts';

export interface JoinpointModel {
  /** Times of the joinpoints, ascending. */
  readonly joinpoints: readonly number[];
  readonly fit: PiecewiseFit;
}

/** At least so many observed times lie between a joinpoint and either end, and between two joinpoints. */
const TIMES_BETWEEN = 2;

/** From this many observed times on joinpoints are looked for. */
export const TIMES_FOR_JOINPOINTS = 10;

/**
 * The number of joinpoints and their places: the best of a grid search for each number, the number by weighted BIC.
 *
 * Joinpoints stand at observed times, with two observed times or more between a joinpoint and either end and between
 * two joinpoints (the joinpoint itself not counted): the defaults of the Joinpoint program. Of k joinpoints those
 * with the least Σw·residual² are taken. The number is that of the least
 * WBIC(k) = ln(Σw·residual²/n) + ((2 + R²)k + 2)·ln(n)/n, R² the largest, over the joinpoints, of the partial R² of
 * a bend there among the points of the two pieces that meet there (their ends included). Where a simpler model
 * fits to rounding, it stays.
 *
 * @param series in order of time
 * @param most the most joinpoints: 0, 1 or 2
 * @returns the model; null where all points are of one time
 * @see Kim and others 2022, doi:10.1080/02664763.2022.2063265 (weighted BIC); Kim and others 2000,
 *   doi:10.1002/(SICI)1097-0258(20000215)19:3<335::AID-SIM336>3.0.CO;2-Z; Lerman 1980, doi:10.2307/2346413
 */
export function findJoinpoints(series: WeightedSeries, most: 0 | 1 | 2): JoinpointModel | null {
  const straight = piecewiseFit(series, []);
  if (straight === null) return null;
  let best: JoinpointModel = { joinpoints: [], fit: straight };
  const observed = [...new Set(series.times)];
  const rounding = roundingOf(series);
  if (observed.length < TIMES_FOR_JOINPOINTS || straight.misfit <= rounding) return best;
  const points = series.times.length;
  const step = Math.log(points) / points;
  let least = Math.log(straight.misfit / points) + 2 * step;
  for (const joinpoints of bestPlaces(series, observed, most)) {
    const fit = piecewiseFit(series, joinpoints);
    if (fit === null) continue;
    const share = Math.max(...joinpoints.map((_, at) => partialShare(series, joinpoints, at)));
    const criterion =
      Math.log(Math.max(fit.misfit, rounding) / points) + ((2 + share) * joinpoints.length + 2) * step;
    if (criterion < least) {
      least = criterion;
      best = { joinpoints, fit };
    }
  }
  return best;
}

/** Sums over the points after a candidate, from which every fit with it follows. */
interface Bend {
  readonly time: number;
  readonly weight: number;
  readonly moment: number;
  readonly square: number;
  /** Of the bend (t − τ)₊ with 1, with t and with the residuals of the straight line. */
  readonly withOne: number;
  readonly withTime: number;
  readonly withRests: number;
}

/** A straight line through points: time from its weighted mean on, and what the line leaves. */
interface Line {
  readonly centre: number;
  readonly weight: number;
  readonly spread: number;
  readonly rests: Float64Array;
  readonly misfit: number;
}

/** The best place of one joinpoint, then the best two. */
function bestPlaces(series: WeightedSeries, observed: readonly number[], most: 0 | 1 | 2): number[][] {
  const line = lineThrough(series);
  const bends = observed
    .slice(TIMES_BETWEEN, observed.length - TIMES_BETWEEN)
    .map((time) => bendAt(series, line, time));
  const own = bends.map((bend) => square(bend, line));
  const best: number[][] = [];
  if (most >= 1) {
    let [largest, place] = [Number.NEGATIVE_INFINITY, -1];
    for (const [at, bend] of bends.entries()) {
      const gain = bend.withRests ** 2 / own[at]!;
      if (gain > largest) [largest, place] = [gain, at];
    }
    if (place >= 0) best.push([bends[place]!.time]);
  }
  if (most >= 2) {
    let [largest, first, second] = [Number.NEGATIVE_INFINITY, -1, -1];
    for (let early = 0; early < bends.length; early++) {
      for (let late = early + TIMES_BETWEEN + 1; late < bends.length; late++) {
        const [a, b] = [bends[early]!, bends[late]!];
        const common = product(a, b, line);
        const gain =
          (a.withRests ** 2 * own[late]! -
            2 * a.withRests * b.withRests * common +
            b.withRests ** 2 * own[early]!) /
          (own[early]! * own[late]! - common ** 2);
        if (gain > largest) [largest, first, second] = [gain, early, late];
      }
    }
    if (first >= 0) best.push([bends[first]!.time, bends[second]!.time]);
  }
  return best;
}

function lineThrough({ times, values, weights }: WeightedSeries): Line {
  let [weight, centre, middle] = [0, 0, 0];
  for (let point = 0; point < times.length; point++) {
    weight += weights[point]!;
    centre += weights[point]! * (times[point]! - times[0]!);
    middle += weights[point]! * (values[point]! - values[0]!);
  }
  centre = times[0]! + centre / weight;
  middle = values[0]! + middle / weight;
  let [spread, slope] = [0, 0];
  for (let point = 0; point < times.length; point++) {
    const time = times[point]! - centre;
    spread += weights[point]! * time ** 2;
    slope += weights[point]! * time * (values[point]! - middle);
  }
  slope /= spread;
  const rests = values.map((value, point) => value - middle - slope * (times[point]! - centre));
  const misfit = rests.reduce((sum, rest, point) => sum + weights[point]! * rest ** 2, 0);
  return { centre, weight, spread, rests, misfit };
}

function bendAt({ times, weights }: WeightedSeries, { centre, rests }: Line, at: number): Bend {
  const time = at - centre;
  let [weight, moment, square, withRests] = [0, 0, 0, 0];
  for (let point = times.length - 1; times[point]! > at; point--) {
    const own = times[point]! - centre;
    weight += weights[point]!;
    moment += weights[point]! * own;
    square += weights[point]! * own ** 2;
    withRests += weights[point]! * (times[point]! - at) * rests[point]!;
  }
  return {
    time: at,
    weight,
    moment,
    square,
    withOne: moment - time * weight,
    withTime: square - time * moment,
    withRests,
  };
}

/** The weighted product of two bends, once what a straight line says of them is taken off; `late` is not before `early`. */
function product(early: Bend, late: Bend, { centre, weight, spread }: Line): number {
  const [first, second] = [early.time - centre, late.time - centre];
  return (
    late.square -
    (first + second) * late.moment +
    first * second * late.weight -
    (early.withOne * late.withOne) / weight -
    (early.withTime * late.withTime) / spread
  );
}

/** A bend's product with itself; NaN, which no gain is above, where only rounding is left of it. */
function square(bend: Bend, line: Line): number {
  const whole =
    bend.square - 2 * (bend.time - line.centre) * bend.moment + (bend.time - line.centre) ** 2 * bend.weight;
  const rest = product(bend, bend, line);
  return rest > 1e-13 * whole ? rest : Number.NaN;
}

/** The partial R² of a bend at one joinpoint, among the points of the two pieces that meet there. */
function partialShare(series: WeightedSeries, joinpoints: readonly number[], at: number): number {
  const from = joinpoints[at - 1] ?? Number.NEGATIVE_INFINITY;
  const to = joinpoints[at + 1] ?? Number.POSITIVE_INFINITY;
  const inside = (numbers: Float64Array) =>
    numbers.filter((_, point) => series.times[point]! >= from && series.times[point]! <= to);
  const part = {
    times: inside(series.times),
    values: inside(series.values),
    weights: inside(series.weights),
  };
  const line = lineThrough(part);
  const bend = bendAt(part, line, joinpoints[at]!);
  if (line.misfit === 0) return 0;
  return Math.min(1, bend.withRests ** 2 / square(bend, line) / line.misfit);
}

/** A misfit that rounding of the values alone may leave. */
function roundingOf({ values, weights }: WeightedSeries): number {
  let [largest, weight] = [0, 0];
  for (let point = 0; point < values.length; point++) {
    largest = Math.max(largest, Math.abs(values[point]!));
    weight += weights[point]!;
  }
  return weight * (8 * Number.EPSILON * largest) ** 2;
}
