import { describe, expect, it } from 'vitest';
import { annualChangeMethod } from '../../src/calc/methods/annual-change.ts';
import { expectClose } from '../statistics/reference-case.ts';
import { type MethodRun, runMethod } from './run-method.ts';

const header = 'area,year,rate,lo,hi';
const example = [
  '2015,10,9,11.1',
  '2016,11.5,10.6,12.6',
  '2017,11,10.1,12',
  '2019,13.2,12,14.5',
  '2020,14,13.5,14.6',
];
const csv = (rows: readonly string[], area = 'a'): string =>
  [header, ...rows.map((row) => `${area},${row}`)].join('\n');
const WITH = { time: 'year', value: 'rate', lower: 'lo', upper: 'hi' };
const WITHOUT = { time: 'year', value: 'rate' };

const run = (
  text: string,
  options: Readonly<Record<string, string>> = WITH,
  confidence: readonly number[] = [0.95],
): Promise<MethodRun> => runMethod(annualChangeMethod, text, { options, confidence });

/** The series of one bend in test/trends/joinpoint-change.test.ts. */
const bent = [
  '2003,100,97,103',
  '2004,97.3,94.4,100.2',
  '2005,93.8,91,96.6',
  '2006,90.3,87.6,93',
  '2007,88,85.3,90.7',
  '2008,84.9,82.3,87.5',
  '2009,83.4,80.9,85.9',
  '2010,82.1,79.7,84.5',
  '2011,77.9,75.5,80.3',
  '2012,75.5,73.2,77.8',
  '2013,77.2,74.9,79.5',
  '2014,77.9,75.6,80.2',
  '2015,78.4,76.1,80.7',
  '2016,78.2,75.8,80.6',
  '2017,79.9,77.5,82.3',
  '2018,81.4,79,83.8',
  '2019,80.2,77.8,82.6',
  '2020,81.9,79.4,84.4',
  '2021,81.3,78.8,83.8',
  '2022,82.7,80.2,85.2',
];

