import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PipelineResult } from '../../src/pipeline.ts';
import type { Trend } from '../../src/results/result.ts';
import { type Row, rowsOf } from '../calc/reference-folder.ts';
import { gapline } from '../cli/run-gapline.ts';
import { runOn } from '../run-pipeline.ts';
import { describeWithShared, sharedDir } from '../shared.ts';

interface Chart {
  readonly first: string;
  readonly last: string;
  readonly points: number;
  readonly mean: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly flags: string;
}

interface Change {
  readonly slope: number;
  readonly lower: number;
  readonly upper: number;
  readonly pValue: number;
  readonly phi: number | null;
  readonly lowerWidened: number;
  readonly upperWidened: number;
  readonly pValueWidened: number;
  readonly change: number;
}

interface Recent {
  readonly slope: number;
  readonly chiSquare: number;
  readonly pValue: number;
  readonly direction: string;
}

interface Rolling {
  readonly periods: number;
  readonly used: readonly string[];
  readonly linear: Change;
  readonly log: Change;
  readonly withLimits: Change;
  readonly recent: Recent | null;
}

interface England {
  readonly recent: Recent;
  readonly linear: Change;
  readonly log: Change;
  readonly joinpoints: { readonly phi: number; readonly pieces: readonly Piece[] };
  readonly pooled: { readonly recent: Recent; readonly linear: Change };
}

interface Piece extends Omit<Change, 'phi' | 'change'> {
  readonly first: number;
  readonly last: number;
}

interface Expected {
  readonly origin: string;
  readonly rttTrust: Record<string, Chart>;
  readonly aeAttendances: Record<string, Chart>;
  readonly aeIcb: Record<string, Chart>;
  readonly cancer: Record<string, Rolling>;
  readonly lifeExpectancy: Record<string, Rolling>;
  readonly healthyLifeExpectancy: Record<string, Rolling>;
  readonly england: Record<string, England>;
}

/** Figures of trends_expected.py, written with twelve digits. */
const expected: Expected = JSON.parse(readFileSync(new URL('trends-expected.json', import.meta.url), 'utf8'));
const real = (name: string): string => `${sharedDir}real/${name}`;

/** Tolerance of every comparison here, relative: two implementations of one formula in double precision. */
const RELATIVE = 1e-9;

/** A p-value deep in the tail is as far off as the slope's digits, many times over. */
const RELATIVE_P = 1e-6;

/** A slope that is nothing but the rounding of its values is nothing. */
const NOTHING = 1e-11;

function expectNear(found: unknown, wanted: number | null, what: string, relative = RELATIVE): void {
  if (wanted === null) {
    expect(found === '' || found === null, `${what}: ${found}`).toBe(true);
    return;
  }
  expect(found, what).not.toBe('');
  expect(found, what).not.toBeNull();
  const away = Math.abs(Number(found) - wanted);
  expect(away <= relative * Math.abs(wanted) + NOTHING, `${what}: ${found} against ${wanted}`).toBe(true);
}

const FLAGS: Record<string, string> = {
  '': '.',
  'above-limit': 'O',
  'below-limit': 'o',
  'trend-up': 'T',
  'trend-down': 't',
  'two-of-three-above': 'N',
  'two-of-three-below': 'n',
  'shift-above': 'S',
  'shift-below': 's',
};

/** Runs `gapline calc` on a file of ../shared/real and groups the rows of the answer. */
async function calcOn(
  file: string,
  options: string,
  keys: readonly string[],
): Promise<{ exit: number; stderr: string; groups: Map<string, Row[]> }> {
  const [method, ...rest] = options.split(' ');
  const outcome = await gapline(['calc', method!, real(file), ...rest, '--by', keys.join(',')]);
  const groups = new Map<string, Row[]>();
  for (const row of rowsOf(outcome.stdout)) {
    const key = keys.map((name) => row[name]).join('|');
    const known = groups.get(key);
    if (known) known.push(row);
    else groups.set(key, [row]);
  }
  return { exit: outcome.exit, stderr: outcome.stderr, groups };
}

function expectChart(rows: readonly Row[] | undefined, wanted: Chart, what: string): void {
  expect(rows, what).toHaveLength(wanted.points);
  const [first] = rows!;
  expect([first!.date!.slice(0, 7), rows!.at(-1)!.date!.slice(0, 7)], what).toEqual([
    wanted.first,
    wanted.last,
  ]);
  for (const row of rows!) {
    expectNear(row.mean, wanted.mean, `${what}, mean`);
    expectNear(row.lower_limit, wanted.lower, `${what}, lower limit`);
    expectNear(row.upper_limit, wanted.upper, `${what}, upper limit`);
  }
  expect(rows!.map((row) => FLAGS[row.special_cause!]).join(''), what).toBe(wanted.flags);
}

