import type { GapBreakdown } from '../../gaps/breakdown/gap-breakdown.ts';
import { lifeExpectancyBreakdown } from '../../gaps/breakdown/life-expectancy-breakdown.ts';
import { rateBreakdown } from '../../gaps/breakdown/rate-breakdown.ts';
import type { StandardBand } from '../../indicators/standard.ts';
import { dsr } from '../../measures/dsr.ts';
import { lifeExpectancy } from '../../measures/life-expectancy.ts';
import { lifeTable } from '../../measures/life-table.ts';
import type { CalcMethod, CalcRow, CalcSettings } from '../calc-method.ts';
import {
  type ComparedTable,
  type ComparedTables,
  comparedTables,
  weightsOfBands,
} from './breakdown-tables.ts';
import { AGE, DEATHS, LIFE_POPULATION } from './life-expectancy.ts';

const DEFAULT_MULTIPLIER = 100_000;
const OF = ['life-expectancy', 'dsr'];

/**
 * The gap between two tables by age and cause.
 *
 * The rows with an age and a cause sum to the gap, as do those of every age with the cause `all`, and those of every
 * cause with the age `all`. The row `all`/`all` is the gap itself. Without causes there are only rows of cause `all`.
 *
 * @param standards built-in standard populations by name
 */
export function breakdownMethod(standards: ReadonlyMap<string, readonly StandardBand[]>): CalcMethod {
  const builtIn = [...standards.keys()].join(', ');
  return {
    id: 'breakdown',
    title: 'Gap in life expectancy or in a directly standardised rate, by age and cause',
    options: [
      AGE,
      DEATHS,
      LIFE_POPULATION,
      {
        flags: '--cause <column>',
        about: 'column of the causes; all is the sum of the others',
        kind: 'text',
      },
      {
        flags: '--compare <column>',
        about: 'column that tells the two tables apart; the first in the file is table 1',
        kind: 'text',
        needed: true,
      },
      { flags: `--of <${OF.join('|')}>`, about: 'what the gap is in (life-expectancy)', kind: 'setting' },
      {
        flags: '--standard <column|name>',
        about: `for --of dsr: column of the standard population, or ${builtIn}`,
        kind: 'count',
      },
    ],
    defaultMultiplier: DEFAULT_MULTIPLIER,
    hasLimits: false,
    extras: [
      { name: 'age', type: 'string', description: 'Age band as in the input, or all' },
      { name: 'cause', type: 'string', description: 'Cause as in the input, or all' },
      { name: 'contribution', type: 'number', description: 'Part of the gap, second table minus first' },
      { name: 'value_1', type: 'number', description: 'Figure of the first table, on the row of the gap' },
      { name: 'value_2', type: 'number', description: 'Figure of the second table, on the row of the gap' },
    ],
    keepsRows: false,
    inFileOrder: true,
    check(has, { setting, multiplier }, header) {
      const of = setting('of') ?? 'life-expectancy';
      if (!OF.includes(of)) return `--of: "${of}" is neither life-expectancy nor dsr`;
      const name = setting('standard');
      if (of === 'dsr') {
        if (has('standard') || standards.has(name ?? '')) return null;
        if (name === undefined) return '--of dsr needs --standard';
        return `--standard: "${name}" is neither one of ${builtIn} nor a column of the file: ${header.join(', ')}`;
      }
      if (has('standard') || name !== undefined) return '--standard is for --of dsr';
      return multiplier === DEFAULT_MULTIPLIER ? null : '--multiplier: life expectancy has a unit of its own';
    },
    withheldRows: () => [['all', 'all', null, null, null]],
    compute(rows, settings) {
      if (settings.setting('of') === 'dsr') {
        const standard = standards.get(settings.setting('standard') ?? '');
        return rowsOfRates(comparedTables(rows, settings, true), standard, settings);
      }
      return rowsOfLifeExpectancies(comparedTables(rows, settings, false));
    },
  };
}

