import { groupBy } from '../cells/group-by.ts';
import type { Catalogue } from '../indicators/catalogue.ts';
import type { Definition } from '../indicators/definition.ts';
import { isGoalOfNone } from '../indicators/zero-goals.ts';
import { seriesKind } from '../periods/period.ts';
import { areasOf, type Places } from '../places/places.ts';
import type { GoalResult } from '../results/result.ts';
import { zeroInWords } from '../results/towards-zero.ts';
import { GOAL_ROLES } from './roles.ts';
import type { Screen, ScreenBlock, ScreenCell, ScreenColumn } from './table.ts';
import { chanceWords, figure, signed } from './words.ts';

const ZERO_COLUMNS: readonly ScreenColumn[] = [
  { title: 'Place', align: 'left', dropFirst: 0, shrinkTo: 10, cutAt: 'end' },
  { title: 'count', align: 'right', dropFirst: 0 },
  { title: 'rate', align: 'right', dropFirst: 3 },
  { title: '95 % limits', align: 'right', dropFirst: 5 },
  { title: 'last', align: 'right', dropFirst: 4 },
  { title: 'since then', align: 'right', dropFirst: 0 },
  { title: 'longest run', align: 'right', dropFirst: 2 },
  { title: 'status', align: 'left', dropFirst: 0 },
];

const COLUMNS: readonly ScreenColumn[] = [
  { title: 'Place', align: 'left', dropFirst: 0, shrinkTo: 10, cutAt: 'end' },
  { title: 'baseline', align: 'right', dropFirst: 11 },
  { title: 'latest', align: 'right', dropFirst: 0 },
  { title: 'goal', align: 'right', dropFirst: 0 },
  { title: 'by', align: 'right', dropFirst: 8 },
  { title: 'needed a year', align: 'right', dropFirst: 10 },
  { title: 'so far a year', align: 'right', dropFirst: 9 },
  { title: 'projected', align: 'right', dropFirst: 7 },
  { title: '95 % limits', align: 'right', dropFirst: 12 },
  { title: 'chance', align: 'right', dropFirst: 6 },
  { title: 'status', align: 'left', dropFirst: 0 },
];

/** Goals as a person reads them: those of zero first, with how long there has been none; then the others. */
export function goalsScreen(goals: readonly GoalResult[], catalogue: Catalogue, places: Places): Screen {
  const names = new Map(areasOf(places).map(({ code, name }) => [code, name]));
  const nameOf = (row: GoalResult): ScreenCell => ({
    text: names.get(row.place)!,
    role: row.place === places.system.code ? 'strong' : 'plain',
  });
  const definitions = new Map(catalogue.indicators.map((one) => [one.id, one]));
  const isZero = ({ indicator, goal }: GoalResult): boolean =>
    isGoalOfNone(definitions.get(indicator)!, goal);
  const blocks = [...groupBy(goals, (row) => `${row.indicator}|${isZero(row)}`).values()].flatMap((rows) =>
    blocksOf(rows, definitions.get(rows[0]!.indicator)!, isZero(rows[0]!), nameOf),
  );
  const zero = blocks.filter(({ columns }) => columns === ZERO_COLUMNS);
  const others = blocks.filter((block) => !zero.includes(block));
  return {
    scope: `Goals: ${goals.length} row${goals.length === 1 ? '' : 's'}${zero.length > 0 ? '; those of zero come first' : ''}`,
    blocks: [...zero, ...others],
    footer: [
      ...(zero.length > 0
        ? [
            'Goals of zero: limits are exact, and none so far still has an upper limit above 0. Time is counted to the end of the data, not to today.',
          ]
        : []),
      ...(others.length > 0
        ? ['Limits are those of the projection; the chance is that of meeting the goal if the past goes on.']
        : []),
    ],
  };
}

/** A block for each kind of period, or step of time, in which an indicator has values; below it who has none. */
function blocksOf(
  rows: readonly GoalResult[],
  definition: Definition,
  isZero: boolean,
  nameOf: (row: GoalResult) => ScreenCell,
): ScreenBlock[] {
  const without = rows.filter(({ latest }) => latest === null);
  const withValue = oncePerPlaceByDay(
    rows.filter(({ latest }) => latest !== null),
    definition,
  );
  const kinds = groupBy(withValue, ({ zero, period }) => (zero ? `by the ${zero.step}` : seriesKind(period)));
  const notes = [...groupBy(without, ({ note }) => note)].map(
    ([note, of]) => `${of.map((row) => nameOf(row).text).join(', ')}: ${note}`,
  );
  const columns = isZero ? ZERO_COLUMNS : COLUMNS;
  const parts = kinds.size === 0 ? [[] as GoalResult[]] : [...kinds.values()];
  return parts.map((part, at) => ({
    heading: [
      { text: definition.title, role: 'strong' },
      { text: headingOf(part, definition, isZero), role: 'quiet' },
    ],
    columns,
    rows: part.map((row) => [
      nameOf(row),
      ...(isZero ? zeroCells(row, definition) : goalCells(row, definition)),
    ]),
    notes: [...part.flatMap((row) => whyNot(row, nameOf(row).text)), ...(at === 0 ? notes : [])],
  }));
}

