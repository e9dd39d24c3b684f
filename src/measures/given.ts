import type { Estimate } from '../statistics/estimate.ts';
import { requireNumbers } from '../statistics/require-numbers.ts';
import { tailOf, Z_95 } from '../statistics/z-for-confidence.ts';

export interface GivenInput {
  /** A published figure, any unit. */
  readonly value: number;
  /** Its published lower 95 % limit; null where none is published. */
  readonly lower: number | null;
  /** Its published upper 95 % limit; null where none is published. */
  readonly upper: number | null;
  /** Levels as proportions, each inside (0.5, 1). */
  readonly confidence: readonly number[];
}

/**
 * A published figure with its published 95 % limits, such as an export of the Fingertips profiles.
 *
 * The limits are passed on as they are at 0.95; at other levels they are null and the note says so. Standard error
 * (U − L)/(2·z₉₅), which takes the limits as symmetric; null without both limits.
 *
 * @returns an estimate in the figure's own unit, method "as published"
 * @throws RangeError where the value is missing, the limits are the wrong way round or a level is out of bounds
 */
export function given({ value, lower, upper, confidence }: GivenInput): Estimate {
  requireNumbers('value', value);
  if (lower !== null) requireNumbers('lower', lower);
  if (upper !== null) requireNumbers('upper', upper);
  if (lower !== null && upper !== null && lower > upper) {
    throw new RangeError(`The lower limit ${lower} is above the upper limit ${upper}.`);
  }
  for (const level of confidence) tailOf(level);
  const hasBoth = lower !== null && upper !== null;
  return {
    value,
    standardError: hasBoth ? (upper - lower) / (2 * Z_95) : null,
    limits: confidence.map((level) => {
      const asPublished = level === 0.95;
      return { confidence: level, lower: asPublished ? lower : null, upper: asPublished ? upper : null };
    }),
    method: 'as published',
    withheld: null,
    note: noteOn(hasBoth, lower === null && upper === null, confidence),
  };
}

function noteOn(hasBoth: boolean, hasNone: boolean, confidence: readonly number[]): string | null {
  if (hasNone) return 'published without limits';
  if (!hasBoth) return 'published with one limit only';
  return confidence.some((level) => level !== 0.95) ? 'only 95 % limits are published' : null;
}
