import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PipelineResult } from '../../src/pipeline.ts';
import { inTempFolder } from '../extracts/read-files.ts';
import { measureOf, runOn } from '../run-pipeline.ts';

const HALTON = 'E06000006';

/** A death as its record has it: the age, the code as somebody wrote it, and which indicators must count it. */
interface Death {
  readonly age: number;
  readonly code: string;
  readonly counts: string;
}

const death = (age: number, code: string, counts = ''): Death => ({ age, code, counts });

/**
 * Who counts where was worked out by hand from the definitions: suicide is X60-X84 from age 10 and Y10-Y34 from 15;
 * heart disease and respiratory disease are of people under 75; the others are of any age.
 */
const DEATHS: readonly Death[] = [
  // Suicide: each condition at its edge.
  death(9, 'X60.0'),
  death(10, 'X60', 'suicide'),
  death(14, 'x70.0', 'suicide'),
  death(14, 'Y10'),
  death(15, 'Y10.9', 'suicide'),
  death(40, 'y34', 'suicide'),
  death(44, 'X84.9', 'suicide'),
  death(44, 'X84X', 'suicide'),
  death(46, 'X700', 'suicide'),
  death(47, 'x7009', 'suicide'),
  death(90, ' X71 ', 'suicide'),
  death(62, 'Y33.9', 'suicide'),
  death(63, 'Y21.0', 'suicide'),
  death(64, 'X78', 'suicide'),
  death(44, 'X59.9'),
  death(44, 'Y35'),
  // Violence is next to suicide in the classification on both sides.
  death(30, 'X85', 'violent-deaths'),
  death(31, 'x99.9', 'violent-deaths'),
  death(80, 'Y09', 'violent-deaths'),
  death(2, 'Y04.8', 'violent-deaths'),
  // Stroke, heart and lung.
  death(88, 'I64X', 'stroke-mortality'),
  death(70, 'i69.8', 'stroke-mortality'),
  death(70, 'I600', 'stroke-mortality'),
  death(70, 'I70.0'),
  death(74, 'I20', 'heart-disease-mortality-u75'),
  death(75, 'I20'),
  death(60, 'I21X', 'heart-disease-mortality-u75'),
  death(60, 'I25.9', 'heart-disease-mortality-u75'),
  death(60, 'I26.0'),
  death(60, 'I19'),
  death(74, 'J44.9', 'respiratory-mortality-u75'),
  death(74, 'j18', 'respiratory-mortality-u75'),
  death(50, 'J17.0*', 'respiratory-mortality-u75'),
  death(50, 'J170A', 'respiratory-mortality-u75'),
  death(50, 'K00.0'),
  // Alcohol alone: three characters do not tell that it is the fourth.
  death(55, 'K70', 'alcohol-specific-mortality'),
  death(55, 'K703', 'alcohol-specific-mortality'),
  death(55, 'k29.2', 'alcohol-specific-mortality'),
  death(55, 'K292', 'alcohol-specific-mortality'),
  death(55, 'K29'),
  death(55, 'K29.1'),
  death(55, 'G31.2', 'alcohol-specific-mortality'),
  death(55, 'G31'),
  death(55, 'F10.2', 'alcohol-specific-mortality'),
  death(55, 'X45X', 'alcohol-specific-mortality'),
  death(55, 'X65.9', 'alcohol-specific-mortality suicide'),
  death(14, 'Y15', 'alcohol-specific-mortality'),
  death(15, 'Y15.0', 'alcohol-specific-mortality suicide'),
  death(55, 'T51.0'),
  // No cause is known: a death all the same.
  death(33, ''),
  death(33, 'NULL'),
  death(33, 'Unknown'),
];

const counted = (indicator: string): number =>
  DEATHS.filter(({ counts }) => counts.split(' ').includes(indicator)).length;

/** The records of 2021 to 2023, with a death of old age at both ends of each year, so that the years are whole. */
function records(more: readonly string[] = []): string {
  const rows = DEATHS.map(
    ({ age, code }, at) => `Halton,${2021 + (at % 3)}-06-15,${at % 2 ? 'M' : 'F'},${age},${code}`,
  );
  const old = [2021, 2022, 2023].flatMap((year) => [
    `Halton,${year}-01-02,F,80,R54`,
    `Halton,${year}-12-30,M,80,R54`,
  ]);
  return ['place,date,sex,age,icd10', ...rows, ...old, ...more].join('\n');
}

/** 1,000 people in each band of five years, so that every band has one rate for a death. */
function population(): string {
  const bands = [...Array.from({ length: 18 }, (_, at) => `${at * 5}-${at * 5 + 4}`), '90+'];
  const rows = [2021, 2022, 2023].flatMap((year) => bands.map((band) => `Halton,${year},,${band},1000`));
  return ['place,period,sex,age_band,population', ...rows].join('\n');
}

function runRecords(more: readonly string[] = []): Promise<PipelineResult> {
  return inTempFolder((folder) => {
    const deaths = join(folder, 'deaths.csv');
    const people = join(folder, 'population.csv');
    writeFileSync(deaths, records(more));
    writeFileSync(people, population());
    return runOn([deaths, people]);
  });
}

const pooled = (indicator: string) => ({ indicator, place: HALTON, period: '2021-23' });

describe('single death records', () => {
  let result: PipelineResult;
  beforeAll(async () => {
    result = await runRecords();
  });

  it('are all read, whichever way the codes are written', () => {
    expect(result.problems.all().filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(result.files.map(({ refused }) => refused)).toEqual([0, 0]);
    expect(result.files[0]!.rows).toBe(DEATHS.length + 6);
  });

  it.each([
    ['suicide', 14],
    ['violent-deaths', 4],
    ['stroke-mortality', 3],
    ['heart-disease-mortality-u75', 3],
    ['respiratory-mortality-u75', 4],
    ['alcohol-specific-mortality', 10],
  ])('count in %s by code, and by age where the code has a condition: %i', (indicator, number) => {
    expect(counted(indicator)).toBe(number);
    expect(measureOf(result, pooled(indicator)).count).toBe(number);
  });

  it('without a cause count among all causes and in none', () => {
    const under75 = DEATHS.filter(({ age }) => age < 75).length;
    expect(measureOf(result, pooled('mortality-u75')).count).toBe(under75);
  });

  it('give the standardised rate of the people at risk, ages 10 and over', () => {
    // Python: weights 10-14 … 90+ of ESP2013 (89,500 in all), deaths by band 10-14: 2, 15-19: 2, 40-44: 3, 45-49: 2,
    // 55-59: 1, 60-64: 3, 90+: 1, 3,000 person-years a band:
    // sum(w*x)/3000/89500*1e5 = 30.726256983240223.
    const measure = measureOf(result, pooled('suicide'));
    expect(measure.estimate.value).toBeCloseTo(30.726256983240223, 9);
    expect(measure.denominator).toBe(17 * 3000);
  });
});

describe('a record with a code that is none', () => {
  it('is refused by file, line and value, and withholds what it may be part of', async () => {
    const result = await runRecords(['Halton,2022-06-15,F,40,X6']);
    const [problem] = result.problems.all().filter(({ severity }) => severity === 'error');
    expect([problem!.code, problem!.line]).toEqual(['unknown-cause', DEATHS.length + 8]);
    expect(problem!.message).toContain('"X6"');
    expect(measureOf(result, pooled('suicide')).status).toBe('withheld');
  });
});
