import type { Definition } from '../indicators/definition.ts';
import type { Places } from '../places/places.ts';
import type { Trend } from '../results/result.ts';
import type { SummaryRow } from './summarise.ts';

/**
 * How a series has changed: `unclear` where its limits leave out neither a rise nor a fall, which is not to say that
 * it stayed the same; `untold` where there is no value or too short a series.
 */
export type Change = 'rose' | 'fell' | 'unclear' | 'untold';

/** Fewer independent points than this are no trend: the recent trend asks for as many. */
const FEWEST_POINTS = 5;

/** How one area stands. */
export interface AreaStanding {
  readonly row: SummaryRow;
  readonly change: Change;
}

/** How an indicator stands in the Places and over the whole system: what a headline and a line of the board are made of. */
export interface Standing {
  readonly definition: Definition;
  /** The Places, with a combined area in place of those that it stands for; as far as they are shown. */
  readonly areas: readonly AreaStanding[];
  /** What the areas are called: `areas` where one of them is no Place. */
  readonly areaNoun: 'Places' | 'areas';
  /** The system where it is shown and has a value. */
  readonly system: AreaStanding | null;
  /** The system, else the only Place that is shown: whose gap and goal are told. */
  readonly main: AreaStanding | null;
  /** Whether the changes are those of monthly charts, which tell the newest months from the ones before. */
  readonly byChart: boolean;
}

/** Counts up the rows of one indicator. @param rows of all areas that are shown, in the order of the summary */
export function standingOf(rows: readonly SummaryRow[], { places, combined, system }: Places): Standing {
  const at = new Map(rows.map((row) => [row.measure.place, row]));
  const hasValue = (code: string): boolean => at.get(code)?.measure.estimate.value != null;
  const together = combined.filter(
    ({ code, standsFor }) => hasValue(code) && !standsFor.some((part) => hasValue(part)),
  );
  const replaced = new Set(together.flatMap(({ standsFor }) => standsFor));
  const areas = [...places.filter(({ code }) => !replaced.has(code)), ...together].flatMap(({ code }) => {
    const row = at.get(code);
    return row ? [areaStanding(row)] : [];
  });
  const whole = hasValue(system.code) ? areaStanding(at.get(system.code)!) : null;
  return {
    definition: rows[0]!.definition,
    areas,
    areaNoun: together.length > 0 ? 'areas' : 'Places',
    system: whole,
    main: whole ?? (areas.length === 1 ? areas[0]! : null),
    byChart: [...at.values()].some(({ change }) => change !== null && isChart(change.whole)),
  };
}

function areaStanding(row: SummaryRow): AreaStanding {
  return { row, change: row.measure.estimate.value === null ? 'untold' : changeOfRow(row) };
}

/** Whether any area has a value. */
export function hasAnyValue({ areas, system }: Standing): boolean {
  return system !== null || areas.some(({ row }) => row.measure.estimate.value !== null);
}

/** How the values of a row have changed over all its periods, or by the chart of its months. */
export function changeOfRow({ change, definition }: SummaryRow): Change {
  if (!change || change.whole.points < FEWEST_POINTS) return 'untold';
  return changeOfTrend(change.whole, definition);
}

/** What the newest stretch says where it says something else than the whole series; null where it does not. */
export function newestChange(row: SummaryRow): { readonly change: Change; readonly trend: Trend } | null {
  const trend = row.change?.newest;
  if (!trend) return null;
  const change = changeOfTrend(trend, row.definition);
  return change === 'untold' || change === changeOfRow(row) ? null : { change, trend };
}

const BY_DIRECTION: Readonly<Record<string, Change>> = {
  increasing: 'rose',
  decreasing: 'fell',
  'no-significant-change': 'unclear',
  'common-cause': 'unclear',
  'neutral-high': 'rose',
  'neutral-low': 'fell',
};

/** @returns the direction of a line, or of the newest months of a chart */
function changeOfTrend({ direction, status }: Trend, { polarity }: Definition): Change {
  if (status !== 'ok') return 'untold';
  if (direction === 'improvement') return polarity === 'high' ? 'rose' : 'fell';
  if (direction === 'concern') return polarity === 'high' ? 'fell' : 'rose';
  return BY_DIRECTION[direction] ?? 'untold';
}

export type Judgement = 'better' | 'worse' | 'unclear' | 'untold';

/** Whether a change is for the better. Where neither end is the good one it is not judged. */
export function judged(change: Change, { polarity }: Pick<Definition, 'polarity'>): Judgement {
  if (change === 'unclear' || change === 'untold') return change;
  if (polarity === 'none') return 'untold';
  return (change === 'rose') === (polarity === 'high') ? 'better' : 'worse';
}

/** Of an indicator as a whole: by the system where that can be told, else by what more than half of the areas agree in. */
export function judgementOf({ definition, areas, system }: Standing): Judgement {
  if (system && system.change !== 'untold') return judged(system.change, definition);
  const all = areas.map(({ change }) => judged(change, definition)).filter((one) => one !== 'untold');
  if (all.length === 0) return 'untold';
  const most = (['better', 'worse'] as const).find(
    (wanted) => 2 * all.filter((one) => one === wanted).length > all.length,
  );
  return most ?? 'unclear';
}

/** In how many areas it rose, fell, shows no clear change, or cannot be told. */
export function countChanges(areas: readonly AreaStanding[]): Readonly<Record<Change, number>> {
  const counts = { rose: 0, fell: 0, unclear: 0, untold: 0 };
  for (const { change } of areas) counts[change] += 1;
  return counts;
}

/** Whether a trend is the chart of a monthly series. */
export function isChart({ method }: Trend): boolean {
  return method.startsWith('spc:');
}
