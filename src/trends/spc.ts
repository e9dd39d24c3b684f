import { requireNumbers } from '../statistics/require-numbers.ts';
import { markSpecialCauses } from './spc-rules.ts';

/** What a point says, by its code. */
export const POINT_TYPES = ['common-cause', 'improvement', 'concern', 'neutral-high', 'neutral-low'] as const;

export type PointType = (typeof POINT_TYPES)[number];

/** Whether the process will meet its target: always, never, or now and then by chance; blank where none is judged. */
export type Assurance = 'pass' | 'fail' | 'hit-and-miss' | '';

/** Which change is an improvement. */
export type SpcDirection = 'increase' | 'decrease' | 'neutral';

export interface SpcInput {
  /** The figures in order of time, one a month or other equal step, any unit. */
  readonly values: ArrayLike<number>;
  readonly direction: SpcDirection;
  /** Positions at which new limits begin, ascending, above 0 and below the number of points; none unless told. */
  readonly rebaseAt?: readonly number[];
  /** How many points of each segment its mean and limits rest on, from 2; all of them unless told. */
  readonly baseline?: number;
  /** Whether moving ranges above their own upper limit are left out of their mean; true unless told. */
  readonly screen?: boolean;
  /** In the values' unit. */
  readonly target?: number | null;
}

/** A stretch of the series with a mean and limits of its own. */
export interface SpcSegment {
  /** Position of its first point. */
  readonly start: number;
  /** Position after its last point. */
  readonly end: number;
  readonly mean: number;
  /** Limits of the process; null where its points do not vary, and `noLimits` says so. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly noLimits: string | null;
  /** Whether limits rest on so few points that each further one moves them. */
  readonly isShort: boolean;
  /** The type of its last point. */
  readonly variation: PointType;
}

export interface SpcChart {
  readonly segments: readonly SpcSegment[];
  /** Distance from the point before; NaN for the first point of a segment, which has none before it. */
  readonly movingRanges: Float64Array;
  /** Codes of SPECIAL_CAUSES. */
  readonly specialCauses: Uint8Array;
  /** Codes of POINT_TYPES. */
  readonly pointTypes: Uint8Array;
  /** The target against the limits of the last segment. */
  readonly assurance: Assurance;
}

/** 3/d₂ for ranges of two points: limits reach this many mean moving ranges. */
const LIMIT_REACH = 2.66;

/** D₄ for ranges of two points: moving ranges from here on are screened. */
const RANGE_LIMIT = 3.267;

/** Beyond this, limits would leave the range of numbers. */
const LARGEST_MEAN = 1e300;

/** Up to this many points limits are trial limits. */
const SHORT = 12;

/**
 * The XmR chart of Making Data Count: mean, process limits, special causes, variation and assurance.
 *
 * Limits x̄ ± 2.66·mR̄ from the moving ranges |xᵢ − xᵢ₋₁| inside the segment; with screening mR̄ is taken again, once,
 * over those strictly below 3.267·mR̄. Limits are not clamped to what the unit allows. A target above the upper limit
 * fails where an increase is good and passes where a decrease is; below the lower limit the other way round; else,
 * also where there are no limits, it is hit-and-miss. Equal steps in time are the caller's to see to.
 *
 * @returns the chart; a segment of one point, or of equal points where ranges are screened, has a mean and no limits
 * @throws RangeError for missing values, values too large to add up, positions that do not rise inside the series,
 *   or a baseline that is no whole number from 2
 * @see Wheeler 2003, Making Sense of Data; reference plotthedots, to 1e-9, flags exactly
 */
