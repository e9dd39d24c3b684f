import { describe, expect, it } from 'vitest';
import type { CalcSettings } from '../../src/calc/calc-method.ts';
import { breakdownMethod } from '../../src/calc/methods/breakdown.ts';
import { readColumns } from '../../src/calc/read-columns.ts';
import { runCalc } from '../../src/calc/run-calc.ts';
import { parseAgeBand } from '../../src/cells/age-band.ts';
import { loadStandards } from '../../src/indicators/standard.ts';
import type { Cell } from '../../src/summary/table.ts';
import {
  CAUSES,
  ESP2013,
  LEAST,
  LIFE_EXPECTANCY,
  MOST,
  STANDARDISED,
  STARTS,
} from '../gaps/breakdown/two-populations.ts';
import { expectClose } from '../statistics/reference-case.ts';

type Row = Readonly<Record<string, Cell>>;

const method = breakdownMethod(loadStandards());
const COLUMNS = ['age', 'deaths', 'population', 'cause', 'compare'];

/** Runs the method on a CSV whose columns have the names of their options, but for those in `options`. */
async function breakdown(
  csv: string,
  options: Readonly<Record<string, string>> = {},
  by: readonly string[] = [],
): Promise<{ rows: Row[]; badGroups: number }> {
  const bytes = Buffer.from(csv);
  const input = {
    path: '-',
    named: true,
    once: true,
    head: async () => ({ bytes, whole: true }),
    chunks: async function* () {
      yield bytes;
    },
  };
  const data = await readColumns({
    input,
    keepRecords: false,
    inFileOrder: method.inFileOrder === true,
    choose: (header) => ({
      by: by.map((name) => header.indexOf(name)),
      asked: method.options.flatMap(({ flags, kind }) => {
        const option = /--(\S+)/.exec(flags)![1]!;
        const column = options[option] ?? (COLUMNS.includes(option) ? option : '');
        const index = header.indexOf(column);
        return kind === 'setting' || index < 0 ? [] : [{ option, column, kind, index }];
      }),
    }),
  });
  const settings: CalcSettings = {
    confidence: [],
    multiplier: method.defaultMultiplier,
    setting: (option) => options[option],
    column: (option) => options[option] ?? option,
    numbersOfFile: () => [],
    startsOfFile: () => (data.labels.get('age')?.texts ?? []).flatMap((age) => parseAgeBand(age)?.from ?? []),
    textsOfFile: (option) => data.labels.get(option)?.texts ?? [],
    observedTotal: () => null,
  };
  const { table, badGroups } = runCalc(method, data, settings, by);
  const rows = Array.from(table.rows, (row) =>
    Object.fromEntries(row.map((cell, at) => [table.columns[at]!.name, cell])),
  );
  // Groups are computed as their rows are asked for.
  return { rows, badGroups: badGroups() };
}

const LABELS = STARTS.map((start, band) =>
  band === 19 ? '90+' : start === 0 ? '0' : `${start}-${STARTS[band + 1]! - 1}`,
);
const HEADER = 'compare,age,cause,deaths,population,standard';

/** Rows of both populations, one a band and cause. */
function rowsOf(ages: readonly (string | number)[] = STARTS): string[][] {
  return [
    ['most', MOST],
    ['least', LEAST],
  ].flatMap(([name, one]) =>
    CAUSES.flatMap((cause, at) =>
      ages.map((age, band) => {
        const { deaths, populations } = one as typeof MOST;
        return [name as string, age, cause, deaths[at]![band], populations[band], ESP2013[band]].map(String);
      }),
    ),
  );
}

const csvOf = (rows: readonly (readonly string[])[], header = HEADER): string =>
  `${[header, ...rows.map((row) => row.join(','))].join('\n')}\n`;

/** The rows with one field of some of them changed. */
const change = (
  rows: readonly (readonly string[])[],
  which: (row: readonly string[]) => boolean,
  column: number,
  text: string,
): string[][] => rows.map((row) => (which(row) ? row.with(column, text) : [...row]));