describe('calc annual-change', () => {
  // Expected: numpy 2.4 sums and scipy 1.17 norm, as in the tests of the functions.
  it('gives the change with limits at the levels asked, a year missing, to 1e-9', async () => {
    const { rows, columns, badGroups } = await run(csv(example), WITH, [0.998, 0.95]);
    expect(columns.join()).toBe(
      'value,lower_99_8,upper_99_8,lower_95,upper_95,change,p_value,phi,lower_95_widened,upper_95_widened,method,status,note',
    );
    const [row] = rows;
    const near = (name: string, expected: number) => expectClose(row![name] as number, expected);
    near('value', 0.7723448188331747);
    near('lower_99_8', 0.4680312276977182);
    near('upper_99_8', 1.0766584099670742);
    near('lower_95', 0.5793354850560438);
    near('upper_95', 0.9653541526103057);
    near('change', 3.861724094165874);
    near('phi', 1.1116974583727979);
    near('lower_95_widened', 0.5688414429653633);
    near('upper_95_widened', 0.9758481947009862);
    expectClose(row!.p_value as number, 4.3998382846174116e-15, 1e-8, 0);
    expect([row!.method, row!.status, row!.note, badGroups]).toEqual([
      'inverse-variance regression',
      'ok',
      null,
      0,
    ]);
  });

  it('gives per cent a year on the log scale, and Student’s t without limits, to 1e-9', async () => {
    const { rows } = await run(csv(example), { ...WITH, scale: 'log' });
    expectClose(rows[0]!.value as number, 6.481777688524759);
    expectClose(rows[0]!.change as number, 36.89149449226823);
    expect(rows[0]!.method).toBe('inverse-variance regression, of logarithms');
    const { rows: without } = await run(csv(example), WITHOUT);
    expectClose(without[0]!.lower_95 as number, 0.35673292898289605);
    expect(without[0]).toMatchObject({ phi: null, method: 'ordinary least squares', status: 'ok' });
    expect(without[0]!.lower_95_widened).toBe(without[0]!.lower_95);
  });

  // Expected: numpy 2.4 grid search as in the test of joinpointChange.
  it('gives a row a segment with --joinpoints, to 1e-9', async () => {
    const { rows, columns } = await run(csv(bent), { ...WITH, scale: 'log', joinpoints: '2' }, [0.998]);
    expect(columns.slice(-7).join()).toBe('segment,segment_start,segment_end,joinpoints,method,status,note');
    expect(
      rows.map(({ segment, segment_start, segment_end, joinpoints }) => [
        segment,
        segment_start,
        segment_end,
        joinpoints,
      ]),
    ).toEqual([
      [1, 2003, 2012, 1],
      [2, 2012, 2022, 1],
    ]);
    expectClose(rows[0]!.value as number, -2.9254633744521876);
    expectClose(rows[0]!.lower_99_8 as number, -3.34689024141642);
    expectClose(rows[0]!.lower_95_widened as number, -3.192963828442337);
    expectClose(rows[1]!.change as number, 8.693392306101812);
    expectClose(rows[1]!.p_value as number, 3.5083720362306735e-11, 1e-8, 0);
    expectClose(rows[1]!.phi as number, 0.33245815149939806);
    expect(rows[0]!.method).toBe(
      'inverse-variance joinpoint regression, number by weighted BIC, of logarithms',
    );
    expect(rows[0]!.note).toBe('limits take the places of the joinpoints as known');
    const { rows: few } = await run(csv(example), { ...WITH, joinpoints: '2' });
    expect(few).toHaveLength(1);
    expect(few[0]).toMatchObject({ segment: 1, segment_start: 2015, segment_end: 2020, joinpoints: 0 });
    expect(few[0]!.note).toBe('fewer than 10 points in time: no joinpoint was looked for');
    expectClose(few[0]!.value as number, 0.7723448188331747);
  });

  it('reads periods, and of rolling ones takes those that do not overlap', async () => {
    const asYears = csv(
      example.map((row) => row.replace(/^(\d{2})(\d{2})/, (_, a, b) => `${a}${b}/${Number(b) + 1}`)),
    );
    const { rows } = await run(asYears, { ...WITH, joinpoints: '1' });
    expectClose(rows[0]!.value as number, 0.7723448188331747, 1e-3);
    expect([rows[0]!.segment_start, rows[0]!.segment_end]).toEqual(['2015/16', '2020/21']);
    const rolling = ['2010 - 12,1,,', '2011 - 13,9,,', '2012 - 14,9,,', '2013 - 15,4,,', '2016 - 18,7,,'];
    const { rows: pooled } = await run(csv(rolling), WITHOUT);
    expectClose(pooled[0]!.value as number, 1, 1e-3);
    expect(pooled[0]!.note).toBe('2 of 5 periods overlap later ones and are left out');
  });

  it('withholds by rule with the reason and without blame', async () => {
    const told = async (rows: readonly string[], options: Readonly<Record<string, string>> = WITH) => {
      const { rows: out, badGroups } = await run(csv(rows), options);
      expect(out.map(({ status, value }) => [status, value])).toEqual([['withheld', null]]);
      return [out[0]!.note, badGroups];
    };
    expect(await told(example.slice(0, 1))).toEqual(['fewer than two points', 0]);
    const log = { ...WITH, scale: 'log' };
    const joined = { ...log, joinpoints: '1' };
    const zero = ['2015,0,0,1', '2016,2,1,3'];
    expect(await told(zero, log)).toEqual(['a value of zero or below has no logarithm', 0]);
    expect(await told(zero, joined)).toEqual(['a value of zero or below has no logarithm', 0]);
    expect(await told(['2015,2,2,2', '2016,2,1,3'])).toEqual(['limits of no width', 0]);
    const { rows: two } = await run(csv(['2015,2,,', '2016,3,,']), WITHOUT);
    expect(two[0]).toMatchObject({ value: 1, lower_95: null, note: 'two points without limits give none' });
  });

  it('withholds bad data, each group by itself', async () => {
    const text = `${csv([...example.slice(0, 4), '2020,,13.5,14.6'])}\n${csv(example, 'b').split('\n').slice(1).join('\n')}`;
    for (const joinpoints of [{}, { joinpoints: '2' }]) {
      const { rows, badGroups } = await runMethod(annualChangeMethod, text, {
        options: { ...WITH, ...joinpoints },
        by: ['area'],
      });
      expect(rows.map(({ area, status, note }) => [area, status, note])).toEqual([
        ['a', 'withheld', 'rate is blank (line 6)'],
        [
          'b',
          'ok',
          'joinpoints' in joinpoints ? 'fewer than 10 points in time: no joinpoint was looked for' : null,
        ],
      ]);
      expect(badGroups).toBe(1);
    }
    const { rows: turned, badGroups } = await run(csv(['2015,2,3,1', '2016,2,1,3']));
    expect([turned[0]!.note, badGroups]).toEqual(['The lower limit 3 is above the upper limit 1.', 1]);
  });

  it('refuses a scale that there is not, three joinpoints and one limit alone', async () => {
    await expect(run(csv(example), { ...WITH, scale: 'sqrt' })).rejects.toThrow('--scale');
    await expect(run(csv(example), { ...WITH, joinpoints: '3' })).rejects.toThrow('--joinpoints');
    await expect(run(csv(example), { ...WITHOUT, lower: 'lo' })).rejects.toThrow('go together');
  });
});
