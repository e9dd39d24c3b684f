import { type Estimate, type Limits, withheldEstimate } from '../../statistics/estimate.ts';
import { finiteOrNull } from '../../statistics/finite-or-null.ts';
import { tailOf } from '../../statistics/z-for-confidence.ts';
import { NO_STANDARD_ERROR } from '../difference.ts';
import type { Groups } from './groups.ts';
import { normalsOfSeed } from './normals-of-seed.ts';
import { sampleQuantiles } from './sample-quantiles.ts';
import {
  deviationWriter,
  noSpread,
  SPREAD_MEASURES,
  type SpreadMeasure,
  type SpreadWriter,
  spreadWriter,
} from './spread.ts';

const DRAWS = 10_000;
const SEED = 1;

/**
 * Measures of spread with simulated limits, all from one set of draws.
 *
 * Each draw takes every figure from a normal distribution with its standard error, in the order of the groups; a group
 * whose standard error is 0 keeps its figure and uses no random number. Where no figure is below 0, a draw below 0 is
 * drawn again at once, and so is one above the scale where no figure is. Limits are the quantiles of the draws at
 * (1 − c)/2 and 1 − (1 − c)/2 (R's type 7). Chance alone spreads groups, so limits may lie above the value, even where
 * all groups are equal; the note says so. Same input and seed, same limits on any machine.
 *
 * @param measures which; each is withheld as `noSpread` says
 * @returns an estimate a measure, without standard error. No limits, with a note: a standard error missing, or above
 *   the scale
 * @see reference healthequal bgsd, covar, mdm, mdb, mdr, idis, to 1e-9; limits, with its generator in place of the
 *   seeded one, to 1e-9
 */
export function simulatedSpread(
  groups: Groups,
  measures: readonly SpreadMeasure[],
): ReadonlyMap<SpreadMeasure, Estimate> {
  const { input, values, errors } = groups;
  const { confidence, scale, draws = DRAWS, seed = SEED } = input;
  const source = input.normals ? 'given normals' : `seed ${seed}`;
  const method = `simulated, ${draws} draws, ${source}`;
  const reasons = new Map(measures.map((measure) => [measure, noSpread(measure, groups)]));
  const possible = measures.filter((measure) => reasons.get(measure) === null);
  const own = new Float64Array(SPREAD_MEASURES.length);
  spreadWriter(groups)(values, own, 0, 1);
  const isTooWide = scale !== undefined && errors?.some((error) => error > scale);
  const canDraw = errors !== null && !isTooWide && possible.length > 0;
  // Often the standard deviation alone is asked for; it is the first of them.
  const write = possible.every((measure) => measure === 'bgsd')
    ? deviationWriter(groups)
    : spreadWriter(groups);
  const drawn = canDraw ? drawnSpread(groups, errors, draws, write) : null;
  const noLimits = isTooWide ? 'no limits: a standard error is above the scale' : NO_STANDARD_ERROR;
  const tails = confidence.flatMap((level) => [tailOf(level), 1 - tailOf(level)]);

  const estimateOf = (measure: SpreadMeasure): Estimate => {
    const reason = reasons.get(measure)!;
    if (reason !== null) return withheldEstimate(method, reason, confidence);
    const place = SPREAD_MEASURES.indexOf(measure);
    const value = own[place]!;
    const sample = drawn?.subarray(place * draws, (place + 1) * draws);
    const quantiles = sample ? sampleQuantiles(sample, tails) : [];
    const limits = confidence.map(
      (level, at): Limits => ({
        confidence: level,
        lower: finiteOrNull(quantiles[2 * at] ?? Number.NaN),
        upper: finiteOrNull(quantiles[2 * at + 1] ?? Number.NaN),
      }),
    );
    const isBelow = limits.some(({ lower }) => lower !== null && lower > value);
    const note = isBelow ? 'limits lie above the value, since chance alone spreads groups' : null;
    return {
      value,
      standardError: null,
      limits,
      method,
      withheld: null,
      note: sample ? note : noLimits,
    };
  };
  return new Map(measures.map((measure) => [measure, estimateOf(measure)]));
}

/** Draws of up to this many are written where the last ones were, since clearing memory takes as long as drawing. */
const REUSED = 2 ** 20;
let reused = new Float64Array(0);

function roomFor(length: number): Float64Array {
  if (length > REUSED) return new Float64Array(length);
  if (reused.length < length) reused = new Float64Array(length);
  return reused;
}

/** The draws of every measure, those of the m-th from m·draws on. */
function drawnSpread(groups: Groups, errors: Float64Array, draws: number, write: SpreadWriter): Float64Array {
  const { values, input } = groups;
  const { ready, next } = input.normals
    ? { ready: new Float64Array(0), next: input.normals }
    : normalsOfSeed(input.seed ?? SEED, draws * values.length);
  let used = 0;
  const lowest = values.some((value) => value < 0) ? Number.NEGATIVE_INFINITY : 0;
  const { scale = Number.POSITIVE_INFINITY } = input;
  const highest = values.some((value) => value > scale) ? Number.POSITIVE_INFINITY : scale;
  const figures = values.slice();
  const drawn = roomFor(SPREAD_MEASURES.length * draws);
  for (let draw = 0; draw < draws; draw++) {
    for (let group = 0; group < figures.length; group++) {
      const error = errors[group]!;
      if (error === 0) continue;
      const value = values[group]!;
      let figure: number;
      do {
        // Multiplied on both sides, so that the numbers stay numbers of the machine and none is made an object.
        figure = value + (used < ready.length ? error * ready[used++]! : error * next());
      } while (figure < lowest || figure > highest);
      figures[group] = figure;
    }
    write(figures, drawn, draw, draws);
  }
  return drawn;
}
