import type { Catalogue } from '../indicators/catalogue.ts';
import { areasOf, type Places } from '../places/places.ts';
import type {
  Breakdown,
  Gap,
  GoalResult,
  Measure,
  Poorest,
  ResultKey,
  ResultState,
  Trend,
} from '../results/result.ts';
import type { Estimate } from '../statistics/estimate.ts';
import { levelSuffix } from '../statistics/level-suffix.ts';
import { type Cell, type Column, type Table, tableOf } from './table.ts';

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

export function measuresTable(measures: readonly Measure[], context: TableContext): Table {
  return tableOf<Measure>(
    {
      id: 'measures',
      title: 'Measures',
      description: 'The value of each indicator by area, period, sex and deprivation group',
    },
    [
      ...keyColumns<Measure>(context),
      ...estimateColumns<Measure>(context.confidence),
      number('count', 'Events or numerator', ({ count }) => count),
      number(
        'denominator',
        'People, person-years or denominator; of an indirectly standardised figure, events expected',
        ({ denominator }) => denominator,
      ),
      ...stateColumns<Measure>(),
    ],
    measures,
  );
}

export function gapsTable(gaps: readonly Gap[], context: TableContext): Table {
  return tableOf<Gap>(
    {
      id: 'gaps',
      title: 'Gaps',
      description:
        'Gaps between deprivation groups, and of each Place with the system and England; above 0, or a ratio above 1, is worse for the most deprived or for the Place',
    },
    [
      ...keyColumns<Gap>(context),
      text(
        'gap',
        'Which gap: difference, ratio, sii, rii, place-vs-system or place-vs-england',
        ({ gap }) => gap,
      ),
      ...estimateColumns<Gap>([0.95]),
      text(
        'judgement',
        'How the Place stands to the benchmark: better, similar or worse',
        ({ judgement }) => judgement,
      ),
      ...stateColumns<Gap>(),
    ],
    gaps,
  );
}

export function trendsTable(trends: readonly Trend[], context: TableContext): Table {
  return tableOf<Trend>(
    {
      id: 'trends',
      title: 'Trends',
      description: 'The recent trend and the change a year of every value and gap',
    },
    [
      ...keyColumns<Trend>(context),
      text('series', 'What the trend is of: value, or gap: and the gap', ({ series }) => series),
      text('first_period', 'First period used', ({ first }) => first?.label ?? null),
      text('last_period', 'Last period used', ({ last }) => last?.label ?? null),
      { ...number<Trend>('points', 'Independent points used', ({ points }) => points), type: 'integer' },
      number(
        'slope',
        'Change a period (recent trend) or a year (annual change), in the unit of the row',
        ({ slope }) => slope,
      ),
      number('lower_95', 'Lower 95 % limit of the slope', ({ lower }) => lower),
      number('upper_95', 'Upper 95 % limit of the slope', ({ upper }) => upper),
      number(
        'p_value',
        'Two-sided probability of such a slope if there were no trend',
        ({ pValue }) => pValue,
      ),
      number(
        'phi',
        'How far the points stray from the line against what their limits allow; 1 is as expected',
        ({ phi }) => phi,
      ),
      text(
        'direction',
        'increasing, decreasing, no-significant-change or cannot-be-calculated',
        ({ direction }) => direction,
      ),
      text('judgement', 'getting-better or getting-worse', ({ judgement }) => judgement),
      ...stateColumns<Trend>(),
    ],
    trends,
  );
}

