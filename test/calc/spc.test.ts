import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { spcMethod } from '../../src/calc/methods/spc.ts';
import { describeWithShared, sharedDir } from '../shared.ts';
import { expectClose, groupsOf, type Row, readReference } from '../statistics/reference-case.ts';
import { csvOf } from './reference-folder.ts';
import { type MethodRun, type OutputRow, runMethod } from './run-method.ts';

const SIGNALS: Record<string, string | null> = {
  'Common Cause': null,
  'Above UCL': 'above-limit',
  'Below LCL': 'below-limit',
  '7 Point Trend (Increasing)': 'trend-up',
  '7 Point Trend (Decreasing)': 'trend-down',
  '2 in 3 Above CL': 'two-of-three-above',
  '2 in 3 Below CL': 'two-of-three-below',
  '7 Points Above CL': 'shift-above',
  '7 Points Below CL': 'shift-below',
};

const TYPES: Record<string, string> = {
  common_cause: 'common-cause',
  special_cause_improvement: 'improvement',
  special_cause_concern: 'concern',
  special_cause_neutral_high: 'neutral-high',
  special_cause_neutral_low: 'neutral-low',
};

const ASSURANCES: Record<string, string | null> = {
  NA: null,
  consistent_pass: 'pass',
  consistent_fail: 'fail',
  inconsistent: 'hit-and-miss',
};

