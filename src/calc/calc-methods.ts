import { loadStandards } from '../indicators/standard.ts';
import type { CalcMethod } from './calc-method.ts';

/** Every method of `gapline calc`, in the order of the help; each is loaded when it is used. */
export const CALC_METHODS: Readonly<Record<string, () => Promise<CalcMethod>>> = {
  rate: async () => (await import('./methods/shares.ts')).rateMethod,
  proportion: async () => (await import('./methods/shares.ts')).proportionMethod,
  mean: async () => (await import('./methods/mean.ts')).meanMethod,
  dsr: async () => (await import('./methods/dsr.ts')).dsrMethod(loadStandards()),
  'isr-ratio': async () => (await import('./methods/indirect.ts')).isrRatioMethod,
  'isr-rate': async () => (await import('./methods/indirect.ts')).isrRateMethod,
  'life-expectancy': async () => (await import('./methods/life-expectancy.ts')).lifeExpectancyMethod,
  'healthy-life-expectancy': async () =>
    (await import('./methods/healthy-life-expectancy.ts')).healthyLifeExpectancyMethod,
  quantile: async () => (await import('./methods/quantile.ts')).quantileMethod,
  funnel: async () => (await import('./methods/funnel.ts')).funnelMethod,
  sii: async () => (await import('./methods/sii.ts')).siiMethod,
  'recent-trend': async () => (await import('./methods/recent-trend.ts')).recentTrendMethod,
  'annual-change': async () => (await import('./methods/annual-change.ts')).annualChangeMethod,
  spc: async () => (await import('./methods/spc.ts')).spcMethod,
  inequality: async () => (await import('./methods/inequality.ts')).inequalityMethod,
  'poorest-fastest': async () => (await import('./methods/poorest-fastest.ts')).poorestFastestMethod,
  breakdown: async () => (await import('./methods/breakdown.ts')).breakdownMethod(loadStandards()),
};
