import { type AgeBand, ageBandLabel } from '../../cells/age-band.ts';
import { type StandardBand, standardForAges } from '../../indicators/standard.ts';
import { BadGroup } from '../calc-method.ts';

/**
 * The weight of a standard population for one age band.
 *
 * @throws BadGroup for a part of the standard's open band, which has no length to take a share of
 */
export function weightOfBand(standard: readonly StandardBand[], band: AgeBand): number {
  const open = standard.at(-1)!;
  const cuts = band.from > open.from || (band.to >= open.from && band.to < open.to);
  if (open.to === Number.POSITIVE_INFINITY && cuts)
    throw new BadGroup(
      `the age band ${ageBandLabel(band)} is a part of ${ageBandLabel(open)}, which the standard population does not split`,
    );
  return standardForAges(standard, band).reduce((sum, { weight }) => sum + weight, 0);
}
