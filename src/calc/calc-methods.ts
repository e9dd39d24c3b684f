import type { StandardBand } from '../indicators/standard.ts';
import type { CalcMethod } from './calc-method.ts';
import { dsrMethod } from './methods/dsr.ts';
import { funnelMethod } from './methods/funnel.ts';
import { healthyLifeExpectancyMethod } from './methods/healthy-life-expectancy.ts';
import { isrRateMethod, isrRatioMethod } from './methods/indirect.ts';
import { lifeExpectancyMethod } from './methods/life-expectancy.ts';
import { meanMethod } from './methods/mean.ts';
import { quantileMethod } from './methods/quantile.ts';
import { proportionMethod, rateMethod } from './methods/shares.ts';
import { siiMethod } from './methods/sii.ts';

/** Every method of `gapline calc`. @param standards built-in standard populations by name */
export function calcMethods(standards: ReadonlyMap<string, readonly StandardBand[]>): CalcMethod[] {
  return [
    rateMethod,
    proportionMethod,
    meanMethod,
    dsrMethod(standards),
    isrRatioMethod,
    isrRateMethod,
    lifeExpectancyMethod,
    healthyLifeExpectancyMethod,
    quantileMethod,
    funnelMethod,
    siiMethod,
  ];
}