function rowsOfLifeExpectancies(tables: ComparedTables): CalcRow[] {
  const method = 'Arriaga';
  const starts = tables.first.bands.map(({ from }) => from);
  const inputOf = ({ deaths, populations }: ComparedTable) => ({
    starts,
    deaths: sumOf(deaths),
    populations,
  });
  const reasons = [tables.first, tables.second].flatMap((one) => {
    const [atBirth] = lifeExpectancy({ ...inputOf(one), at: [0], confidence: [] });
    return atBirth!.withheld === null ? [] : [`${one.name}: ${atBirth!.withheld}`];
  });
  const [first, second] = [tables.first, tables.second].map((one) => {
    const table = lifeTable(inputOf(one));
    if (table.withheld !== null) return null;
    return { table, causeRates: one.deaths.map((deaths) => deaths.map((x, at) => x / one.populations[at]!)) };
  });
  if (reasons.length > 0 || !first || !second) return [withheldRow(method, reasons.join('; '), false)];
  return rowsOf(lifeExpectancyBreakdown({ first, second }), tables, method);
}

function rowsOfRates(
  tables: ComparedTables,
  standard: readonly StandardBand[] | undefined,
  { multiplier }: CalcSettings,
): CalcRow[] {
  const method = 'directly standardised, exact';
  const { labels } = tables.first;
  const weights = tables.first.weights ?? weightsOfBands(tables.first, standard!);
  const reasons = [tables.first, tables.second].flatMap(({ name, deaths, populations }) => {
    const rate = { events: sumOf(deaths), populations, weights, multiplier, confidence: [], bands: labels };
    const { withheld } = dsr(rate);
    return withheld === null ? [] : [`${name}: ${withheld}`];
  });
  const isBad = [tables.first, tables.second].some(({ populations }) => populations.includes(0));
  if (reasons.length > 0) return [withheldRow(method, reasons.join('; '), isBad)];
  const [first, second] = [tables.first, tables.second].map(({ deaths, populations }) => ({
    events: deaths,
    populations,
  }));
  const breakdown = rateBreakdown({ first: first!, second: second!, weights, multiplier, bands: labels });
  if ('withheld' in breakdown) return [withheldRow(method, breakdown.withheld, true)];
  return rowsOf(breakdown, tables, method);
}

/** Deaths of all causes in each band. */
function sumOf(deaths: readonly Float64Array[]): Float64Array {
  return deaths[0]!.map((_, band) => deaths.reduce((sum, counts) => sum + counts[band]!, 0));
}

/** The gap, its causes, then each age with its causes. */
function rowsOf(
  { value1, value2, gap, byAge, byCauseAndAge, byCause, notSplit }: GapBreakdown,
  { first, second, causes }: ComparedTables,
  method: string,
): CalcRow[] {
  const part = (age: string, cause: string, contribution: number | null, why = ''): CalcRow => ({
    value: null,
    limits: [],
    extras: [age, cause, contribution, null, null],
    method,
    status: contribution === null ? 'withheld' : 'ok',
    note: contribution === null ? why : '',
    badInput: false,
  });
  const whole: CalcRow = {
    ...part('all', 'all', gap),
    extras: ['all', 'all', gap, value1, value2],
    note: `value_1 is ${first.name}, value_2 is ${second.name}`,
  };
  const cut = notSplit.findIndex((reason) => reason !== null);
  const ofCauses = causes.map((cause, at) =>
    part('all', cause, byCause[at]!, `the age band ${first.labels[cut]} is not split: ${notSplit[cut]}`),
  );
  const ofAges = first.labels.flatMap((age, band) => [
    part(age, 'all', byAge[band]!),
    ...causes.map((cause, at) => part(age, cause, byCauseAndAge[at]![band]!, notSplit[band] ?? '')),
  ]);
  return [whole, ...ofCauses, ...ofAges];
}

function withheldRow(method: string, note: string, badInput: boolean): CalcRow {
  return {
    value: null,
    limits: [],
    extras: ['all', 'all', null, null, null],
    method,
    status: 'withheld',
    note,
    badInput,
  };
}