const partsOf = (rows: readonly Row[], which: (row: Row) => boolean): number =>
  rows.filter(which).reduce((sum, row) => sum + (row.contribution as number), 0);
const find = (rows: readonly Row[], age: string, cause: string): Row =>
  rows.find((row) => row.age === age && row.cause === cause)!;

/** Each of the three ways to add up gives the gap: 1e-9. */
function expectSums(rows: readonly Row[], gap: number): void {
  expectClose(
    partsOf(rows, ({ age, cause }) => age !== 'all' && cause !== 'all'),
    gap,
    1e-9,
    1e-9,
  );
  expectClose(
    partsOf(rows, ({ age, cause }) => age !== 'all' && cause === 'all'),
    gap,
    1e-9,
    1e-9,
  );
  expectClose(
    partsOf(rows, ({ age, cause }) => age === 'all' && cause !== 'all'),
    gap,
    1e-9,
    1e-9,
  );
}

describe('calc breakdown', () => {
  // Expected: see two-populations.ts.
  it.each([
    ['first ages', STARTS],
    ['labels', LABELS],
  ])('life expectancy by age and cause, ages as %s, to 1e-9', async (_, ages) => {
    const { rows, badGroups } = await breakdown(csvOf(rowsOf(ages)));
    expect(badGroups).toBe(0);
    expect(rows).toHaveLength(21 * 5);
    expect(Object.keys(rows[0]!)).toEqual([
      ...['age', 'cause', 'contribution', 'value_1', 'value_2'],
      ...['method', 'status', 'note'],
    ]);
    const [whole, ...parts] = rows;
    expect(whole).toMatchObject({ age: 'all', cause: 'all', method: 'Arriaga', status: 'ok' });
    expect(whole!.note).toBe('value_1 is "most", value_2 is "least"');
    expectClose(whole!.contribution as number, LIFE_EXPECTANCY.gap);
    expectClose(whole!.value_1 as number, LIFE_EXPECTANCY.first);
    expectClose(whole!.value_2 as number, LIFE_EXPECTANCY.second);
    expect(parts.every((row) => row.value_1 === null && row.value_2 === null && row.status === 'ok')).toBe(
      true,
    );
    for (const [band, age] of ages.entries()) {
      expectClose(find(rows, String(age), 'all').contribution as number, LIFE_EXPECTANCY.byAge[band]!);
      const circulatory = find(rows, String(age), 'circulatory').contribution as number;
      expectClose(circulatory, LIFE_EXPECTANCY.circulatory[band]!, 1e-9, 1e-12);
    }
    for (const [at, cause] of CAUSES.entries())
      expectClose(find(rows, 'all', cause).contribution as number, LIFE_EXPECTANCY.byCause[at]!);
    expectSums(rows, LIFE_EXPECTANCY.gap);
  });

  it.each([
    ['the built-in standard, first ages', { standard: 'esp2013' }, STARTS],
    ['the built-in standard, labels', { standard: 'esp2013' }, LABELS],
    ['a column', { standard: 'standard' }, LABELS],
  ])('a directly standardised rate by %s, to 1e-9', async (_, standard, ages) => {
    const { rows } = await breakdown(csvOf(rowsOf(ages)), { of: 'dsr', ...standard });
    const whole = find(rows, 'all', 'all');
    expectClose(whole.contribution as number, STANDARDISED.gap);
    expectClose(whole.value_1 as number, STANDARDISED.first);
    expectClose(whole.value_2 as number, STANDARDISED.second);
    for (const [at, cause] of CAUSES.entries())
      expectClose(find(rows, 'all', cause).contribution as number, STANDARDISED.byCause[at]!);
    for (const [at, band] of [0, 10, 19].entries())
      expectClose(find(rows, String(ages[band]), 'all').contribution as number, STANDARDISED.byAge[at]!);
    expectSums(rows, STANDARDISED.gap);
  });

  it('a rate of some ages takes a last band that ends', async () => {
    const under75 = rowsOf(LABELS).filter(([, age]) => Number.parseInt(age!, 10) < 75);
    const { rows } = await breakdown(csvOf(under75), { of: 'dsr', standard: 'esp2013' });
    const weights = ESP2013.slice(0, 16);
    const rate = ({ deaths, populations }: typeof MOST): number =>
      weights.reduce(
        (sum, weight, band) =>
          sum + (weight * deaths.reduce((all, one) => all + one[band]!, 0)) / populations[band]!,
        0,
      ) *
      (100_000 / weights.reduce((sum, weight) => sum + weight));
    expectClose(rows[0]!.contribution as number, rate(LEAST) - rate(MOST));
  });

  it('does not mind the order of the rows, but for which table is first', async () => {
    const rows = rowsOf(LABELS);
    const [forward, back] = await Promise.all([breakdown(csvOf(rows)), breakdown(csvOf(rows.toReversed()))]);
    expect(find(back.rows, 'all', 'all').note).toBe('value_1 is "least", value_2 is "most"');
    expectClose(back.rows[0]!.contribution as number, -(forward.rows[0]!.contribution as number));
    const shuffled = [...rows.slice(0, 1), ...rows.slice(1).toReversed()];
    const same = await breakdown(csvOf(shuffled));
    expectClose(
      find(same.rows, '45-49', 'cancer').contribution as number,
      find(forward.rows, '45-49', 'cancer').contribution as number,
    );
  });

  it('table 1 is the first in the file, also for a group that begins with the other', async () => {
    const rows = rowsOf();
    const two = [...rows.map((row) => ['a', ...row]), ...rows.toReversed().map((row) => ['b', ...row])];
    const out = await breakdown(csvOf(two, `area,${HEADER}`), {}, ['area']);
    const gaps = out.rows.filter(({ age, cause }) => age === 'all' && cause === 'all');
    expect(gaps.map(({ area }) => area)).toEqual(['a', 'b']);
    for (const { contribution } of gaps) expectClose(contribution as number, LIFE_EXPECTANCY.gap);
  });

  it('without --cause, or with all causes alone, gives rows by age', async () => {
    const sums = ['most', 'least'].flatMap((name) =>
      STARTS.map((start, band) => {
        const { deaths, populations } = name === 'most' ? MOST : LEAST;
        const all = deaths.reduce((sum, one) => sum + one[band]!, 0);
        return [name, start, 'All causes', all, populations[band]].map(String);
      }),
    );
    for (const header of ['compare,age,other,deaths,population', 'compare,age,cause,deaths,population']) {
      const { rows } = await breakdown(csvOf(sums, header));
      expect(rows).toHaveLength(21);
      expect(new Set(rows.map(({ cause }) => cause))).toEqual(new Set(['all']));
      expectClose(rows[0]!.contribution as number, LIFE_EXPECTANCY.gap);
      expectClose(
        partsOf(rows, ({ age }) => age !== 'all'),
        LIFE_EXPECTANCY.gap,
        0,
        1e-9,
      );
    }
  });

  it('checks a row of all causes, beside which a cause without deaths needs no row', async () => {
    const totals = ['most', 'least'].flatMap((name) =>
      STARTS.map((start, band) => {
        const { deaths, populations } = name === 'most' ? MOST : LEAST;
        const all = deaths.reduce((sum, one) => sum + one[band]!, 0);
        return [name, start, 'all', all, populations[band], ESP2013[band]].map(String);
      }),
    );
    const withDeaths = rowsOf().filter(([, , , deaths]) => deaths !== '0');
    const { rows } = await breakdown(csvOf([...withDeaths, ...totals]));
    expectSums(rows, LIFE_EXPECTANCY.gap);
    const wrong = totals.map((row, at) => (at === 3 ? row.with(3, '9') : row));
    const bad = await breakdown(csvOf([...rowsOf(), ...wrong]));
    expect(bad.rows).toMatchObject([
      {
        age: 'all',
        cause: 'all',
        contribution: null,
        status: 'withheld',
        note: '"most": the causes of the age band 10 add up to 2, and all causes are 9',
      },
    ]);
    expect(bad.badGroups).toBe(1);
  });

  const rows = rowsOf(LABELS);
  const single = (name: string, age: string, cause: string) => (row: readonly string[]) =>
    row[0] === name && row[1] === age && row[2] === cause;
  const not =
    (which: (row: readonly string[]) => boolean) =>
    (row: readonly string[]): boolean =>
      !which(row);
  const at = (name: string, age: string) => (row: readonly string[]) => row[0] === name && row[1] === age;

  it.each<[string, readonly (readonly string[])[], string]>([
    [
      'a cause without its row in a band',
      rows.filter(not(single('least', '5-9', 'cancer'))),
      '"least": the age band 5-9 has no row for "cancer"; no deaths are a row with 0',
    ],
    [
      'a cause twice in a band',
      [...rows, ['least', '5-9', 'cancer', '1', '13100', '5500']],
      '"least": the age band 5-9 has "cancer" twice',
    ],
    [
      'populations that disagree',
      change(rows, single('most', '20-24', 'other'), 4, '14001'),
      '"most": the rows of the age band 20-24 disagree on its population',
    ],
    [
      'a band missing from one table',
      rows.filter(not(at('most', '20-24'))),
      '"most": the age band 20-24 is missing',
    ],
    [
      'one table with other bands',
      rows.filter(not(at('least', '0'))),
      'the age band 0 of "most" is not in "least"',
    ],
    [
      'the other table with other bands',
      rows.filter(not(at('most', '0'))),
      'the age band 0 of "least" is not in "most"',
    ],
    [
      'a last band that ends',
      rows.filter(([, age]) => age !== '90+'),
      '"most": the last age band 85-89 is not open',
    ],
    [
      'open bands one in the other',
      change(rows, ([, age]) => age === '85-89', 1, '85+'),
      '"most": the age bands 85+ and 90+ overlap',
    ],
    [
      'one table',
      rows.filter(([name]) => name === 'most'),
      'two tables can be compared, and compare has 1: "most"',
    ],
    [
      'three tables',
      change(rows, single('least', '0', 'other'), 0, 'third'),
      'two tables can be compared, and compare has 3: "most", "least", "third"',
    ],
    ['a blank cause', change(rows, single('least', '0', 'other'), 2, ''), 'a cause is blank'],
    ['a blank table', change(rows, single('least', '0', 'other'), 0, ''), 'compare is blank in a row'],
    ['no age', change(rows, single('least', '0', 'other'), 1, 'old'), '"old" is not an age band'],
  ])('withholds the group for %s', async (_, bad, note) => {
    const out = await breakdown(csvOf(bad));
    expect(out.rows).toEqual([
      {
        ...{ age: 'all', cause: 'all', contribution: null, value_1: null, value_2: null },
        ...{ method: null, status: 'withheld', note },
      },
    ]);
    expect(out.badGroups).toBe(1);
  });

  it('withholds duplicates without --cause, and says what they may be', async () => {
    const { rows: out } = await breakdown(csvOf(rows, HEADER.replace('cause', 'why')));
    expect(out.map(({ note }) => note)).toEqual([
      '"most": the age band 0 stands twice; rows by cause need --cause',
    ]);
  });

  it('finds a band that both tables of a group lack where ages are numbers alone', async () => {
    const numbers = rowsOf().map((row) => ['a', ...row]);
    const short = rowsOf()
      .filter(([, age]) => age !== '20')
      .map((row) => ['b', ...row]);
    for (const options of [{}, { of: 'dsr', standard: 'esp2013' }]) {
      const out = await breakdown(csvOf([...numbers, ...short], `area,${HEADER}`), options, ['area']);
      const notes = out.rows.filter(({ area }) => area === 'b').map(({ note }) => note);
      expect(notes).toEqual(['the age band from 20 is missing, which other groups have']);
    }
  });

  it('withholds by the rules of life expectancy, naming the table, and that is no bad data', async () => {
    const small = rows.map((row) => (row[0] === 'most' ? row.with(3, '1').with(4, '200') : row));
    const none = change(small, ([name, age]) => name === 'least' && age === '90+', 3, '0');
    const out = await breakdown(csvOf(none));
    expect(out.rows.map(({ note }) => note)).toEqual([
      '"most": a population of 5,000 or less; "least": no deaths in the last age band',
    ]);
    expect(out.rows[0]).toMatchObject({ status: 'withheld', method: 'Arriaga' });
    expect(out.badGroups).toBe(0);
  });

  it('withholds a rate of fewer than ten events by rule, and one without people in a band as bad data', async () => {
    const few = change(rows, ([name]) => name === 'least', 3, '0');
    const options = { of: 'dsr', standard: 'esp2013' };
    const byRule = await breakdown(csvOf(few), options);
    expect(byRule.rows.map(({ note }) => note)).toEqual(['"least": fewer than 10 events']);
    expect(byRule.badGroups).toBe(0);
    const nobody = await breakdown(csvOf(change(rows, at('least', '5-9'), 4, '0')), options);
    expect(nobody.rows.map(({ note }) => note)).toEqual(['"least": age band 5-9 has no population']);
    expect(nobody.badGroups).toBe(1);
  });

  it('withholds a rate whose two tables disagree on the standard', async () => {
    const { rows: out } = await breakdown(csvOf(change(rows, at('least', '5-9'), 5, '5600')), {
      of: 'dsr',
      standard: 'standard',
    });
    expect(out.map(({ note }) => note)).toEqual([
      '"most" and "least" disagree on the standard of the age band 5-9',
    ]);
  });

  it('withholds only the causes of a band that more die in than it can hold, and their totals', async () => {
    const { rows: out } = await breakdown(csvOf(change(rows, at('least', '85-89'), 4, '800')));
    const why = 'more deaths than the age band can hold, so causes cannot be told apart';
    const withheld = out.filter(({ status }) => status === 'withheld');
    expect(withheld.map(({ age, cause }) => `${age} ${cause}`)).toEqual([
      ...CAUSES.map((cause) => `all ${cause}`),
      ...CAUSES.map((cause) => `85-89 ${cause}`),
    ]);
    expect(new Set(withheld.map(({ note }) => note))).toEqual(
      new Set([`the age band 85-89 is not split: ${why}`, why]),
    );
    const byAge = partsOf(out, ({ age, cause }) => age !== 'all' && cause === 'all');
    expectClose(byAge, out[0]!.contribution as number, 0, 1e-9);
  });

  it('asks whether a last single year is open where the built-in standard cannot tell', async () => {
    const years = ['70', '71', '72'].flatMap((age) =>
      ['a', 'b'].map((name) => [name, age, 'all', '30', '900', '1']),
    );
    const header = csvOf(years);
    const { rows: out } = await breakdown(header, { of: 'dsr', standard: 'esp2013' });
    expect(out.map(({ note }) => note)).toEqual([
      'the last age 72 may be one year or open: write 72+ where it is open',
    ]);
    const byColumn = await breakdown(header, { of: 'dsr', standard: 'standard' });
    expect(byColumn.rows[0]).toMatchObject({ contribution: 0, status: 'ok' });
  });

  it('says what is wrong with its options', () => {
    const check = (
      given: Readonly<Record<string, string>>,
      columns: readonly string[] = [],
      multiplier = 100_000,
    ) =>
      method.check!(
        (option) => columns.includes(option),
        { setting: (option: string) => given[option], multiplier } as CalcSettings,
        ['age', 'deaths'],
      );
    expect(check({})).toBeNull();
    expect(check({ of: 'dsr', standard: 'esp2013' }, [], 1000)).toBeNull();
    expect(check({ of: 'dsr' }, ['standard'])).toBeNull();
    expect(check({ of: 'rate' })).toBe('--of: "rate" is neither life-expectancy nor dsr');
    expect(check({ of: 'dsr' })).toBe('--of dsr needs --standard');
    expect(check({ of: 'dsr', standard: 'esp' })).toMatch(/^--standard: "esp" is .*: age, deaths$/);
    expect(check({ standard: 'esp2013' })).toBe('--standard is for --of dsr');
    expect(check({}, [], 1000)).toBe('--multiplier: life expectancy has a unit of its own');
  });
});