const notesOf = (rows: readonly Row[]): string[] => [...new Set(rows.map(({ note }) => note!))];

describeWithShared('RTT by trust and specialty, 74 months', () => {
  const keys = ['nhs_trust22_code', 'treatment'];
  const charts = () =>
    calcOn('england_rtt_trust.csv', 'spc --date date --value waits_over_18_weeks --direction decrease', keys);

  it('has the limits and the special causes of an independent XmR for each trust in all, and in cardiology', async () => {
    const { groups, exit } = await charts();
    expect(exit).toBe(0);
    // Counted with Python's csv module.
    expect([groups.size, [...groups.values()].flat().length]).toEqual([339, 11_945]);
    for (const [key, wanted] of Object.entries(expected.rttTrust)) expectChart(groups.get(key), wanted, key);
  });

  it('joins nothing across the new names of April 2021: each name is a series that ends or begins there', async () => {
    const { groups } = await charts();
    for (const trust of ['RBL', 'RBN', 'REM', 'RJR', 'RWW']) {
      const old = groups.get(`${trust}|Cardiology`)!;
      const renamed = groups.get(`${trust}|Cardiology Service`)!;
      expect([old.at(-1)!.date, renamed[0]!.date], trust).toEqual(['2021-03-01', '2021-04-01']);
      expect([old[0]!.segment, renamed[0]!.segment, renamed[0]!.moving_range], trust).toEqual(['1', '1', '']);
    }
  });

  it('says of every series that ends before others, or starts after them, that it does, and of no other', async () => {
    const { groups } = await charts();
    const dates = [...groups.values()].flat().map(({ date }) => date!);
    const [first, last] = [dates.reduce((a, b) => (a < b ? a : b)), dates.reduce((a, b) => (a > b ? a : b))];
    let [late, early] = [0, 0];
    for (const [key, rows] of groups) {
      for (const note of notesOf(rows)) {
        expect(/starts .*others/.test(note), `${key}: ${note}`).toBe(rows[0]!.date! > first);
        expect(/ends .*others/.test(note), `${key}: ${note}`).toBe(rows.at(-1)!.date! < last);
      }
      if (rows[0]!.date! > first) late++;
      if (rows.at(-1)!.date! < last) early++;
    }
    // Counted with Python's csv module.
    expect([early, late]).toEqual([189, 173]);
  });

  it('says so of the trusts that merged: RQ6 into REM in October 2019, RVY into RBN in July 2023', async () => {
    const { groups } = await charts();
    for (const [key, month] of [
      ['RQ6|Total', '2019-09'],
      ['RVY|Total', '2023-06'],
    ] as const) {
      const rows = groups.get(key)!;
      expect(rows.at(-1)!.date!.slice(0, 7)).toBe(month);
      for (const note of notesOf(rows)) expect(note).toMatch(new RegExp(`ends ${month}.*others`));
    }
    expect(groups.get('REM|Total')).toHaveLength(74);
    for (const note of notesOf(groups.get('REM|Total')!)) expect(note).not.toMatch(/ends|starts/);
  });

  it('names the months that a trust misses, and does not bridge them in silence', async () => {
    const { groups } = await charts();
    for (const [key, rows] of groups) {
      const months = rows.map(({ date }) => Number(date!.slice(0, 4)) * 12 + Number(date!.slice(5, 7)));
      const missing = months.some((month, at) => at > 0 && month !== months[at - 1]! + 1);
      for (const note of notesOf(rows))
        expect(note.includes('no figure for'), `${key}: ${note}`).toBe(missing);
    }
  });
});

describeWithShared('A&E by month', () => {
  it('has the charts of an independent XmR for each trust and type of 2016/17 to 2018/19', async () => {
    const { groups, exit } = await calcOn('ae_attendances.csv', 'spc --date period --value attendances', [
      'org_code',
      'type',
    ]);
    expect([exit, groups.size]).toEqual([0, 24]);
    for (const [key, wanted] of Object.entries(expected.aeAttendances))
      expectChart(groups.get(key), wanted, key);
    for (const note of notesOf(groups.get('RW4|other')!)) {
      expect(note).toContain('few points');
      expect(note).toMatch(/starts .*others/);
    }
    for (const note of notesOf(groups.get('RY1|other')!)) expect(note).toMatch(/ends .*others/);
  });

  it('has that of the ICB, months named in words and not in order', async () => {
    const { groups } = await calcOn(
      'england_icb_accidents_emergency.csv',
      'spc --date date --value total_attendances',
      ['icb22_code'],
    );
    expectChart(groups.get('E54000008'), expected.aeIcb.E54000008!, 'E54000008');
  });
});

