import type { Limits } from '../statistics/estimate.ts';
import { finiteOrNull } from '../statistics/finite-or-null.ts';
import { normalCdf } from '../statistics/normal-distribution.ts';
import { studentTQuantile, studentTUpperTail } from '../statistics/student-t-distribution.ts';
import type { Withheld } from '../statistics/withheld.ts';
import { tailOf, Z_95, zForConfidence } from '../statistics/z-for-confidence.ts';
import { type AnnualChangeInput, annualChange } from './annual-change.ts';
import { findJoinpoints, TIMES_FOR_JOINPOINTS } from './joinpoint-search.ts';
import type { WeightedSeries } from './piecewise-fit.ts';

export interface JoinpointChangeInput extends Omit<AnnualChangeInput, 'confidence'> {
  /** The most joinpoints that are looked for. */
  readonly most: 0 | 1 | 2;
  /** Levels as proportions, each inside (0.5, 1). */
  readonly confidence: readonly number[];
}

/** One straight piece; a joinpoint belongs to both pieces that meet there. */
export interface JoinpointSegment {
  readonly start: number;
  readonly end: number;
  /** Change a year in the values' unit, or for `log` in per cent. */
  readonly slope: number;
  /** Change over the piece, in the values' unit or in per cent. */
  readonly change: number;
  /** Standard errors of the slope on the scale of the regression; null for two points without limits. */
  readonly standardError: number | null;
  readonly widenedStandardError: number | null;
  /** In the order of the levels. */
  readonly limits: readonly Limits[];
  /** The limits with the standard error widened by √max(1, φ). */
  readonly widenedLimits: readonly Limits[];
  readonly pValue: number | null;
  readonly pValueWidened: number | null;
}

export interface JoinpointChange {
  readonly withheld: null;
  readonly segments: readonly JoinpointSegment[];
  /** Σw·residual²/(n − 2(k + 1)) over all pieces; null without limits, or where nothing is left to tell it from. */
  readonly phi: number | null;
  readonly method: string;
  /** What a reader must know; else null. */
  readonly note: string | null;
}

/**
 * The change a year in each straight piece of a series, the pieces meeting at joinpoints (0 to 2).
 *
 * Weights, scales, limits and φ as in annualChange, over the pieces that findJoinpoints chose: standard errors from
 * (X′WX)⁻¹, normal limits; without limits of the values ordinary least squares with Student's t. Each joinpoint costs
 * two degrees of freedom, its place and its change of slope: n − 2(k + 1) are left. Limits are those of slopes
 * between known joinpoints: they do not allow for having looked for the places, and the note says so. Without
 * joinpoints the figures are those of annualChange.
 *
 * @returns the pieces, oldest first, or why there are none, as annualChange says
 * @throws RangeError as annualChange does
 * @see Kim and others 2000, doi:10.1002/(SICI)1097-0258(20000215)19:3<335::AID-SIM336>3.0.CO;2-Z; Clegg and others
 *   2009, doi:10.1002/sim.3733
 */
export function joinpointChange(input: JoinpointChangeInput): JoinpointChange | Withheld {
  const { most, confidence, scale } = input;
  const straight = annualChange({ ...input, confidence: 0.95 });
  if (straight.withheld !== null) return straight;
  const hasLimits = straight.method === 'inverse-variance regression';
  const series = orderedSeries(input, hasLimits);
  const model = findJoinpoints(series, most);
  if (model === null) return { withheld: 'all points are of one time' };

  const { joinpoints, fit } = model;
  const left = series.times.length - 2 * (joinpoints.length + 1);
  const scatter = left > 0 ? fit.misfit / left : null;
  const inUnit = (change: number): number => (scale === 'log' ? 100 * Math.expm1(change) : change);
  const reachOf = (level: number): number => {
    if (hasLimits) return zForConfidence(level);
    return left > 0 ? studentTQuantile(1 - tailOf(level), left) : 0;
  };
  const limitsOf = (slope: number, error: number | null): Limits[] =>
    confidence.map((level) => {
      const at = (side: 1 | -1): number | null =>
        error === null ? null : finiteOrNull(inUnit(slope + side * reachOf(level) * error));
      return { confidence: level, lower: at(-1), upper: at(1) };
    });
  const pValueOf = (slope: number, error: number | null): number | null => {
    if (error === null) return null;
    if (error === 0) return slope === 0 ? 1 : 0;
    const away = Math.abs(slope / error);
    return 2 * (hasLimits ? normalCdf(-away) : studentTUpperTail(away, left));
  };

  const knots = [series.times[0]!, ...joinpoints, series.times.at(-1)!];
  const segments = fit.slopes.map((slope, at): JoinpointSegment => {
    const [start, end] = [knots[at]!, knots[at + 1]!];
    const known = hasLimits ? 1 : scatter;
    const standardError = known === null ? null : Math.sqrt(known * fit.slopeVariances[at]!);
    const widenedStandardError =
      standardError === null || !hasLimits
        ? standardError
        : standardError * Math.sqrt(Math.max(1, scatter ?? 1));
    return {
      start,
      end,
      slope: inUnit(slope),
      change: inUnit(slope * (end - start)),
      standardError,
      widenedStandardError,
      limits: limitsOf(slope, standardError),
      widenedLimits: limitsOf(slope, widenedStandardError),
      pValue: pValueOf(slope, standardError),
      pValueWidened: pValueOf(slope, widenedStandardError),
    };
  });
  if (segments.some(({ slope, change }) => !Number.isFinite(slope) || !Number.isFinite(change)))
    return { withheld: 'the change is out of range' };
  return {
    withheld: null,
    segments,
    phi: hasLimits ? scatter : null,
    method: `${hasLimits ? 'inverse-variance' : 'least-squares'} joinpoint regression, number by weighted BIC`,
    note: noteOf(most, joinpoints.length, new Set(series.times).size),
  };
}

function orderedSeries(
  { times, values, lowers, uppers, scale }: JoinpointChangeInput,
  hasLimits: boolean,
): WeightedSeries {
  const order = Array.from(times, (_, point) => point).sort((a, b) => times[a]! - times[b]!);
  const onScale = (number: number): number => (scale === 'log' ? Math.log(number) : number);
  return {
    times: Float64Array.from(order, (point) => times[point]!),
    values: Float64Array.from(order, (point) => onScale(values[point]!)),
    weights: Float64Array.from(order, (point) =>
      hasLimits ? ((2 * Z_95) / (onScale(uppers[point]!) - onScale(lowers[point]!))) ** 2 : 1,
    ),
  };
}

function noteOf(most: number, found: number, times: number): string | null {
  if (most > 0 && times < TIMES_FOR_JOINPOINTS)
    return `fewer than ${TIMES_FOR_JOINPOINTS} points in time: no joinpoint was looked for`;
  return found > 0 ? 'limits take the places of the joinpoints as known' : null;
}
