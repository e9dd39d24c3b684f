import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PipelineResult } from '../../src/pipeline.ts';
import type { Estimate } from '../../src/statistics/estimate.ts';
import { measureOf, runOn } from '../run-pipeline.ts';
import { describeWithShared, sharedDir } from '../shared.ts';

/** A value and its 95 % limits. */
type Triple = readonly [number, number, number];

/** Figures of a second implementation; expected.json says where they come from. */
const expected = JSON.parse(readFileSync(new URL('expected.json', import.meta.url), 'utf8'));
const real = (...names: string[]): string[] => names.map((name) => `${sharedDir}real/${name}`);

/** Tolerance of every comparison here, relative: two implementations of one formula in double precision. */
const RELATIVE = 1e-9;

function expectNear(found: number | null, wanted: number, what: string): void {
  expect(found, what).not.toBeNull();
  expect(Math.abs(found! - wanted), `${what}: ${found} against ${wanted}`).toBeLessThanOrEqual(
    RELATIVE * Math.max(1, Math.abs(wanted)),
  );
}

function expectEstimate({ value, limits }: Estimate, [wanted, lower, upper]: Triple, what: string): void {
  expectNear(value, wanted, what);
  expectNear(limits[0]!.lower, lower, `${what}, lower limit`);
  expectNear(limits[0]!.upper, upper, `${what}, upper limit`);
}

describeWithShared('RTT full extract of January 2026', () => {
  let result: PipelineResult;
  const run = async (): Promise<PipelineResult> => {
    result ??= await runOn(real('20260131-RTT-January-2026-full-extract.csv'));
    return result;
  };

  it('gives the nine sub-ICB locations 346,862 incomplete pathways, 204,030 within 18 weeks, 7,708 over 52', async () => {
    await run();
    const within = measureOf(result, { indicator: 'rtt-18-weeks', place: 'QYG', period: '2026-01' });
    const over = measureOf(result, { indicator: 'rtt-52-weeks', place: 'QYG', period: '2026-01' });
    expect([within.count, within.denominator, over.count, over.denominator]).toEqual([
      204_030, 346_862, 7_708, 346_862,
    ]);
    expect(within.estimate.value).toBeCloseTo(58.8217, 4);
  });

  it('agrees with an independent implementation for every area, 27D as Cheshire and Sefton as the sum of two', async () => {
    await run();
    for (const [place, wanted] of Object.entries<Record<string, number & Triple>>(expected.rtt)) {
      const of = (indicator: string) => measureOf(result, { indicator, place, period: '2026-01' });
      expect([of('rtt-18-weeks').count, of('rtt-18-weeks').denominator, of('rtt-52-weeks').count]).toEqual([
        wanted.within18,
        wanted.waiting,
        wanted.over52,
      ]);
      expectEstimate(of('rtt-18-weeks').estimate, wanted.shareWithin18!, `${place} within 18 weeks`);
      expectEstimate(of('rtt-52-weeks').estimate, wanted.shareOver52!, `${place} over 52 weeks`);
      expectEstimate(of('rtt-median-wait').estimate, wanted.median!, `${place} median`);
      expectEstimate(
        of('rtt-92nd-percentile-wait').estimate,
        wanted.percentile92!,
        `${place} 92nd percentile`,
      );
    }
  });

  it('never splits 27D, and says so for the two Cheshires', async () => {
    await run();
    for (const place of ['E06000049', 'E06000050']) {
      const { status, note, estimate } = measureOf(result, { indicator: 'rtt-18-weeks', place });
      expect([status, estimate.value]).toEqual(['not-applicable', null]);
      expect(note).toContain('27D');
    }
  });

  it('accounts for every row, and sets aside what is not an incomplete pathway or is the total of others', async () => {
    await run();
    const [file] = result.files;
    expect([file!.rows, file!.refused]).toEqual([10_186, 0]);
    // Counted with Python's csv module: 6,617 rows are not Part_2, and 838 of Part_2 are C_999.
    expect(file!.setAside.map(({ rows }) => rows).sort((a, b) => a - b)).toEqual([838, 6_617]);
    expect(result.problems.count('error') + result.problems.count('warning')).toBe(0);
  });
});

