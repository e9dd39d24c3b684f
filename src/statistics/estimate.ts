/** Confidence limits of one figure at one level. */
export interface Limits {
  /** Level as a proportion, 0.5 < confidence < 1: 0.95 for 95 % limits. */
  readonly confidence: number;
  /** Lower limit in the figure's own unit; null where there is none (the estimate's note says why). */
  readonly lower: number | null;
  /** Upper limit in the figure's own unit; null where there is none (the estimate's note says why). */
  readonly upper: number | null;
}

/** What every method returns for one group: a figure with its uncertainty, or the reason why there is none. */
export interface Estimate {
  /** The figure in the unit of its method and multiplier; null when it is withheld. */
  readonly value: number | null;
  /** Standard error in the same unit, from the analytic variance; null where the method gives none. */
  readonly standardError: number | null;
  /** One entry for each confidence level asked, in the order asked. */
  readonly limits: readonly Limits[];
  /** What the limits are, in the field's own words: "Wilson", "Byar's", "exact Poisson", "Dobson, Byar's". */
  readonly method: string;
  /** Why the value is null; null when there is a value. */
  readonly withheld: string | null;
  /** What a reader must know about a value that is there, such as a limit that has none; else null. */
  readonly note: string | null;
}

/**
 * An estimate that is withheld by a statistical rule, with the reason in words.
 *
 * @param confidence the levels that were asked; each gets empty limits
 */
export function withheldEstimate(method: string, reason: string, confidence: readonly number[]): Estimate {
  return {
    value: null,
    standardError: null,
    limits: confidence.map((level) => ({ confidence: level, lower: null, upper: null })),
    method,
    withheld: reason,
    note: null,
  };
}
