/** Points in order of time, as arrays of one length. */
export interface WeightedSeries {
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** Above 0; 1 each for ordinary least squares. */
  readonly weights: Float64Array;
}

/** Straight pieces that meet where one ends and the next begins. */
export interface PiecewiseFit {
  /** Slope of each piece, in the values' unit for one unit of time. */
  readonly slopes: readonly number[];
  /** Variances of the slopes where weights are inverse variances; to be multiplied by σ² where they are not. */
  readonly slopeVariances: readonly number[];
  /** Σw·residual². */
  readonly misfit: number;
}

/**
 * Weighted least squares of a continuous piecewise straight line with given joinpoints.
 *
 * Written in its values at the ends and the joinpoints, so that pieces meet by construction and a piece's slope is
 * (ηⱼ₊₁ − ηⱼ)/(τⱼ₊₁ − τⱼ), with variance from (X′WX)⁻¹.
 *
 * @param joinpoints times between the first and the last, ascending; none gives one straight line
 * @returns null where the points cannot tell the pieces apart: all of one time, or a piece without points of its own
 * @see Hudson 1966, doi:10.1080/01621459.1966.10482198; Lerman 1980, doi:10.2307/2346413
 */
export function piecewiseFit(
  { times, values, weights }: WeightedSeries,
  joinpoints: readonly number[],
): PiecewiseFit | null {
  const knots = [times[0]!, ...joinpoints, times.at(-1)!];
  const size = knots.length;
  const inverse = inverseOf(normalMatrix(times, weights, knots));
  if (inverse === null) return null;
  const heights = new Float64Array(size);
  // Values from the first one on, so that a constant series has slopes of exactly 0.
  const rests = values.map((value) => value - values[0]!);
  let misfit = 0;
  // The second round takes off what rounding left in the first.
  for (let round = 0; round < 2; round++) {
    const moments = new Float64Array(size);
    eachPoint(times, knots, (point, piece, share) => {
      moments[piece]! += weights[point]! * (1 - share) * rests[point]!;
      moments[piece + 1]! += weights[point]! * share * rests[point]!;
    });
    const step = inverse.map((row) => row.reduce((sum, cell, at) => sum + cell * moments[at]!, 0));
    for (const [at, height] of step.entries()) heights[at]! += height;
    misfit = 0;
    eachPoint(times, knots, (point, piece, share) => {
      rests[point]! -= (1 - share) * step[piece]! + share * step[piece + 1]!;
      misfit += weights[point]! * rests[point]! ** 2;
    });
  }
  const pieces = Array.from({ length: size - 1 }, (_, piece) => piece);
  return {
    slopes: pieces.map(
      (piece) => (heights[piece + 1]! - heights[piece]!) / (knots[piece + 1]! - knots[piece]!),
    ),
    slopeVariances: pieces.map(
      (piece) =>
        (inverse[piece]![piece]! + inverse[piece + 1]![piece + 1]! - 2 * inverse[piece]![piece + 1]!) /
        (knots[piece + 1]! - knots[piece]!) ** 2,
    ),
    misfit,
  };
}

/** Tells of each point the piece that it is on and how far along, from 0 to 1. */
function eachPoint(
  times: Float64Array,
  knots: readonly number[],
  tell: (point: number, piece: number, share: number) => void,
): void {
  let piece = 0;
  for (let point = 0; point < times.length; point++) {
    while (piece + 2 < knots.length && times[point]! > knots[piece + 1]!) piece++;
    tell(point, piece, (times[point]! - knots[piece]!) / (knots[piece + 1]! - knots[piece]!));
  }
}

function normalMatrix(times: Float64Array, weights: Float64Array, knots: readonly number[]): number[][] {
  const matrix = knots.map(() => knots.map(() => 0));
  eachPoint(times, knots, (point, piece, share) => {
    const weight = weights[point]!;
    matrix[piece]![piece]! += weight * (1 - share) ** 2;
    matrix[piece + 1]![piece + 1]! += weight * share ** 2;
    matrix[piece]![piece + 1]! += weight * share * (1 - share);
    matrix[piece + 1]![piece] = matrix[piece]![piece + 1]!;
  });
  return matrix;
}

/** The inverse of a small positive definite matrix, by Gauss and Jordan; null where it has none. */
function inverseOf(matrix: readonly (readonly number[])[]): number[][] | null {
  const size = matrix.length;
  const rows = matrix.map((row, at) => [...row, ...row.map((_, column) => (column === at ? 1 : 0))]);
  for (let at = 0; at < size; at++) {
    const pivot = rows[at]![at]!;
    // What is left of a diagonal once it is told by the others is rounding alone.
    if (!(pivot > 1e-13 * matrix[at]![at]!)) return null;
    for (let cell = 0; cell < 2 * size; cell++) rows[at]![cell]! /= pivot;
    for (let other = 0; other < size; other++) {
      if (other === at) continue;
      const factor = rows[other]![at]!;
      for (let cell = 0; cell < 2 * size; cell++) rows[other]![cell]! -= factor * rows[at]![cell]!;
    }
  }
  return rows.map((row) => row.slice(size));
}