describeWithShared('IoD2019 File 2', () => {
  it("gives each Place's share of LSOAs in the most deprived tenth", async () => {
    const result = await runOn(real('File_2_-_IoD2019_Domains_of_Deprivation.csv'));
    for (const [place, wanted] of Object.entries<{ areas: number; inTenth: number; share: Triple }>(
      expected.mostDeprivedTenth,
    )) {
      const measure = measureOf(result, { indicator: 'areas-most-deprived-tenth', place, period: '2019' });
      expect([measure.count, measure.denominator]).toEqual([wanted.inTenth, wanted.areas]);
      expectEstimate(measure.estimate, wanted.share, place);
    }
  });
});

describeWithShared('England under 75 by deprivation tenth, 2001 to 2016', () => {
  let result: PipelineResult;
  const run = async (): Promise<PipelineResult> => {
    result ??= await runOn(real('mort.csv', 'pop.csv'), ['mortality-u75']);
    return result;
  };
  const england = { indicator: 'mortality-u75', place: 'E92000001' };
  const schemes = [
    ['tenths', 'national-tenths'],
    ['fifths', 'national-fifths'],
  ] as const;

  it('has the pooled rate of 2014-16 as 333.84 (332.87 to 334.81) per 100,000', async () => {
    await run();
    const { estimate } = measureOf(result, { ...england, period: '2014-16' });
    const { value, limits } = estimate;
    expect([value, limits[0]!.lower, limits[0]!.upper].map((one) => one!.toFixed(2))).toEqual([
      '333.84',
      '332.87',
      '334.81',
    ]);
  });

  it('agrees with an independent implementation for every sex, tenth and fifth of 2014-16', async () => {
    await run();
    for (const [sex, wanted] of Object.entries<{ all: Triple; tenths: Triple[]; fifths: Triple[] }>(
      expected.england2014to16,
    )) {
      expectEstimate(measureOf(result, { ...england, period: '2014-16', sex }).estimate, wanted.all, sex);
      for (const [name, scheme] of schemes) {
        for (const [index, triple] of wanted[name].entries()) {
          const level = index + 1;
          const { estimate } = measureOf(result, { ...england, period: '2014-16', sex, scheme, level });
          expectEstimate(estimate, triple, `${sex}, ${name} ${level}`);
        }
      }
    }
  });

  it('agrees on difference, ratio, SII and RII, turned so that above 0 or 1 is worse for the most deprived', async () => {
    await run();
    for (const [period, byScheme] of Object.entries<Record<string, Record<string, Triple>>>(
      expected.englandGaps,
    )) {
      for (const [name, scheme] of schemes) {
        for (const [id, triple] of Object.entries(byScheme[name]!)) {
          const gap = result.gaps.find(
            (one) =>
              one.gap === id && one.scheme === scheme && one.period.label === period && one.sex === 'persons',
          );
          expectEstimate(gap!.estimate, triple, `${id} of ${name}, ${period}`);
        }
      }
    }
  });

  it('agrees on the trend of SII, RII and the rate over 2001-2016 and on their recent trend', async () => {
    await run();
    const check = (
      series: string,
      scheme: string,
      wanted: Record<string, number> & { recentLabel: string },
    ): void => {
      const of = (method: string) =>
        result.trends.find(
          (one) =>
            one.series === series &&
            one.scheme === scheme &&
            one.level === 0 &&
            one.sex === 'persons' &&
            one.period.label === '2016' &&
            one.method.startsWith(method),
        )!;
      const annual = of('annual-change');
      expect([annual.points, annual.first!.label, annual.last!.label]).toEqual([16, '2001', '2016']);
      expectNear(annual.slope, wanted.slope!, `${series} slope`);
      expectNear(annual.lower, wanted.lower!, `${series} lower`);
      expectNear(annual.upper, wanted.upper!, `${series} upper`);
      expectNear(annual.phi, wanted.phi!, `${series} phi`);
      const recent = of('recent-trend');
      expectNear(recent.slope, wanted.recentSlope!, `${series} recent slope`);
      expect(`${recent.direction} and ${recent.judgement.replace('-', ' ')}`).toBe(
        wanted.recentLabel.toLowerCase(),
      );
    };
    for (const [name, scheme] of schemes) {
      for (const id of ['sii', 'rii']) check(`gap:${id}`, scheme, expected.englandTrends[name][id]);
    }
    check('value', '', expected.englandTrends.all);
  });

  it('has the verdict on both scales: the most deprived fell faster in absolute terms, the least in relative ones', async () => {
    await run();
    for (const [period, byScheme] of Object.entries<Record<string, Record<string, Record<string, number>>>>(
      expected.poorest,
    )) {
      for (const [name, scheme] of schemes) {
        for (const [scale, wanted] of Object.entries(byScheme[name]!)) {
          const row = result.poorest.find(
            (one) =>
              one.scale === scale &&
              one.scheme === scheme &&
              one.period.label === period &&
              one.sex === 'persons',
          )!;
          expect([row.verdict, row.points]).toEqual([wanted.verdict, wanted.points]);
          expectNear(row.changeMostDeprived, wanted.most!, `${name} most`);
          expectNear(row.changeLeastDeprived, wanted.least!, `${name} least`);
          expectNear(row.difference, wanted.difference!, `${name} difference`);
          expectNear(row.lower, wanted.lower!, `${name} lower`);
          expectNear(row.upper, wanted.upper!, `${name} upper`);
        }
      }
    }
    const verdicts = result.poorest.filter(
      (one) => one.period.label === '2016' && one.sex === 'persons' && one.scheme === 'national-fifths',
    );
    expect(verdicts.map(({ scale, verdict }) => `${scale}: ${verdict}`)).toEqual([
      'absolute: poorest-fastest',
      'relative: widening-all-improve',
    ]);
  });
});

