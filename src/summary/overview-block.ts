import type { Places } from '../places/places.ts';
import { type AreaStanding, countChanges, hasAnyValue, judged, type Standing } from './standing.ts';
import { changeCell, goalCell, judgementCell, shortVerdictCell } from './summary-cells.ts';
import type { Role, ScreenBlock, ScreenCell, ScreenColumn } from './table.ts';
import { figure, titleOf, withUnit } from './words.ts';

/** Blocks of the overview stand below each other as one table: their columns are alike. */
const OVERVIEW = 'overview';

/** What the overview is of, the same for all its blocks. */
export interface OverviewColumns {
  readonly columns: readonly ScreenColumn[];
  readonly lineOf: (standing: Standing) => ScreenCell[];
}

interface OverviewColumn extends ScreenColumn {
  readonly read: (standing: Standing) => ScreenCell;
}

const NOTHING: ScreenCell = { text: '–', role: 'quiet' };

/**
 * A line an indicator: the figure of the system, or of the only Place that is shown, and how many Places go which way.
 * Columns that nothing fills are not there.
 */
export function overviewColumns(standings: readonly Standing[], places: Places): OverviewColumns {
  const onePlace = isOfOnePlace(standings);
  const ofMain =
    (read: (main: AreaStanding) => ScreenCell) =>
    ({ main }: Standing): ScreenCell =>
      main ? read(main) : NOTHING;
  const mains = standings.flatMap(({ main }) => main ?? []);
  const against = mains.find(({ row }) => row.benchmark)?.row.benchmark?.name;
  const columns: OverviewColumn[] = [
    {
      title: 'indicator',
      ...LEFT,
      dropFirst: 0,
      wraps: true,
      shrinkTo: 22,
      read: ({ definition }) => ({ text: titleOf(definition) }),
    },
    { title: 'newest', ...LEFT, dropFirst: 0, wraps: true, shrinkTo: 17, read: valueCell },
    { title: 'period', ...LEFT, dropFirst: 2, read: periodCell },
    ...(onePlace
      ? [{ title: '95 % limits', align: 'right' as const, dropFirst: 5, read: ofMain(limitsCell) }]
      : []),
    ...(against
      ? [
          {
            title: against === places.system.name ? 'v system' : `v ${against}`,
            ...LEFT,
            dropFirst: 4,
            read: ofMain(({ row }) => judgementCell(row)),
          },
        ]
      : []),
    onePlace
      ? { title: 'over the years', ...LEFT, dropFirst: 0, read: ofMain(({ row }) => changeCell(row, null)) }
      : { title: 'Places', ...LEFT, dropFirst: 0, read: countsCell },
    ...(mains.some(({ row }) => row.history.length > 1)
      ? [{ title: 'course', ...LEFT, dropFirst: 4, read: ofMain(courseCell) }]
      : []),
    ...(mains.some(({ row }) => row.poorest)
      ? [
          {
            title: 'poorest',
            ...LEFT,
            dropFirst: 1,
            read: ofMain(({ row }) => shortVerdictCell(row)),
          },
        ]
      : []),
    ...(mains.some(({ row }) => row.goal)
      ? [{ title: 'goal', ...LEFT, dropFirst: 3, read: ofMain(({ row }) => goalCell(row)) }]
      : []),
  ];
  return {
    columns: columns.map(({ read: _, ...column }) => column),
    lineOf: (standing) => columns.map(({ read }) => read(standing)),
  };
}

const LEFT = { align: 'left' } as const;

/** Whether only one Place is shown, so that there is nothing to count. */
export function isOfOnePlace(standings: readonly Standing[]): boolean {
  return standings.every(({ areas, system }) => areas.length === 1 && system === null);
}

/** The lines of one aspiration. @param titled whether the names of the columns stand above them */
export function overviewBlock(
  standings: readonly Standing[],
  { columns, lineOf }: OverviewColumns,
  titled: boolean,
): Pick<ScreenBlock, 'columns' | 'rows' | 'alike' | 'untitled'> {
  const shown = standings.filter(hasAnyValue);
  return {
    columns: shown.length > 0 ? columns : [],
    rows: shown.map(lineOf),
    alike: OVERVIEW,
    untitled: !titled,
  };
}

/** The figure; without one of the whole how far the Places are apart. */
function valueCell({ definition, main, areas }: Standing): ScreenCell {
  if (main) {
    const { estimate, status } = main.row.measure;
    if (estimate.value === null) return { text: status, role: 'quiet' };
    return { text: withUnit(estimate.value, definition) };
  }
  const values = areas.flatMap(({ row }) => row.measure.estimate.value ?? []);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const to = low === high ? '' : `${figure(low, definition.digits)} to `;
  return { text: to + withUnit(high, definition) };
}

/** The newest period of those whose figures are shown. */
function periodCell({ main, areas }: Standing): ScreenCell {
  const rows = (main ? [main] : areas).map(({ row }) => row.measure);
  const newest = rows
    .filter(({ estimate }) => estimate.value !== null)
    .sort((a, b) => (a.period.end < b.period.end ? -1 : 1))
    .at(-1);
  return { text: newest?.period.label || '–', role: 'quiet' };
}

/** How many of the newest periods are drawn. */
const COURSE_POINTS = 8;

/** The values of the newest periods, drawn. */
function courseCell({ row: { history } }: AreaStanding): ScreenCell {
  return history.length > 1 ? { text: '', spark: history.slice(-COURSE_POINTS) } : NOTHING;
}

function limitsCell({ row }: AreaStanding): ScreenCell {
  const { lower, upper } = row.measure.estimate.limits[0]!;
  const { digits } = row.definition;
  if (lower === null || upper === null) return NOTHING;
  return { text: `${figure(lower, digits)} to ${figure(upper, digits)}`, role: 'quiet' };
}

/** `5▲ 0▼ 4=`: how many Places clearly get better, get worse, and show no clear change; with ? those that cannot be told. */
function countsCell({ definition, areas }: Standing): ScreenCell {
  const counts = countChanges(areas);
  if (counts.untold === areas.length) return NOTHING;
  const untold = counts.untold > 0 ? ` ${counts.untold}?` : '';
  if (definition.polarity === 'none')
    return { text: `${counts.rose}↑ ${counts.fell}↓ ${counts.unclear}=${untold}` };
  const is = (wanted: 'better' | 'worse'): number =>
    areas.filter(({ change }) => judged(change, definition) === wanted).length;
  const [better, worse] = [is('better'), is('worse')];
  const role: Role = better > 0 === worse > 0 ? 'plain' : better > 0 ? 'good' : 'bad';
  return { text: `${better}▲ ${worse}▼ ${counts.unclear}=${untold}`, role };
}
