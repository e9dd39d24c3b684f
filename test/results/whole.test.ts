import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PipelineResult } from '../../src/pipeline.ts';
import { measureOf, runOn } from '../run-pipeline.ts';

/** Runs the pipeline on extracts given as text, one a file. */
async function runText(...extracts: readonly string[]): Promise<PipelineResult> {
  const folder = mkdtempSync(join(tmpdir(), 'gapline-whole-'));
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

/** A table with a row for each of the fifteen bands under 75. */
function under75(header: string, row: (band: string) => string | string[]): string {
  const bands = Array.from({ length: 15 }, (_, at) => `${5 * at}-${5 * at + 4}`);
  return [header, ...bands.flatMap(row)].join('\n');
}

const POPULATION = under75('place,period,sex,age_band,population', (band) =>
  ['Halton', 'Knowsley'].map((place) => `${place},2023,,${band},1000`),
);
const HALTON = { indicator: 'mortality-u75', place: 'E06000006', period: '2023' };
const KNOWSLEY = { ...HALTON, place: 'E08000011' };

describe('what is not whole has no value', () => {
  it('a year of which one Place lacks months', async () => {
    const months = Array.from({ length: 12 }, (_, at) => `2023-${String(at + 1).padStart(2, '0')}`);
    const deaths = under75('place,period,sex,age_band,deaths', (band) => [
      ...months.map((month) => `Halton,${month},,${band},2`),
      ...months.slice(0, 6).map((month) => `Knowsley,${month},,${band},2`),
    ]);
    const result = await runText(deaths, POPULATION);
    // 15 bands × 12 months × 2 deaths among 15 × 1,000 people: 2,400 per 100,000 whatever the weights.
    expect(measureOf(result, HALTON).estimate.value).toBeCloseTo(2400, 9);
    expect(measureOf(result, KNOWSLEY)).toMatchObject({
      status: 'withheld',
      note: 'the extract has 6 of 12 periods of it here',
    });
  });

  it('a year whose people are counted by the month, which are not to be added up', async () => {
    const deaths = under75('place,period,sex,age_band,deaths', (band) => `Halton,2023,,${band},2`);
    const people = under75('place,period,sex,age_band,population', (band) =>
      ['2023-01', '2023-07'].map((month) => `Halton,${month},,${band},1000`),
    );
    const { status, note } = measureOf(await runText(deaths, people), HALTON);
    expect([status, note]).toEqual(['missing', 'no population for this place and period']);
  });

  it('a total of both sexes without a cause that has rows by sex', async () => {
    const deaths = under75('place,period,sex,age_band,icd10,deaths', (band) => [
      `Halton,2023,,${band},C34,30`,
      `Halton,2023,female,${band},I21,10`,
      `Halton,2023,male,${band},I21,10`,
    ]);
    const { status, note } = measureOf(await runText(deaths, POPULATION), HALTON);
    expect(status).toBe('withheld');
    expect(note).toContain('lack causes that have rows by sex');
  });

  it('a share of a waiting list with a subtotal among its bands', async () => {
    const header = 'place,month,service,weeks_from,weeks_to,waiting';
    const rows = ['0,10,100', '10,18,80', '0,18,180', '18,,25'].map((band) => `Halton,2024-01,rtt,${band}`);
    const result = await runText([header, ...rows].join('\n'));
    const { status, note } = measureOf(result, {
      indicator: 'rtt-18-weeks',
      place: 'E06000006',
      period: '2024-01',
    });
    expect([status, note]).toEqual(['withheld', 'its waiting bands overlap']);
  });
});

describe('a published value', () => {
  it('stays as it is, whatever count and denominator stand beside it', async () => {
    const result = await runText(
      'indicator,place,period,value,lower,upper,count,denominator\nmortality-u75,Halton,2023,400,380,420,300,100000\n',
    );
    const { estimate, method } = measureOf(result, HALTON);
    expect([estimate.value, method]).toEqual([400, 'given']);
  });
});

describe('counts for an indicator that is not computed from counts', () => {
  it('are refused, and the problem says so', async () => {
    const result = await runText(
      'indicator,place,period,numerator,denominator\nmortality-u75,Halton,2023,300,100000\nobesity-year6,Halton,2023/24,20,100\n',
    );
    expect(result.problems.all().map(({ code, line }) => [code, line])).toEqual([['unknown-indicator', 2]]);
  });
});

describe('a value', () => {
  it('is the same whichever other indicators are computed in the run', async () => {
    const places = [
      'E06000049',
      'E06000050',
      'E06000006',
      'E08000011',
      'E08000012',
      'E08000014',
      'E08000013',
      'E06000007',
    ];
    const all = [...places, 'E08000015'];
    // Wirral has no cause of death, so that only one of the two indicators can be summed for the system.
    const deaths = under75('place,period,sex,age_band,icd10,deaths', (band) => [
      ...places.map((place) => `${place},2023,,${band},I25,10`),
      `E08000015,2023,,${band},,10`,
      `QYG,2023,,${band},I25,500`,
    ]);
    const people = under75('place,period,sex,age_band,population', (band) => [
      ...all.map((place) => `${place},2023,,${band},1000`),
      `QYG,2023,,${band},50000`,
    ]);
    const key = { indicator: 'cvd-mortality-u75', place: 'QYG', period: '2023' };
    const measure = measureOf(await runText(deaths, people), key);
    // The system's own row: 500 among 50,000 in every band is 1,000 per 100,000 whatever the weights.
    expect(measure.estimate.value).toBeCloseTo(1000, 9);
    expect(measure.denominator).toBe(15 * 50_000);
  });
});
