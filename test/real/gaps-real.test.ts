import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PipelineResult } from '../../src/pipeline.ts';
import type { Gap } from '../../src/results/result.ts';
import { type Row, rowsOf } from '../calc/reference-folder.ts';
import { calc } from '../calc/run-calc.ts';
import { gapline } from '../cli/run-gapline.ts';
import { runOn } from '../run-pipeline.ts';
import { describeWithShared, sharedDir } from '../shared.ts';

/** A figure with its 95 % limits. */
type Analytic = readonly [value: number, lower: number, upper: number];
/** A figure, and for each limit the range that 10,000 draws must give. */
type Simulated = readonly [value: number, ...rangesOfLimits: number[]];

interface Expected {
  readonly analytic: Readonly<Record<string, Analytic>>;
  readonly simulated: Readonly<Record<string, Simulated>>;
}

/** Figures of gaps_expected.py, a second implementation with numpy and scipy. */
const expected = JSON.parse(readFileSync(new URL('gaps-expected.json', import.meta.url), 'utf8')) as {
  readonly england: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Expected>>>>>>;
  readonly poorest: Readonly<Record<string, Readonly<Record<string, Analytic>>>>;
  readonly talkingTherapies: Readonly<Record<string, Readonly<Record<string, Expected | null>>>>;
  readonly lifeExpectancy: Readonly<Record<string, Readonly<Record<string, Analytic>>>>;
};
const real = (name: string): string => `${sharedDir}real/${name}`;

/** Relative: two implementations of one formula in double precision. */
const RELATIVE = 1e-9;
/** For the limits of theil and mld, whose derivatives the second implementation takes numerically. */
const OF_DERIVATIVES = 1e-7;

function near(found: number | null, wanted: number, what: string, size: number, relative = RELATIVE): void {
  expect(found, what).not.toBeNull();
  expect(Math.abs(found! - wanted), `${what}: ${found} against ${wanted}`).toBeLessThanOrEqual(
    relative * Math.max(size, Math.abs(wanted)),
  );
}

/** @param found value, lower and upper limit */
function expectAnalytic(found: readonly (number | null)[], wanted: Analytic, id: string, what: string): void {
  // A limit near zero is as exact as the figures that it is the difference of.
  const size = Math.max(...wanted.map(Math.abs));
  const relative = id === 'theil' || id === 'mld' ? OF_DERIVATIVES : RELATIVE;
  near(found[0]!, wanted[0], `${what} ${id}`, 0);
  near(found[1]!, wanted[1], `${what} ${id}, lower limit`, size, relative);
  near(found[2]!, wanted[2], `${what} ${id}, upper limit`, size, relative);
}

function expectSimulated(
  found: readonly (number | null)[],
  wanted: Simulated,
  id: string,
  what: string,
): void {
  const [value, lowest, lower, higher, highest] = wanted;
  near(found[0]!, value, `${what} ${id}`, 0);
  expect(found[1]!, `${what} ${id}, lower limit`).toBeGreaterThanOrEqual(lowest!);
  expect(found[1]!, `${what} ${id}, lower limit`).toBeLessThanOrEqual(lower!);
  expect(found[2]!, `${what} ${id}, upper limit`).toBeGreaterThanOrEqual(higher!);
  expect(found[2]!, `${what} ${id}, upper limit`).toBeLessThanOrEqual(highest!);
}

const figuresOf = ({ estimate }: Gap): (number | null)[] => [
  estimate.value,
  estimate.limits[0]!.lower,
  estimate.limits[0]!.upper,
];
const numbersIn = (row: Row): (number | null)[] =>
  ['value', 'lower_95', 'upper_95'].map((name) => (row[name] === '' ? null : Number(row[name])));

describeWithShared('all measures of England under 75 by tenth and fifth', () => {
  let result: PipelineResult;
  const run = async (): Promise<PipelineResult> => {
    result ??= await runOn([real('mort.csv'), real('pop.csv')], ['mortality-u75']);
    return result;
  };
  const cases = Object.entries(expected.england).flatMap(([period, bySex]) =>
    Object.entries(bySex).flatMap(([sex, byScheme]) =>
      Object.entries(byScheme).map(([groups, wanted]) => ({ period, sex, groups, wanted })),
    ),
  );

  it.each(cases)('agree with a second implementation: $period, $sex, $groups', async (one) => {
    const { period, sex, groups, wanted } = one;
    const { gaps } = await run();
    const of = (id: string): Gap => {
      const found = gaps.filter(
        (gap) =>
          gap.gap === id &&
          gap.place === 'E92000001' &&
          gap.period.label === period &&
          gap.sex === sex &&
          gap.scheme === `national-${groups}`,
      );
      expect(found, id).toHaveLength(1);
      return found[0]!;
    };
    for (const [id, figures] of Object.entries(wanted.analytic))
      expectAnalytic(figuresOf(of(id)), figures, id, groups);
    for (const [id, figures] of Object.entries(wanted.simulated))
      expectSimulated(figuresOf(of(id)), figures, id, groups);
    expect(Object.keys(wanted.analytic).length + Object.keys(wanted.simulated).length).toBe(22);
  });

  it('the events are those of a year, also where three years are pooled, and above 60,000', async () => {
    const { gaps } = await run();
    const excess = gaps.filter(
      ({ gap, scheme, sex }) => gap === 'excess-events' && scheme === 'national-fifths' && sex === 'persons',
    );
    expect(excess.map(({ unit }) => unit)).toEqual(['a year', 'a year']);
    for (const { estimate } of excess) expect(estimate.limits[0]!.lower).toBeGreaterThan(60_000);
  });
});

