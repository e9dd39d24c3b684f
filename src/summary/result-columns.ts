import type { Catalogue } from '../indicators/catalogue.ts';
import { areasOf, type Places } from '../places/places.ts';
import type { ResultKey, ResultState } from '../results/result.ts';
import type { Estimate } from '../statistics/estimate.ts';
import { levelSuffix } from '../statistics/level-suffix.ts';
import type { Cell, Column } from './table.ts';

/** Which columns a narrow screen does without first; a column that is not here stays. */
const DROP_FIRST: Readonly<Record<string, number>> = {
  direction: 1,
  judgement: 1,
  sex: 2,
  lower_95: 3,
  upper_95: 3,
  difference: 4,
  baseline: 6,
  goal_date: 5,
  required_per_year: 6,
  actual_per_year: 6,
  projected: 3,
  probability: 4,
  compared_with: 3,
  value_1: 5,
  value_2: 5,
  points: 5,
  deprivation_scheme: 5,
  first_period: 6,
  last_period: 6,
  baseline_period: 6,
  latest_period: 6,
  change_most_deprived: 6,
  change_least_deprived: 6,
  count: 6,
  denominator: 6,
  p_value: 7,
  phi: 7,
  lower_99_8: 7,
  upper_99_8: 7,
  from_most_deprived: 7,
  from_least_deprived: 7,
  method: 8,
  place_code: 9,
  aspiration: 9,
  period_start: 9,
  period_end: 9,
  note: 10,
};

export type ResultColumn<T> = Column & { readonly read: (record: T) => Cell };

/** What the tables need besides the results: names, and the levels of the limits. */
export interface TableContext {
  readonly catalogue: Catalogue;
  readonly places: Places;
  /** Levels as proportions, 0.95 first. */
  readonly confidence: readonly number[];
}

export const text = <T>(
  name: string,
  description: string,
  read: (record: T) => string | null,
): ResultColumn<T> => ({
  name,
  type: 'string',
  description,
  dropFirst: DROP_FIRST[name] ?? 0,
  read,
});

export const number = <T>(
  name: string,
  description: string,
  read: (record: T) => number | null,
): ResultColumn<T> => ({
  name,
  type: 'number',
  description,
  dropFirst: DROP_FIRST[name] ?? 0,
  read,
});

export const date = <T>(
  name: string,
  description: string,
  read: (record: T) => string | null,
): ResultColumn<T> => ({
  name,
  type: 'date',
  description,
  dropFirst: DROP_FIRST[name] ?? 0,
  read,
});

/** The columns that say what a result is of; they open every result table. */
export function keyColumns<T extends ResultKey>({ catalogue, places }: TableContext): ResultColumn<T>[] {
  const aspirationOf = new Map(catalogue.indicators.map(({ id, aspiration }) => [id, aspiration]));
  const nameOf = new Map(areasOf(places).map(({ code, name }) => [code, name]));
  return [
    text('indicator', 'Id of the indicator', ({ indicator }) => indicator),
    text(
      'aspiration',
      'Id of the aspiration that it measures',
      ({ indicator }) => aspirationOf.get(indicator)!,
    ),
    text('place_code', 'Code of the Place, the combined area, the system or England', ({ place }) => place),
    text('place', 'Its name', ({ place }) => nameOf.get(place)!),
    text(
      'period',
      'The period as it is written: 2023, 2023/24, 2021-23, 2023-04',
      ({ period }) => period.label,
    ),
    date('period_start', 'First day of the period', ({ period }) => period.start),
    date('period_end', 'Last day of the period', ({ period }) => period.end),
    text('sex', 'female, male or persons', ({ sex }) => sex),
    text(
      'deprivation_scheme',
      'How people are grouped by deprivation: national-fifths, place-fifths or national-tenths; empty for everybody',
      ({ scheme }) => scheme,
    ),
    text('deprivation', 'Deprivation group, 1 = most deprived; all for everybody', ({ level }) =>
      level === 0 ? 'all' : String(level),
    ),
  ];
}

/** The columns that say how a result came to be; they close every result table. */
export function stateColumns<T extends ResultState>(): ResultColumn<T>[] {
  return [
    text('unit', 'Unit of the value', ({ unit }) => unit),
    text('method', 'Method of the value and of its limits', ({ method }) => method),
    text(
      'status',
      'ok, suppressed, withheld, missing or not-applicable; why a number is empty',
      ({ status }) => status,
    ),
    text('note', 'Why there is no value, or what a reader must know of it', ({ note }) => note),
  ];
}

/** `value` and a pair of limits for each level. */
export function estimateColumns<T extends { readonly estimate: Estimate }>(
  confidence: readonly number[],
): ResultColumn<T>[] {
  return [
    number('value', 'The value, in the unit of its row', ({ estimate }) => estimate.value),
    ...confidence.flatMap((level, index) => {
      const percent = Number((level * 100).toPrecision(12));
      return [
        number<T>(
          `lower_${levelSuffix(level)}`,
          `Lower ${percent} % limit`,
          ({ estimate }) => estimate.limits[index]!.lower,
        ),
        number<T>(
          `upper_${levelSuffix(level)}`,
          `Upper ${percent} % limit`,
          ({ estimate }) => estimate.limits[index]!.upper,
        ),
      ];
    }),
  ];
}
