import { describe, expect, it } from 'vitest';
import { csv } from '../extracts/read-files.ts';
import { measureOf } from '../run-pipeline.ts';
import { runText } from './run-text.ts';

const BANDS = [...Array.from({ length: 18 }, (_, at) => `${5 * at}-${5 * at + 4}`), '90+'];

const ONE = { indicators: ['life-expectancy-birth'] };

/** Deaths and people of Halton in 19 bands; the deaths of one band as given. */
function files(deathsOf: (band: string, at: number) => string): Record<string, string> {
  return {
    'deaths.csv': csv(
      'place,period,sex,age_band,deaths',
      ...BANDS.map((band, at) => `Halton,2023,persons,${band},${deathsOf(band, at)}`),
    ),
    'population.csv': csv(
      'place,period,sex,age_band,population',
      ...BANDS.map((band) => `Halton,2023,persons,${band},6000`),
    ),
  };
}

describe('a life table from 19 bands, where 20 are tried first', () => {
  const key = { indicator: 'life-expectancy-birth', place: 'E06000006', period: '2023' };

  it('has a value', async () => {
    const result = await runText(
      files((_, at) => String(5 + 10 * at)),
      ONE,
    );
    expect(measureOf(result, key).status).toBe('ok');
  });

  it('says that a row was refused, and not that 20 bands do not fit', async () => {
    const result = await runText(
      files((band, at) => (band === '40-44' ? 'many' : String(5 + 10 * at))),
      ONE,
    );
    const { status, note } = measureOf(result, key);
    expect([status, note]).toEqual(['withheld', 'a row that it needs was refused']);
  });
});