export function spcChart(input: SpcInput): SpcChart {
  const { values, direction, rebaseAt = [], target = null } = input;
  requireNumbers('values', values);
  if (target !== null) requireNumbers('target', target);
  requireOptions(input);
  const points = values.length;
  const movingRanges = new Float64Array(points);
  const specialCauses = new Uint8Array(points);
  const pointTypes = new Uint8Array(points);
  const starts = points === 0 ? [] : [0, ...rebaseAt];
  const segments = starts.map((start, index): SpcSegment => {
    const end = starts[index + 1] ?? points;
    movingRanges[start] = Number.NaN;
    for (let point = start + 1; point < end; point++)
      movingRanges[point] = Math.abs(values[point]! - values[point - 1]!);
    const baseEnd = Math.min(end, start + (input.baseline ?? points));
    const mean = meanOf(values, start, baseEnd);
    const range = meanRange(movingRanges, start + 1, baseEnd, input.screen ?? true);
    const reach = range === null ? Number.POSITIVE_INFINITY : LIMIT_REACH * range;
    const near = range === null ? Number.POSITIVE_INFINITY : ((2 * LIMIT_REACH) / 3) * range;
    const lines = {
      mean,
      lower: mean - reach,
      upper: mean + reach,
      nearLower: mean - near,
      nearUpper: mean + near,
    };
    markSpecialCauses(values, start, end, lines, specialCauses);
    for (let point = start; point < end; point++)
      pointTypes[point] = typeOf(specialCauses[point]!, direction);
    return {
      start,
      end,
      mean,
      lower: range === null ? null : lines.lower,
      upper: range === null ? null : lines.upper,
      noLimits:
        range !== null
          ? null
          : baseEnd - start < 2
            ? 'one point has no limits'
            : 'equal points have no limits',
      isShort: end - start <= SHORT || baseEnd - start < SHORT,
      variation: POINT_TYPES[pointTypes[end - 1]!]!,
    };
  });
  return {
    segments,
    movingRanges,
    specialCauses,
    pointTypes,
    assurance: assuranceOf(segments.at(-1), target, direction),
  };
}

/** The code in POINT_TYPES of a code in SPECIAL_CAUSES. */
function typeOf(cause: number, direction: SpcDirection): number {
  if (cause === 0) return 0;
  const isHigh = cause % 2 === 1;
  if (direction === 'neutral') return isHigh ? 3 : 4;
  return isHigh === (direction === 'increase') ? 1 : 2;
}

function assuranceOf(
  segment: SpcSegment | undefined,
  target: number | null,
  direction: SpcDirection,
): Assurance {
  if (segment === undefined || target === null || direction === 'neutral') return '';
  const { lower, upper } = segment;
  if (upper !== null && target > upper) return direction === 'increase' ? 'fail' : 'pass';
  if (lower !== null && target < lower) return direction === 'increase' ? 'pass' : 'fail';
  return 'hit-and-miss';
}

/** In two passes, so that values equal to their mean do not fall on one side of it. */
function meanOf(values: ArrayLike<number>, start: number, end: number): number {
  let sum = 0;
  for (let point = start; point < end; point++) sum += values[point]!;
  const rough = sum / (end - start);
  let rest = 0;
  for (let point = start; point < end; point++) rest += values[point]! - rough;
  const mean = rough + rest / (end - start);
  if (!(Math.abs(mean) < LARGEST_MEAN)) throw new RangeError('The values are too large to add up.');
  return mean;
}

/** The mean moving range, once screened; null without ranges, and where screening leaves none: all are zero. */
function meanRange(ranges: Float64Array, start: number, end: number, screen: boolean): number | null {
  if (end <= start) return null;
  const all = meanOf(ranges, start, end);
  if (!screen) return all;
  if (all === 0) return null;
  const below = ranges.subarray(start, end).filter((range) => range < RANGE_LIMIT * all);
  return meanOf(below, 0, below.length);
}

function requireOptions({ values, rebaseAt = [], baseline = 2 }: SpcInput): void {
  if (!Number.isInteger(baseline) || baseline < 2)
    throw new RangeError(`The baseline must be a whole number from 2, not ${baseline}.`);
  let before = 0;
  for (const at of rebaseAt) {
    if (!Number.isInteger(at) || at <= before || at >= values.length)
      throw new RangeError(
        `Positions of new limits must rise inside the series, not ${rebaseAt.join(', ')}.`,
      );
    before = at;
  }
}