describeWithShared('the case that teaches: who fell faster, England under 75, 2001 to 2016', () => {
  const files = [real('mort.csv'), real('pop.csv'), '--indicator', 'mortality-u75'];

  it.each(['tenths', 'fifths'])(
    '%s: absolute the most, relative the least deprived, both beyond chance',
    async (groups) => {
      const { poorest } = await runOn(files.slice(0, 2), ['mortality-u75']);
      for (const scale of ['absolute', 'relative'] as const) {
        const [row, ...others] = poorest.filter(
          (one) =>
            one.scale === scale &&
            one.scheme === `national-${groups}` &&
            one.sex === 'persons' &&
            one.period.label === '2016',
        );
        expect(others).toEqual([]);
        // Widened limits, so that the spread round the lines is allowed for.
        const wanted = expected.poorest[groups]![scale]!;
        expectAnalytic([row!.difference, row!.lower, row!.upper], wanted, scale, groups);
        expect(row!.verdict).toBe(scale === 'absolute' ? 'poorest-fastest' : 'widening-all-improve');
        expect(Math.sign(row!.lower!)).toBe(Math.sign(row!.upper!));
      }
      // 3.7 deaths a year per 100,000 by fifths, 4.2 by tenths.
      expect(expected.poorest[groups]!.absolute![0].toFixed(1)).toBe(groups === 'fifths' ? '3.7' : '4.2');
    },
  );

  it('the headline has the gap both ways and both verdicts in one sentence', async () => {
    const { stdout, exit } = await gapline(['run', ...files, '--place', 'England', '--format', 'csv']);
    expect(exit).toBe(0);
    const [row, ...others] = rowsOf(stdout);
    expect(others).toEqual([]);
    const { headline } = row!;
    expect(headline).toContain('+322.6 per 100,000 (316.5 to 328.6), 2.45 times');
    expect(headline).toMatch(/the gap per 100,000 is narrowing, as a ratio it is widening;/);
    expect(headline).toMatch(
      /in absolute terms the most deprived fifth is improving faster than the least deprived, in relative terms the most deprived fifth is improving, but more slowly than the least deprived/,
    );
    expect(headline!.match(/[.!?](\s|$)/g)).toHaveLength(1);
  });

  it.each(['60', '100', '140'])('the table marks the disagreement, %s columns wide', async (columns) => {
    const { stdout } = await gapline(['run', ...files, '--format', 'table'], { env: { COLUMNS: columns } });
    expect(stdout).toMatch(/England .*\+322\.6.*poorest fastest \*/);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/\* where the relative scale says otherwise/);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(Number(columns));
  });
});

