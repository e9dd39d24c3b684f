import { type AgeBand, ageBandLabel } from '../../cells/age-band.ts';
import { groupBy } from '../../cells/group-by.ts';
import { quote } from '../../extracts/fields.ts';
import type { StandardBand } from '../../indicators/standard.ts';
import { BadGroup, type CalcSettings, type GroupRows } from '../calc-method.ts';
import { bandOf, bandsOf } from './age-labels.ts';
import { orderAges, requireAllStarts } from './life-expectancy.ts';
import { weightOfBand } from './weight-of-band.ts';

/** One of the two tables that a breakdown compares. */
export interface ComparedTable {
  /** Its text in the column compared, quoted. */
  readonly name: string;
  /** Ascending; one entry a band here and below. */
  readonly bands: readonly AgeBand[];
  /** The bands as the file writes them. */
  readonly labels: readonly string[];
  readonly populations: Float64Array;
  /** The column of the standard population; null where there is none. */
  readonly weights: Float64Array | null;
  /** One array a cause; one of all causes where there are none. */
  readonly deaths: readonly Float64Array[];
}

export interface ComparedTables {
  readonly first: ComparedTable;
  readonly second: ComparedTable;
  /** The causes in the order of the file, those of all causes together left out; none where nothing is split. */
  readonly causes: readonly string[];
}

interface Columns {
  readonly ages: readonly string[];
  readonly bands: readonly AgeBand[];
  readonly deaths: Float64Array;
  readonly populations: Float64Array;
  readonly weights: Float64Array | null;
  readonly causes: readonly string[] | null;
}

/** Counts that are sums of fractions agree but for rounding. */
const ROUNDING = 1e-9;
const MOST_NAMES = 6;

/**
 * The two tables of a group: rows by age, and by cause where there are causes.
 *
 * The population (and the standard) stands on every cause's row of a band, must agree there and counts once. A row of
 * all causes must be what the causes add up to; without one the causes are all there is, and each needs its row.
 *
 * @param lastMayEnd whether the last age band need not be open
 * @throws BadGroup for other than two tables; bands that are missing, twice or not the same in both; rows that
 *   disagree; causes that do not add up
 */
export function comparedTables(rows: GroupRows, settings: CalcSettings, lastMayEnd: boolean): ComparedTables {
  const compared = rows.text('compare');
  const [one, two] = namesCompared(compared, settings);
  const columns: Columns = {
    ages: rows.text('age'),
    bands: bandsOf(rows.labels('age')),
    deaths: rows.number('deaths'),
    populations: rows.number('population'),
    weights: rows.has('standard') ? rows.number('standard') : null,
    causes: rows.has('cause') ? rows.text('cause') : null,
  };
  if (columns.causes?.includes('')) throw new BadGroup('a cause is blank');
  const own = new Set(columns.causes);
  const causes = settings.textsOfFile('cause').filter((cause) => own.has(cause) && !isAllCauses(cause));
  const read = (name: string): ComparedTable => {
    const rowsOfTable = [...compared.keys()].filter((row) => compared[row] === name);
    try {
      return readTable(quote(name), rowsOfTable, columns, causes, lastMayEnd);
    } catch (error) {
      throw error instanceof BadGroup ? new BadGroup(`${quote(name)}: ${error.message}`) : error;
    }
  };
  const [first, second] = [read(one), read(two)];
  requireSameBands(first, second);
  requireSameBands(second, first);
  const given = first.labels.map(bandOf);
  requireAllStarts(
    { starts: given.map(({ from }) => from), byStart: given.map(({ from, to }) => from === to) },
    settings,
  );
  for (const [band, weight] of first.weights?.entries() ?? []) {
    if (weight !== second.weights![band])
      throw new BadGroup(
        `${first.name} and ${second.name} disagree on the standard of the age band ${first.labels[band]}`,
      );
  }
  return { first, second, causes };
}

/**
 * The weights of a built-in standard for the bands of a table.
 *
 * @throws BadGroup where the last age is a number alone below the standard's open band, and single years go before
 *   it, so that nobody can tell whether it is open
 */
export function weightsOfBands(
  { bands, labels }: ComparedTable,
  standard: readonly StandardBand[],
): Float64Array {
  const last = labels.at(-1)!;
  const before = bands.at(-2);
  const { from, to } = bandOf(last);
  if (from === to && before?.from === from - 1 && from < standard.at(-1)!.from)
    throw new BadGroup(`the last age ${last} may be one year or open: write ${last}+ where it is open`);
  return Float64Array.from(bands, (band) => weightOfBand(standard, band));
}

