import { type Estimate, withheldEstimate } from '../../statistics/estimate.ts';
import { normalLimits } from '../../statistics/normal-limits.ts';
import { type Groups, MISSING, noOrder, noShareOfAverage } from './groups.ts';

const METHOD = 'delta method, normal';

/**
 * Population attributable risk (`par`) and fraction (`paf`, per cent): what would change if every group did as well as
 * the reference group.
 *
 * par = y_ref − μ, paf = 100·par/μ, for a favourable indicator never below 0, for an adverse one never above. The
 * reference is the least deprived group of an order, else the chosen one, else the one that does best (of several the
 * largest). With k the scale, c = y_ref·n_ref/k, d = n_ref − c, a = Σy·n/k − c, b = N − n_ref − a:
 * se(paf) = 100·√(c·N·(a·d·(N − c) + b·c²)/((a + c)³(c + d)³)), se(par) = μ·se(paf)/100, normal limits, given too where
 * the value was cut at 0.
 *
 * 0: nothing to gain; positive (favourable): how much higher, negative (adverse): how much lower the average would be.
 *
 * @returns both. Withheld: means and life expectancies; the good end, the order or the average not known; an average of
 *   zero or below; a negative figure. No limits, with a note: scale or populations not known, a figure above the scale
 * @see Walter 1978, doi:10.1093/ije/7.2.175; reference healthequal paf and parisk, to 1e-9: the standard error and limits
 *   of its paf lack the times 100 and are not copied
 */
export function attributableRisk(groups: Groups): { readonly par: Estimate; readonly paf: Estimate } {
  const { input, values, mean } = groups;
  const { favourable, confidence } = input;
  const reference = referenceOf(groups);
  const reason =
    (input.kind === 'mean' ? 'means and life expectancies have no share that can be attributed' : null) ??
    (favourable === null ? MISSING.favourable : null) ??
    (typeof reference === 'string' ? reference : null) ??
    noShareOfAverage(groups);
  if (reason !== null) {
    const none = withheldEstimate(METHOD, reason, confidence);
    return { par: none, paf: none };
  }
  const gain = values[reference as number]! - mean!;
  const risk = favourable === 'high' ? Math.max(0, gain) : Math.min(0, gain);
  const error = errorOfFraction(groups, reference as number);
  const estimateOf = (value: number, factor: number): Estimate => {
    const standardError = typeof error === 'string' ? null : factor * error;
    return {
      value,
      standardError,
      limits: normalLimits(value, standardError, confidence),
      method: METHOD,
      withheld: null,
      note: typeof error === 'string' ? `no limits: ${error}` : noteOn(groups, reference as number),
    };
  };
  return { par: estimateOf(risk, mean!), paf: estimateOf((100 * risk) / mean!, 100) };
}

function noteOn({ values }: Groups, reference: number): string | null {
  return values[reference] === 0
    ? 'the reference group has no events, which leaves the limits no width'
    : null;
}

/** The position of the reference group, or why there is none. */
function referenceOf({ input, ranked, best }: Groups): number | string {
  if (input.order !== null) return ranked?.at(-1) ?? noOrder(input);
  return input.reference ?? best ?? MISSING.favourable;
}

/** Standard error of the fraction as a share of 1, or why there is none. */
function errorOfFraction(
  { input: { scale }, values, populations, shares }: Groups,
  at: number,
): number | string {
  if (shares === null) return MISSING.populations;
  if (scale === undefined) return MISSING.scale;
  if (values.some((value) => value > scale)) return 'a figure is above the scale';
  let [people, events] = [0, 0];
  for (let group = 0; group < values.length; group++) {
    people += populations![group]!;
    events += (values[group]! * populations![group]!) / scale;
  }
  const own = populations![at]!;
  if (own === 0) return 'the reference group has no people';
  const c = (values[at]! * own) / scale;
  // Rounding may take what should be 0 below it.
  const d = Math.max(0, own - c);
  const a = Math.max(0, events - c);
  const b = Math.max(0, people - own - a);
  return Math.sqrt((c * people * (a * d * (people - c) + b * c * c)) / ((a + c) ** 3 * (c + d) ** 3));
}
