import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PipelineResult } from '../../src/pipeline.ts';
import { measureOf, runOn } from '../run-pipeline.ts';

/** Runs the pipeline on extracts given as text, one a file. */
async function runText(...extracts: readonly string[]): Promise<PipelineResult> {
  const folder = mkdtempSync(join(tmpdir(), 'gapline-parts-'));
  try {
    const paths = extracts.map((text, at) => {
      const path = join(folder, `${at}.csv`);
      writeFileSync(path, text);
      return path;
    });
    return await runOn(paths);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A table with rows for each of the fifteen bands under 75. */
function under75(header: string, rows: (band: string) => string[]): string {
  const bands = Array.from({ length: 15 }, (_, at) => `${5 * at}-${5 * at + 4}`);
  return `${[header, ...bands.flatMap(rows)].join('\n')}\n`;
}

const SEXES = ['female', 'male'];
const FIFTHS = [1, 2, 3, 4, 5];
const HALTON = { indicator: 'mortality-u75', place: 'E06000006', period: '2023' };
const KNOWSLEY = { ...HALTON, place: 'E08000011' };
const POPULATION = under75('place,period,sex,age_band,deprivation_quintile,population', (band) =>
  ['Halton', 'Knowsley'].flatMap((place) => [
    `${place},2023,,${band},,1000`,
    ...SEXES.flatMap((sex) => FIFTHS.map((fifth) => `${place},2023,${sex},${band},${fifth},100`)),
  ]),
);

describe('a total below its parts by sex and fifth together', () => {
  /** Ten deaths in each band by sex and fifth, in neither alone, beside a total. */
  const deaths = (total: number): string =>
    under75('place,period,sex,age_band,deprivation_quintile,deaths', (band) => [
      `Halton,2023,,${band},,${total}`,
      `Knowsley,2023,,${band},,10`,
      ...['Halton', 'Knowsley'].flatMap((place) =>
        SEXES.flatMap((sex) => FIFTHS.map((fifth) => `${place},2023,${sex},${band},${fifth},1`)),
      ),
    ]);

  it('is withheld, and says so; the Place beside it is as it is', async () => {
    const result = await runText(deaths(9), POPULATION);
    const { status, note, estimate } = measureOf(result, HALTON);
    expect([status, estimate.value]).toEqual(['withheld', null]);
    expect(note).toContain('its total is below the sum of its parts');
    // 10 deaths among 1,000 people in every band: 1,000 per 100,000 whatever the weights.
    expect(measureOf(result, KNOWSLEY).estimate.value).toBeCloseTo(1000, 9);
  });

  it('gives no part of it either, since which of them is right is not known', async () => {
    const result = await runText(deaths(9), POPULATION);
    const parts = result.measures.filter(
      ({ indicator, place }) => indicator === HALTON.indicator && place === HALTON.place,
    );
    expect(parts.length).toBeGreaterThan(0);
    expect(parts.filter(({ estimate }) => estimate.value !== null)).toEqual([]);
  });

  it.each([10, 11])('is used where it is %d, which is not below 10', async (total) => {
    const result = await runText(deaths(total), POPULATION);
    expect(measureOf(result, HALTON).estimate.value).toBeCloseTo(100 * total, 9);
  });
});

describe('a cause that only some rows tell', () => {
  // Persons by cause, without one of the circulation; each sex and each fifth of all causes alone.
  const deaths = under75('place,period,sex,age_band,deprivation_quintile,icd10,deaths', (band) => [
    `Halton,2023,,${band},,C34,10`,
    ...SEXES.map((sex) => `Halton,2023,${sex},${band},,,5`),
    ...FIFTHS.map((fifth) => `Halton,2023,,${band},${fifth},,2`),
  ]);
  const cvd = { indicator: 'cvd-mortality-u75', place: 'E06000006', period: '2023' };

  it('is zero where the rows tell causes and it is none of them', async () => {
    const { count, denominator, note } = measureOf(await runText(deaths, POPULATION), cvd);
    // The count is known; a standardised rate of fewer than ten deaths is not given.
    expect([count, denominator]).toEqual([0, 15_000]);
    expect(note).toContain('fewer than 10');
  });

  it('is never zero in a split whose rows tell no causes', async () => {
    const { measures } = await runText(deaths, POPULATION);
    const split = measures.filter(
      ({ indicator, place, sex, scheme }) =>
        indicator === cvd.indicator && place === cvd.place && (sex !== 'persons' || scheme !== ''),
    );
    expect(split.map(({ sex }) => sex)).toEqual(expect.arrayContaining(SEXES));
    expect(split.filter(({ count, estimate }) => count !== null || estimate.value !== null)).toEqual([]);
  });

  it('is zero in a split of which another row tells a cause', async () => {
    const female = under75('place,period,sex,age_band,icd10,deaths', (band) => [
      `Halton,2023,female,${band},C34,10`,
      `Halton,2023,male,${band},I25,10`,
    ]);
    const result = await runText(female, POPULATION);
    expect(measureOf(result, { ...cvd, sex: 'female' }).count).toBe(0);
    expect(measureOf(result, { ...cvd, sex: 'male' }).count).toBe(150);
  });
});

describe('two editions of deprivation in one run', () => {
  const extract = (year: number, ranks: readonly number[]): string =>
    [
      'lsoa,place,imd_rank,population,period',
      ...ranks.map((rank, at) => `E0199000${at + 1},Halton,${rank},${1000 * (at + 1)},${year}`),
      '',
    ].join('\n');
  // Of 32,844 areas in 2019 a tenth is 3,284, and of 33,755 in 2025 it is 3,375: rank 3,300 is in the second
  // tenth of 2019 and in the first of 2025, and in the first fifth of both.
  const both = [extract(2019, [100, 3300, 20_000, 30_000]), extract(2025, [100, 3300, 3300, 30_000])];
  const share = (
    result: PipelineResult,
    indicator: string,
    period: string,
  ): [number | null, number | null] => {
    const { count, denominator } = measureOf(result, { indicator, place: 'E06000006', period });
    return [count, denominator];
  };

  it.each([
    ['one way', both],
    ['the other way', [...both].reverse()],
  ])('give each its own period, its own tenths and its own people, read %s', async (_, extracts) => {
    const result = await runText(...extracts);
    expect(result.problems.all().filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(share(result, 'areas-most-deprived-tenth', '2019')).toEqual([1, 4]);
    expect(share(result, 'areas-most-deprived-tenth', '2025')).toEqual([3, 4]);
    expect(share(result, 'population-most-deprived-fifth', '2019')).toEqual([3000, 10_000]);
    expect(share(result, 'population-most-deprived-fifth', '2025')).toEqual([6000, 10_000]);
  });

  it('are each as they are alone', async () => {
    const together = await runText(...both);
    for (const [at, period] of ['2019', '2025'].entries()) {
      const alone = await runText(both[at]!);
      for (const indicator of ['areas-most-deprived-tenth', 'population-most-deprived-fifth']) {
        const key = { indicator, place: 'E06000006', period };
        expect(measureOf(together, key).estimate).toEqual(measureOf(alone, key).estimate);
      }
    }
  });
});

describe('causes that hold one another, in a table of counts', () => {
  const CVD = { ...HALTON, indicator: 'cvd-mortality-u75' };
  /** Deaths of Halton in every band by the causes given. */
  const deaths = (counts: Readonly<Record<string, number>>): string =>
    under75('place,period,sex,age_band,icd10,deaths', (band) =>
      Object.entries(counts).map(([cause, count]) => `Halton,2023,,${band},${cause},${count}`),
    );

  it('count once: I20-I25 is a part of I00-I99', async () => {
    const { count, estimate } = measureOf(
      await runText(deaths({ 'I00-I99': 8, 'I20-I25': 3, 'I60-I69': 2, 'C00-C97': 9 }), POPULATION),
      CVD,
    );
    // 15 bands of 8 deaths among 1,000 people: 800 per 100,000.
    expect(count).toBe(120);
    expect(estimate.value).toBeCloseTo(800, 9);
  });

  it('add up where none holds another', async () => {
    const result = await runText(deaths({ 'I20-I25': 3, 'I60-I69': 2, I10: 1 }), POPULATION);
    expect(measureOf(result, CVD).count).toBe(90);
  });

  it('withhold what needs them where two share codes and neither holds the other, and say which', async () => {
    const { status, note } = measureOf(
      await runText(deaths({ 'I20-I29': 3, 'I25-I35': 2 }), POPULATION),
      CVD,
    );
    expect(status).toBe('withheld');
    expect(note).toMatch(/I20-I29 and I25-I35 share codes|I25-I35 and I20-I29 share codes/);
  });

  it('do not matter to all causes where these are counted themselves', async () => {
    const result = await runText(deaths({ '': 10, 'I20-I29': 3, 'I25-I35': 2 }), POPULATION);
    const { status, count } = measureOf(result, HALTON);
    expect([status, count]).toEqual(['ok', 150]);
  });
});
