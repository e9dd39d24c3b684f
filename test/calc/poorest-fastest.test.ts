import { describe, expect, it } from 'vitest';
import { poorestFastestMethod } from '../../src/calc/methods/poorest-fastest.ts';
import { expectClose } from '../statistics/reference-case.ts';
import { type MethodRun, runMethod } from './run-method.ts';

const header = 'area,rank,year,rate,lo,hi';
const most = [
  '1,2015,900,872,931',
  '1,2016,880,853,909',
  '1,2017,850,823,878',
  '1,2018,840,815,867',
  '1,2019,800,775,826',
  '1,2020,790,767,815',
];
const least = [
  '5,2015,400,383,418',
  '5,2016,398,381,417',
  '5,2017,391,376,408',
  '5,2018,390,374,406',
  '5,2019,389,374,406',
  '5,2020,380,365,396',
];
const csv = (...rows: readonly string[]): string => [header, ...rows.map((row) => `a,${row}`)].join('\n');
const OPTIONS = { rank: 'rank', time: 'year', value: 'rate', lower: 'lo', upper: 'hi', polarity: 'low' };

const run = (text: string, change: Readonly<Record<string, string>> = {}, confidence = [0.95]) =>
  runMethod(poorestFastestMethod, text, { options: { ...OPTIONS, ...change }, by: ['area'], confidence });
const notes = ({ rows }: MethodRun) => rows.map(({ status, note }) => `${status}: ${note}`);

