import { describe, expect, it } from 'vitest';
import { recentTrendMethod } from '../../src/calc/methods/recent-trend.ts';
import { describeWithShared } from '../shared.ts';
import { expectClose, groupsOf, numberOf, type Row, readReference } from '../statistics/reference-case.ts';
import { csvOf } from './reference-folder.ts';
import { type OutputRow, runMethod } from './run-method.ts';

const VALUES = { time: 'period', value: 'value', lower: 'lower_ci95', upper: 'upper_ci95' };
const COUNTS = { time: 'period', events: 'count', population: 'denominator' };

/** Cases decided by something that the method is not asked, with what decides it. */
const SKIPPED: Record<string, string> = {
  'fo-value-type-count': 'the kind of value is the caller’s',
  'fn-flat-counts-missing': 'its source wants counts for a rate that has limits',
  'fo-no-points': 'a table without rows is a wrong use',
};

/** One project's weighted method on a proportion without limits; by the guidance it goes by counts. */
const RECORD_ONLY = 'fn-registered-65plus-no-limits';

/** Says that time is the year, but a year is missing and its figures hold only by position. */
const BY_POSITION_ONLY = 'ph-prop-group-d';

const DIRECTIONS: Record<string, string> = {
  Increasing: 'increasing',
  Decreasing: 'decreasing',
  NoChange: 'no-significant-change',
  CannotBeCalculated: 'cannot-be-calculated',
};

const POLARITIES: Record<string, string> = { 'High is good': 'high', 'Low is good': 'low' };

describeWithShared('`calc recent-trend` against reference fingertips-trend', () => {
  const series = groupsOf(
    (() => {
      try {
        return readReference('fingertips-trend/series.csv');
      } catch {
        return [];
      }
    })(),
    'case',
  );

  const run = async (
    rows: readonly Row[],
    told: Row,
    more: Record<string, string> = {},
  ): Promise<OutputRow> => {
    const { rows: out } = await runMethod(recentTrendMethod, csvOf(rows), {
      options: {
        ...(told.method === 'proportion' ? COUNTS : VALUES),
        polarity: POLARITIES[told.polarity!] ?? 'none',
        ...more,
      },
    });
    expect(out).toHaveLength(1);
    return out[0]!;
  };

  it('agrees with every case that it can be asked, statistics to their decimals and 1e-4 relative', async () => {
    let compared = 0;
    for (const told of readReference('fingertips-trend/expected.csv')) {
      const name = told.case!;
      if (name in SKIPPED || name === RECORD_ONLY) continue;
      const rows = series.get(name)!;
      // Points that span three years overlap: their periods say so.
      const periods =
        told.year_range === '3'
          ? rows.map((row) => ({ ...row, period: `${row.period} - ${Number(row.period) + 2}` }))
          : rows;
      const byYear = told.time_variable === 'year' && name !== BY_POSITION_ONLY;
      const out = await run(periods, told, byYear ? { 'time-as': 'year' } : {});
      expect(out.direction, name).toBe(DIRECTIONS[told.marker!]);
      expect(out.label, name).toBe(told.label);
      expect(out.value).toBe(out.slope);
      if (out.direction === 'cannot-be-calculated') {
        expect(out.note, name).toMatch(/\w/);
        expect([out.status, out.value, out.chi_square]).toEqual(['withheld', null, null]);
      } else {
        expect(out.status, name).toBe('ok');
        for (const [own, text, places] of [
          [out.chi_square, told.chi_square, told.chi_square_dp],
          [out.slope, told.slope, told.slope_dp],
        ] as const) {
          if (text)
            expectClose(
              own as number,
              numberOf(text),
              1e-4,
              0.5 * 10 ** -Number(places) + 1e-4 * Math.abs(Number(text)),
            );
        }
      }
      compared++;
    }
    expect(compared).toBeGreaterThan(25);
  });

  it('passes over only cases that are there, with a reason each', () => {
    const names = readReference('fingertips-trend/expected.csv').map((row) => row.case);
    for (const name of [...Object.keys(SKIPPED), RECORD_ONLY, BY_POSITION_ONLY])
      expect(names).toContain(name);
  });

  it('follows the guidance where one project has no limits for a proportion: about 3,168 and increasing', async () => {
    const out = await run(series.get(RECORD_ONLY)!, { method: 'proportion' });
    expect(out.direction).toBe('increasing');
    expect(Math.round(out.chi_square as number)).toBe(3168);
  });

  it('uses the words of labels.csv for every direction and polarity', async () => {
    const labels = new Set<string>();
    for (const polarity of ['high', 'low', 'none'])
      for (const [name, method] of [
        ['fo-ci-rising', 'weighted'],
        ['ph-other', 'weighted'],
        ['fo-ci-flat', 'weighted'],
        ['ph-prop-group-b', 'proportion'],
      ])
        labels.add(String((await run(series.get(name!)!, { method: method! }, { polarity })).label));
    const expected = readReference('fingertips-trend/labels.csv').map(({ label }) => label!);
    expect([...labels].filter((label) => label !== 'Decreasing').sort()).toEqual(
      [...new Set(expected)].sort(),
    );
  });
});

