/**
 * gapline as a library: each statistical method as a plain function, without files, catalogues or a command line.
 * Nothing is read, written, rounded or hidden, and the same input gives the same output.
 *
 * Functions take plain numbers and arrays. Where a statistical rule forbids a figure it is null, and a reason in plain
 * English stands beside it; where a caller asks what cannot be (negative counts, arrays of different lengths) a
 * RangeError is thrown.
 *
 * @module gapline
 */

export type { GapBreakdown } from './gaps/breakdown/gap-breakdown.ts';
export {
  type GroupedCauses,
  type GroupSmallCausesInput,
  groupSmallCauses,
} from './gaps/breakdown/group-small-causes.ts';
export {
  type BreakdownLifeTable,
  type LifeExpectancyBreakdownInput,
  type LifeTableByCause,
  lifeExpectancyBreakdown,
} from './gaps/breakdown/life-expectancy-breakdown.ts';
export {
  type EventsByCause,
  type RateBreakdownInput,
  rateBreakdown,
} from './gaps/breakdown/rate-breakdown.ts';
export { type BenchmarkJudgement, compareWithBenchmark } from './gaps/compare-with-benchmark.ts';
export { difference, type PairInput } from './gaps/difference.ts';
export { type Funnel, type FunnelArea, type FunnelFlag, funnel } from './gaps/funnel.ts';
export { type FunnelCurve, type FunnelCurvePoint, funnelCurve } from './gaps/funnel-curve.ts';
export type { FunnelInput } from './gaps/funnel-input.ts';
export type { FunnelLimits, FunnelStatistic } from './gaps/funnel-limits.ts';
export { type ExcessEventsInput, excessEvents } from './gaps/inequality/excess-events.ts';
export type { Bounds, InequalityInput } from './gaps/inequality/groups.ts';
export { inequality, type MeasuredInequality } from './gaps/inequality/inequality.ts';
export { INEQUALITY_MEASURES, type InequalityMeasure } from './gaps/inequality/measures.ts';
export {
  type TheilDecomposition,
  type TheilDecompositionInput,
  theilDecomposition,
} from './gaps/inequality/theil-decomposition.ts';
export {
  type RankedArea,
  type RankIntervalsInput,
  type RankLimits,
  rankIntervals,
} from './gaps/rank-intervals.ts';
export { ratio } from './gaps/ratio.ts';
export {
  type SlopeIndex,
  type SlopeIndexInput,
  type SlopeIndexTransform,
  slopeIndex,
} from './gaps/slope-index.ts';
export { type SimulatedSlopeIndexInput, slopeIndexSimulated } from './gaps/slope-index-simulated.ts';
export { type CrudeRateInput, crudeRate } from './measures/crude-rate.ts';
export { type DsrInput, dsr } from './measures/dsr.ts';
export { type ExactPoissonRateInput, exactPoissonRate } from './measures/exact-poisson-rate.ts';
export { type GivenInput, given } from './measures/given.ts';
export {
  type HealthyLifeExpectancyInput,
  healthyLifeExpectancy,
} from './measures/healthy-life-expectancy.ts';
export {
  type IndirectInput,
  type IndirectRate,
  type IndirectRatio,
  indirectRate,
  indirectRatio,
} from './measures/indirect-standardised.ts';
export { type LifeExpectancyInput, lifeExpectancy } from './measures/life-expectancy.ts';
export { type LifeTable, type LifeTableInput, lifeTable } from './measures/life-table.ts';
export { type MeanEstimate, type MeanInput, mean } from './measures/mean.ts';
export { type MilestonesInput, milestones } from './measures/milestones.ts';
export { type ProportionInput, proportion } from './measures/proportion.ts';
export { type Quantile, type QuantileInput, quantiles } from './measures/quantile.ts';
export { type MeasuredRatioInput, measuredRatio } from './measures/ratio.ts';
export { type WaitingPercentileInput, waitingPercentile } from './measures/waiting-percentile.ts';
export type { CountLimits } from './statistics/byars-limits.ts';
export type { Estimate, Limits } from './statistics/estimate.ts';
export type { Polarity } from './statistics/polarity.ts';
export type { Withheld } from './statistics/withheld.ts';
export { type AnnualChange, type AnnualChangeInput, annualChange } from './trends/annual-change.ts';
export { type CountToZero, type CountToZeroInput, countToZero } from './trends/count-to-zero.ts';
export {
  type GoalInput,
  type GoalProgress,
  type GoalStatus,
  type GoalThresholds,
  goalProgress,
  type ValueErrors,
} from './trends/goal.ts';
export {
  type JoinpointChange,
  type JoinpointChangeInput,
  type JoinpointSegment,
  joinpointChange,
} from './trends/joinpoint-change.ts';
export {
  type EndSeries,
  type PoorestFastest,
  type PoorestFastestInput,
  poorestFastest,
  type Verdict,
} from './trends/poorest-fastest.ts';
export {
  type Projection,
  type ProjectionInput,
  predictionInterval,
  projection,
} from './trends/projection.ts';
export {
  type ProportionSeries,
  type RecentTrend,
  recentTrend,
  recentTrendJudgement,
  type TrendDirection,
  type ValueSeries,
} from './trends/recent-trend.ts';
export { type Seasonality, seasonality } from './trends/seasonality.ts';
export {
  type Assurance,
  POINT_TYPES,
  type PointType,
  type SpcChart,
  type SpcDirection,
  type SpcInput,
  type SpcSegment,
  spcChart,
} from './trends/spc.ts';
export { SPECIAL_CAUSES, type SpecialCause } from './trends/spc-rules.ts';
export {
  type Regression,
  type WeightedRegressionInput,
  weightedRegression,
} from './trends/weighted-regression.ts';