export function goalsTable(goals: readonly GoalResult[], context: TableContext): Table {
  return tableOf<GoalResult>(
    { id: 'goals', title: 'Goals', description: 'Progress towards each goal that is set' },
    [
      ...keyColumns<GoalResult>(context),
      number('baseline', 'The value that the goal starts from', ({ baseline }) => baseline),
      number('latest', 'The newest value', ({ latest }) => latest),
      number('goal', 'The value to be reached', ({ goal }) => goal),
      date('goal_date', 'Last day of the period that decides', ({ goalDate }) => goalDate),
      number(
        'required_per_year',
        'Change a year from the newest value that would just meet the goal; 0 where it is met, empty once it is due',
        ({ requiredPerYear }) => requiredPerYear,
      ),
      number('actual_per_year', 'Change a year since the baseline', ({ actualPerYear }) => actualPerYear),
      number('projected', 'Where the line leads by the goal date', ({ projected }) => projected),
      number('lower_95', 'Lower limit of its 95 % prediction interval', ({ lower }) => lower),
      number('upper_95', 'Upper limit of its 95 % prediction interval', ({ upper }) => upper),
      number(
        'probability',
        'Probability of meeting the goal if the past goes on',
        ({ probability }) => probability,
      ),
      text(
        'goal_status',
        'met, on-track, at-risk, off-track, missed or cannot-tell',
        ({ goalStatus }) => goalStatus,
      ),
      ...stateColumns<GoalResult>(),
    ],
    goals,
  );
}

export function breakdownTable(breakdowns: readonly Breakdown[], context: TableContext): Table {
  return tableOf<Breakdown>(
    {
      id: 'breakdown',
      title: 'Where the gap comes from',
      description:
        'Parts of the newest gap by age and cause; those of one kind sum to it, and above 0 makes it worse for the most deprived or for the Place',
    },
    [
      ...keyColumns<Breakdown>(context),
      text(
        'compared_with',
        'Least deprived fifth or tenth of the same area, or England',
        ({ comparedWith }) => comparedWith,
      ),
      text('age', 'Age band, or all', ({ age }) => age),
      text('cause', 'Cause of death, or all', ({ cause }) => cause),
      number('contribution', 'What it adds to the gap', ({ contribution }) => contribution),
      number(
        'value_1',
        'Figure of the most deprived, or of the Place; on the row all/all',
        ({ value1 }) => value1,
      ),
      number('value_2', 'Figure that it is compared with; on the row all/all', ({ value2 }) => value2),
      ...stateColumns<Breakdown>(),
    ],
    breakdowns,
  );
}

export function poorestTable(poorest: readonly Poorest[], context: TableContext): Table {
  return tableOf<Poorest>(
    {
      id: 'poorest',
      title: 'The poorest fastest?',
      description:
        'Whether the most deprived group improved faster than the least deprived; a positive change is an improvement',
    },
    [
      ...keyColumns<Poorest>(context),
      text('baseline_period', 'First period used', ({ baseline }) => baseline?.label ?? null),
      text('latest_period', 'Last period used', ({ latest }) => latest?.label ?? null),
      text(
        'scale',
        'absolute, in the unit of the indicator; or relative, in logarithms',
        ({ scale }) => scale,
      ),
      number(
        'change_most_deprived',
        'Improvement of the most deprived group',
        ({ changeMostDeprived }) => changeMostDeprived,
      ),
      number(
        'change_least_deprived',
        'Improvement of the least deprived group',
        ({ changeLeastDeprived }) => changeLeastDeprived,
      ),
      number(
        'difference',
        'The first minus the second; above 0 the most deprived improved faster',
        ({ difference }) => difference,
      ),
      number('lower_95', 'Lower 95 % limit of the difference', ({ lower }) => lower),
      number('upper_95', 'Upper 95 % limit of the difference', ({ upper }) => upper),
      number(
        'from_most_deprived',
        "What the most deprived group's change did to the gap; above 0 widened it",
        ({ fromMostDeprived }) => fromMostDeprived,
      ),
      number(
        'from_least_deprived',
        "What the least deprived group's change did to the gap; above 0 widened it",
        ({ fromLeastDeprived }) => fromLeastDeprived,
      ),
      text(
        'verdict',
        'poorest-fastest, levelled-down, widening-all-improve, poorest-left-behind or no-clear-difference',
        ({ verdict }) => verdict,
      ),
      ...stateColumns<Poorest>(),
    ],
    poorest,
  );
}
