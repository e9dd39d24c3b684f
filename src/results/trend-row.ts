import type { ResultKey, Trend } from './result.ts';

/** What the trends of one series share. */
export interface TrendKey extends ResultKey, Pick<Trend, 'series' | 'files'> {}

/** One trend. Its fields are named one by one: there are tens of thousands, and objects are slow to copy into others. */
export function trendRow(
  { indicator, place, period, sex, scheme, level, series, files }: TrendKey,
  own: Omit<Trend, keyof TrendKey>,
): Trend {
  return {
    indicator,
    place,
    period,
    sex,
    scheme,
    level,
    series,
    first: own.first,
    last: own.last,
    points: own.points,
    history: own.history,
    slope: own.slope,
    lower: own.lower,
    upper: own.upper,
    pValue: own.pValue,
    phi: own.phi,
    direction: own.direction,
    judgement: own.judgement,
    unit: own.unit,
    method: own.method,
    status: own.status,
    note: own.note,
    files,
  };
}