describeWithShared('Talking Therapies by tenth of deprivation, which its file counts the other way', () => {
  interface Line {
    readonly [column: string]: string;
  }
  const header = 'setting,measure,tenth,rank,value,se,people';

  /** The file's tenths as a table for calc: 1 is the most deprived, and `*` stays as it is. */
  function lines(measure: string): string {
    const counts = new Map<string, string>();
    const settings = new Set<string>();
    for (const row of rowsOf(readFileSync(real('nhstt_measures_annual.csv'), 'utf8')) as readonly Line[]) {
      if (row.variable_type !== 'Indices of Deprivation Decile' || row.measure_statistic !== 'count')
        continue;
      if (!/^\d\d /.test(row.variable_a!)) continue;
      const setting = `${row.reporting_period} ${row.org_code}`;
      settings.add(setting);
      counts.set(`${setting}|${Number(row.variable_a!.slice(0, 2))}|${row.measure_name}`, row.value!);
    }
    const rows = [...settings].flatMap((setting) =>
      Array.from({ length: 10 }, (_, index) => {
        const tenth = index + 1;
        const events = counts.get(`${setting}|${tenth}|${measure}`)!;
        const people = counts.get(`${setting}|${tenth}|finished_course_treatment`)!;
        const share = Number(events) / Number(people);
        const isHidden = events === '*' || people === '*';
        const value = isHidden ? '*' : String(100 * share);
        const error = isHidden ? '*' : String(100 * Math.sqrt((share * (1 - share)) / Number(people)));
        return [setting, measure, `tenth-${tenth}`, 11 - tenth, value, error, people].join(',');
      }),
    );
    return `${[header, ...rows].join('\n')}\n`;
  }

  it.each([
    ['improvement', 'high'],
    ['deterioration', 'low'],
  ] as const)('%s: every measure of every setting, or the reason', async (measure, favourable) => {
    const { rows, exit, stderr } = await calc(
      `inequality --by setting --group tenth --order rank --value value --se se --population people --scale 100 --reference tenth-1 --favourable ${favourable}`,
      lines(measure),
    );
    const settings = Object.entries(expected.talkingTherapies).map(
      ([setting, byMeasure]) => [setting, byMeasure[measure]!] as const,
    );
    expect(settings).toHaveLength(28);
    for (const [setting, wanted] of settings) {
      const own = rows.filter((row) => row.setting === setting);
      expect(own, setting).toHaveLength(21);
      if (wanted === null) {
        for (const row of own) {
          expect([row.status, row.value, row.lower_95], setting).toEqual(['suppressed', '', '']);
          expect(row.note, setting).toContain('*');
        }
        continue;
      }
      const of = (id: string): (number | null)[] => numbersIn(own.find((row) => row.measure === id)!);
      for (const [id, figures] of Object.entries(wanted.analytic)) {
        // calc keeps the references' way round; what is turned in run is turned back.
        const isTurned = favourable === 'low' ? ['sii', 'aci', 'rci', 'par', 'paf'].includes(id) : false;
        const [value, lower, upper] = of(id);
        if (id === 'rii' && favourable === 'low')
          expectAnalytic([1 / value!, 1 / upper!, 1 / lower!], figures, id, setting);
        else if (isTurned) expectAnalytic([-value!, -upper!, -lower!], figures, id, setting);
        else expectAnalytic([value!, lower!, upper!], figures, id, setting);
      }
      for (const [id, figures] of Object.entries(wanted.simulated))
        expectSimulated(of(id), figures, id, setting);
    }
    // What its source hides is no fault of the data.
    expect(exit, stderr).toBe(0);
  });

  it('sii: the same line through the tenths, whichever way they are counted', async () => {
    const csv = lines('improvement');
    const options = 'sii --by setting --population people --value value --se se';
    const { rows } = await calc(`${options} --rank rank`, csv);
    const turnedRound = csv
      .trim()
      .split('\n')
      .map((line, at) => {
        const fields = line.split(',');
        return [...fields, at === 0 ? 'decile' : 11 - Number(fields[3])].join(',');
      })
      .join('\n');
    const { rows: asFiled } = await calc(`${options} --rank decile`, turnedRound);
    let compared = 0;
    for (const [setting, { improvement }] of Object.entries(expected.talkingTherapies)) {
      const find = (from: readonly Row[]): Row =>
        from.find((row) => row.setting === setting && row.measure === 'sii')!;
      if (!improvement) {
        expect(find(rows).status).toBe('suppressed');
        continue;
      }
      compared += 1;
      expectAnalytic(numbersIn(find(rows)), improvement.analytic.sii!, 'sii', setting);
      const [value, lower, upper] = numbersIn(find(asFiled));
      expectAnalytic([-value!, -upper!, -lower!], improvement.analytic.sii!, 'sii', `${setting}, as filed`);
    }
    expect(compared).toBeGreaterThan(10);
  });
});

describeWithShared('life expectancy by tenth within each area', () => {
  const file = () => readFileSync(real('LE_testdata.csv'), 'utf8');
  const areaOf = (row: Row): string => `${row.GeoCode} ${row.Sex}`;

  it('sii: slope and relative index of the nine Places and England, both sexes', async () => {
    const { rows, exit } = await calc(
      'sii --by GeoCode,Sex --rank Decile --population Pop --value LifeExp --se SE',
      file(),
    );
    expect(exit).toBe(0);
    for (const id of ['sii', 'rii']) {
      const own = rows.filter(({ measure }) => measure === id);
      expect(own.map(areaOf).sort()).toEqual(Object.keys(expected.lifeExpectancy).sort());
      expect(own).toHaveLength(20);
      for (const row of own)
        expectAnalytic(numbersIn(row), expected.lifeExpectancy[areaOf(row)]![id]!, id, areaOf(row));
      // In every area the least deprived live longer, and by more than chance.
      for (const row of own) expect(Number(row.lower_95)).toBeGreaterThan(id === 'sii' ? 0 : 1);
    }
  });

  it('inequality: the further measures of the same table', async () => {
    const { rows } = await calc(
      'inequality --by GeoCode,Sex --group Decile --order Decile --population Pop --value LifeExp --se SE --favourable high',
      file(),
    );
    for (const [area, byMeasure] of Object.entries(expected.lifeExpectancy)) {
      for (const [id, figures] of Object.entries(byMeasure)) {
        const row = rows.find((one) => areaOf(one) === area && one.measure === id)!;
        expectAnalytic(numbersIn(row), figures, id, area);
      }
    }
  });
});

describe('gaps-expected.json', () => {
  it('says where its figures come from', () => {
    expect((expected as unknown as { origin: string }).origin).toContain('an independent computation');
  });
});