describe('calc poorest-fastest', () => {
  // Expected: numpy 2.4 inverse-variance slopes and scipy 1.17 norm, standard errors (U − L)/(2z) of the values, and of
  // their logarithms on the relative scale.
  it('takes slopes from five periods on, both scales, to 1e-9', async () => {
    const { rows, columns, badGroups } = await run(csv(...most, ...least, '3,2015,1,1,1'), {}, [0.95, 0.998]);
    expect(columns.join()).toBe(
      'area,value,lower_95,upper_95,lower_99_8,upper_99_8,scale,change_most_deprived,change_least_deprived,from_most_deprived,from_least_deprived,points,verdict,verdict_widened,method,status,note',
    );
    expect(badGroups).toBe(0);
    expect(rows.map(({ scale }) => scale)).toEqual(['absolute', 'relative']);
    const [absolute, relative] = rows;
    const expected = [
      [absolute, 19.134364917942552, 11.62783329876518, 26.64089653711992, 7.298980849752272],
      [relative, 0.01773644906171026, 0.005095968171987439, 0.030376929951433082, -0.0021935204270326844],
    ] as const;
    for (const [row, value, lower, upper, wideLower] of expected) {
      expectClose(row!.value as number, value);
      expectClose(row!.lower_95 as number, lower);
      expectClose(row!.upper_95 as number, upper);
      expectClose(row!.lower_99_8 as number, wideLower);
    }
    expectClose(absolute!.change_most_deprived as number, 22.799718886420337);
    expectClose(absolute!.change_least_deprived as number, 3.6653539684777834);
    expectClose(absolute!.from_most_deprived as number, -22.799718886420337);
    expectClose(relative!.from_least_deprived as number, 0.009346454212972585);
    // The verdict goes by the 95 % limits whatever levels are asked; points stray less than their limits say.
    expect(rows.map(({ verdict, verdict_widened, points }) => [verdict, verdict_widened, points])).toEqual(
      Array(2).fill(['poorest-fastest', 'poorest-fastest', 6]),
    );
    expect(rows.map(({ method }) => method)).toEqual([
      'inverse-variance slopes, a year',
      'inverse-variance slopes, a year, log scale',
    ]);
  });

  // Expected: the same by the four variances of 2015 and 2018.
  it('takes the two ends of fewer periods, and says where the scales disagree, to 1e-9', async () => {
    const { rows } = await run(csv(...most.slice(0, 4), ...least.slice(0, 4)));
    const [absolute, relative] = rows;
    expect(absolute!.value).toBe(50);
    expectClose(absolute!.lower_95 as number, 4.081594104324566);
    expectClose(relative!.value as number, 0.04367506350266215);
    expectClose(relative!.lower_95 as number, -0.03132275038593385);
    expectClose(relative!.upper_95 as number, 0.11867287739125815);
    expect(rows.map(({ verdict, note, method }) => [verdict, note, method])).toEqual([
      ['poorest-fastest', 'the relative verdict is no-clear-difference', 'first to last period'],
      ['no-clear-difference', 'the absolute verdict is poorest-fastest', 'first to last period, log scale'],
    ]);
  });

  it('counts only periods that both ends have, whatever the order of the rows and the ranks between', async () => {
    const whole = await run(csv(...most, ...least.slice(0, 4)));
    const mixed = await run(
      csv('2,2015,1,0,2', ...least.slice(0, 4).reverse(), ...most.slice(0, 4), '2,2016,1,0,2'),
    );
    expect(whole.rows).toEqual(mixed.rows);
    expect(whole.rows[0]!.points).toBe(4);
  });

  it('takes periods, and of rolling ones those that share no day, from the newest back', async () => {
    const rolling = (rows: readonly string[]) =>
      rows.map((row) => row.replace(/20(\d\d)/, (_, year) => `20${year}-${Number(year) + 2}`));
    const { rows } = await run(csv(...rolling(most), ...rolling(least)));
    // 2020-22 and 2017-19: 850 − 790 against 391 − 380.
    expect([rows[0]!.points, rows[0]!.value]).toEqual([2, 60 - 11]);
    expect(rows[0]!.note).toContain('4 of 6 periods overlap later ones and are left out');
    const fiscal = (rows: readonly string[]) =>
      rows.map((row) => row.replace(/20(\d\d)/, (_, year) => `20${year}/${Number(year) + 1}`));
    const yearly = await run(csv(...fiscal(most), ...fiscal(least)));
    expectClose(yearly.rows[0]!.value as number, 19.134364917942552, 1e-3);
    expect(yearly.rows[0]!.points).toBe(6);
  });

  it('turns round where high is good', async () => {
    const [low, high] = await Promise.all([
      run(csv(...most, ...least)),
      run(csv(...most, ...least), { polarity: 'high' }),
    ]);
    expect(high.rows[0]!.value).toBe(-(low.rows[0]!.value as number));
    expect(high.rows[0]!.verdict).toBe('poorest-left-behind');
  });

  it('withholds by rule the scale that has none, and is no bad data', async () => {
    const zero = await run(csv('1,2015,0,0,2', '1,2016,1,0.5,2', '2,2015,2,1,3', '2,2016,1,0.5,2'));
    expect(notes(zero)).toEqual(['ok: null', 'withheld: a figure of zero or below has no relative change']);
    const limit = await run(csv('1,2015,1,0,2', '1,2016,1,0.5,2', '2,2015,2,1,3', '2,2016,1,0.5,2'));
    expect(notes(limit)[1]).toBe('withheld: a limit of zero or below has no logarithm');
    const single = await run(csv('1,2015,1,0.5,2', '2,2015,2,1,3', '2,2016,1,0.5,2'));
    expect(notes(single)).toEqual(Array(2).fill('withheld: fewer than two common periods'));
    expect([zero.badGroups, limit.badGroups, single.badGroups]).toEqual([0, 0, 0]);
  });

  it('withholds a group that the data spoils, with the reason in two rows', async () => {
    const spoilt = [
      [csv('1,2015,1,0.5,2', '1,2015,1,0.5,2', '2,2015,2,1,3'), 'rank 1 has year 2015 twice'],
      [csv('1,2015,1,0.5,2', '1,2016,1,0.5,2'), 'there is one rank alone: 1'],
      [csv('1,2015,1,2,0.5', '2,2015,2,1,3'), 'an upper limit is below its lower one: 2 to 0.5'],
      [csv('1,soon,1,0.5,2', '2,soon,2,1,3'), 'year "soon" is no number and no period'],
      [csv('1,2015,,0.5,2', '2,2015,2,1,3'), 'rate is blank (line 2)'],
    ] as const;
    for (const [text, reason] of spoilt) {
      const result = await run(text);
      expect(notes(result)).toEqual(Array(2).fill(`withheld: ${reason}`));
      expect(result.rows.map(({ scale }) => scale)).toEqual(['absolute', 'relative']);
      expect(result.badGroups).toBe(1);
    }
  });

  it('says where a group lacks an end that other groups have', async () => {
    const method: typeof poorestFastestMethod = {
      ...poorestFastestMethod,
      compute: (rows, settings) =>
        poorestFastestMethod.compute(rows, { ...settings, numbersOfFile: () => [1, 2, 3, 4, 5, 6] }),
    };
    const { rows } = await runMethod(method, csv(...most, ...least), { options: OPTIONS, by: ['area'] });
    expect(rows[0]!.note).toBe('rank 6 missing, which other groups have');
  });

  it('refuses a polarity that is none', async () => {
    await expect(run(csv(...most), { polarity: 'up' })).rejects.toThrow(
      '--polarity: "up" is neither high nor low',
    );
  });
});
