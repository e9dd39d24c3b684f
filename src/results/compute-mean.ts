import { ALL_LEVELS, STATE, UNKNOWN_LEVEL } from '../cells/cell.ts';
import type { CellRow } from '../cells/cell-table.ts';
import { systemParts } from '../cells/cube.ts';
import { groupBy } from '../cells/group-by.ts';
import type { Definition } from '../indicators/definition.ts';
import { mean } from '../measures/mean.ts';
import { areasOf } from '../places/places.ts';
import { type Estimate, withheldEstimate } from '../statistics/estimate.ts';
import { type Measure, REFUSED_ROW, type Status } from './result.ts';
import type { RunContext } from './run-context.ts';

/** What rows of several places share: a period, sex and deprivation group. */
type Slice = Pick<CellRow, 'period' | 'sex' | 'scheme' | 'level'>;

/** The rows of a place in a slice, or why there are none. */
type Found =
  | { readonly rows: readonly CellRow[] }
  | { readonly status: Status; readonly note: string }
  | 'no row';

/**
 * The mean of the values that an extract gives for each further group of a place, such as one row a practice, school or
 * ward. A row of the whole place is none of them. For the system the groups of all Places together, where all Places
 * have some.
 *
 * @returns a row for each area, period, sex and deprivation group that has groups; for a Place also where it has none
 *   and another has
 */
export function computeMean(definition: Definition, run: RunContext): Measure[] {
  const rows = groupRows(definition, run);
  const slices = new Map<string, Slice>();
  for (const row of rows) slices.set(sliceKey(row), row);
  const byPlace = groupBy(rows, (row) => `${row.place}|${sliceKey(row)}`);
  const told = new Set(rows.map((row) => `${row.place}|${row.period}|${row.sex}|${row.scheme}`));
  const look: Lookup = {
    rows: (place, slice) => byPlace.get(`${place}|${sliceKey(slice)}`) ?? [],
    tells: (place, { period, sex, scheme }) => told.has(`${place}|${period}|${sex}|${scheme}`),
  };
  return areasOf(run.places).flatMap(({ code }) =>
    [...slices.values()].flatMap((slice): Measure[] => {
      const found = rowsOf(code, slice, look, run);
      return found === 'no row' ? [] : [measureOf(definition, code, slice, found, run)];
    }),
  );
}

interface Lookup {
  readonly rows: (place: string, slice: Slice) => readonly CellRow[];
  /** Whether a place has any row of the deprivation groups of a slice. */
  readonly tells: (place: string, slice: Slice) => boolean;
}

/** Published values of single groups of a place. */
function groupRows({ id, sexes }: Definition, run: RunContext): CellRow[] {
  const { usable, refused } = run.subject(id);
  return [...(usable.objects() as CellRow[]), ...refused].filter(
    ({ published, group, ageFrom, ageTo, level, sex }) =>
      published &&
      group !== '' &&
      ageFrom === 0 &&
      ageTo === Number.POSITIVE_INFINITY &&
      level !== UNKNOWN_LEVEL &&
      sexes.some((one) => one === sex),
  );
}

function sliceKey({ period, sex, scheme, level }: Slice): string {
  return `${period}|${sex}|${scheme}|${level}`;
}

/** The rows of a place itself, else of all its parts; of the system those of all Places. */
function rowsOf(code: string, slice: Slice, look: Lookup, run: RunContext): Found {
  const { places, parts, combined, system } = run.places;
  const partsOf = (place: string): string[] =>
    parts.filter(({ partOf }) => partOf === place).map((part) => part.code);
  const own = (place: string): string[] => (look.tells(place, slice) ? [place] : partsOf(place));
  const has = (place: string): boolean =>
    own(place).length > 0 && own(place).every((one) => look.tells(one, slice));
  const rowsIn = (all: readonly string[]): CellRow[] =>
    all.flatMap((place) => own(place).flatMap((one) => look.rows(one, slice)));
  const everybody = slice.level === ALL_LEVELS;

  if (code === system.code) {
    const { parts: summed, standFor } = systemParts(run.places, has);
    const rows = standFor < places.length ? look.rows(code, slice) : rowsIn(summed);
    if (rows.length > 0) return { rows };
    if (!everybody || standFor === 0) return 'no row';
    return { status: 'withheld', note: `${standFor} of ${places.length} Places` };
  }
  const rows = has(code) ? rowsIn([code]) : look.rows(code, slice);
  if (rows.length > 0) return { rows };
  if (!everybody || !places.some((place) => place.code === code)) return 'no row';
  const area = combined.find(({ code: one, standsFor }) => standsFor.includes(code) && has(one));
  if (area) return { status: 'not-applicable', note: `in ${area.name}: ${area.note}` };
  const there = partsOf(code).filter((one) => look.tells(one, slice));
  return there.length > 0
    ? { status: 'withheld', note: `${there.length} of its ${partsOf(code).length} sub-ICB locations` }
    : { status: 'missing', note: 'no data for this place and period' };
}

function measureOf(
  definition: Definition,
  place: string,
  slice: Slice,
  found: Exclude<Found, 'no row'>,
  run: RunContext,
): Measure {
  const rows = 'rows' in found ? found.rows : [];
  const reason = 'rows' in found ? whyNoMean(rows) : found;
  const estimate: Estimate = reason
    ? withheldEstimate('', reason.note, run.confidence)
    : mean({ values: rows.map(({ value }) => value), confidence: run.confidence });
  const groups = `mean of ${rows.length} group${rows.length === 1 ? '' : 's'}`;
  return {
    indicator: definition.id,
    place,
    period: run.cells.periods.get(slice.period)!,
    sex: slice.sex,
    scheme: slice.scheme,
    level: slice.level,
    estimate,
    count: null,
    denominator: null,
    unit: definition.unit,
    method: estimate.method ? `mean: ${estimate.method}` : 'mean',
    status: reason?.status ?? 'ok',
    note: reason?.note ?? [groups, estimate.note].filter(Boolean).join('; '),
    files: run.cells.fileSets.behind(rows),
  };
}

/** The mean of those that are left would be another mean. */
function whyNoMean(rows: readonly CellRow[]): { readonly status: Status; readonly note: string } | null {
  if (rows.some(({ state }) => state === STATE.refused)) return { status: 'withheld', note: REFUSED_ROW };
  const suppressed = rows.filter(({ state }) => state === STATE.suppressed).length;
  if (suppressed > 0)
    return {
      status: 'suppressed',
      note: `${suppressed} of ${rows.length} groups suppressed at their source`,
    };
  const without = rows.filter(({ value }) => !Number.isFinite(value)).length;
  return without > 0
    ? { status: 'withheld', note: `no figure for ${without} of ${rows.length} groups at their source` }
    : null;
}
