import { type Estimate, withheldEstimate } from '../../statistics/estimate.ts';
import { finiteOrNull } from '../../statistics/finite-or-null.ts';

/** An estimate without what left the range of numbers: a figure that did is withheld, a limit left out, with the reason. */
export function finiteEstimate(estimate: Estimate): Estimate {
  const { value, standardError, method, note } = estimate;
  if (value === null) return estimate;
  if (!Number.isFinite(value)) {
    const levels = estimate.limits.map(({ confidence }) => confidence);
    return withheldEstimate(method, 'the figure leaves the range of numbers', levels);
  }
  const limits = estimate.limits.map(({ confidence, lower, upper }) => ({
    confidence,
    lower: lower === null ? null : finiteOrNull(lower),
    upper: upper === null ? null : finiteOrNull(upper),
  }));
  const hasGap = limits.some(({ lower, upper }) => lower === null || upper === null);
  return {
    ...estimate,
    standardError: standardError === null ? null : finiteOrNull(standardError),
    limits,
    note: note ?? (hasGap ? 'a limit leaves the range of numbers' : null),
  };
}