/** Days are the same for months and years, so of an area told by the day the kind of period named first stands. */
function oncePerPlaceByDay(rows: readonly GoalResult[], { periods }: Definition): GoalResult[] {
  const rank = ({ period }: GoalResult): number => {
    const at = (periods as readonly string[]).indexOf(seriesKind(period));
    return at < 0 ? periods.length : at;
  };
  return rows.filter(
    (row) =>
      row.zero?.step !== 'day' ||
      !rows.some(
        (other) => other.zero?.step === 'day' && other.place === row.place && rank(other) < rank(row),
      ),
  );
}

function headingOf(rows: readonly GoalResult[], { unit }: Definition, isZero: boolean): string {
  if (!isZero) return unit;
  const dates = new Set(rows.map(({ goalDate }) => goalDate));
  const overs = new Set(rows.flatMap(({ zero }) => zero?.over ?? []));
  const rateUnit = rows[0]?.zero?.rateUnit;
  return [
    dates.size === 1 ? `none by ${[...dates][0]}` : 'none',
    ...(overs.size === 1 ? [`${[...overs][0]}`] : []),
    ...(rateUnit ? [`rate ${rateUnit}`] : []),
    ...(rows[0]?.zero?.step === 'day' ? [`status by the ${rows[0].period.kind.replace('-', ' ')}`] : []),
  ].join(' · ');
}

function zeroCells({ zero, goalStatus }: GoalResult, { digits }: Definition): ScreenCell[] {
  const { count, rate, rateLower, rateUpper, rateUnit, step, last, since, longest } = zero!;
  // Events a year have digits of their own.
  const places = rateUnit === 'a year' ? 2 : digits;
  const times = (number: number): string =>
    `${number.toLocaleString('en-GB')} ${step}${number === 1 ? '' : 's'}`;
  return [
    { text: Number.isInteger(count) ? count.toLocaleString('en-GB') : figure(count, digits) },
    { text: figure(rate, places) },
    {
      text:
        rateLower === null || rateUpper === null
          ? '–'
          : `${figure(rateLower, places)} to ${figure(rateUpper, places)}`,
      role: 'quiet',
    },
    { text: last ?? 'none' },
    {
      text: since === null ? `none in ${times(longest)}` : times(since),
      role: since === 0 ? 'bad' : 'plain',
    },
    { text: times(longest) },
    statusCell(goalStatus),
  ];
}

function goalCells(row: GoalResult, { digits }: Definition): ScreenCell[] {
  const shown = (value: number | null): ScreenCell => ({
    text: value === null ? '–' : figure(value, digits),
  });
  const change = (value: number | null): ScreenCell => ({
    text: value === null ? '–' : signed(value, digits + 1),
  });
  const { lower, upper, probability, goalDate } = row;
  return [
    shown(row.baseline),
    shown(row.latest),
    shown(row.goal),
    { text: goalDate },
    change(row.requiredPerYear),
    change(row.actualPerYear),
    shown(row.projected),
    {
      text: lower === null || upper === null ? '–' : `${figure(lower, digits)} to ${figure(upper, digits)}`,
      role: 'quiet',
    },
    { text: probability === null ? '–' : chanceWords(probability) },
    statusCell(row.goalStatus),
  ];
}

function statusCell(status: string): ScreenCell {
  return { text: status.replaceAll('-', ' '), role: GOAL_ROLES[status] ?? 'plain' };
}

/** Why a goal cannot be judged, without what a goal of zero says besides. */
function whyNot({ goalStatus, note, zero }: GoalResult, name: string): string[] {
  if (goalStatus !== 'cannot-tell') return [];
  const why = (zero ? note.replace(zeroInWords(zero), '') : note).split('; ').filter(Boolean);
  return [`${name}: ${why.join('; ') || 'cannot be judged'}`];
}