/** The two texts of the column compared, in the order in which the file first has them. */
function namesCompared(compared: readonly string[], settings: CalcSettings): readonly [string, string] {
  const own = new Set(compared);
  if (own.has('')) throw new BadGroup(`${settings.column('compare')} is blank in a row`);
  const inOrder = settings.textsOfFile('compare').filter((name) => own.has(name));
  const [first, second] = inOrder;
  if (first !== undefined && second !== undefined && inOrder.length === 2) return [first, second];
  const shown = inOrder.slice(0, MOST_NAMES).map(quote).join(', ');
  throw new BadGroup(
    `two tables can be compared, and ${settings.column('compare')} has ${inOrder.length}: ${shown}${inOrder.length > MOST_NAMES ? ' …' : ''}`,
  );
}

function isAllCauses(cause: string): boolean {
  return /^all(?: causes)?$/i.test(cause);
}

function readTable(
  name: string,
  own: readonly number[],
  columns: Columns,
  causes: readonly string[],
  lastMayEnd: boolean,
): ComparedTable {
  const rows = [...groupBy(own, (row) => ageBandLabel(columns.bands[row]!)).values()];
  const { bands, order } = orderBands(
    rows.map(([row]) => columns.ages[row!]!),
    lastMayEnd,
  );
  const labels = order.map((at) => columns.ages[rows[at]![0]!]!);
  const once = (values: Float64Array, what: string): Float64Array =>
    Float64Array.from(order, (at, band) => {
      const [value, ...others] = rows[at]!.map((row) => values[row]!);
      if (others.some((other) => other !== value))
        throw new BadGroup(`the rows of the age band ${labels[band]} disagree on its ${what}`);
      return value!;
    });
  const deaths = (causes.length > 0 ? causes : ['all']).map(() => new Float64Array(order.length));
  for (const [band, at] of order.entries()) {
    const counts = deathsOfBand(rows[at]!, columns, causes, labels[band]!);
    for (const [cause, count] of counts.entries()) deaths[cause]![band] = count;
  }
  return {
    name,
    bands,
    labels,
    populations: once(columns.populations, 'population'),
    weights: columns.weights && once(columns.weights, 'standard'),
    deaths,
  };
}

/** Bands in ascending order; a number alone ends where the next begins, and as the last it is open. */
function orderBands(
  labels: readonly string[],
  lastMayEnd: boolean,
): { bands: AgeBand[]; order: readonly number[] } {
  const parsed = labels.map(bandOf);
  const highest = Math.max(...parsed.map(({ from }) => from));
  // As a number alone the last band counts as open, whatever it says.
  const { order } = orderAges(
    labels.map((label, at) => (lastMayEnd && parsed[at]!.from === highest ? String(highest) : label)),
  );
  const bands = order.map((at, place): AgeBand => {
    const { from, to } = parsed[at]!;
    const next = order[place + 1];
    if (next === undefined) return { from, to: to === from ? Number.POSITIVE_INFINITY : to };
    if (to === Number.POSITIVE_INFINITY)
      throw new BadGroup(`the age bands ${labels[at]} and ${labels[next]} overlap`);
    return { from, to: parsed[next]!.from - 1 };
  });
  return { bands, order };
}

/** Deaths of each cause, or of all together where there are none. */
function deathsOfBand(
  rows: readonly number[],
  columns: Columns,
  causes: readonly string[],
  label: string,
): number[] {
  const { deaths } = columns;
  if (columns.causes === null) {
    if (rows.length > 1) throw new BadGroup(`the age band ${label} stands twice; rows by cause need --cause`);
    return [deaths[rows[0]!]!];
  }
  const counts = new Map<string, number>();
  for (const row of rows) {
    const cause = isAllCauses(columns.causes[row]!) ? 'all' : columns.causes[row]!;
    if (counts.has(cause)) throw new BadGroup(`the age band ${label} has ${quote(cause)} twice`);
    counts.set(cause, deaths[row]!);
  }
  const all = counts.get('all');
  if (causes.length === 0) return [all!];
  const missing = causes.find((cause) => !counts.has(cause));
  if (missing !== undefined && all === undefined)
    throw new BadGroup(`the age band ${label} has no row for ${quote(missing)}; no deaths are a row with 0`);
  const each = causes.map((cause) => counts.get(cause) ?? 0);
  const sum = each.reduce((total, count) => total + count, 0);
  if (all !== undefined && Math.abs(sum - all) > ROUNDING * all)
    throw new BadGroup(`the causes of the age band ${label} add up to ${sum}, and all causes are ${all}`);
  return each;
}

function requireSameBands(one: ComparedTable, other: ComparedTable): void {
  const missing = one.bands.findIndex(
    ({ from, to }) => !other.bands.some((band) => band.from === from && band.to === to),
  );
  if (missing >= 0)
    throw new BadGroup(`the age band ${one.labels[missing]} of ${one.name} is not in ${other.name}`);
}