describeWithShared('Talking Therapies by sub-ICB, 11 months', () => {
  it('is too short for limits that stand, and every row says so or says why there are none', async () => {
    const { groups, exit } = await calcOn('england_sicb_iapt.csv', 'spc --date date --value value', [
      'sicbl22_code',
      'name',
    ]);
    // Counted with Python's csv module: 99 series, NA in eight of them.
    expect([exit, groups.size]).toEqual([1, 99]);
    const reasons = new Map<string, number>();
    for (const rows of groups.values()) {
      const [note] = notesOf(rows);
      const reason = /few points|equal points|no figure/.exec(note!)?.[0] ?? note!;
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      expect(rows.length === 11 || (rows.length === 1 && rows[0]!.status === 'withheld')).toBe(true);
    }
    expect(Object.fromEntries(reasons)).toEqual({ 'few points': 88, 'equal points': 3, 'no figure': 8 });
  });
});

const CHANGES: readonly [keyof Change, string, number?][] = [
  ['slope', 'value'],
  ['lower', 'lower_95'],
  ['upper', 'upper_95'],
  ['pValue', 'p_value', RELATIVE_P],
  ['phi', 'phi'],
  ['lowerWidened', 'lower_95_widened'],
  ['upperWidened', 'upper_95_widened'],
  ['change', 'change'],
];

function expectChange(row: Row | undefined, wanted: Change, what: string): void {
  expect(row?.status, what).toBe('ok');
  for (const [name, column, relative] of CHANGES)
    expectNear(row![column], wanted[name], `${what}, ${column}`, relative);
}

describeWithShared('rolling three-year periods: only those that share no year are used', () => {
  const files = [
    ['trafford_dashboard_preventable_mortality_from_cancer.csv', ['area_code'], expected.cancer],
    ['trafford_themes_life_expectancy.csv', ['area_code', 'inequality'], expected.lifeExpectancy],
    [
      'trafford_themes_healthy_life_expectancy.csv',
      ['area_code', 'inequality'],
      expected.healthyLifeExpectancy,
    ],
  ] as const;

  it.each(files)('annual change of %s, linear and log, by least squares', async (file, keys, wanted) => {
    for (const scale of ['linear', 'log'] as const) {
      const { groups } = await calcOn(
        file,
        `annual-change --time period --value value --scale ${scale}`,
        keys,
      );
      expect([...groups.keys()].sort()).toEqual(Object.keys(wanted).sort());
      for (const [key, one] of Object.entries(wanted)) {
        const [row] = groups.get(key)!;
        expectChange(row, one[scale], `${key} ${scale}`);
        const left = one.periods - one.used.length;
        expect(row!.note).toBe(`${left} of ${one.periods} periods overlap later ones and are left out`);
      }
    }
  });

  /** The file with limits that it lacks: 3 % of the value to either side, as in trends_expected.py. */
  function withLimits(file: string, keys: readonly string[]): string {
    const rows = rowsOf(readFileSync(real(file), 'utf8'));
    return [
      [...keys, 'period', 'value', 'lower', 'upper'].join(','),
      ...rows.map((row) =>
        [
          ...keys.map((key) => row[key]),
          row.period,
          row.value,
          Number(row.value) * 0.97,
          Number(row.value) * 1.03,
        ].join(','),
      ),
    ].join('\n');
  }

  it.each(files)('recent trend and change of %s, given limits', async (file, keys, wanted) => {
    const stdin = withLimits(file, keys);
    const columns = '--time period --value value --lower lower --upper upper';
    const run = async (method: string): Promise<Map<string, Row>> => {
      const by = ['--by', keys.join(',')];
      const { stdout } = await gapline(['calc', method, '-', ...columns.split(' '), ...by], { stdin });
      return new Map(rowsOf(stdout).map((row) => [keys.map((key) => row[key]).join('|'), row]));
    };
    const [changes, trends] = [await run('annual-change'), await run('recent-trend')];
    for (const [key, one] of Object.entries(wanted)) {
      expectChange(changes.get(key), one.withLimits, key);
      const trend = trends.get(key)!;
      expect(trend.note, key).toContain('overlap later ones and are left out');
      if (one.recent === null) {
        expect([trend.direction, trend.note]).toEqual([
          'cannot-be-calculated',
          expect.stringContaining('fewer than five points'),
        ]);
        continue;
      }
      expectNear(trend.slope, one.recent.slope, `${key} slope`);
      expectNear(trend.chi_square, one.recent.chiSquare, `${key} statistic`);
      expectNear(trend.p_value, one.recent.pValue, `${key} p`, RELATIVE_P);
      expect(trend.direction, key).toBe(one.recent.direction);
    }
  });
});

