import type { Catalogue } from '../indicators/catalogue.ts';
import { areasOf, type Places } from '../places/places.ts';
import type { Trend } from '../results/result.ts';
import { TREND_ROLES } from './roles.ts';
import type { Screen, ScreenBlock, ScreenCell, ScreenColumn } from './table.ts';

/** How many of the newest points are drawn. */
const SPARK_POINTS = 12;

const COLUMNS: readonly ScreenColumn[] = [
  { title: 'Place', align: 'left', dropFirst: 0, shrinkTo: 10, cutAt: 'end' },
  { title: 'sex', align: 'left', dropFirst: 3 },
  { title: 'deprivation', align: 'left', dropFirst: 0, shrinkTo: 11, cutAt: 'middle' },
  { title: 'periods', align: 'left', dropFirst: 4 },
  { title: 'slope', align: 'right', dropFirst: 1 },
  { title: '95 % limits', align: 'right', dropFirst: 5 },
  { title: 'p', align: 'right', dropFirst: 6 },
  { title: 'direction', align: 'left', dropFirst: 0 },
  { title: 'judgement', align: 'left', dropFirst: 2 },
];

/** The trends as a person reads them: a block an indicator, series and method, a line a series, drawn small. */
export function trendsScreen(trends: readonly Trend[], catalogue: Catalogue, places: Places): Screen {
  const names = new Map(areasOf(places).map(({ code, name }) => [code, name]));
  const blocks = new Map<string, Trend[]>();
  for (const trend of trends) {
    const key = `${trend.indicator}|${trend.series}|${methodOf(trend)}|${trend.unit}`;
    const block = blocks.get(key);
    if (block) block.push(trend);
    else blocks.set(key, [trend]);
  }
  return {
    scope: `Trends: ${trends.length} row${trends.length === 1 ? '' : 's'}`,
    blocks: [...blocks.values()].map((rows) => blockOf(rows, catalogue, names)),
    footer: [
      'Limits are at 95 %, widened for the spread round the line. What the chart of a monthly series says in full stands in the notes of the csv.',
    ],
  };
}

/** `recent-trend`, `annual-change`, `spc` without what comes after. */
function methodOf({ method }: Trend): string {
  return /^[a-z-]+(?:, log)?/.exec(method)![0];
}

function blockOf(
  rows: readonly Trend[],
  catalogue: Catalogue,
  names: ReadonlyMap<string, string>,
): ScreenBlock {
  const { indicator, series, unit } = rows[0]!;
  const { title } = catalogue.indicators.find(({ id }) => id === indicator)!;
  return {
    heading: [
      { text: title, role: 'strong' },
      { text: `${methodOf(rows[0]!)} of ${series} · ${unit}`, role: 'quiet' },
    ],
    columns: COLUMNS,
    rows: rows.map((row) => lineOf(row, names.get(row.place)!)),
    notes: [],
  };
}

function lineOf(row: Trend, place: string): ScreenCell[] {
  const { first, last, slope, lower, upper, pValue, direction, judgement, history } = row;
  const spark = history.length > 1 ? { spark: history.slice(-SPARK_POINTS) } : {};
  return [
    { text: place },
    { text: row.sex },
    { text: row.level === 0 ? row.scheme || 'all' : `${row.scheme} ${row.level}` },
    { text: first && last ? `${first.label} to ${last.label}` : '–', role: 'quiet' },
    { text: slope === null ? '–' : short(slope) },
    { text: lower === null || upper === null ? '–' : `${short(lower)} to ${short(upper)}`, role: 'quiet' },
    { text: pValue === null ? '–' : pValue < 0.001 ? '<0.001' : pValue.toFixed(3), role: 'quiet' },
    { text: direction.replaceAll('-', ' '), role: TREND_ROLES[judgement] ?? 'plain', ...spark },
    { text: judgement.replaceAll('-', ' ') || '–', role: TREND_ROLES[judgement] ?? 'plain' },
  ];
}

function short(value: number): string {
  return String(Number(value.toPrecision(3))).replace('-', '−');
}
