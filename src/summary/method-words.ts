import type { Method } from '../indicators/definition.ts';

/** What each method is called by those who use it. */
export const METHOD_WORDS: Readonly<Record<Method, string>> = {
  proportion: 'share',
  'crude-rate': 'crude rate',
  ratio: 'ratio',
  mean: 'mean',
  dsr: 'age-standardised rate',
  'isr-ratio': 'indirectly standardised ratio',
  'isr-rate': 'indirectly standardised rate',
  'life-expectancy': 'life table',
  'healthy-life-expectancy': 'healthy life expectancy (Sullivan)',
  'waiting-percentile': 'percentile of a waiting list',
  'count-to-zero': 'count with a goal of zero',
  given: 'published value',
  milestones: 'milestones reached',
  difference: 'difference between two groups',
  gap: 'gap between most and least deprived',
  quantile: 'quantile of the Places',
  'aspirations-measured': 'share of aspirations measured',
};
