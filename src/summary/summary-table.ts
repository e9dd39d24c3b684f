import type { Definition } from '../indicators/definition.ts';
import { areasOf, type Places } from '../places/places.ts';
import { milestoneHeadline } from './milestone-words.ts';
import { keyColumns, number, stateColumns, type TableContext, text } from './result-columns.ts';
import type { SummaryRow } from './summarise.ts';
import { type Table, tableOf } from './table.ts';
import {
  chanceWords,
  figure,
  GAP_TREND_WORDS,
  GOAL_WORDS,
  shortOf,
  signed,
  TREND_WORDS,
  VERDICT_WORDS,
  withUnit,
} from './words.ts';

type Row = SummaryRow['measure'] & { readonly row: SummaryRow };

/** The summary as data: one row an indicator and Place. */
export function summaryTable(rows: readonly SummaryRow[], context: TableContext): Table {
  return tableOf<Row>(
    {
      id: 'summary',
      title: 'Summary',
      description:
        'The newest value of each indicator in each Place, with its gap, trend and the verdict on the poorest',
    },
    [
      ...keyColumns<Row>(context),
      number('value', 'The newest value', ({ estimate }) => estimate.value),
      number('lower_95', 'Lower 95 % limit', ({ estimate }) => estimate.limits[0]!.lower),
      number('upper_95', 'Upper 95 % limit', ({ estimate }) => estimate.limits[0]!.upper),
      number(
        'gap',
        'Gap; above 0 is worse. Between the most and the least deprived group where there are any, else with England, else with the system: the note says which',
        ({ row }) => row.gap?.estimate.value ?? null,
      ),
      text('trend', 'Recent trend of the value', ({ row }) => trendWord(row)),
      text(
        'poorest_fastest',
        'Whether the most deprived group improved faster, on the absolute scale',
        ({ row }) => row.poorest?.absolute.verdict ?? null,
      ),
      text(
        'goal_status',
        'met, on-track, at-risk, off-track, missed or cannot-tell; empty where no goal is set',
        ({ row }) => row.goal?.goalStatus ?? null,
      ),
      text('headline', 'The row in words', ({ row }) => headline(row, context.places)),
      ...stateColumns<Row>(),
    ],
    rows.map((row) => ({ ...row.measure, note: noteOf(row, context.places), row })),
  );
}

/** `getting-better`, `getting-worse`, or the direction where neither is judged. */
export function trendWord({ trend }: SummaryRow): string | null {
  return trend ? trend.judgement || trend.direction : null;
}

/** What the gap of a row is, in words; always so that above 0 is worse. */
export function gapWords(row: Pick<SummaryRow, 'gapKind' | 'gap'>, places: Places): string {
  switch (row.gapKind) {
    case 'deprivation':
      return row.gap?.scheme === 'national-tenths'
        ? 'most against least deprived tenth'
        : 'most against least deprived fifth';
    case 'place-vs-england':
      return `against ${places.country.name}`;
    case 'place-vs-system':
      return `against ${places.system.name}`;
    case 'none':
      return '';
  }
}

function noteOf(row: SummaryRow, places: Places): string {
  const { measure, gap } = row;
  const notes = [measure.note];
  if (row.trend?.method.startsWith('annual-change'))
    notes.push('trend: of all periods, since values without limits have no recent trend');
  if (gap?.estimate.value != null) {
    const scheme = gap.scheme === '' ? '' : ` (${gap.scheme})`;
    notes.push(`gap: ${gapWords(row, places)}${scheme}, in ${gap.unit}`);
  } else if (gap) notes.push(`gap withheld: ${gap.note}`);
  return notes.filter(Boolean).join('; ');
}