function caseFolders(): string[] {
  try {
    return readdirSync(`${sharedDir}reference/plotthedots`, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

/** `Halton=85;Knowsley=60` by place; null where one text stands for all. */
function byPlace(text: string): Map<string, string> | null {
  if (!text.includes('=')) return null;
  return new Map(text.split(';').map((part) => part.split('=') as [string, string]));
}

/** A variant of a case, places apart where they have dates of their own, as one run each. */
async function runVariant(option: Row, input: readonly Row[]): Promise<OutputRow[]> {
  const hasPlaces = 'place' in input[0]!;
  const targets = byPlace(option.target!);
  const rebase = byPlace(option.rebase!);
  const target = targets ? (key: string) => Number(targets.get(key)) : null;
  const parts = rebase ? [...groupsOf(input, 'place').values()] : [input];
  const runs: OutputRow[] = [];
  for (const part of parts) {
    const dates = rebase ? (rebase.get(part[0]!.place!) ?? '') : option.rebase!;
    const { rows } = await runMethod(spcMethod, csvOf(part), {
      options: {
        date: 'date',
        value: 'value',
        direction: option.improvement_direction!,
        ...(dates === '' ? {} : { rebase: dates.replaceAll(' ', ',') }),
        ...(option.fix_after_n_points === 'NA' ? {} : { baseline: option.fix_after_n_points! }),
        ...(option.screen_outliers === 'TRUE' ? {} : { screen: 'false' }),
        ...(option.target === 'NA' ? {} : targets ? { targets: 'targets.csv' } : { target: option.target! }),
      },
      by: hasPlaces ? ['place'] : [],
      ...(target && { target: ({ key }) => target(key[0]!) }),
    });
    runs.push(...rows);
  }
  return runs;
}

function expectNumber(actual: unknown, text: string): void {
  expectClose(actual as number | null, text === 'NaN' ? null : Number(text));
}

describeWithShared('`calc spc` against reference plotthedots: numbers to 1e-9, flags exactly', () => {
  for (const name of caseFolders()) {
    it(name, async () => {
      const read = (file: string) => readReference(`plotthedots/${name}/${file}.csv`);
      const [input, options, expected, summary] = ['input', 'options', 'expected', 'summary'].map(read);
      const byVariant = groupsOf(expected!, 'variant');
      const ofVariants = groupsOf(summary!, 'variant');
      for (const option of options!) {
        const told = byVariant.get(option.variant!)!;
        const rows = await runVariant(option, input!);
        expect(rows).toHaveLength(told.length);
        for (const [at, row] of rows.entries()) {
          const one = told[at]!;
          const ofPlace = ofVariants.get(option.variant!)!.filter(({ place }) => place === one.place);
          const ofSegment = ofPlace.find((line) => line.rebase_group === one.rebase_group)!;
          expect([row.place ?? '', row.date, row.value]).toEqual([one.place, one.date, Number(one.y)]);
          expect(row.segment).toBe(Number(one.rebase_group) + 1);
          expectNumber(row.mean, one.mean_col!);
          expectNumber(row.lower_limit, one.lpl!);
          expectNumber(row.upper_limit, one.upl!);
          expect(row.special_cause).toBe(SIGNALS[one.special_cause_type!]);
          expect(row.point_type).toBe(TYPES[one.point_type!]);
          expect(row.variation).toBe(TYPES[ofSegment.variation_type!]);
          expect(row.assurance).toBe(ASSURANCES[ofPlace.at(-1)!.assurance_type!]);
          const before = told[at - 1];
          const isFirst = before?.rebase_group !== one.rebase_group || before?.place !== one.place;
          expectClose(
            row.moving_range as number | null,
            isFirst ? null : Math.abs(Number(one.y) - Number(before!.y)),
          );
          if (one.lpl === 'NaN')
            expect([row.status, row.note]).toEqual(['withheld', expect.stringContaining('limits')]);
          else expect(row.status).toBe('ok');
          if (one.short_group_warning === 'TRUE' && one.lpl !== 'NaN')
            expect(row.note).toContain('trial limits');
        }
      }
    });
  }
});

describe('calc spc', () => {
  const values = [51, 49, 52, 48, 50, 53, 47, 50, 51, 49, 52, 50, 48, 51, 50, 49];
  const months = Array.from(
    { length: 48 },
    (_, at) => `${2020 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`,
  );
  const csv = (dates: readonly string[], of: readonly number[] = values): string =>
    ['month,waits', ...of.map((value, at) => `${dates[at]},${value}`)].join('\n');
  const run = (text: string, options: Record<string, string> = {}): Promise<MethodRun> =>
    runMethod(spcMethod, text, { options: { date: 'month', value: 'waits', ...options } });
  const notesOf = async (text: string, options: Record<string, string> = {}): Promise<unknown[]> => [
    ...new Set((await run(text, options)).rows.map(({ note }) => note)),
  ];

  it('puts points in order of time, whatever a month looks like, and dates as ISO', async () => {
    const { rows, columns } = await run(csv(months));
    expect(columns.join()).toBe(
      'date,value,segment,mean,lower_limit,upper_limit,moving_range,special_cause,point_type,variation,assurance,method,status,note',
    );
    expect(rows.map(({ date }) => date)).toEqual(months.slice(0, 16).map((month) => `${month}-01`));
    const lines = csv(months).split('\n');
    const shuffled = [lines[0], ...lines.slice(1).reverse()].join('\n');
    expect((await run(shuffled)).rows).toEqual(rows);
    const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
    const spellings: ((year: string, month: number) => string)[] = [
      (year, month) => `${year}-${String(month).padStart(2, '0')}-01`,
      (year, month) => `01/${String(month).padStart(2, '0')}/${year}`,
      (year, month) => `${names[month - 1]}-${year.slice(2)}`,
      (year, month) => `${names[month - 1]} ${year}`,
    ];
    for (const spell of spellings) {
      const dates = months.map((month) => spell(month.slice(0, 4), Number(month.slice(5))));
      expect((await run(csv(dates))).rows).toEqual(rows);
    }
  });

  it('names months that are missing and other gaps in every row, and goes on', async () => {
    const gaps = months.filter((_, at) => ![3, 7, 8, 9, 10].includes(at));
    expect(await notesOf(csv(gaps))).toEqual([
      'no figure for 2020-04, 2020-08, 2020-09 and 2 more: points beside a gap are taken as neighbours',
    ]);
    const weekly = values.map((_, at) =>
      new Date(Date.UTC(2021, 0, 4 + 7 * (at > 9 ? at + 1 : at))).toISOString().slice(0, 10),
    );
    expect(await notesOf(csv(weekly))).toEqual([
      'dates are not evenly spaced: points beside a gap are taken as neighbours',
    ]);
    const even = values.map((_, at) => new Date(Date.UTC(2021, 0, 4 + 7 * at)).toISOString().slice(0, 10));
    expect(await notesOf(csv(even))).toEqual([null]);
    const rolling = values.map((_, at) => `${2000 + at} - ${2002 + at}`);
    expect(await notesOf(csv(rolling))).toEqual(['periods overlap: points are not independent']);
  });

  it('says that a series is seasonal, and that there are few points', async () => {
    const seasonal = months.map((_, at) => 50 + 10 * Math.sin((at * Math.PI) / 6) + ((at * 7) % 5) / 5);
    expect(await notesOf(csv(months, seasonal))).toEqual(['seasonal series: limits ignore the season']);
    const noise = months.map((_, at) => 50 + ((at * 7919) % 13));
    expect(await notesOf(csv(months, noise))).toEqual([null]);
    expect(await notesOf(csv(months, values.slice(0, 12)))).toEqual([
      'few points: trial limits, which each further point moves',
    ]);
  });

  it('gives a constant series its mean, no limits, and the reason', async () => {
    const { rows, badGroups } = await run(csv(months, Array(24).fill(12.1)), {
      target: '13',
      direction: 'increase',
    });
    for (const row of rows)
      expect(row).toMatchObject({
        mean: 12.1,
        lower_limit: null,
        upper_limit: null,
        special_cause: null,
        point_type: 'common-cause',
        status: 'withheld',
        note: 'equal points have no limits',
      });
    expect(badGroups).toBe(0);
  });

  it('begins new limits at the first point on or after each date', async () => {
    const { rows } = await run(csv(months), { rebase: '2020-05-15, 2020-12,2020-11-30' });
    expect(rows.map(({ segment }) => segment).join('')).toBe('1111122222233333');
    expect(rows[5]!.moving_range).toBeNull();
    expect(await notesOf(csv(months), { rebase: '2030-01-01' })).toEqual(['no point from 2030-01-01 on']);
  });

  it('judges by a target of all groups or of each, and says where a group has none', async () => {
    const of = async (options: Record<string, string>, target?: number | null) => {
      const { rows } = await runMethod(spcMethod, csv(months), {
        options: { date: 'month', value: 'waits', direction: 'decrease', ...options },
        ...(target !== undefined && { target: () => target }),
      });
      return [rows[0]!.assurance, rows[0]!.note];
    };
    expect(await of({ target: '70' })).toEqual(['pass', null]);
    expect(await of({ target: '-30' })).toEqual(['fail', null]);
    expect(await of({ targets: 'file.csv' }, 50)).toEqual(['hit-and-miss', null]);
    expect(await of({ targets: 'file.csv' }, null)).toEqual([null, 'no target in the file of --targets']);
    expect(await of({})).toEqual([null, null]);
  });

  it('withholds a series with a blank, a hidden value, a month twice or a date that is none', async () => {
    const told = async (text: string) => {
      const { rows, badGroups } = await run(text);
      expect(rows).toHaveLength(1);
      return [rows[0]!.status, rows[0]!.note, badGroups];
    };
    expect(await told(csv(months).replace(',48', ','))).toEqual(['withheld', 'waits is blank (line 5)', 1]);
    expect((await told(csv(months).replace(',48', ',*')))[0]).toBe('suppressed');
    expect(await told(csv(months).replace('2020-04', '2020-03'))).toEqual([
      'withheld',
      'month 2020-03 stands twice',
      1,
    ]);
    expect(await told(csv(months).replace('2020-04', 'Q7'))).toEqual([
      'withheld',
      'month "Q7" is no date',
      1,
    ]);
    expect(await told(csv(months).replace('2020-04', ''))).toEqual(['withheld', 'month is blank', 1]);
    expect((await told(csv(months).replace('2020-04', '2020/21')))[1]).toContain('different kinds');
  });

  it('refuses settings that mean nothing', async () => {
    const refused = (options: Record<string, string>) => expect(run(csv(months), options)).rejects;
    await refused({ direction: 'up' }).toThrow('--direction');
    await refused({ target: 'low' }).toThrow('--target');
    await refused({ target: '5', targets: 'x.csv' }).toThrow('exclude');
    await refused({ baseline: '1' }).toThrow('--baseline');
    await refused({ rebase: '2021-04-01,soon' }).toThrow('"soon" is no date');
  });
});
