import type { Definition } from '../../src/indicators/definition.ts';
import { parsePeriod } from '../../src/periods/parse-period.ts';
import type { Gap, GoalResult, Measure, Poorest, Trend } from '../../src/results/result.ts';
import type { AreaStanding, Change, Standing } from '../../src/summary/standing.ts';
import type { SummaryRow } from '../../src/summary/summarise.ts';
import { CODES, places } from '../results/fake-cells.ts';

/** What a test says of one area; what it does not say is not there. */
export interface FakeArea {
  readonly change?: Change;
  /** Null for an area without a value. */
  readonly value?: number | null;
  readonly limits?: readonly [number, number];
  readonly period?: string;
  readonly span?: readonly [string, string];
  /** Of the newest straight piece: what it says and its first period. */
  readonly newest?: readonly [Change, string];
  /** The verdicts on the absolute and the relative scale. */
  readonly poorest?: readonly [string, string];
  readonly goal?: string;
  /** How it stands to England. */
  readonly benchmark?: string;
  /** Limits of the gap between the ends of deprivation. */
  readonly gap?: readonly [number, number];
  readonly count?: number;
  readonly denominator?: number;
  readonly status?: Measure['status'];
  readonly note?: string;
}

const DIRECTIONS: Record<Change, string> = {
  rose: 'increasing',
  fell: 'decreasing',
  unclear: 'no-significant-change',
  untold: 'cannot-be-calculated',
};

export const definitionOf = (more: Partial<Definition> = {}): Definition =>
  ({
    id: 'strokes',
    aspiration: 'hearts',
    title: 'Deaths from stroke',
    short: 'stroke deaths',
    method: 'dsr',
    unit: 'per 100,000',
    digits: 1,
    polarity: 'low',
    sexes: ['persons'],
    ...more,
  }) as Definition;

export function areaOf(place: string, fake: FakeArea, definition: Definition, byChart = false): AreaStanding {
  const {
    change = 'untold',
    value = 50,
    limits,
    span = ['2012', '2024'],
    newest,
    poorest,
    period = '2024',
  } = fake;
  const limit = { confidence: 0.95, lower: limits?.[0] ?? null, upper: limits?.[1] ?? null };
  const trend = (said: Change, first: string): Trend =>
    ({
      first: parsePeriod(first)!,
      last: parsePeriod(span[1])!,
      points: 13,
      direction: DIRECTIONS[said],
      status: said === 'untold' ? 'withheld' : 'ok',
      method: byChart ? 'spc: XmR, screened' : 'annual-change: inverse-variance regression',
    }) as Trend;
  const verdict = (word: string): Poorest => ({ verdict: word, scheme: 'national-fifths' }) as Poorest;
  const row = {
    definition,
    measure: {
      place,
      period: parsePeriod(period)!,
      estimate: { value, limits: [limit] },
      status: fake.status ?? (value === null ? 'missing' : 'ok'),
      note: fake.note ?? '',
      count: fake.count ?? null,
      denominator: fake.denominator ?? null,
    } as unknown as Measure,
    change: {
      whole: trend(change, span[0]),
      newest: newest ? trend(newest[0], newest[1]) : null,
    },
    poorest: poorest ? { absolute: verdict(poorest[0]), relative: verdict(poorest[1]) } : null,
    goal: fake.goal ? ({ goal: 40, goalDate: '2025-03-31', goalStatus: fake.goal } as GoalResult) : null,
    benchmark: fake.benchmark
      ? {
          gap: {
            judgement: fake.benchmark,
            estimate: { limits: [{ lower: -1, upper: 1 }] },
          } as unknown as Gap,
          name: 'England',
        }
      : null,
    gapKind: fake.gap ? 'deprivation' : 'none',
    gap: fake.gap
      ? ({
          scheme: 'national-fifths',
          estimate: { value: 1, limits: [{ lower: fake.gap[0], upper: fake.gap[1] }] },
        } as unknown as Gap)
      : null,
  } as SummaryRow;
  return { row, change };
}

/** A standing of the first Places, and of the system where it is given. */
export function standing(
  areas: readonly FakeArea[],
  system: FakeArea | null = null,
  more: Partial<Definition> = {},
  { byChart = false, areaNoun = 'Places' }: Partial<Pick<Standing, 'byChart' | 'areaNoun'>> = {},
): Standing {
  const definition = definitionOf(more);
  const own = areas.map((fake, at) => areaOf(places.places[at]!.code, fake, definition, byChart));
  const whole = system && areaOf(CODES.system, system, definition, byChart);
  return {
    definition,
    areas: own,
    areaNoun,
    system: whole,
    main: whole ?? (own.length === 1 ? own[0]! : null),
    byChart,
  };
}

/** So many areas alike. */
export const times = (count: number, fake: FakeArea): FakeArea[] => Array.from({ length: count }, () => fake);