describeWithShared('life expectancy of the nine Places in 2014', () => {
  const files = () => real('england.wales.deaths.csv', 'england.wales.popn.csv');
  const sexes = ['persons', 'female', 'male'] as const;

  it('agrees with an independent implementation at birth and at 65, names without codes, single years added up', async () => {
    const result = await runOn(files(), ['life-expectancy-birth', 'life-expectancy-65']);
    for (const [place, bySex] of Object.entries<Record<string, { birth: Triple; at65: Triple }>>(
      expected.lifeExpectancy2014,
    )) {
      for (const sex of sexes) {
        const of = (indicator: string) =>
          measureOf(result, { indicator, place, period: '2014', sex }).estimate;
        expectEstimate(of('life-expectancy-birth'), bySex[sex]!.birth, `${place} ${sex} at birth`);
        expectEstimate(of('life-expectancy-65'), bySex[sex]!.at65, `${place} ${sex} at 65`);
      }
    }
  });

  it('lies within one year of the published values of 2015-17', async () => {
    const result = await runOn(files(), ['life-expectancy-birth']);
    const published = readFileSync(real('trafford_themes_life_expectancy.csv')[0]!, 'utf8')
      .split('\n')
      .map((line) => line.split(','))
      .filter((fields) => fields[3] === '2015 - 17' && fields[0] !== 'E92000001');
    expect(published.length).toBe(18);
    for (const [place, , , , , , , value, , sex] of published) {
      const { estimate } = measureOf(result, {
        indicator: 'life-expectancy-birth',
        place: place!,
        period: '2014',
        sex: sex!.trim().toLowerCase(),
      });
      expect(Math.abs(estimate.value! - Number(value)), `${place} ${sex}`).toBeLessThan(1);
    }
  });

  it('says that the period was taken from the published tables, since the files have none', async () => {
    const result = await runOn(files(), ['life-expectancy-birth']);
    expect(result.problems.all().map(({ code }) => code)).toEqual(['period-assumed', 'period-assumed']);
  });
});

describe('expected.json', () => {
  it('says where its figures come from', () => {
    expect(expected.origin).toContain('independent implementation');
  });
});