describeWithShared('England under 75, 2001 to 2016: trends of `run`', () => {
  let result: PipelineResult;
  const trendsOf = async (key: string, kind: string): Promise<Trend[]> => {
    result ??= await runOn([real('mort.csv'), real('pop.csv')], ['mortality-u75']);
    const [sex, tenth] = key.split('|');
    return result.trends.filter(
      (one) =>
        one.place === 'E92000001' &&
        one.series === 'value' &&
        one.sex === sex &&
        one.scheme === (tenth === '0' ? '' : 'national-tenths') &&
        one.level === Number(tenth) &&
        one.period.label === (kind === 'year' ? '2016' : '2014-16'),
    );
  };
  const isJoined = ({ method }: Trend): boolean => method.includes('joinpoint');
  const isLog = ({ method }: Trend): boolean => method.startsWith('annual-change, log');

  function expectWidened(row: Trend, wanted: Pick<Change, 'slope'> & Partial<Change>, what: string): void {
    expectNear(row.slope, wanted.slope, `${what}, slope`);
    expectNear(row.lower, wanted.lowerWidened ?? wanted.lower!, `${what}, lower`);
    expectNear(row.upper, wanted.upperWidened ?? wanted.upper!, `${what}, upper`);
    expectNear(row.pValue, wanted.pValueWidened ?? wanted.pValue!, `${what}, p`, RELATIVE_P);
  }

  it.each(Object.entries(expected.england))(
    'change a year of %s, in units and in per cent',
    async (key, wanted) => {
      const annual = (await trendsOf(key, 'year')).filter(
        (one) => one.method.startsWith('annual-change') && !isJoined(one),
      );
      expect(annual.map(({ unit }) => unit)).toEqual(['per 100,000 a year', '% a year']);
      for (const row of annual) {
        const one = isLog(row) ? wanted.log : wanted.linear;
        expect([row.first!.label, row.last!.label, row.points]).toEqual(['2001', '2016', 16]);
        expectWidened(row, one, `${key}, ${row.method}`);
        expectNear(row.phi, one.phi, `${key} phi`);
        expect(row.note.includes('limits widened')).toBe(one.phi! > 1);
      }
    },
  );

  it.each(Object.entries(expected.england))(
    'joinpoints of %s, found by trying every placement',
    async (key, wanted) => {
      const pieces = (await trendsOf(key, 'year')).filter(isJoined);
      expect(pieces.map(({ first, last }) => [Number(first!.label), Number(last!.label)])).toEqual(
        wanted.joinpoints.pieces.map(({ first, last }) => [first, last]),
      );
      for (const [at, piece] of wanted.joinpoints.pieces.entries()) {
        const row = pieces[at]!;
        expectWidened(row, piece, `${key}, from ${piece.first}`);
        expectNear(row.phi, wanted.joinpoints.phi, `${key} phi`);
        expect(row.points).toBe(piece.last - piece.first + 1);
        expect(row.direction).toBe(
          piece.upper < 0 ? 'decreasing' : piece.lower > 0 ? 'increasing' : 'no-significant-change',
        );
      }
    },
  );

  it('lets one say that since 2012 the fall has slowed, and of the most deprived tenth that it has stopped', () => {
    const pieces = (key: string): readonly Piece[] => expected.england[key]!.joinpoints.pieces;
    const [last, poorest] = [pieces('persons|0').at(-1)!, pieces('persons|1').at(-1)!];
    expect([last.first, poorest.first]).toEqual([2012, 2013]);
    expect(poorest.lower).toBeGreaterThan(0);
  });

  it.each(Object.entries(expected.england))('recent trend of %s', async (key, wanted) => {
    const [row] = (await trendsOf(key, 'year')).filter(({ method }) => method.startsWith('recent-trend'));
    expect([row!.first!.label, row!.direction]).toEqual(['2012', wanted.recent.direction]);
    expectNear(row!.slope, wanted.recent.slope, `${key} slope`);
    expectNear(row!.pValue, wanted.recent.pValue, `${key} p`, RELATIVE_P);
  });

  it.each(Object.entries(expected.england))(
    'pooled years of %s are thinned, newest kept',
    async (key, wanted) => {
      const rows = await trendsOf(key, 'pooled');
      const annual = rows.find((one) => one.method.startsWith('annual-change') && !isLog(one))!;
      const recent = rows.find(({ method }) => method.startsWith('recent-trend'))!;
      const used =
        '5 of 14 periods are independent and have a value: 2002-2004 2005-2007 2008-2010 2011-13 2014-16';
      expect(annual.note).toContain(used);
      expect(recent.note).toContain(used);
      expectWidened(annual, wanted.pooled.linear, key);
      expectNear(recent.slope, wanted.pooled.recent.slope, `${key} slope`);
      expect(recent.direction).toBe(wanted.pooled.recent.direction);
    },
  );
});

describe('trends-expected.json', () => {
  it('says where its figures come from', () => {
    expect(expected.origin).toContain('independent implementation');
  });
});