/** The row in words that can be said aloud, its uncertainty included. */
export function headline(row: SummaryRow, places: Places): string {
  const { definition, measure, benchmark } = row;
  const name = areasOf(places).find(({ code }) => code === measure.place)!.name;
  const { value, limits } = measure.estimate;
  if (value === null) return `${name}: ${shortOf(definition)} not shown (${measure.note}).`;
  if (definition.method === 'milestones') return milestoneHeadline(name, measure, definition);
  const parts = [
    `${name}: ${shortOf(definition)} ${withUnit(value, definition)}${when(row)}${limitWords(definition, limits[0]!)}`,
  ];
  if (benchmark?.gap.judgement) parts.push(comparisonWords(benchmark.gap.judgement, benchmark.name));
  const trend = trendWord(row);
  if (trend) parts.push(TREND_WORDS[trend]!);
  const gap = gapSentence(row);
  if (gap) parts.push(gap);
  const changing = gapTrendSentence(row);
  if (changing) parts.push(changing);
  const verdict = verdictSentence(row);
  if (verdict) parts.push(verdict);
  const goal = goalSentence(row);
  if (goal) parts.push(goal);
  const bySex = sexSentence(row);
  if (bySex) parts.push(bySex);
  return `${parts.join('; ')}.`;
}

function when({ measure }: SummaryRow): string {
  return measure.period.label ? ` in ${measure.period.label}` : '';
}

function limitWords(
  { digits }: Definition,
  { lower, upper }: { lower: number | null; upper: number | null },
): string {
  return lower === null || upper === null ? '' : ` (${figure(lower, digits)} to ${figure(upper, digits)})`;
}

function comparisonWords(judgement: string, name: string): string {
  return judgement === 'similar' ? `similar to ${name}` : `${judgement} than ${name}`;
}

function gapSentence({ gapKind, gap, ratio, definition }: SummaryRow): string | null {
  if (gapKind !== 'deprivation' || gap?.estimate.value == null) return null;
  const limits = gap.estimate.limits[0]!;
  const group = gap.scheme === 'national-tenths' ? 'tenths' : 'fifths';
  const times = ratio?.estimate.value == null ? '' : `, ${ratio.estimate.value.toFixed(2)} times`;
  return `gap between the most and least deprived ${group} ${signed(gap.estimate.value, definition.digits)} ${gap.unit}${limitWords(definition, limits)}${times}`;
}

/** Whether the gap is closing; where its size and its ratio go different ways, both. */
function gapTrendSentence({ gapTrend, gap }: SummaryRow): string | null {
  if (!gapTrend) return null;
  const { absolute, relative } = gapTrend;
  const words = (direction: string): string | undefined => GAP_TREND_WORDS[direction];
  const [size, ratio] = [words(absolute.direction), words(relative.direction)];
  if (!size || !ratio) return null;
  if (absolute.direction === relative.direction) return size === ratio ? `the gap ${size}` : null;
  const unit = gap?.unit ?? 'units';
  return `the gap ${unit.startsWith('per ') ? unit : `in ${unit}`} ${size}, as a ratio it ${ratio}`;
}

/** The verdict in words; where the two scales differ, both. */
function verdictSentence({ poorest }: SummaryRow): string | null {
  if (!poorest?.absolute.verdict) return null;
  const { absolute, relative } = poorest;
  const words = (verdict: string): string =>
    VERDICT_WORDS[verdict]!.replace('fifth', absolute.scheme === 'national-tenths' ? 'tenth' : 'fifth');
  if (!relative.verdict || relative.verdict === absolute.verdict) return words(absolute.verdict);
  return `in absolute terms ${words(absolute.verdict)}, in relative terms ${words(relative.verdict)}`;
}

/** Where the goal stands, with how sure that is. */
function goalSentence({ goal, definition }: SummaryRow): string | null {
  if (!goal || goal.goal === null) return null;
  const aim = `the goal of ${withUnit(goal.goal, definition)} by ${goal.goalDate}`;
  const of = goal.goalStatus === 'met' ? 'probability that it still does then' : 'probability';
  const chance = goal.probability === null ? '' : ` (${of} ${chanceWords(goal.probability)})`;
  return `${GOAL_WORDS[goal.goalStatus]} ${aim}${chance}`;
}

function sexSentence({ bySex, definition }: SummaryRow): string | null {
  const values = bySex.filter(({ estimate }) => estimate.value !== null);
  if (values.length === 0) return null;
  return values.map(({ sex, estimate }) => `${sex} ${figure(estimate.value!, definition.digits)}`).join(', ');
}