describe('calc recent-trend', () => {
  const header = 'area,year,rate,lo,hi,cases,people';
  // Figures of the case fo-ci-rising of fingertips-open.
  const rising = [
    '24.67,23.16,26.25,994,40299',
    '24.6,23.15,26.19,1023,41527',
    '28,26.44,29.64,1199,42811',
    '30.2,28.63,31.9,1332,44064',
    '30.6,28.98,32.25,1367,44701',
  ].map((rest, at) => ({ year: 2014 + at, rest }));
  const csv = (rows: readonly { year: number | string; rest: string }[], area = 'a'): string =>
    [header, ...rows.map(({ year, rest }) => `${area},${year},${rest}`)].join('\n');
  const values = { time: 'year', value: 'rate', lower: 'lo', upper: 'hi' };
  const counts = { time: 'year', events: 'cases', population: 'people' };

  // Expected: numpy 2.4, 1/√Σw(t − t̄)² and √Σk²(1/c + 1/(n − c)), normal limits by scipy 1.17.
  it('gives the slope limits at the levels asked, to 1e-9', async () => {
    const confidence = [0.95, 0.998];
    const { rows, columns } = await runMethod(recentTrendMethod, csv(rising), {
      options: values,
      confidence,
    });
    expect(columns.join()).toBe(
      'value,lower_95,upper_95,lower_99_8,upper_99_8,slope,chi_square,p_value,direction,judgement,label,method,status,note',
    );
    expectClose(rows[0]!.value as number, 1.751566222663);
    expectClose(rows[0]!.lower_95 as number, 1.2495465949408762);
    expectClose(rows[0]!.upper_99_8 as number, 2.5430895792929786);
    const { rows: ofCounts } = await runMethod(recentTrendMethod, csv(rising), {
      options: counts,
      confidence,
    });
    expectClose(ofCounts[0]!.value as number, 0.06524964077898343);
    expectClose(ofCounts[0]!.lower_95 as number, 0.0467378941553421);
    expectClose(ofCounts[0]!.upper_99_8 as number, 0.0944367064144746);
    expect(ofCounts[0]!.method).toBe('recent trend, chi-square for trend');
  });

  it('takes rows in any order, and groups by themselves', async () => {
    const [plain, turned] = await Promise.all(
      [rising, rising.toReversed()].map((rows) =>
        runMethod(recentTrendMethod, csv(rows), { options: values }),
      ),
    );
    expect(turned!.rows).toEqual(plain!.rows);
    const both = `${csv(rising)}\n${csv(rising.slice(1), 'b').split('\n').slice(1).join('\n')}`;
    const { rows, badGroups } = await runMethod(recentTrendMethod, both, { options: values, by: ['area'] });
    expect(rows.map(({ area, direction, note }) => [area, direction, note])).toEqual([
      ['a', 'increasing', null],
      ['b', 'cannot-be-calculated', 'fewer than five points'],
    ]);
    expect(badGroups).toBe(0);
  });

  it('orders times by size and not by their text', async () => {
    const fractions = ['2014.25', '2014.5', '2015', '2015.125', '2015.5'];
    const { rows } = await runMethod(
      recentTrendMethod,
      csv(rising.map(({ rest }, at) => ({ year: fractions[at]!, rest }))),
      { options: values },
    );
    expectClose(rows[0]!.value as number, 1.751566222663);
  });

  it('takes of rolling periods those that do not overlap, and says so', async () => {
    const pooled = rising.map(({ rest }, at) => ({ year: `${2014 + at} - ${16 + at}`, rest }));
    const { rows } = await runMethod(recentTrendMethod, csv(pooled), { options: values });
    expect(rows[0]).toMatchObject({
      direction: 'cannot-be-calculated',
      note: 'fewer than five points; 3 of 5 periods overlap later ones and are left out',
    });
  });

  it('withholds a group with a blank, a year twice or a time that is none, as bad data', async () => {
    const noteOf = async (text: string) => {
      const { rows, badGroups } = await runMethod(recentTrendMethod, text, { options: values });
      expect([rows.length, badGroups, rows[0]!.status]).toEqual([1, 1, 'withheld']);
      expect(rows[0]).toMatchObject({ direction: 'cannot-be-calculated', label: 'Cannot be calculated' });
      return rows[0]!.note;
    };
    expect(await noteOf(csv(rising).replace('28.63', ''))).toBe('lo is blank (line 5)');
    expect(await noteOf(csv(rising).replace('2015', '2014'))).toBe('year 2014 stands twice');
    expect(await noteOf(csv(rising).replace('2015', 'soon'))).toBe('year "soon" is no number and no period');
    expect(await noteOf(csv(rising).replace('2015', ''))).toBe('year is blank');
    expect(await noteOf(csv(rising).replace('2015', '2015/16'))).toContain('periods of different kinds');
    expect(await noteOf(csv(rising).replace('28.63', '99'))).toContain('above');
  });

  it('refuses options that do not go together', async () => {
    const refused = (options: Record<string, string>) =>
      expect(runMethod(recentTrendMethod, csv(rising), { options })).rejects;
    await refused({ ...values, polarity: 'up' }).toThrow('--polarity');
    await refused({ ...values, 'time-as': 'month' }).toThrow('--time-as');
    await refused({ ...values, ...counts }).toThrow('exclude');
    await refused({ time: 'year', value: 'rate' }).toThrow('are needed');
    await refused({ time: 'year', events: 'cases' }).toThrow('are needed');
  });
});
