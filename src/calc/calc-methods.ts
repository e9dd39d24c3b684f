import type { StandardBand } from '../indicators/standard.ts';
import type { CalcMethod } from './calc-method.ts';
import { dsrMethod } from './methods/dsr.ts';
import { lifeExpectancyMethod } from './methods/life-expectancy.ts';
import { proportionMethod, rateMethod } from './methods/shares.ts';

/** Every method of `gapline calc`. @param standards built-in standard populations by name */
export function calcMethods(standards: ReadonlyMap<string, readonly StandardBand[]>): CalcMethod[] {
  return [rateMethod, proportionMethod, dsrMethod(standards), lifeExpectancyMethod];
}
