import type { Clause } from '../indicators/definition.ts';

/**
 * What a place and period lacks that has events but nothing to set them against, in words.
 *
 * @param of the denominator; undefined for methods without one
 */
export function noDenominator(of: Clause | undefined, numerator: Clause): string {
  if (of === undefined || of.event === numerator.event)
    return typeof of?.period === 'object'
      ? `no ${of.event} of this place in ${of.period.base}, with which it is compared`
      : 'no denominator for this place and period';
  return `no ${of.event} for this place and period`;
}
