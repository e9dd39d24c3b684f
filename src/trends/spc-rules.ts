/** What marks a point as special, by its code: 0 is none, odd codes are high or rising, even ones low or falling. */
export const SPECIAL_CAUSES = [
  '',
  'above-limit',
  'below-limit',
  'trend-up',
  'trend-down',
  'two-of-three-above',
  'two-of-three-below',
  'shift-above',
  'shift-below',
] as const;

export type SpecialCause = (typeof SPECIAL_CAUSES)[number];

/** Points that a trend takes (six steps), and that a shift takes. */
const RUN = 7;

const OUTSIDE = 1;
const TREND = 3;
const TWO_OF_THREE = 5;
const SHIFT = 7;

/** The lines that the points of one segment are judged by. */
export interface SegmentLines {
  readonly mean: number;
  /** The process limits; infinitely far where there are none, so that no point is beyond them. */
  readonly lower: number;
  readonly upper: number;
  /** Two thirds of the way from the mean to the limits. */
  readonly nearLower: number;
  readonly nearUpper: number;
}

/**
 * Marks the points of one segment that a rule of Making Data Count calls special, by the first rule that holds:
 * strictly outside the limits; part of seven points that strictly rise or fall; between a near limit and its limit
 * where that is so of two of three points in a row, all three on one side of the mean; part of seven on one side.
 * A point at the peak of a rise and a fall belongs to the one that came first.
 *
 * @param values of all segments, in order of time
 * @param start first point of the segment
 * @param end the point after its last
 * @param causes takes codes of SPECIAL_CAUSES, one a point
 * @see NHS England, Making Data Count: Strengthening your decisions; reference plotthedots, exactly
 */
export function markSpecialCauses(
  values: ArrayLike<number>,
  start: number,
  end: number,
  lines: SegmentLines,
  causes: Uint8Array,
): void {
  // The weakest rule first: each stronger one writes over it.
  markShifts(values, start, end, lines.mean, causes);
  markTwoOfThree(values, start, end, lines, causes);
  markTrends(values, start, end, causes);
  for (let point = start; point < end; point++) {
    if (values[point]! > lines.upper) causes[point] = OUTSIDE;
    else if (values[point]! < lines.lower) causes[point] = OUTSIDE + 1;
  }
}

function markShifts(
  values: ArrayLike<number>,
  start: number,
  end: number,
  mean: number,
  causes: Uint8Array,
): void {
  let side = 0;
  let first = start;
  for (let point = start; point <= end; point++) {
    const own = point < end ? Math.sign(values[point]! - mean) : 0;
    if (own === side && point < end) continue;
    if (side !== 0 && point - first >= RUN) causes.fill(side > 0 ? SHIFT : SHIFT + 1, first, point);
    side = own;
    first = point;
  }
}

function markTwoOfThree(
  values: ArrayLike<number>,
  start: number,
  end: number,
  { mean, lower, upper, nearLower, nearUpper }: SegmentLines,
  causes: Uint8Array,
): void {
  const isNear = (value: number): boolean =>
    (value > nearUpper && value <= upper) || (value < nearLower && value >= lower);
  for (let first = start; first + 2 < end; first++) {
    const [a, b, c] = [values[first]!, values[first + 1]!, values[first + 2]!];
    const above = a > mean && b > mean && c > mean;
    if (!above && !(a < mean && b < mean && c < mean)) continue;
    const near = [isNear(a), isNear(b), isNear(c)];
    if (Number(near[0]) + Number(near[1]) + Number(near[2]) < 2) continue;
    for (let of = 0; of < 3; of++) if (near[of]) causes[first + of] = above ? TWO_OF_THREE : TWO_OF_THREE + 1;
  }
}

function markTrends(values: ArrayLike<number>, start: number, end: number, causes: Uint8Array): void {
  let direction = 0;
  let first = start;
  let markedTo = start;
  for (let point = start + 1; point <= end; point++) {
    const own = point < end ? Math.sign(values[point]! - values[point - 1]!) : 0;
    if (own === direction && point < end) continue;
    if (direction !== 0 && point - first >= RUN) {
      causes.fill(direction > 0 ? TREND : TREND + 1, Math.max(first, markedTo), point);
      markedTo = point;
    }
    direction = own;
    first = point - 1;
  }
}
