import type { Definition } from '../indicators/definition.ts';
import { areasOf, type Places } from '../places/places.ts';
import type { Poorest, Trend } from '../results/result.ts';
import { isChart } from './standing.ts';
import type { SummaryRow } from './summarise.ts';
import { drawnChangeCell, goalCell, judgementCell, trendCell, verdictCell } from './summary-cells.ts';
import { gapWords } from './summary-table.ts';
import type { ScreenBlock, ScreenCell, ScreenColumn } from './table.ts';
import { withheldNotes } from './withheld-notes.ts';
import { figure, signed, titleOf } from './words.ts';

const POLARITY_WORDS = { low: 'lower is better', high: 'higher is better', none: '' };

const NOT_DRAWN: ReadonlySet<string> = new Set(['missing', 'not-applicable']);

/** An indicator in full: a line a Place, and below it why Places have no value and where the two scales disagree. */
export function indicatorBlock(rows: readonly SummaryRow[], places: Places): ScreenBlock {
  const shown = rows.find(({ measure }) => measure.estimate.value !== null) ?? rows[0]!;
  const { definition } = shown;
  const period = shown.measure.period.label;
  const kind = rows.find(({ gapKind }) => gapKind !== 'none');
  const against = rows.find(({ benchmark }) => benchmark)?.benchmark?.name;
  const change = rows.find((row) => row.change)?.change?.whole;
  const columns: ScreenColumn[] = [
    { title: 'Place', align: 'left', dropFirst: 0 },
    { title: definition.unit, align: 'right', dropFirst: 0 },
    { title: '95 % limits', align: 'right', dropFirst: 4 },
    ...(against
      ? [
          {
            title: against === places.system.name ? 'v system' : `v ${against}`,
            align: 'left' as const,
            dropFirst: 1,
          },
        ]
      : []),
    ...(kind ? [{ title: 'gap', align: 'right' as const, dropFirst: 0 }] : []),
    ...(change ? [{ title: 'change', align: 'left' as const, dropFirst: 3 }] : []),
    { title: 'recent trend', align: 'left', dropFirst: 5 },
    ...(rows.some(({ poorest }) => poorest)
      ? [{ title: 'poorest fastest?', align: 'left' as const, dropFirst: 2 }]
      : []),
    ...(rows.some(({ goal }) => goal) ? [{ title: 'goal', align: 'left' as const, dropFirst: 2 }] : []),
  ];
  const nameOf = new Map(areasOf(places).map(({ code, name }) => [code, name]));
  const line = (row: SummaryRow): ScreenCell[] => {
    const { measure } = row;
    const name = {
      text: nameOf.get(measure.place)!,
      role: measure.place === places.system.code ? ('strong' as const) : ('plain' as const),
    };
    const { value, limits } = measure.estimate;
    if (value === null) {
      return [
        name,
        { text: measure.status, role: 'quiet' },
        ...columns.slice(2).map((): ScreenCell => ({ text: '' })),
      ];
    }
    const { lower, upper } = limits[0]!;
    const cells: ScreenCell[] = [
      name,
      {
        text:
          figure(value, definition.digits) +
          (measure.period.label === period ? '' : ` (${measure.period.label})`),
      },
      {
        text:
          lower === null || upper === null
            ? '–'
            : `${figure(lower, definition.digits)} to ${figure(upper, definition.digits)}`,
        role: 'quiet',
      },
    ];
    if (against) cells.push(judgementCell(row));
    if (kind)
      cells.push({
        text: row.gap?.estimate.value == null ? '–' : signed(row.gap.estimate.value, definition.digits),
      });
    if (change) cells.push(drawnChangeCell(row, change.first!.label));
    cells.push(trendCell(row));
    if (rows.some(({ poorest }) => poorest)) cells.push(verdictCell(row));
    if (rows.some(({ goal }) => goal)) cells.push(goalCell(row));
    return cells;
  };
  const way = POLARITY_WORDS[definition.polarity];
  const gap = kind
    ? `gap: ${gapWords(rows.find((row) => row.gap?.estimate.value != null) ?? kind, places)}`
    : '';
  const heading = [period, way, gap, change ? changeWords(change) : ''].filter(Boolean).join(' · ');
  return {
    heading: [
      { text: titleOf(definition), role: 'strong' },
      { text: heading, role: 'quiet' },
    ],
    columns,
    // A Place that is missing here is named below the block, with the reason.
    rows: rows.filter(({ measure }) => !NOT_DRAWN.has(measure.status)).map(line),
    notes: [
      ...withheldNotes(
        rows.map(({ measure }) => measure),
        nameOf,
      ),
      ...bothScales(rows, nameOf, places),
    ],
  };
}

/** What the two scales say where they disagree, and what each means for people: of the system, else of each area. */
function bothScales(
  rows: readonly SummaryRow[],
  nameOf: ReadonlyMap<string, string>,
  { system }: Places,
): string[] {
  const split = rows.filter(
    ({ poorest }) => poorest?.relative.verdict && poorest.relative.verdict !== poorest.absolute.verdict,
  );
  const ofSystem = split.filter(({ measure }) => measure.place === system.code);
  return (ofSystem.length > 0 ? ofSystem : split).map(
    ({ measure, definition, poorest }) =>
      `${nameOf.get(measure.place)}: * ${scaleSentence(poorest!.absolute, definition)}; ${scaleSentence(poorest!.relative, definition)}.`,
  );
}

function scaleSentence(
  { scale, changeMostDeprived, changeLeastDeprived, difference, lower, upper, verdict, unit }: Poorest,
  { digits }: Pick<Definition, 'digits'>,
): string {
  const absolute = scale === 'absolute';
  // Logarithms of ratios are near to shares: in per cent they can be read.
  const size = (value: number): string => (absolute ? figure(value, digits) : figure(100 * value, 1));
  const what = absolute ? `in ${unit.replace(/ a year$/, '')}` : 'in per cent';
  const a = unit.endsWith(' a year') ? ' a year' : '';
  if (verdict === 'no-clear-difference') return `${what} there is no clear difference`;
  const most = difference! > 0;
  const [who, change, low, high] = most
    ? ['most', changeMostDeprived!, lower!, upper!]
    : ['least', changeLeastDeprived!, -upper!, -lower!];
  // Where both ends got worse, neither of them improved.
  const [did, than] = change > 0 ? ['improved', 'more'] : ['got worse', 'less'];
  const limits = `${size(Math.abs(difference!))}${absolute ? '' : ' %'}${a} ${than} (${size(low)} to ${size(high)})`;
  const means = absolute
    ? `the distance between the two ends ${most ? 'shrinks' : 'grows'}`
    : `the most deprived are a ${most ? 'shrinking' : 'growing'} multiple of the least deprived`;
  return `${what} the ${who} deprived ${did} by ${limits}, so ${means}`;
}

/** What the column of the change is of: all the years, or the newest of the months. */
function changeWords(trend: Trend): string {
  return isChart(trend) ? 'change: of the newest months' : `change: since ${trend.first!.label}`;
}
